from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leanin.progress.weeks import SHOWN, weeks_of

WEDNESDAY = date(2026, 3, 11)


def test_weeks_begin_on_monday() -> None:
    weeks = weeks_of([date(2026, 3, 8), date(2026, 3, 9)], WEDNESDAY)
    assert weeks.practised == weeks.in_a_row == 2
    assert weeks.lately[-2:] == (True, True)
    assert weeks.in_words() == "2 weeks with practice, the last 2 in a row"


def test_a_young_week_breaks_nothing() -> None:
    assert weeks_of([date(2026, 3, 1), date(2026, 3, 5)], WEDNESDAY).in_a_row == 2


def test_a_pause_isnt_mentioned() -> None:
    weeks = weeks_of([date(2026, 1, 5), date(2026, 1, 12)], WEDNESDAY)
    assert weeks.in_a_row == 0
    assert weeks.in_words() == "2 weeks with practice"


def test_nothing_yet() -> None:
    assert weeks_of([], WEDNESDAY).in_words() == "No practice yet."


@given(st.lists(st.integers(0, 400), max_size=40))
def test_the_counts_hang_together(ago: list[int]) -> None:
    weeks = weeks_of([WEDNESDAY - timedelta(days=days) for days in ago], WEDNESDAY)
    assert len(weeks.lately) == SHOWN
    assert weeks.in_a_row <= weeks.practised
    assert sum(weeks.lately) <= weeks.practised <= len(set(ago))
