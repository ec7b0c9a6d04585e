"""Two replies that deserve the same levels and differ in one outward thing, such as length: does it buy points?"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from leanin.errors import LeaninError
from leanin.evals.dataset import FindPersona, PastExchange, Scene
from leanin.evals.metrics import Counts
from leanin.evals.resampling import by_cluster, clustered_intervals, summed
from leanin.evals.shown import between, share, signed, table
from leanin.rubric import Grade, Level, Step
from leanin.session.moments import Exchange
from leanin.session.ports import Evaluator

if TYPE_CHECKING:
    from rich.console import RenderableType


class PairKind(StrEnum):
    """In what the two replies differ."""

    LENGTH = "length"
    FLOURISH = "flourish"
    ORDER = "order"
    GREETING = "greeting"
    REGISTER = "register"
    TYPOS = "typos"
    SPELLING = "spelling"
    HEDGING = "hedging"
    POSITION = "position"


DIFFERENCES: Final[dict[PairKind, str]] = {
    PairKind.LENGTH: "short → long",
    PairKind.FLOURISH: "plain → flowery",
    PairKind.ORDER: "one order of the steps → another",
    PairKind.GREETING: "bare → greeting and filler",
    PairKind.REGISTER: "formal → colloquial",
    PairKind.TYPOS: "clean → typos",
    PairKind.SPELLING: "British → American",
    PairKind.HEDGING: "hedged once → over and over",
    PairKind.POSITION: "first turn → later turn",
}
"""What the first and what the second reply of a pair is like."""


class PairLevels(BaseModel):
    """The levels that both replies deserve."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    responsibility: Level
    reflection: Level
    invitation: Level


class ReplyPair(Scene):
    """Two replies in one scene that deserve the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    situation: str
    kind: PairKind
    first: str
    second: str
    before_second: list[PastExchange] = Field(default_factory=list, validate_default=True)
    """What went before the second reply only; for the kind `position`, whose two replies are the same words."""
    levels: PairLevels
    why: str
    """What differs and what stays, in a line."""

    @field_validator("second")
    @classmethod
    def _differs(cls, second: str, info: ValidationInfo) -> str:
        if "kind" in info.data and (second == info.data.get("first")) != (info.data["kind"] is PairKind.POSITION):
            raise ValueError("the two replies are the same for the kind position, and differ for every other")
        return second

    @field_validator("before_second")
    @classmethod
    def _later_turn(cls, before: list[PastExchange], info: ValidationInfo) -> list[PastExchange]:
        if "kind" in info.data and bool(before) != (info.data["kind"] is PairKind.POSITION):
            raise ValueError("the kind position needs what went before, and no other takes it")
        return before


class PairResult(BaseModel):
    """The grades of both; `error` where one of them couldn't be had."""

    model_config = ConfigDict(frozen=True)

    pair: ReplyPair
    first: Grade | None = None
    second: Grade | None = None
    error: str = ""


async def grade_pair(pair: ReplyPair, evaluator: Evaluator, find: FindPersona) -> PairResult:
    """Grade both replies, each for itself. A grade that can't be had is a result, too."""
    try:
        first = await evaluator.grade(pair.moment_of(pair.first, find))
        later = pair.moment_of(pair.second, find)
        before = tuple(Exchange(past.client, past.reply) for past in pair.before_second)
        second = await evaluator.grade(replace(later, history=later.history + before))
    except LeaninError as error:
        return PairResult(pair=pair, error=str(error))
    return PairResult(pair=pair, first=first, second=second)


def figures(results: Sequence[PairResult]) -> dict[str, Any]:
    """How far the second reply's points (0–6) differ from the first's, by kind and in all, and every pair apart.

    There is no mean difference in all: differences of unlike kinds would cancel each other out.
    """
    graded = [row for row in results if row.first and row.second]
    kinds = [kind for kind in PairKind if any(row.pair.kind is kind for row in graded)]
    return {
        "all": _differences(graded) | {"difference": None, "difference_interval": None},
        "kinds": {kind.value: _differences([row for row in graded if row.pair.kind is kind]) for kind in kinds},
        "apart": [_apart(row) for row in graded if _levels(row.first) != _levels(row.second)],
    }


def _levels(grade: Grade | None) -> list[int]:
    return [grade.step(step).level for step in Step] if grade else []


def _differences(rows: Sequence[PairResult]) -> dict[str, Any]:
    both = [(row.first, row.second, row.pair) for row in rows if row.first and row.second]
    clusters = [_counts(cluster) for cluster in by_cluster(rows, lambda row: row.pair.situation)]
    total = summed(clusters) if clusters else (0, 0)
    deserved = [
        (_levels(first), _levels(second), list(pair.levels.model_dump().values())) for first, second, pair in both
    ]
    return {
        "pairs": len(both),
        "difference": _mean(total),
        "difference_interval": clustered_intervals(clusters, _mean)[0],
        "second_higher": sum(second.score > first.score for first, second, _ in both),
        "second_lower": sum(second.score < first.score for first, second, _ in both),
        "same_levels": _of(sum(first == second for first, second, _ in deserved), len(both)),
        "same_traps": _of(sum(set(first.traps) == set(second.traps) for first, second, _ in both), len(both)),
        "first_as_deserved": _of(sum(first == levels for first, _, levels in deserved), len(both)),
        "second_as_deserved": _of(sum(second == levels for _, second, levels in deserved), len(both)),
        "steps": {
            step.value: _of(
                sum(second.step(step).level - first.step(step).level for first, second, _ in both), len(both)
            )
            for step in Step
        },
    }


def _counts(rows: Sequence[PairResult]) -> Counts:
    """The sum of the differences in points, and how many pairs there are."""
    differences = [row.second.score - row.first.score for row in rows if row.first and row.second]
    return sum(differences), len(differences)


def _mean(counts: Counts) -> float | None:
    return _of(*counts)


def _of(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _apart(row: PairResult) -> dict[str, Any]:
    return {
        "id": row.pair.id,
        "kind": row.pair.kind.value,
        "deserved": list(row.pair.levels.model_dump().values()),
        "first": _levels(row.first),
        "second": _levels(row.second),
    }


def tables(data: dict[str, Any]) -> "list[RenderableType]":
    """The figures as tables: the difference that each kind makes, and which pairs got different levels."""
    from rich.text import Text

    columns = "pairs", "points", "95 %", "higher", "lower", "same levels", "same traps", "first right", "second right"
    found = table("Paired replies: points of the second − points of the first", "kind", *columns)
    for kind, row in {**data["kinds"], "all": data["all"]}.items():
        if kind == "all":
            found.add_section()
        found.add_row(
            f"{kind}: {DIFFERENCES[PairKind(kind)]}" if kind != "all" else kind,
            str(row["pairs"]),
            signed(row["difference"]),
            between(row["difference_interval"], sign=True),
            str(row["second_higher"]),
            str(row["second_lower"]),
            share(row["same_levels"]),
            share(row["same_traps"]),
            share(row["first_as_deserved"]),
            share(row["second_as_deserved"]),
        )
    if not data["apart"]:
        return [found]
    apart = table("Pairs with different levels", "pair", "deserved", "first", "second")
    for row in data["apart"]:
        apart.add_row(Text(str(row["id"])), *("/".join(map(str, row[key])) for key in ("deserved", "first", "second")))
    return [found, apart]
