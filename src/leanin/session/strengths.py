"""What a conversation shows of each step: its levels along the replies, one thing done well and one to practise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leanin.rubric import ANCHORS, STEP_TITLES, Grade, Step, Trap
from leanin.session.record import Turn

RULE: Final = (
    "The step with the lowest average level over the replies that called for it is the one to practise; the one with "
    "the highest was done well. Of two alike, the one that is taught first is to be practised."
)
"""The rule of `done_well` and `to_practise`, in words for a screen."""


@dataclass(frozen=True, slots=True)
class StepShown:
    """How far one step was taken over the replies that called for it."""

    step: Step
    levels: tuple[int, ...]
    """Its levels, 0–2, in order; never empty."""
    best: Turn
    """The latest of the replies with the highest level."""

    @property
    def average(self) -> float:
        """The average level, 0–2."""
        return sum(self.levels) / len(self.levels)

    def in_words(self, *, well: bool) -> str:
        """The step, how often it was full, and its best words or, to practise, what a full one is."""
        count = len(self.levels)
        full = self.levels.count(2)
        how, times = ("partial", self.levels.count(1)) if well and not full else ("full", full)
        often = f"{STEP_TITLES[self.step]}: {how} in {times} of {count} {'reply' if count == 1 else 'replies'}"
        grade = self.best.shown_grade
        words = grade.step(self.step).evidence if grade else ""
        if well:
            return f"{often}. “{words}”" if words else f"{often}."
        return f"{often}. Full is: {ANCHORS[self.step][2]}."


@dataclass(frozen=True, slots=True)
class TrapShown:
    """A trap that a reply fell into."""

    turn: Turn
    trap: Trap
    words: str
    """The words that triggered it; empty where there are none."""


def level_on(turn: Turn, step: Step) -> int | None:
    """The level that the trainee sees for this step, 0–2; None where it wasn't called for or there is no grade."""
    grade = turn.shown_grade
    return grade.step(step).level if grade and grade.step(step).called_for else None


def steps_shown(turns: Sequence[Turn]) -> list[StepShown]:
    """Each step that any of these turns called for, in order of teaching."""
    shown = []
    for step in Step:
        graded = [(level, turn) for turn in turns if (level := level_on(turn, step)) is not None]
        if graded:
            highest = max(level for level, _ in graded)
            best = next(turn for level, turn in reversed(graded) if level == highest)
            shown.append(StepShown(step, tuple(level for level, _ in graded), best))
    return shown


def to_practise(turns: Sequence[Turn]) -> StepShown | None:
    """The step to practise by `RULE`; None where every step was full each time, or nothing was graded."""
    wanting = [shown for shown in steps_shown(turns) if shown.average < 2]
    return min(wanting, key=lambda shown: shown.average, default=None)


def done_well(turns: Sequence[Turn]) -> StepShown | None:
    """The step done well by `RULE`, other than the one to practise; None where none got beyond absent."""
    weakest = to_practise(turns)
    others = [
        shown for shown in steps_shown(turns) if shown.average > 0 and (not weakest or shown.step != weakest.step)
    ]
    return max(others, key=lambda shown: shown.average, default=None)


def traps_shown(turns: Sequence[Turn]) -> list[TrapShown]:
    """Each trap with the words that triggered it, reply by reply."""
    return [
        TrapShown(turn, trap, grade.trap_evidence.get(trap, ""))
        for turn in turns
        for grade in _grades(turn)
        for trap in grade.traps
    ]


def _grades(turn: Turn) -> tuple[Grade, ...]:
    return (turn.shown_grade,) if turn.shown_grade else ()
