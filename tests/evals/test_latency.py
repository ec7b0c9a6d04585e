import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.evals.latency import ERROR, Durations

seconds = st.lists(st.floats(min_value=1e-5, max_value=1e4), min_size=1, max_size=50)


@given(seconds, st.sampled_from([0.5, 0.95, 1.0]))
def test_a_percentile_is_within_its_error(given_seconds: list[float], share: float) -> None:
    durations = Durations()
    durations.add(given_seconds)
    exact = sorted(given_seconds)[max(1, math.ceil(share * len(given_seconds))) - 1]
    assert durations.percentile(share) == pytest.approx(exact, rel=ERROR + 0.001)


@given(seconds)
def test_the_order_says_nothing(given_seconds: list[float]) -> None:
    one, other = Durations(), Durations()
    one.add(given_seconds)
    other.add(reversed(given_seconds))
    assert one.figures() == other.figures()


def test_no_durations_have_no_percentiles_and_nought_has_one() -> None:
    durations = Durations()
    assert durations.figures() == {"count": 0, "p50": None, "p95": None}
    durations.add([0.0])
    assert durations.percentile(0.5) == pytest.approx(0, abs=1e-5)
