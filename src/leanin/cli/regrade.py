"""`leanin regrade`: grade kept replies again, and see how far the new grades lie from the first ones."""

import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leanin.cli.options import ApiBase, EvaluatorApiBase, EvaluatorModel, Grades, at_a_terminal, say_if_one_grade

if TYPE_CHECKING:
    from leanin.practice import Practice

INTERRUPTED = 130


def regrade(
    session: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="A session's id, the beginning of one, its last four letters, or last."),
    ] = None,
    all_sessions: Annotated[bool, typer.Option("--all", help="Every session in the journal.")] = False,
    evaluator_model: EvaluatorModel = None,
    grades: Grades = None,
    api_base: ApiBase = None,
    evaluator_api_base: EvaluatorApiBase = None,
    again: Annotated[
        bool, typer.Option("--again", help="Grade anew what this evaluator has graded again already.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --all: don't ask before words are sent.")] = False,
    at_once: Annotated[int, typer.Option(help="How many replies a language model grades at a time.", min=1)] = 4,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON instead of tables.")] = False,
) -> None:
    """Grade kept replies again; the first grades stay. Shows every regrading beside them, and the drift.

    What was graded stays when it is stopped; asked again, it does what is missing. Exit code 1 where a reply or a
    session was left out.
    """
    if (session is None) != all_sessions:
        raise typer.BadParameter("Name one session, or all of them with --all.")
    from leanin.practice import Practice

    flags = {"evaluator_model": evaluator_model, "evaluator_api_base": evaluator_api_base or api_base, "grades": grades}
    practice = Practice(**flags)
    say_if_one_grade(grades, practice.parts.evaluator)
    store = practice.store
    wanted = [store.find(session)] if session else [summary.id for summary in reversed(store.sessions())]
    if receiver := practice.parts.evaluator.receiver:
        many = f"{len(wanted)} sessions" if len(wanted) != 1 else "one session"
        typer.echo(f"leanin: {practice.parts.evaluator.in_words()}: the words kept in {many}.", err=True)
        if all_sessions and not yes and at_a_terminal() and not typer.confirm(f"Send them to {receiver}?"):
            raise typer.Exit(1)
    work = _Work(practice, wanted)
    stopped = False
    try:
        asyncio.run(work.run(again=again, at_once=at_once))
    except KeyboardInterrupt:
        stopped = True
        typer.echo("\nStopped. What was graded is kept; ask again for the rest.", err=True)
    from leanin.evals.drift import figures
    from leanin.store.journal import JournalStore

    with JournalStore() as store:
        data = figures([store.whole(session_id) for session_id in work.shown])
    if json:
        from leanin.store.wire import json_line

        typer.echo(json_line(data))
    else:
        _show(data)
    if stopped:
        raise typer.Exit(INTERRUPTED)
    if work.left_out:
        raise typer.Exit(1)


class _Work:
    """Grades the wanted sessions one after another, and says on standard error what goes wrong."""

    def __init__(self, practice: "Practice", wanted: Sequence[str]) -> None:
        self._practice = practice
        self._wanted = wanted
        self._done = 0
        self.shown: list[str] = []
        """The sessions that were taken up."""
        self.left_out = False
        """Whether a session or a reply got no grade."""

    async def run(self, *, again: bool, at_once: int) -> None:
        """Grade. One session that can't be used is an error; among several it is told and passed over."""
        from leanin.errors import DataFileError, JournalError

        evaluator = self._practice.second_evaluator()
        try:
            for session_id in self._wanted:
                self.shown.append(session_id)
                done = self._done
                try:
                    ungraded = await self._practice.regrade(
                        session_id, evaluator, again=again, at_once=at_once, progress=self._progress
                    )
                except (JournalError, DataFileError) as error:
                    if len(self._wanted) == 1:
                        raise
                    self.shown.pop()
                    self._say(f"{session_id} was left out: {error.message}")
                    continue
                for turn, fault in ungraded:
                    self._say(f"{session_id}, reply {turn}: {fault.title}. {fault.message}")
                if ungraded and len(ungraded) == self._done - done:
                    if session_id != self._wanted[-1]:
                        self._say("Not one of these replies could be graded, so the other sessions were left alone.")
                    return
        finally:
            self._end_line()
            if used := getattr(evaluator, "usage", None):
                typer.echo(f"leanin: {used.in_words()}", err=True)
            await self._practice.close()

    def _progress(self) -> None:
        self._done += 1
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{self._done} graded")
            sys.stderr.flush()

    def _end_line(self) -> None:
        if self._done and sys.stderr.isatty():
            sys.stderr.write("\n")

    def _say(self, words: str) -> None:
        self.left_out = True
        typer.echo(words, err=True)


def _show(data: dict[str, Any]) -> None:
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 140)
    if not any(row["turns"] for row in data["sessions"]):
        typer.echo("There are no replies to grade.", err=True)
        return
    for row in data["sessions"]:
        if row["turns"]:
            console.print(_turns(row))
    if data["drift"]:
        console.print(_drift(data["drift"]))


def _turns(row: dict[str, Any]) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"{row['id']} · {row['persona']}"), title_justify="left")
    table.add_column("Reply", justify="right")
    table.add_column(Text(f"First grade{_by_whom(row)}"))
    for made in row["regradings"]:
        table.add_column(Text(f"{_name(made)}, {made['began'][:10]}"))
    for turn in row["turns"]:
        first = turn["first"]
        again = {one["run"]: one for one in turn["again"]}
        cells = [_cell(again.get(made["run"]), first) for made in row["regradings"]]
        number = f"{turn['turn']}{' (taken back)' if turn['taken_back'] else ''}"
        table.add_row(number, Text(_cell(first, None)), *map(Text, cells))
    return table


def _by_whom(row: dict[str, Any]) -> str:
    by = {turn["first"]["by"] for turn in row["turns"] if turn["first"]}
    return f", {by.pop()}" if len(by) == 1 else ""


def _cell(grade: dict[str, Any] | None, first: dict[str, Any] | None) -> str:
    """Levels in the order of the steps, the points, how far they moved, and the traps."""
    from leanin.rubric import TRAPS, Step, Trap

    if grade is None:
        return "–"
    moved = grade["score"] - first["score"] if first else 0
    levels = " ".join(str(grade[step.value]) for step in Step)
    words = f"{levels} = {grade['score']}{f' ({moved:+d})' if moved else ''}"
    traps = ", ".join(TRAPS[Trap(trap)].title for trap in grade["traps"])
    return f"{words} · {traps}" if traps else words


def _drift(rows: list[dict[str, Any]]) -> Any:
    from rich.table import Table
    from rich.text import Text

    from leanin.evals.drift import FEWEST_FOR_KAPPA
    from leanin.rubric import STEP_TITLES, Step

    table = Table(
        title="Drift from the first grades: exact agreement (weighted κ) on each step",
        caption=f"κ from {FEWEST_FOR_KAPPA} replies on, where both grades vary.",
        title_justify="left",
        caption_justify="left",
    )
    table.add_column("Graded again by")
    for column in ("replies", *(STEP_TITLES[step] for step in Step), "points, mean", "raised", "lowered"):
        table.add_column(column, justify="right")
    for row in rows:
        steps = [_agreement(row["steps"][step.value]) for step in Step]
        change = "–" if row["mean_change"] is None else f"{row['mean_change']:+.2f}"
        cells = [_name(row), str(row["replies"]), *steps, change, str(row["raised"]), str(row["lowered"])]
        table.add_row(*map(Text, cells))
    return table


def _agreement(figures: dict[str, float | None]) -> str:
    exact, kappa = figures["exact"], figures["kappa"]
    if exact is None:
        return "–"
    return f"{exact:.0%}" if kappa is None else f"{exact:.0%} ({kappa:.2f})"


def _name(made: dict[str, Any]) -> str:
    """Who graded again, by which prompt, and for which time."""
    prompt = f", prompt {made['prompt_hash'][:6]}" if made["prompt_hash"] else ""
    nth = f", time {made['nth']}" if made["nth"] > 1 else ""
    return f"{made['by']}{prompt}{nth}"
