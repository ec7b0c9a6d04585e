"""What was given to a reply so far, before it is whole enough to be kept."""

from dataclasses import dataclass, field
from typing import Final

from leanin.calibration.rounds import BlindGrade
from leanin.rubric import Level, Step, Trap

STEPS: Final = tuple(Step)


@dataclass(slots=True)
class Draft:
    """What was given to a reply, whole or not yet."""

    levels: dict[Step, Level] = field(default_factory=dict)
    traps: tuple[Trap, ...] = ()
    note: str = ""

    @classmethod
    def of(cls, grade: BlindGrade) -> "Draft":
        """What a grade holds, to be changed."""
        return cls({step: grade.level(step) for step in STEPS}, grade.traps, grade.note)

    @property
    def is_whole(self) -> bool:
        """Whether each step has its level."""
        return len(self.levels) == len(STEPS)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return not (self.levels or self.traps or self.note)

    def grade(self) -> BlindGrade:
        """The grade; there is one once the draft is whole."""
        levels = {step.value: level for step, level in self.levels.items()}
        return BlindGrade.model_validate(levels | {"traps": self.traps, "note": self.note})
