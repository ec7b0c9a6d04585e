"""The median of several grades of one reply: a language model doesn't judge the same words alike every time."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Final

from leanin.errors import LeaninError
from leanin.llm.port import Usage
from leanin.rubric import Grade, Step, StepGrade, Trap
from leanin.session.moments import ReplyMoment
from leanin.session.ports import Evaluator

FEWEST: Final = 1
MOST: Final = 9
"""How many grades of one reply may be asked for."""


class MedianOf:
    """Asks another evaluator `grades` times at once and gives what `median_grade` makes of the answers.

    Only worth it for an evaluator whose grades differ from time to time. Raises `ValueError` for a number out of range.
    """

    def __init__(self, evaluator: Evaluator, grades: int) -> None:
        if not FEWEST <= grades <= MOST:
            raise ValueError(f"grades: {FEWEST} to {MOST}, not {grades}")
        self._evaluator = evaluator
        self._grades = grades

    @property
    def name(self) -> str:
        """The evaluator's name and how many grades are taken, so that a transcript tells which grade it was."""
        return f"{self._evaluator.name}, median of {self._grades}" if self._grades > 1 else self._evaluator.name

    @property
    def usage(self) -> Usage | None:
        """What all samples so far used together, failed ones too; None where no language model is asked."""
        used: Usage | None = getattr(self._evaluator, "usage", None)
        return used

    async def close(self) -> None:
        """Release what the evaluator holds."""
        if close := getattr(self._evaluator, "close", None):
            await close()

    async def grade(self, moment: ReplyMoment) -> Grade:
        """Grade one reply. A sample that fails is left out as long as more than half of them are there.

        Raises the first of the samples' faults otherwise.
        """
        async with asyncio.TaskGroup() as together:
            samples = [together.create_task(self._sample(moment)) for _ in range(self._grades)]
        results = [sample.result() for sample in samples]
        grades = [result for result in results if isinstance(result, Grade)]
        if 2 * len(grades) <= self._grades:
            raise next(result for result in results if isinstance(result, LeaninError))
        return median_grade(grades, asked=self._grades)

    async def _sample(self, moment: ReplyMoment) -> Grade | LeaninError:
        """One grade or why there is none: a fault that is raised here would call the other samples off."""
        try:
            return await self._evaluator.grade(moment)
        except LeaninError as fault:
            return fault


def median_grade(grades: Sequence[Grade], *, asked: int | None = None) -> Grade:
    """One grade out of several of the same reply, in whatever order they come.

    Each step gets the median level, the lower of the two in the middle where their number is even. A trap counts that
    more than half of the grades name. Evidence and note of a step come from a grade that holds its level, tip and
    evidence of traps from the one that is closest to the whole. A note tells how many grades counted, out of `asked`,
    and which levels they gave, unless all were there and of one mind. Takes one grade or more, each of them settled.
    """
    votes = Counter(trap for grade in grades for trap in grade.traps)
    traps = [trap for trap in Trap if 2 * votes[trap] > len(grades)]
    levels = {step: sorted(grade.step(step).level for grade in grades) for step in Step}
    medians = {step: found[(len(found) - 1) // 2] for step, found in levels.items()}

    def distance(grade: Grade) -> int:
        return sum(abs(grade.step(step).level - medians[step]) for step in Step) + len({*traps} ^ {*grade.traps})

    # the text decides between equally close ones, so that the order in which they came decides nothing
    closest = sorted(grades, key=lambda grade: (distance(grade), grade.model_dump_json()))
    called_for = _called_for(grades)

    def step(which: Step) -> StepGrade:
        holder = next(one for grade in closest if (one := grade.step(which)).level == medians[which])
        note = _with_count(holder.note, levels[which], asked or len(grades))
        return holder.model_copy(update={"called_for": which in called_for, "note": note})

    quoting = {trap: next((words for one in closest if (words := one.trap_evidence.get(trap))), "") for trap in traps}
    return Grade(
        responsibility=step(Step.RESPONSIBILITY),
        reflection=step(Step.REFLECTION),
        invitation=step(Step.INVITATION),
        traps=tuple(traps),
        trap_evidence={trap: words for trap, words in quoting.items() if words},
        tip=closest[0].tip,
    )


def _called_for(grades: Sequence[Grade]) -> frozenset[Step]:
    """The steps that at least half of the grades call for; where none has so many, those that most call for."""
    votes = Counter(step for grade in grades for step in grade.called_for())
    needed = min(len(grades) / 2, max(votes.values(), default=1))
    return frozenset(step for step, count in votes.items() if count >= needed)


def _with_count(note: str, levels: Sequence[int], asked: int) -> str:
    if len(levels) == asked and len(set(levels)) == 1:
        return note
    counted = f"{asked}" if len(levels) == asked else f"{len(levels)} of {asked}"
    words = f"median of {counted} grades: {', '.join(map(str, levels))}"
    return f"{note.rstrip('.')}; {words}" if note else words.capitalize()
