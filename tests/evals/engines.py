"""Runs of small suites through an engine, for the tests of engines."""

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.evals.runs import suite_in
from tests.evals.test_suite import REPLY

from leanin.evals.lines import Line, as_text
from leanin.evals.plan import Planned
from leanin.evals.run_folder import RunFolder, new_id, new_run
from leanin.evals.runner import Count, Engine, run
from leanin.evals.stopping import Stopping


def many_replies(folder: Path, count: int) -> Path:
    """A suite with so many replies."""
    return suite_in(folder, "replies", rows={"replies": [REPLY | {"id": number} for number in range(count)]})


async def ran(
    engine: Engine,
    plan: Planned,
    *,
    folder: RunFolder | None = None,
    stop_after: int = 0,
    after: Callable[[int], None] = lambda _count: None,
    stopping: Stopping | None = None,
) -> list[Line]:
    """What comes of a run; `after` is told each time how many results there are."""
    found: list[Line] = []
    ends = stopping or Stopping()

    def tell(line: Line) -> None:
        found.append(line)
        after(len(found))
        if len(found) == stop_after:
            ends.because("Enough.")

    place = folder or new_run(plan.manifest.model_copy(update={"id": new_id("mine", "builtin")}))
    with place:
        await run(plan.manifest, plan.source, place, engine, ends, Count(plan.manifest.units), tell)
    return found


def in_order(lines: Sequence[Line]) -> list[str]:
    """The lines as they are kept, without what is of the moment: their order and how long they took."""
    return sorted(as_text(line.model_copy(update={"seconds": 0.0})) for line in lines)
