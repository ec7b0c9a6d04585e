"""Grading kept replies again: by another evaluator, a newer prompt or rubric, beside the grades that they first got."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from leanin import __version__, rubric
from leanin.errors import LeaninError
from leanin.rubric import Grade
from leanin.session.events import Regraded
from leanin.session.moments import ReplyMoment
from leanin.session.ports import Evaluator, Journal
from leanin.session.record import Record


class Mark(NamedTuple):
    """What grades a reply again. Two regradings with the same mark were made by the same means."""

    by: str
    """The evaluator's model."""
    prompt_hash: str
    """Empty where no language model graded."""
    rubric_version: int
    rubric_hash: str
    leanin_version: str

    @classmethod
    def now(cls, evaluator: Evaluator, prompt_hash: str = "") -> "Mark":
        """The mark of this evaluator under the rubric and the leanin that are running."""
        return cls(evaluator.name, prompt_hash, rubric.RUBRIC_VERSION, rubric.digest(), __version__)

    @classmethod
    def of(cls, event: Regraded) -> "Mark":
        """The mark that a kept regrading carries."""
        return cls(event.by, event.prompt_hash, event.rubric_version, event.rubric_hash, event.leanin_version)


@dataclass(slots=True)
class Run:
    """One regrading of a session: the grades that belong together."""

    number: int
    """Counted from 1 in each session."""
    mark: Mark
    grades: dict[int, Grade] = field(default_factory=dict)
    """By the turn's number."""


def runs(record: Record) -> list[Run]:
    """The regradings of a session in the order in which they were begun."""
    found: dict[int, Run] = {}
    for turn in record.attempts:
        for event in turn.regradings:
            found.setdefault(event.run, Run(event.run, Mark.of(event))).grades[event.turn] = event.grade
    return [found[number] for number in sorted(found)]


class Plan(NamedTuple):
    """What is still to be graded."""

    run: int
    turns: list[int]
    """By number, with those that were taken back."""


def plan(record: Record, mark: Mark, *, again: bool = False) -> Plan:
    """What the latest regrading with this mark lacks; all of a new one where there is none yet or with `again`."""
    earlier = runs(record)
    same = next((run for run in reversed(earlier) if run.mark == mark), None)
    turns = [turn.number for turn in record.attempts]
    if same is None or again:
        return Plan(max((run.number for run in earlier), default=0) + 1, turns)
    return Plan(same.number, [turn for turn in turns if turn not in same.grades])


class Ungraded(NamedTuple):
    """A reply that got no grade, and why."""

    turn: int
    fault: LeaninError


async def regrade(
    todo: Plan,
    heard: Mapping[int, ReplyMoment],
    evaluator: Evaluator,
    mark: Mark,
    journal: Journal,
    *,
    at_once: int = 1,
    progress: Callable[[], None] = lambda: None,
) -> list[Ungraded]:
    """Grade the planned turns, at most `at_once` at a time, and keep each grade as it comes.

    `heard` holds the moment of each turn; `progress` is told of each that is done. Cancelling leaves the grades that
    were kept. Returns the replies that got none; raises `JournalError` where a grade can't be kept.
    """
    gate = asyncio.Semaphore(at_once)

    async def graded(turn: int) -> tuple[int, Grade | LeaninError]:
        async with gate:
            try:
                return turn, await evaluator.grade(heard[turn])
            except LeaninError as fault:
                return turn, fault

    ungraded = []

    def keep(task: asyncio.Task[tuple[int, Grade | LeaninError]]) -> None:
        turn, result = task.result()
        if isinstance(result, Grade):
            journal.append(Regraded(turn=turn, run=todo.run, grade=result, **mark._asdict()))
        else:
            ungraded.append(Ungraded(turn, result))
        progress()

    grading = {asyncio.create_task(graded(turn)) for turn in todo.turns}
    waiting = grading
    try:
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                keep(task)
    except asyncio.CancelledError:
        for task in filter(asyncio.Task.done, waiting):  # they came in the same moment, and were paid for
            keep(task)
        raise
    finally:
        for task in grading:
            task.cancel()
        await asyncio.gather(*grading, return_exceptions=True)
    return sorted(ungraded, key=lambda one: one.turn)
