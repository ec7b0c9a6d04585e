from hypothesis import given
from hypothesis import strategies as st

from leanin.tui.parts.bars import columns, curve, dots

values = st.lists(st.floats(-10, 110, allow_nan=False), min_size=1, max_size=12)


def test_the_curve_is_scaled_on_a_hundred() -> None:
    assert curve([0, 50, 100], 8) == "▁▅█"


def test_the_curve_keeps_the_latest_values() -> None:
    assert curve([100, 0, 0], 2) == "▁▁"
    assert curve([100], 0) == ""


@given(values, st.integers(0, 20))
def test_the_curve_never_outgrows_its_width(points: list[float], width: int) -> None:
    assert len(curve(points, width)) == min(len(points), width)


def test_a_bar_chart_fills_from_the_bottom() -> None:
    assert columns([0, 50, 100], 2) == ["    █", "▁ █ █"]


@given(values, st.integers(1, 6), st.integers(1, 4))
def test_a_bar_chart_is_a_full_rectangle(points: list[float], height: int, bar: int) -> None:
    rows = columns(points, height, bar=bar)
    assert [len(row) for row in rows] == [len(points) * (bar + 1) - 1] * height
    assert len(rows[-1].split()) == len(points), "every bar begins at the bottom"


@given(st.floats(0, 100), st.floats(0, 100), st.integers(1, 6))
def test_a_higher_value_never_has_a_lower_bar(one: float, other: float, height: int) -> None:
    def ink(value: float) -> int:
        return sum(" ▁▂▃▄▅▆▇█".index(row) for row in columns([value], height))

    low, high = sorted((one, other))
    assert ink(low) <= ink(high)


def test_dots() -> None:
    assert dots(3, 8) == "●●●○○○○○"
