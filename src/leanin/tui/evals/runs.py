"""The list of eval runs, the latest first."""

from datetime import datetime
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from leanin.errors import DataFileError
from leanin.evals.manifest import Manifest
from leanin.evals.run_folder import RunFolder, all_runs
from leanin.tui.evals.keys import RUNS_KEYS
from leanin.tui.evals.run import RunScreen
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.pointed import PointedOptionList
from leanin.tui.parts.words import counted, moment_in_words

NONE_YET: Final = "None yet. `leanin eval run SUITE` makes one."


class RunsScreen(Screen[None]):
    """Runs to choose from; `opened` is shown straight away."""

    CSS_PATH = "evals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = RUNS_KEYS

    def __init__(self, opened: RunFolder | None = None) -> None:
        super().__init__()
        self._opened = opened
        self._runs: list[RunFolder] = []

    def compose(self) -> ComposeResult:
        """The list."""
        yield Static("Eval runs", id="title", classes="heading")
        yield Static("", id="about", classes="muted", markup=False)
        yield PointedOptionList(markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Find the runs, and open the one that is wanted."""
        self._runs = all_runs()
        options = self.query_one(OptionList)
        options.add_options(Option(_line(run.path.name, "")) for run in self._runs)
        self.query_one("#about", Static).update(NONE_YET if not self._runs else counted(len(self._runs), "run"))
        if self._runs:
            options.highlighted = 0
        self._read_manifests()
        if self._opened:
            self.app.push_screen(RunScreen(self._opened))

    def on_option_list_option_selected(self) -> None:
        """Open what was chosen."""
        self.action_open()

    def action_open(self) -> None:
        """Show what the chosen run found."""
        index = self.query_one(OptionList).highlighted
        if index is not None:
            self.app.push_screen(RunScreen(self._runs[index]))

    @work(thread=True, group="manifests", exclusive=True, exit_on_error=False)
    def _read_manifests(self) -> None:
        """Say what each run is of: there may be many, and the list is there before."""
        for index, run in enumerate(self._runs):
            try:
                rest = in_words(run.manifest())
            except DataFileError as error:
                rest = error.message
            self.app.call_from_thread(self._say, index, run.path.name, rest)

    def _say(self, index: int, name: str, rest: str) -> None:
        if self.is_mounted:
            self.query_one(OptionList).replace_option_prompt_at_index(index, _line(name, rest))


def in_words(manifest: Manifest) -> str:
    """What a run is of, in a line: when it began, how much there is, and with what."""
    began = datetime.fromisoformat(manifest.began).astimezone()
    when = moment_in_words(began, datetime.now().astimezone())
    cells = manifest.cells[0].name if len(manifest.cells) == 1 else counted(len(manifest.cells), "cell")
    return f"{when} · {manifest.suite} · {counted(manifest.units, 'result')} · {cells}"


def _line(name: str, rest: str) -> Content:
    return Content.assemble((harmless(name), "bold"), "\n", (harmless(rest), "$foreground-muted"))
