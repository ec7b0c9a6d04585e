"""The trained models: small files of weights in `weights/`, read once, and what they make of a reply's features.

A model is a logistic regression: each feature that is there adds its weight, the whole reply's meaning adds a little,
and the sum says how likely a step's level or a trap is. `training/README.md` tells how the weights came about.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from math import exp, sqrt
from operator import mul
from pathlib import Path
from typing import Any, Final, NamedTuple

from leanin.evaluator.builtin.features import Features, Groups
from leanin.evaluator.builtin.word_vectors import Vector, vector
from leanin.rubric import Step, Trap

FOLDER: Final = Path(__file__).parent / "weights"
LEVELS: Final = tuple((step, level) for step in Step for level in (1, 2))
"""A step reaches at least this level: six models."""
TRAPS: Final = tuple(trap for trap in Trap if trap is not Trap.OFF_TASK)
"""A reply falls into this trap: a model each. Whether a reply is off task, rules alone decide."""
NAMES: Final = tuple(f"{step}-{level}" for step, level in LEVELS) + tuple(map(str, TRAPS))
"""The models' names, which are their files' names too, in order."""


class Models(NamedTuple):
    """All models at once."""

    weights: dict[str, dict[str, int]]
    """For each group and feature, its weights in all models, packed into one number."""
    biases: tuple[int, ...]
    meanings: tuple[Vector, ...]
    """For each model, the weights of the dimensions of the meaning."""
    thresholds: tuple[float, ...]
    """How likely a trap must be to be named; unused for levels."""


class Scores(NamedTuple):
    """What the models say of one reply."""

    expected: dict[Step, float]
    """The level to be expected, 0.0 to 2.0."""
    traps: frozenset[Trap]
    """The traps that are likely enough to be named."""


# The weights of a feature, in thousandths, stand side by side in one whole number, a lane for each model. So a few
# hundred features are added up for all models by one sum of numbers, exactly and in any order.
_UNIT: Final = 1000
_LANE: Final = 20
_MIDDLE: Final = 1 << (_LANE - 1)
_MASK: Final = (1 << _LANE) - 1
_SHIFTS: Final = tuple(_LANE * place for place in range(len(NAMES)))
_OFFSET: Final = sum(_MIDDLE << shift for shift in _SHIFTS)


@lru_cache(maxsize=1)
def models() -> Models:
    """Read the weights, at the first reply that is graded. Takes some hundredths of a second."""
    return packed_models([json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in NAMES])


def packed_models(files: Sequence[dict[str, Any]]) -> Models:
    """The models of the contents of their files, in the order of `NAMES`."""
    table: dict[str, dict[str, int]] = {}
    for place, file in enumerate(files):
        shift = _LANE * place
        for feature, weight in file["features"].items():
            group, _, there = feature.partition(" ")
            weights = table.setdefault(group, {})
            weights[there] = weights.get(there, 0) + (round(weight * _UNIT) << shift)
    return Models(
        weights=table,
        biases=tuple(round(file["bias"] * _UNIT) for file in files),
        meanings=tuple(tuple(file["meaning"]) for file in files),
        thresholds=tuple(file.get("threshold", 0.5) for file in files),
    )


def _unpacked(packed: int) -> list[int]:
    lanes = packed + _OFFSET
    return [((lanes >> shift) & _MASK) - _MIDDLE for shift in _SHIFTS]


def added(groups: Groups) -> int:
    """What the features add to each model's sum, in thousandths, packed."""
    table = models().weights
    return sum(sum(filter(None, map(table[group].get, there))) for group, there in groups.items() if group in table)


@lru_cache(maxsize=16384)
def _meant(word: str) -> int | None:
    """What a word's meaning adds to each model's sum, packed; None where the word isn't known."""
    if (meaning := vector(word)) is None:
        return None
    packed = 0
    for place, weights in enumerate(models().meanings):
        packed += round(sum(map(mul, meaning, weights)) * _UNIT) << (_LANE * place)
    return packed


def scores(features: Features) -> Scores:
    """What the models say of a reply."""
    known = models()
    meant = [packed for word in features.words if (packed := _meant(word)) is not None]
    share = 1 / sqrt(len(meant) or 1)
    likely = [
        _likelihood((bias + total + meaning * share) / _UNIT)
        for bias, total, meaning in zip(
            known.biases, _unpacked(added(features.groups)), _unpacked(sum(meant)), strict=True
        )
    ]
    expected = dict.fromkeys(Step, 0.0)
    for (step, _), chance in zip(LEVELS, likely, strict=False):
        expected[step] += chance
    found = zip(TRAPS, likely[len(LEVELS) :], known.thresholds[len(LEVELS) :], strict=True)
    return Scores(expected, frozenset(trap for trap, chance, threshold in found if chance >= threshold))


def _likelihood(total: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def contribution(packed: int, model: str) -> float:
    """What these features together add to a model's sum."""
    return (((packed + _OFFSET) >> (_LANE * NAMES.index(model)) & _MASK) - _MIDDLE) / _UNIT


def contributions(groups: Groups, model: str) -> dict[str, float]:
    """What each of these features adds to a model's sum; those that add nothing are left out."""
    shift, table = _LANE * NAMES.index(model), models().weights
    found = {}
    for group, those in groups.items():
        weights = table.get(group, {})
        for one in sorted(those & weights.keys()):
            if weight := ((weights[one] + _OFFSET >> shift) & _MASK) - _MIDDLE:
                found[f"{group} {one}"] = weight / _UNIT
    return found
