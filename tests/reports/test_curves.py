from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from leanin.reports.curves import HEIGHT, WIDTH, curve


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60))
def test_every_dot_lies_on_the_field_and_higher_is_more(values: list[float]) -> None:
    drawn = curve("trust", "", values, [str(place) for place in range(len(values))])
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in drawn.dots)
    ranked = sorted(drawn.dots, key=lambda dot: dot.value)
    assert all(above.y <= below.y for below, above in pairwise(ranked))
    assert drawn.points.count(",") == len(values)
    assert drawn.dots[0].label == "0"


def test_ranges_stand_upright() -> None:
    drawn = curve("full", "", [50.0], ["1"], ranges=[(20.0, 80.0)])
    (dot,) = drawn.dots
    assert dot.high < dot.y < dot.low
