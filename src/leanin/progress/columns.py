"""What is counted of every session, session by session, and what it sums up to."""

from collections.abc import Callable, Sequence
from operator import add
from typing import Final, NamedTuple

from leanin.progress.queries import ReplyCount, SessionCount
from leanin.progress.shares import Sums, sums

RECENT: Final = 10
"""So many sessions are “lately”; they are compared with as many before them."""

LATELY: Final = slice(-RECENT, None)
BEFORE: Final = slice(-2 * RECENT, -RECENT)

_Number = Callable[[ReplyCount], int]


class Column:
    """One thing counted, session by session: hits, and of how many."""

    def __init__(self, sessions: Sequence[SessionCount], hits: _Number, sizes: _Number) -> None:
        self.first = [hits(session.first) for session in sessions], [sizes(session.first) for session in sessions]
        self.again = [hits(session.again) for session in sessions], [sizes(session.again) for session in sessions]
        self.hits = list(map(add, self.first[0], self.again[0]))
        self.sizes = list(map(add, self.first[1], self.again[1]))

    def sums(self) -> tuple[Sums, ...]:
        """All replies, first ones, later ones, those lately, and those before: what a line of figures is made of."""
        return (
            sums(self.hits, self.sizes),
            sums(*self.first),
            sums(*self.again),
            sums(self.hits[LATELY], self.sizes[LATELY]),
            sums(self.hits[BEFORE], self.sizes[BEFORE]),
        )


def step_column(sessions: Sequence[SessionCount], place: int) -> Column:
    """Full replies (level 2) on the step at this place of the rubric, of those that called for it."""
    return Column(sessions, lambda count: count.levels[3 * place + 2], lambda count: count.levels[3 * place])


class Columns(NamedTuple):
    """What is counted of every session, in the order of the sessions."""

    steps: tuple[Column, ...]
    trapped: Column
