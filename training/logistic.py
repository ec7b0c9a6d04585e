"""L2-regularised logistic regression in plain Python, so that training needs nothing but the project itself.

Coordinate descent in the dual (Yu, Huang & Lin, 2011), in a fixed order and from a fixed start: the same rows always
give the same weights. It minimises ½‖w‖² + C Σ log(1 + exp(−yᵢ w·xᵢ)), whose least point is unique.
"""

from collections.abc import Sequence
from math import exp, log
from operator import mul
from random import Random
from typing import NamedTuple


class Sparse(NamedTuple):
    """One row: the columns that aren't zero, in order, and their values."""

    columns: tuple[int, ...]
    values: tuple[float, ...]


class Fitted(NamedTuple):
    """What was learnt."""

    bias: float
    weights: list[float]


def fit(
    rows: Sequence[Sparse], labels: Sequence[bool], columns: int, *, cost: float, passes: int = 30, seed: int = 7
) -> Fitted:
    """Learn to tell rows labelled true from the others.

    `cost` is C above. Stops after `passes` rounds or when a whole round hardly moves any row.
    """
    weights = [0.0] * (columns + 1)  # the last is the bias, a column that is always 1
    signs = [1.0 if label else -1.0 for label in labels]
    duals = [min(0.001 * cost, 1e-8)] * len(rows)
    norms = [sum(map(mul, row.values, row.values)) + 1.0 for row in rows]
    for row, sign, dual in zip(rows, signs, duals, strict=True):
        _add(weights, row, sign * dual, columns)
    order = list(range(len(rows)))
    shuffle = Random(seed).shuffle
    for _ in range(passes):
        shuffle(order)
        moved = 0.0
        for at in order:
            row, sign, dual, norm = rows[at], signs[at], duals[at], norms[at]
            margin = sign * (sum(map(mul, row.values, map(weights.__getitem__, row.columns))) + weights[columns])
            new = _least(dual, margin, norm, cost)
            if abs(new - dual) > 1e-7 * cost:
                _add(weights, row, sign * (new - dual), columns)
                duals[at] = new
                moved = max(moved, abs(new - dual))
        if moved < 1e-3 * cost:
            break
    return Fitted(weights[columns], weights[:columns])


def _add(weights: list[float], row: Sparse, amount: float, bias: int) -> None:
    for column, value in zip(row.columns, row.values, strict=True):
        weights[column] += amount * value
    weights[bias] += amount


def _least(dual: float, margin: float, norm: float, cost: float) -> float:
    """The value of one dual variable, between 0 and `cost`, that is best while the others stand still.

    Newton's method on the derivative, log(z / (cost − z)) + norm · (z − dual) + margin, which grows with z; a step
    that would leave the range goes half-way to its edge.
    """
    low, high = cost * 1e-12, cost * (1 - 1e-12)
    at = min(max(dual, low), high)
    if not low < dual < high * 0.999999 or dual < 1e-6 * cost:
        at = min(max(cost / (1.0 + exp(min(max(margin, -30.0), 30.0))), low), high)
    for _ in range(12):
        slope = log(at / (cost - at)) + norm * (at - dual) + margin
        step = slope / (cost / (at * (cost - at)) + norm)
        following = at - step
        if following <= low:
            following = (at + low) / 2
        elif following >= high:
            following = (at + high) / 2
        if abs(following - at) < 1e-9 * cost:
            return following
        at = following
    return at
