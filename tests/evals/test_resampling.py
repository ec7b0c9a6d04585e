import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leanin.evals.metrics import Counts, confusion, kappa_of
from leanin.evals.resampling import (
    MOST_CLUSTERS,
    RESAMPLES,
    SEED,
    Clusters,
    Interval,
    by_cluster,
    clustered_intervals,
    share_interval,
    summed,
    wilson,
)

clusters = st.lists(st.tuples(st.integers(-5, 5), st.integers(1, 9)), min_size=2, max_size=12)


def mean(counts: Counts) -> float | None:
    total, count = counts
    return total / count if count else None


def width(interval: Interval | None) -> float:
    assert interval
    return interval.high - interval.low


def test_the_interval_of_a_share_is_what_theory_gives_for_many_clusters() -> None:
    (interval,) = clustered_intervals([(number % 2, 1) for number in range(400)], mean)
    assert interval
    half = 1.96 * math.sqrt(0.25 / 400)
    assert interval.low == pytest.approx(0.5 - half, abs=0.01)
    assert interval.high == pytest.approx(0.5 + half, abs=0.01)


def test_replies_that_move_together_say_less_than_as_many_that_dont() -> None:
    apart = [(number % 2, 1) for number in range(100)]
    together = [(10 * (number % 2), 10) for number in range(10)]
    assert summed(apart) == summed(together)
    assert width(clustered_intervals(together, mean)[0]) > 2.5 * width(clustered_intervals(apart, mean)[0])


@settings(max_examples=25)
@given(clusters)
def test_an_interval_lies_within_what_the_clusters_hold(counts: list[Counts]) -> None:
    (interval,) = clustered_intervals(counts, mean, resamples=200)
    means = [total / count for total, count in counts]
    assert interval
    assert min(means) - 1e-9 <= interval.low <= interval.high <= max(means) + 1e-9


def test_the_same_clusters_give_the_same_interval_and_another_seed_another() -> None:
    counts = [(number % 7, 3) for number in range(20)]
    assert clustered_intervals(counts, mean) == clustered_intervals(counts, mean)
    assert clustered_intervals(counts, mean) != clustered_intervals(counts, mean, seed=1)


def test_several_figures_are_of_the_same_draws() -> None:
    counts = [(number % 7, 3) for number in range(20)]
    once, again = clustered_intervals(counts, mean, mean)
    assert once == again


def test_one_situation_has_no_interval() -> None:
    assert clustered_intervals([(3, 4)], mean) == [None]
    assert clustered_intervals([], mean, mean) == [None, None]


def test_a_figure_that_is_undefined_in_half_of_the_draws_has_no_interval() -> None:
    flat, varied = confusion([(0, 0)] * 5), confusion([(0, 0), (1, 1), (2, 1)])
    assert clustered_intervals([flat] * 9 + [varied], kappa_of) != [None]
    assert clustered_intervals([flat] * 10, kappa_of) == [None]


def test_rows_are_gathered_by_cluster_in_their_order() -> None:
    assert by_cluster(["a1", "b1", "a2"], lambda row: row[0]) == [["a1", "a2"], ["b1"]]


def test_clusters_hold_counts_and_no_rows() -> None:
    held = Clusters(3)
    for name, counts in (("b", (1, 0, 0)), ("a", (0, 2, 0)), ("b", (1, 1, 1))):
        held.add(name, counts)
    assert held.counts() == [(0, 2, 0), (2, 1, 1)], "by name"
    assert held.counts(1, 3) == [(2, 0), (1, 1)]
    assert (held.total(), held.total(0, 2), len(held)) == ((2, 3, 1), (2, 3), 2)
    assert Clusters(3).total(1) == (0, 0)


@settings(max_examples=10)
@given(st.randoms())
def test_many_clusters_share_buckets_the_same_in_any_order(chance: random.Random) -> None:
    rows = [(f"situation {number}", (number % 2, 1)) for number in range(MOST_CLUSTERS + 40)]
    in_order, shuffled = Clusters(2), Clusters(2)
    for name, counts in rows:
        in_order.add(name, counts)
    for name, counts in chance.sample(rows, len(rows)):
        shuffled.add(name, counts)
    assert in_order.counts() == shuffled.counts()
    assert in_order.total() == summed([counts for _, counts in rows])
    assert len(in_order) == len(rows) > len(in_order.counts())


def test_sharing_buckets_hardly_moves_an_interval() -> None:
    rows = [(f"situation {number}", (number % 3, 3)) for number in range(600)]
    held = Clusters(2)
    for name, counts in rows:
        held.add(name, counts)
    assert width(clustered_intervals(held.counts(), mean)[0]) == pytest.approx(
        width(clustered_intervals([counts for _, counts in rows], mean, resamples=500)[0]), rel=0.2
    )


def test_a_share_of_none_still_has_an_interval() -> None:
    interval = share_interval([(0, 5)] * 20)
    assert interval == wilson(0, 20)
    assert interval and interval.low == 0 and 0.15 < interval.high < 0.17
    assert width(share_interval([(1, 5), (0, 5)] * 10)) > 0
    assert share_interval([]) is None
    assert share_interval([(0, 0)]) is None


@pytest.mark.parametrize(("clusters", "tail"), [(6, 0.00243), (12, 0.01076), (51, 0.02125)])
def test_few_clusters_widen_an_interval_as_students_t_does(clusters: int, tail: float) -> None:
    """The tails are scipy's: `norm.cdf(-t.ppf(.975, n - 1) * sqrt(n / (n - 1)))`."""
    chance = random.Random(5)
    counts = [(chance.randrange(1000), 1) for _ in range(clusters)]
    (plain,), (wide,) = (clustered_intervals(counts, mean, widened=widened) for widened in (False, True))
    draws = sorted(means_of_draws(counts))
    assert plain == pytest.approx((draws[50], draws[-51]), rel=0.02)
    assert wide == pytest.approx((draws[round(tail * 1999)], draws[round((1 - tail) * 1999)]), rel=0.02)
    assert width(wide) > width(plain)


def means_of_draws(counts: list[Counts]) -> list[float]:
    """The same draws, made by hand."""
    chance = random.Random(SEED)
    return [sum(total for total, _ in chance.choices(counts, k=len(counts))) / len(counts) for _ in range(RESAMPLES)]
