"""One try at a drill as it is kept, and what it tells the spacing."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from leanin.drills.focus import Focus, Reached
from leanin.persona import Component, Difficulty, Marker
from leanin.rubric import Grade
from leanin.session.hints import HintKind
from leanin.store.kept import read_time

QUICK_SECONDS: Final = 60.0
"""A first reply that is there within this time, without a hint, counts as easy."""


def _time(text: str) -> str:
    read_time(text)
    return text


class Attempt(BaseModel):
    """One reply to one statement, with its grade and by what it was graded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    leanin: Literal["drill"] = "drill"
    schema_version: Literal[1] = Field(default=1, alias="schema")
    time: Annotated[str, AfterValidator(_time)]
    """As `leanin.store.kept.written_time` writes it."""
    round: str
    place: int = Field(ge=1)
    """Which statement of the round, counted from 1."""
    number: int = Field(ge=1)
    """Which try at it, counted from 1."""
    item: str
    situation: str
    client: str
    component: Component
    marker: Marker | None = None
    difficulty: Difficulty
    focus: str
    """`Focus.key`."""
    reply: str
    grade: Grade
    reached: Reached
    hints: tuple[HintKind, ...] = ()
    """Those that were taken at this statement up to this try."""
    seconds: float = Field(ge=0)
    """From the statement, or the grade before, to this reply."""
    limit: int | None = None
    """Seconds that there were, where the clock ran."""
    time_was_up: bool = False
    evaluator: str
    prompt_hash: str = ""
    """SHA-256 of the evaluator's prompt; empty where no language model graded."""
    rubric_version: int
    rubric_hash: str
    leanin_version: str

    @property
    def at(self) -> datetime:
        """When it was kept, UTC."""
        return read_time(self.time)

    @property
    def is_first(self) -> bool:
        """Whether it is the first try at its statement, the only one that spacing and difficulty go by."""
        return self.number == 1

    @property
    def about(self) -> Focus:
        """What the drill was about."""
        return Focus.of(self.focus)


class Recall(StrEnum):
    """How well a first try went, in the four words of spaced repetition."""

    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"


def recall_of(attempt: Attempt) -> Recall:
    """The rating of a first try.

    Missed, or after a whole reply was shown: again. Partly, or there with a hint: hard. There: good; there within
    `QUICK_SECONDS`: easy.
    """
    if attempt.reached is Reached.MISSED or HintKind.SHOWN in attempt.hints:
        return Recall.AGAIN
    if attempt.reached is Reached.PARTLY or attempt.hints:
        return Recall.HARD
    return Recall.EASY if attempt.seconds <= QUICK_SECONDS else Recall.GOOD
