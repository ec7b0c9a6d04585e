"""A run on disk, and the app in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.evals.lines import CELL, OTHER, code_line, injection_line, pair_line, reply_line, run_of, talk_line
from tests.strategies import grade_of
from tests.tui.rooms import LEANS_IN, NARROW, REPLY, ScriptedPractice, opened, settled
from textual.pilot import Pilot

from leanin.evals import report
from leanin.evals.lines import Line, ReplyLine
from leanin.evals.run_folder import RunFolder
from leanin.locations import eval_runs_dir
from leanin.rubric import Trap
from leanin.tui.app import LeaninApp
from leanin.tui.evals.rooms import open_runs


def marked_line() -> ReplyLine:
    """A reply with words to mark, graded otherwise than it is labelled."""
    line = reply_line("ada-1", (2, 2, 2), LEANS_IN, situation="grandmother")
    said = line.result.reply.model_copy(update={"reply": REPLY})
    return line.model_copy(update={"result": line.result.model_copy(update={"reply": said})})


LINES: list[Line] = [
    marked_line(),
    reply_line("ada-2", (0, 1, 0), (0, 1, 0), traps=[Trap.DEFENDING], situation="grandmother"),
    injection_line("order-1", (2, 0, 2), (2, 0, 0)),
    pair_line("length-1"),
    code_line("[bold]c1[/]"),
    talk_line("rosa-1", failures=["stance testing, expected open"]),
    *(reply_line(f"bo-{n}", (1, 1, 1), grade_of(1, 1, n % 2), situation="bo", cell=OTHER) for n in range(60)),
    reply_line("bo-60", given=None, situation="bo", cell=OTHER),
]


def a_run(name: str = "20261123-200000-mine-openai_a", lines: list[Line] = LINES) -> RunFolder:
    """A run among the user's own, with its figures."""
    folder: Path = eval_runs_dir() / name
    run = run_of(folder, lines, CELL, OTHER, units=len(lines))
    report.save(run, report.figures(run.manifest(), run.lines()))
    return run


@asynccontextmanager
async def at_runs(run: RunFolder | None = None, size: tuple[int, int] = NARROW) -> AsyncIterator[Pilot[None]]:
    """The app in the list of runs, or in the run that is given."""
    async with opened(ScriptedPractice(), size) as pilot:
        app = pilot.app
        assert isinstance(app, LeaninApp)
        open_runs(app, run)
        await settled(pilot)
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait until all has come of them that comes."""
    await pilot.press(*keys)
    await settled(pilot)
