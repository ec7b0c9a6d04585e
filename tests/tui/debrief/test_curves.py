from hypothesis import given
from hypothesis import strategies as st

from leanin.tui.debrief.curves import axis, curve_lines, marks

VALUES = st.lists(st.floats(0, 100), min_size=1, max_size=40)
WIDTH = st.integers(8, 60)


def test_a_rising_curve_has_a_dot_a_reply_with_its_number_beneath() -> None:
    lines = curve_lines([0, 50, 100], 21, 4)
    assert [line.rstrip().rfind("●") for line in lines] == [20, 10, -1, 0]
    assert axis([0, 50, 100], 21) == "          1         2"
    assert marks([0, 50, 100], 21, {2: "▲"}) == "                    ▲"


def test_a_start_without_a_reply_is_a_dot_and_no_number() -> None:
    assert sum(line.count("●") for line in curve_lines([30], 20, 4)) == 1
    assert axis([30], 20) == ""


def test_where_there_is_no_room_only_the_ends_have_dots_and_numbers_are_passed_over() -> None:
    values = [50.0] * 30
    assert sum(line.count("●") for line in curve_lines(values, 20, 4)) == 2
    assert axis(values, 20).split()[:2] == ["1", "6"]


@given(values=VALUES, width=WIDTH, height=st.integers(2, 8))
def test_a_curve_fills_its_box_and_never_more(values: list[float], width: int, height: int) -> None:
    lines = curve_lines(values, width, height)
    assert len(lines) == height and all(len(line) == width for line in lines)
    assert len(axis(values, width)) <= width
    first = [line[0] for line in lines]
    last = [line[-1] if len(values) > 1 else line[0] for line in lines]
    assert first.count("●") == 1 and last.count("●") == 1, "the first and the last value are always marked"


@given(values=VALUES, width=WIDTH)
def test_the_mark_of_the_last_reply_stands_beneath_its_dot(values: list[float], width: int) -> None:
    if len(values) > 1:
        assert len(marks(values, width, {len(values) - 1: "▼"})) == width
