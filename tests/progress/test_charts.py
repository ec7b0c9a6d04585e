from hypothesis import given
from hypothesis import strategies as st

from leanin.progress.charts import share_chart
from leanin.progress.figures import Point
from leanin.progress.shares import share_of, sums

TIME = "2026-01-05T12:00:00.000000Z"
LATER = "2026-03-02T12:00:00.000000Z"


def points(*hits: int) -> list[Point]:
    return [Point(TIME, LATER, 1, share_of(sums([one], [10]))) for one in hits]


@given(st.lists(st.integers(0, 10), min_size=1, max_size=30), st.integers(8, 120), st.integers(2, 10))
def test_any_shares_fit_the_room_that_there_is(hits: list[int], width: int, height: int) -> None:
    lines = share_chart(points(*hits), width, height)
    assert len(lines) == height + 1
    assert all(len(line) <= max(width, 30) for line in lines[:-1])


def test_dots_lie_at_their_shares() -> None:
    top, *_, bottom, _ = share_chart(points(10, 0), 40)
    assert top.startswith("100%") and "●" in top[:8]
    assert bottom.strip().startswith("0%") and bottom.endswith("●")


def test_the_first_and_the_last_day_stand_beneath() -> None:
    assert share_chart(points(5, 5), 60)[-1].split() == ["5", "Jan", "2026", "2", "Mar", "2026"]


def test_nothing_to_draw() -> None:
    assert share_chart([], 60) == []
    assert share_chart([Point(TIME, TIME, 1, share_of(sums([], [])))], 60) == []
    assert share_chart(points(5), 6) == []
