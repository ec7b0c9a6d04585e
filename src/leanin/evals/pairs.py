"""Two replies that deserve the same levels and differ in one outward thing, such as length: does it buy points?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from leanin.errors import LeaninError
from leanin.evals.dataset import FindPersona, PastExchange, Scene
from leanin.evals.metrics import Counts
from leanin.evals.resampling import Clusters, clustered_intervals
from leanin.evals.shortlist import Shortlist
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


_SHARES: Final = "same_levels", "same_traps", "first_as_deserved", "second_as_deserved"


class Differences:
    """How far the second reply's points (0–6) differ from the first's, counted by kind."""

    def __init__(self) -> None:
        self._kinds: dict[PairKind, Counter[str]] = {}
        self._situations: dict[PairKind, Clusters] = {}
        self._apart = Shortlist()

    def add(self, row: PairResult, epoch: int = 1) -> None:
        """Count one pair; without both grades it counts for nothing."""
        first, second, pair = row.first, row.second, row.pair
        if not (first and second):
            return
        counts = self._kinds.setdefault(pair.kind, Counter())
        deserved, levels, others = _deserved(pair), _levels(first), _levels(second)
        difference = second.score - first.score
        counts["pairs"] += 1
        counts["points"] += difference
        counts["second_higher"] += difference > 0
        counts["second_lower"] += difference < 0
        counts["same_levels"] += levels == others
        counts["same_traps"] += set(first.traps) == set(second.traps)
        counts["first_as_deserved"] += levels == deserved
        counts["second_as_deserved"] += others == deserved
        for step in Step:
            counts[step] += second.step(step).level - first.step(step).level
        self._situations.setdefault(pair.kind, Clusters(2)).add(pair.situation, (difference, 1))
        if levels != others:
            apart = {"deserved": deserved, "first": levels, "second": others}
            self._apart.add((pair.id, epoch), {"id": pair.id, "kind": pair.kind.value} | apart)

    def figures(self) -> dict[str, Any]:
        """By kind and in all, and the pairs with different levels, `MOST` at the most.

        There is no mean difference in all: differences of unlike kinds would cancel each other out.
        """
        every: Counter[str] = Counter()
        for counts in self._kinds.values():
            every.update(counts)
        return {
            "all": _differences(every) | {"difference": None, "difference_interval": None},
            "kinds": {
                kind.value: _differences(self._kinds[kind], self._situations[kind])
                for kind in PairKind
                if kind in self._kinds
            },
            "apart": self._apart.rows(),
        }


def figures(results: Iterable[PairResult]) -> dict[str, Any]:
    """The figures of pairs that are all at hand, as `Differences.figures` says."""
    differences = Differences()
    for row in results:
        differences.add(row)
    return differences.figures()


def _levels(grade: Grade) -> list[int]:
    return [grade.step(step).level for step in Step]


def _deserved(pair: ReplyPair) -> list[int]:
    return [getattr(pair.levels, step.value) for step in Step]


def _differences(counts: Counter[str], situations: Clusters | None = None) -> dict[str, Any]:
    pairs = counts["pairs"]
    return {
        "pairs": pairs,
        "difference": _of(counts["points"], pairs),
        "difference_interval": clustered_intervals(situations.counts(), _mean, widened=True)[0] if situations else None,
        "second_higher": counts["second_higher"],
        "second_lower": counts["second_lower"],
        **{name: _of(counts[name], pairs) for name in _SHARES},
        "steps": {step.value: _of(counts[step], pairs) for step in Step},
    }


def _mean(counts: Counts) -> float | None:
    return _of(*counts)


def _of(part: int, whole: int) -> float | None:
    return part / whole if whole else None


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
