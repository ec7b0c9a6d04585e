"""A round of calibration: the replies that one rater grades blind, what they gave, and what the evaluator gave.

A round is the fold over the lines of its file: a header with the replies, then entries, each added and none changed.
"""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from leanin import __version__, rubric
from leanin.calibration.choice import chosen
from leanin.errors import DataFileError, LeaninError
from leanin.evals.items import LabelledReply
from leanin.evals.suite import Suite
from leanin.rubric import Grade, Level, Step, Trap
from leanin.store.kept import now, read_time, written_time
from leanin.store.wire import json_line, text_hash

SCHEMA: Final = 1
"""Raised when an older leanin could no longer read what a newer one keeps."""

MOST_NOTED: Final = 1000
"""Characters of a note; the rest is left out."""


class CalibrationError(LeaninError):
    """A round can't be begun, found, read, kept or shown."""

    title = "This round can't be used"


def _time(text: str) -> str:
    read_time(text)
    return text


Time = Annotated[str, AfterValidator(_time)]
"""As `leanin.store.kept.written_time` writes it."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BlindGrade(_Kept):
    """What a rater gives one reply."""

    responsibility: Level
    reflection: Level
    invitation: Level
    traps: tuple[Trap, ...] = ()
    note: str = ""

    def level(self, step: Step) -> Level:
        """The level on one step."""
        level: Level = getattr(self, step.value)
        return level


class RoundHeader(_Kept):
    """The first line of a round's file: what is graded, by whom, and against what."""

    leanin: Literal["calibration"] = "calibration"
    schema_version: Literal[1] = Field(default=SCHEMA, alias="schema")
    id: str
    begun: Time
    suite: str
    """The suite's name, with its split where it has one."""
    split: str | None = None
    count: int
    """How many replies were asked for; the suite may have had fewer."""
    seed: int
    items_hash: str
    """SHA-256 (hexadecimal) over the replies in their order, labels included."""
    evaluator: str
    """The evaluator's name; its grades are only asked for once the rater has finished."""
    rubric_version: int = rubric.RUBRIC_VERSION
    rubric_hash: str
    leanin_version: str = __version__
    rater: str = ""
    items: tuple[LabelledReply, ...]
    """Whole, labels included: a round can be read as it was when the suite has long changed."""


class GradedBlind(_Kept):
    """The rater gave a reply its grade; a later entry for the same reply counts instead of an earlier one."""

    event: Literal["graded"] = "graded"
    time: Time
    item: str | int
    grade: BlindGrade


class Finished(_Kept):
    """The rater was done, or stopped early; from here on labels and evaluator may be seen and no grade is taken."""

    event: Literal["finished"] = "finished"
    time: Time


class Evaluated(_Kept):
    """An evaluator graded a reply, after the rater had finished."""

    event: Literal["evaluated"] = "evaluated"
    time: Time
    item: str | int
    evaluator: str
    rubric_hash: str
    leanin_version: str
    grade: Grade


Entry = GradedBlind | Finished | Evaluated
"""One line of a round's file after its header."""

ENTRIES: Final[TypeAdapter[Entry]] = TypeAdapter(Annotated[Entry, Field(discriminator="event")])


class Round:
    """A round as its file tells it so far."""

    def __init__(self, header: RoundHeader, bytes_kept: int = 0) -> None:
        self.header = header
        self.bytes_kept = bytes_kept
        """How much of its file this is; what lies behind it was added by somebody else, or cut off by a kill."""
        self.grades: dict[str | int, BlindGrade] = {}
        """The rater's grade of each reply that has one, by the reply's id."""
        self.evaluations: dict[str, dict[str | int, Grade]] = {}
        """By the evaluator's name, its grade of each reply."""
        self.finished = ""
        """When the rater finished, as `written_time` writes it; empty until then."""
        self._last: str | int | None = None

    @property
    def items(self) -> tuple[LabelledReply, ...]:
        """The replies, in the order in which they are graded."""
        return self.header.items

    @property
    def graded_items(self) -> list[LabelledReply]:
        """The replies that have the rater's grade, in their order."""
        return [item for item in self.items if item.id in self.grades]

    def check(self, entry: Entry) -> None:
        """Raise `CalibrationError` where this entry can't come next."""
        if isinstance(entry, Evaluated):
            self.check_finished()
        elif self.finished:
            raise CalibrationError(f"Round {self.header.id} is finished; its grades stay as they were given blind.")
        if not isinstance(entry, Finished) and all(entry.item != item.id for item in self.items):
            raise CalibrationError(f"Round {self.header.id} has no reply “{entry.item}”.")

    def apply(self, entry: Entry) -> None:
        """Take in the next entry. Raises `CalibrationError` where it can't come now."""
        self.check(entry)
        match entry:
            case GradedBlind():
                self.grades[entry.item] = entry.grade
                self._last = entry.item
            case Finished():
                self.finished = entry.time
            case Evaluated():
                self.evaluations.setdefault(entry.evaluator, {})[entry.item] = entry.grade

    def check_finished(self) -> None:
        """Raise `CalibrationError` while the rater still grades blind."""
        if not self.finished:
            raise CalibrationError(
                f"Round {self.header.id} isn't finished, and grading is blind until then. "
                f"`leanin calibrate --resume {self.header.id}` goes on with it.",
                title="Not yet",
            )

    def place_to_go_on(self) -> int:
        """The index of the reply to grade next: the first without a grade, looked for from the last that got one on."""
        ids = [item.id for item in self.items]
        after = ids.index(self._last) + 1 if self._last is not None else 0
        order = [*range(after, len(ids)), *range(after)]
        return next((index for index in order if ids[index] not in self.grades), 0)


def new_header(
    suite: Suite, *, round_id: str, split: str | None, count: int, seed: int, evaluator: str, rater: str = ""
) -> RoundHeader:
    """The header of a new round over `count` replies of a suite that was loaded with `split`.

    Raises `DataFileError` where there is nothing to grade.
    """
    items = chosen(suite.replies, count, seed)
    if not items:
        raise DataFileError(f"The suite {suite.name} has no labelled replies to grade.", title="Nothing to grade")
    return RoundHeader(
        schema=SCHEMA,
        id=round_id,
        begun=written_time(now()),
        suite=suite.name,
        split=split,
        count=count,
        seed=seed,
        items_hash=text_hash(
            "\n".join(json_line(item.model_dump(mode="json", exclude_defaults=True)) for item in items)
        ),
        evaluator=evaluator,
        rubric_hash=rubric.digest(),
        rater=rater.strip().encode(errors="replace").decode(),  # a command line may hold broken characters
        items=tuple(items),
    )
