"""What a drill is about: one step, one trap to unlearn, or the reply as a whole; and whether a reply is there."""

from dataclasses import dataclass
from enum import StrEnum

from leanin.drills.items import DrillError
from leanin.rubric import STEP_TITLES, TRAPS, Grade, Step, Trap, tip_for

_WHOLE = "whole"


class Reached(StrEnum):
    """How far a reply got in what the drill is about."""

    MISSED = "missed"
    PARTLY = "partly"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class Focus:
    """One step, one trap, or neither: then the whole reply counts."""

    step: Step | None = None
    trap: Trap | None = None

    @property
    def key(self) -> str:
        """How the history and the command line write it: `responsibility`, `defending`, `whole`."""
        return self.step or self.trap or _WHOLE

    @classmethod
    def of(cls, key: str) -> "Focus":
        """The opposite of `key`. Raises `DrillError`."""
        if key in list(Step):
            return cls(step=Step(key))
        if key in list(Trap):
            return cls(trap=Trap(key))
        if key == _WHOLE:
            return WHOLE
        raise DrillError(f"“{key}” is neither a step nor a trap.")

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that count: who practises one of them leaves the others aside on purpose."""
        step = self.step or (TRAPS[self.trap].step if self.trap else None)
        return (step,) if step else tuple(Step)

    def in_words(self) -> str:
        """For screens, e.g. “Take some responsibility”, “without defending”, “the whole reply”."""
        if self.step:
            return STEP_TITLES[self.step]
        return f"without {TRAPS[self.trap].title}" if self.trap else "the whole reply"

    def reached(self, grade: Grade) -> Reached:
        """How far a grade got.

        A step is there at its full level without a trap of its own. A trap is unlearnt where the reply doesn't fall
        into it and does something in its place: its step at least in part or, where it spoils the whole, any step.
        As a whole it is there with every called-for step full and no trap. What isn't called for is there.
        """
        if self.step:
            return self._step_reached(grade, self.step)
        if self.trap:
            return self._without(grade, self.trap)
        levels = [grade.step(step).level for step in grade.called_for()]
        if all(level == 2 for level in levels) and not grade.traps:
            return Reached.THERE
        return Reached.PARTLY if sum(levels) >= len(levels) else Reached.MISSED

    def next_try(self, grade: Grade) -> str:
        """The one thing to try next, about what the drill is about until that is there."""
        if self.reached(grade) is Reached.THERE:
            return grade.tip
        if self.trap and self.trap in grade.traps:
            return TRAPS[self.trap].instead
        if self.trap:
            return tip_for(_only(grade, TRAPS[self.trap].step))
        return tip_for(_only(grade, self.step)) if self.step else grade.tip

    def _step_reached(self, grade: Grade, step: Step) -> Reached:
        graded = grade.step(step)
        trapped = any(TRAPS[trap].step is step for trap in grade.traps)
        if not graded.called_for or (graded.level == 2 and not trapped):
            return Reached.THERE
        return Reached.PARTLY if graded.level else Reached.MISSED

    def _without(self, grade: Grade, trap: Trap) -> Reached:
        if trap in grade.traps:
            return Reached.MISSED
        step = TRAPS[trap].step
        steps = [one for one in grade.called_for() if step in (None, one)]
        done = not steps or any(grade.step(one).level for one in steps)
        return Reached.THERE if done else Reached.PARTLY


WHOLE = Focus()
"""Everything counts."""


def _only(grade: Grade, step: Step | None) -> Grade:
    """The grade as if only this step were called for, with the traps that belong to it."""
    if step is None:
        return grade.model_copy(update={"traps": ()})
    changes = {one.value: grade.step(one).model_copy(update={"called_for": one is step}) for one in Step}
    return grade.model_copy(update=changes | {"traps": tuple(t for t in grade.traps if TRAPS[t].step is step)})
