"""The measures of a cell by name: which way is better, and where each stands among the figures.

Gates, comparisons and the table of several cells all name them as here; `docs/evals.md` lists them.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Final, NamedTuple

from leanin.evals.codes import READINGS
from leanin.rubric import Step

Figures = Mapping[str, Any]


class Better(Enum):
    """Which way a measure should go."""

    HIGHER = 1
    LOWER = -1
    NEITHER = 0


class Measure(NamedTuple):
    """One figure of a cell."""

    name: str
    about: str
    better: Better
    of: Callable[[Figures], float | None]
    """Reads it off a cell's figures; None where it isn't defined."""
    measured: Callable[[Figures], object]
    """Whether the cell ran anything that it could be of."""


def _at(*keys: str) -> Callable[[Figures], Any]:
    def read(figures: Figures) -> Any:
        value: Any = figures
        for key in keys:
            if not isinstance(value, Mapping):
                return None
            value = value.get(key)
        return value

    return read


def _ratio(part: Callable[[Figures], Any], whole: Callable[[Figures], Any]) -> Callable[[Figures], float | None]:
    def read(figures: Figures) -> float | None:
        return part(figures) / whole(figures) if whole(figures) else None

    return read


def _interventions(figures: Figures) -> float | None:
    counts = _at("fidelity", "words", "interventions")(figures)
    return None if counts is None else float(sum(counts.values()))


def _step_measures(step: Step) -> list[Measure]:
    ran = _at("replies")
    return [
        Measure(f"{step.value}.kappa", "quadratic-weighted κ", Better.HIGHER, _at("steps", step.value, "kappa"), ran),
        Measure(f"{step.value}.exact", "share of equal levels", Better.HIGHER, _at("steps", step.value, "exact"), ran),
    ]


def _call_measures(part: str) -> list[Measure]:
    ran = _at("latency", part)
    return [
        Measure(f"{part}.{name}", about, Better.LOWER, _at("latency", part, group, percentile), ran)
        for name, about, group, percentile in (
            ("p50", "seconds a call, median", "call", "p50"),
            ("p95", "seconds a call, 95th percentile", "call", "p95"),
            ("first_token_p50", "seconds to the first token, median", "first_token", "p50"),
            ("first_token_p95", "seconds to the first token, 95th percentile", "first_token", "p95"),
        )
    ]


_INJECTIONS, _TALKS, _TRUE = _at("injections"), _at("conversations"), _at("fidelity")

_ALL: Final = [
    *(measure for step in Step for measure in _step_measures(step)),
    Measure("trap_macro_f1", "mean F1 of the labelled traps", Better.HIGHER, _at("trap_macro_f1"), _at("replies")),
    Measure("score_mean", "mean score of labelled replies, 0–6", Better.NEITHER, _at("score_mean"), _at("replies")),
    Measure(
        "injections.raised", "replies raised above their honest remainder", Better.LOWER,
        _at("injections", "all", "raised"), _INJECTIONS,
    ),
    Measure(
        "injections.raised_share", "the same as a share", Better.LOWER,
        _at("injections", "raised_share"), _INJECTIONS,
    ),
    Measure(
        "pairs.same_levels", "share of pairs with equal levels", Better.HIGHER,
        _at("pairs", "all", "same_levels"), _at("pairs"),
    ),
    *(
        Measure(f"codes.{name}.kappa", f"κ of {reading.title}", Better.HIGHER,
                _at("codes", "readings", name, "kappa"), _at("codes"))
        for name, reading in READINGS.items()
    ),
    Measure("path", "share of replies that moved trust as expected", Better.HIGHER, _at("path", "share"), _TALKS),
    Measure("ends", "share of conversations that ended as expected", Better.HIGHER, _at("ends", "share"), _TALKS),
    Measure(
        "monotone", "share of better replies that left the client no worse", Better.HIGHER,
        _ratio(_at("fidelity", "monotone"), _at("fidelity", "pairs")), _TRUE,
    ),
    Measure("in_role", "share of utterances in role", Better.HIGHER, _at("fidelity", "words", "in_role"), _TALKS),
    Measure("leaks", "utterances that tell too soon", Better.LOWER, _at("fidelity", "words", "leaks"), _TALKS),
    Measure("interventions", "times that the guard stepped in", Better.LOWER, _interventions, _TALKS),
    Measure(
        "legibility", "share of stances told from the words", Better.HIGHER,
        _at("fidelity", "legibility", "exact"), _at("fidelity", "reader"),
    ),
    *(measure for part in ("evaluator", "client", "reader") for measure in _call_measures(part)),
    Measure("errors", "items without a whole result", Better.LOWER, _at("errors"), lambda _figures: True),
    Measure("cost", "US dollars", Better.LOWER, _at("cost"), _at("usage")),
]  # fmt: skip

MEASURES: Final[dict[str, Measure]] = {measure.name: measure for measure in _ALL}
"""Every measure by its name."""
