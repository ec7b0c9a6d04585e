"""How far a figure would move with other situations: bootstrap intervals that draw whole situations.

Replies to one situation resemble each other, so drawing single replies would promise more than is known. Whole
situations are drawn instead, with replacement, each with all its replies (Field & Welsh, 2007), and the interval is
what lies between the percentiles of the figure over the draws (Efron & Tibshirani, 1993, ch. 13). Every situation is
first reduced to counts that add up, so that a draw costs a sum and not a second look at each reply.

With few situations, below a dozen or so, such an interval tends to be too narrow.
"""

import random
from collections.abc import Callable, Hashable, Iterable, Sequence
from statistics import quantiles
from typing import Final, NamedTuple, TypeVar

from leanin.evals.metrics import Counts

Row = TypeVar("Row")

RESAMPLES: Final = 2000
SEED: Final = 20070
"""Fixed, so that the same grades always give the same interval."""


class Interval(NamedTuple):
    """The middle 95 % of what a figure was over the draws."""

    low: float
    high: float


def by_cluster(rows: Iterable[Row], cluster: Callable[[Row], Hashable]) -> list[list[Row]]:
    """The rows of each cluster (a situation, a topic), clusters and rows in the order in which they come."""
    clusters: dict[Hashable, list[Row]] = {}
    for row in rows:
        clusters.setdefault(cluster(row), []).append(row)
    return list(clusters.values())


def summed(clusters: Sequence[Counts]) -> Counts:
    """The counts of all clusters together."""
    return tuple(map(sum, zip(*clusters, strict=True)))


def clustered_intervals(
    clusters: Sequence[Counts],
    *figures: Callable[[Counts], float | None],
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> list[Interval | None]:
    """The 95 % percentile interval of each figure of the summed counts, over draws of whole clusters.

    A draw for which a figure isn't defined is left out of its interval. None where there are fewer than two clusters,
    or where half of the draws leave the figure undefined.
    """
    if len(clusters) < 2:
        return [None] * len(figures)
    chance = random.Random(seed)
    draws = [summed(chance.choices(clusters, k=len(clusters))) for _ in range(resamples)]
    return [_percentiles([figure(draw) for draw in draws]) for figure in figures]


def _percentiles(values: list[float | None]) -> Interval | None:
    defined = [value for value in values if value is not None]
    if len(defined) < 2 or len(defined) * 2 <= len(values):
        return None
    cuts = quantiles(defined, n=40, method="inclusive")
    return Interval(cuts[0], cuts[-1])
