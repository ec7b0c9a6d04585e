"""What the keys of the screens about eval runs do."""

from typing import Final

from textual.binding import Binding, BindingType

RUNS_KEYS: Final[list[BindingType]] = [
    Binding("enter", "open", "Open", id="open-run", priority=True, tooltip="What the run found"),
    Binding("escape", "app.pop_screen", "Back", id="runs-back", tooltip="Back to where you came from"),
]
"""In the list of runs, in the order of the footer."""

RUN_KEYS: Final[list[BindingType]] = [
    Binding("enter", "results", "Results", id="list-results", priority=True, tooltip="List its single results"),
    Binding(
        "d", "results('differs')", "Differ", id="list-differing", tooltip="Only those that aren't as they should be"
    ),
    Binding("e", "results('error')", "Errors", id="list-errors", tooltip="Only items that got no whole result"),
    Binding("escape", "app.pop_screen", "Back", id="run-back", tooltip="Back to the runs"),
]
"""Over what a run found, in the order of the footer."""

RESULTS_KEYS: Final[list[BindingType]] = [
    Binding("enter", "open", "Read", id="read-result", priority=True, tooltip="Read the result under the cursor"),
    Binding("v", "verdict", "Verdict", id="choose-verdict", tooltip="All, those that differ, errors, those that agree"),
    Binding("t", "kind", "Kind", id="choose-kind", tooltip="The next kind of item; after the last one all"),
    Binding("c", "cell", "Cell", id="choose-cell", tooltip="The next evaluator, client and prompts; then all"),
    Binding("n", "page(1)", "Next", id="next-page", tooltip="The next page of results"),
    Binding("p", "page(-1)", "Before", id="page-before", tooltip="The page of results before"),
    Binding("escape", "app.pop_screen", "Back", id="results-back", tooltip="Back to what the run found"),
]
"""In the list of results, in the order of the footer."""

RESULT_KEYS: Final[list[BindingType]] = [
    Binding("n", "go(1)", "Next", id="next-result", tooltip="The next result of the list"),
    Binding("p", "go(-1)", "Before", id="result-before", tooltip="The result before"),
    Binding("escape", "leave", "Back", id="result-leave", tooltip="Back to the list"),
]
"""Over a single result, in the order of the footer."""
