import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leanin.evals.metrics import Counts, confusion, kappa_of
from leanin.evals.resampling import Interval, by_cluster, clustered_intervals, summed

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
