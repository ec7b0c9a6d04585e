"""Replies from ordinary conversations, coded as counselling researchers code them, against what an evaluator finds.

Coders mark whether a reply asks an open question and whether it holds a reflection. leanin's levels ask more (an open
question *about the concern*), so the open question is read from a grade in two ways, and both are told.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from leanin.errors import LeaninError
from leanin.evals.dataset import FindPersona, ReplyLine
from leanin.evals.metrics import Counts, confusion, kappa_of
from leanin.evals.resampling import by_cluster, clustered_intervals, summed
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


def figures(results: Sequence[CodeResult]) -> dict[str, Any]:
    """Agreement on each reading; kappa is Cohen's (1960), unweighted, with an interval drawn by topic."""
    topics = by_cluster([row for row in results if row.grade], lambda row: row.reply.topic)
    return {
        "replies": sum(map(len, topics)),
        "topics": len(topics),
        "readings": {name: _agreement(topics, reading) for name, reading in READINGS.items()},
    }


def _agreement(topics: Sequence[Sequence[CodeResult]], reading: Reading) -> dict[str, Any]:
    clusters: list[Counts] = [
        confusion(
            ((int(reading.coded(row.reply)), int(reading.found(row.grade))) for row in rows if row.grade), levels=2
        )
        for rows in topics
    ]
    cells = summed(clusters) if clusters else (0, 0, 0, 0)
    neither, only_found, only_coded, both = cells
    return {
        "title": reading.title,
        "kappa": kappa_of(cells),
        "kappa_interval": clustered_intervals(clusters, kappa_of)[0],
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
