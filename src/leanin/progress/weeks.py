"""The weeks with practice in them. Weeks that had none are no business of anybody's: they are only not counted."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

SHOWN: Final = 12
"""How many weeks are shown one by one."""


class Weeks(NamedTuple):
    """Practice by the week, Monday to Sunday."""

    practised: int
    """Weeks with practice, in all."""
    in_a_row: int
    """Up to this week, or up to the last while this one is still young; 0 where neither had any."""
    lately: tuple[bool, ...]
    """Whether there was practice, for each of the last weeks, this one last."""

    def in_words(self) -> str:
        """E.g. “5 weeks with practice, the last 3 in a row”."""
        if not self.practised:
            return "No practice yet."
        words = f"{self.practised} {'week' if self.practised == 1 else 'weeks'} with practice"
        return f"{words}, the last {self.in_a_row} in a row" if self.in_a_row > 1 else words


def weeks_of(days: Iterable[date], today: date) -> Weeks:
    """The weeks that these days lie in."""
    practised = {_monday(day) for day in days}
    this = _monday(today)
    last = this if this in practised else this - timedelta(weeks=1)
    in_a_row = 0
    while last - timedelta(weeks=in_a_row) in practised:
        in_a_row += 1
    lately = tuple(this - timedelta(weeks=ago) in practised for ago in range(SHOWN - 1, -1, -1))
    return Weeks(len(practised), in_a_row, lately)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
