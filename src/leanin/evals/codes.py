"""Replies from ordinary conversations, coded as counselling researchers code them, against what an evaluator finds.

Coders mark whether a reply asks an open question and whether it holds a reflection. leanin's levels ask more (an open
question *about the concern*), so the open question is read from a grade in two ways, and both are told.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from leanin.errors import LeaninError
from leanin.evals.dataset import FindPersona, ReplyLine
from leanin.evals.metrics import Counts, kappa_of
from leanin.evals.resampling import Clusters, clustered_intervals
from leanin.evals.shown import between, number, share, table
from leanin.rubric import Grade, Trap
from leanin.session.ports import Evaluator

if TYPE_CHECKING:
    from rich.console import RenderableType

TrueOrFalse = Annotated[bool, Field(strict=True)]


class CodedReply(ReplyLine):
    """A reply with a coder's marks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str
    """What the conversation is about; replies on one topic are drawn together."""
    open_question: TrueOrFalse
    closed_question: TrueOrFalse
    reflection: Literal["none", "simple", "complex"]
    why: str


class CodeResult(BaseModel):
    """One coded reply and the grade it got; `error` where it got none."""

    model_config = ConfigDict(frozen=True)

    reply: CodedReply
    grade: Grade | None = None
    error: str = ""


async def grade_coded(reply: CodedReply, evaluator: Evaluator, find: FindPersona) -> CodeResult:
    """Grade one coded reply. A grade that can't be had is a result, too."""
    try:
        return CodeResult(reply=reply, grade=await evaluator.grade(reply.moment(find)))
    except LeaninError as error:
        return CodeResult(reply=reply, error=str(error))


CELLS: Final = 4
"""Counts of one reading."""


class Reading(NamedTuple):
    """One way of holding a coder's mark against a grade."""

    title: str
    coded: Callable[[CodedReply], bool]
    found: Callable[[Grade], bool]


_NOT_OPEN: Final = frozenset({Trap.CLOSED_QUESTION, Trap.LEADING_QUESTION})

READINGS: Final[dict[str, Reading]] = {
    "open_question": Reading(
        "open question: invitation ≥ 1, not closed or leading",
        lambda reply: reply.open_question,
        lambda grade: grade.invitation.level >= 1 and _NOT_OPEN.isdisjoint(grade.traps),
    ),
    "open_question_full": Reading(
        "open question: invitation = 2",
        lambda reply: reply.open_question,
        lambda grade: grade.invitation.level == 2,
    ),
    "closed_question": Reading(
        "closed question: trap closed_question",
        lambda reply: reply.closed_question,
        lambda grade: Trap.CLOSED_QUESTION in grade.traps,
    ),
    "reflection": Reading(
        "a reflection: reflection ≥ 1",
        lambda reply: reply.reflection != "none",
        lambda grade: grade.reflection.level >= 1,
    ),
}


class Coding:
    """Agreement on each reading, counted topic by topic."""

    def __init__(self) -> None:
        self._topics = Clusters(CELLS * len(READINGS))

    def add(self, row: CodeResult) -> None:
        """Count one reply; without a grade it counts for nothing."""
        if row.grade:
            counts = self._topics.row(row.reply.topic)
            for place in places_of(row.reply, row.grade):
                counts[place] += 1

    def figures(self) -> dict[str, Any]:
        """Agreement on each reading; kappa is Cohen's (1960), unweighted, with an interval drawn by topic."""
        clusters = self._topics.counts()
        total = self._topics.total()
        return {
            "replies": sum(total[:CELLS]),
            "topics": len(self._topics),
            "readings": {
                name: _agreement(reading_counts(total, name), [reading_counts(row, name) for row in clusters], reading)
                for name, reading in READINGS.items()
            },
        }


def places_of(reply: CodedReply, grade: Grade) -> bytes:
    """Where one reply counts among its topic's counts: one of four places for each reading."""
    return bytes(
        at * CELLS + 2 * reading.coded(reply) + reading.found(grade) for at, reading in enumerate(READINGS.values())
    )


def reading_counts(counts: Counts, name: str) -> Counts:
    """The counts of one reading among a topic's: neither, only found, only coded, both."""
    begin = list(READINGS).index(name) * CELLS
    return counts[begin : begin + CELLS]


def figures(results: Iterable[CodeResult]) -> dict[str, Any]:
    """The figures of results that are all at hand, as `Coding.figures` says."""
    coding = Coding()
    for row in results:
        coding.add(row)
    return coding.figures()


def _agreement(cells: Counts, clusters: Sequence[Counts], reading: Reading) -> dict[str, Any]:
    neither, only_found, only_coded, both = cells
    return {
        "title": reading.title,
        "kappa": kappa_of(cells),
        "kappa_interval": clustered_intervals(clusters, kappa_of, widened=True)[0],
        "agreement": (both + neither) / sum(cells) if sum(cells) else None,
        "precision": both / (both + only_found) if both + only_found else None,
        "recall": both / (both + only_coded) if both + only_coded else None,
        "both": both,
        "only_coded": only_coded,
        "only_found": only_found,
        "neither": neither,
    }


def tables(data: dict[str, Any]) -> "list[RenderableType]":
    """The figures as one table."""
    columns = "κ", "95 %", "agreement", "precision", "recall", "both", "only coded", "only found", "neither"
    found = table(f"Codes · {data['replies']} replies on {data['topics']} topics", "reading", *columns)
    for row in data["readings"].values():
        counts = (str(row[key]) for key in ("both", "only_coded", "only_found", "neither"))
        shares = (share(row[key]) for key in ("agreement", "precision", "recall"))
        found.add_row(row["title"], number(row["kappa"]), between(row["kappa_interval"]), *shares, *counts)
    return [found]
