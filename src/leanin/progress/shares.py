"""How often something happens, and how sure one may be of it after so few replies.

A share comes with a 95% score interval (Wilson, 1927), which stays honest for small numbers where the textbook one
doesn't (Brown, Cai & DasGupta, 2001). Replies of one session resemble each other, so they count for fewer: the design
effect is estimated from the sessions and the number of replies divided by it (Rao & Scott, 1992). The difference of two
shares has Newcombe's hybrid interval (1998), made from theirs.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from operator import mul
from typing import Final, NamedTuple

_Z: Final = 1.959964
"""For 95% of a normal distribution."""

_TOO_WIDE: Final = 0.5
"""An interval wider than half of all that is possible says nothing worth a number: 3 of 6 is one, 12 of 24 isn't."""

_WIDE: Final = 0.25
"""An interval wider than this is still a rough idea only."""

TOO_FEW: Final = "too few to tell"


class Surety(StrEnum):
    """How far a share may be relied on, by the width of its interval."""

    TOO_FEW = "too_few"
    ROUGH = "rough"
    FAIR = "fair"


SURETY_WORDS: Final[dict[Surety, str]] = {
    Surety.TOO_FEW: TOO_FEW,
    Surety.ROUGH: "a rough idea",
    Surety.FAIR: "fairly sure",
}


class Share(NamedTuple):
    """So many of so many, and where the true share may lie."""

    hits: int
    of: int
    low: float
    """Lower end of the 95% interval, 0–1; 0 where there is nothing to count."""
    high: float

    @property
    def share(self) -> float | None:
        """The share as counted, 0–1; None where there is nothing to count."""
        return self.hits / self.of if self.of else None

    @property
    def surety(self) -> Surety:
        """How far it may be relied on."""
        width = self.high - self.low
        if not self.of or width > _TOO_WIDE:
            return Surety.TOO_FEW
        return Surety.ROUGH if width > _WIDE else Surety.FAIR

    def in_words(self) -> str:
        """E.g. “62% (45–77%)”; just the count where there are too few."""
        share = self.share
        if share is None:
            return "–"
        if self.surety is Surety.TOO_FEW:
            return f"{self.hits} of {self.of}, {TOO_FEW}"
        return f"{share:.0%} ({100 * self.low:.0f}–{100 * self.high:.0f}%)"


class Direction(StrEnum):
    """Which way a share went."""

    UP = "up"
    DOWN = "down"
    NOT_CLEAR = "not_clear"
    TOO_FEW = "too_few"


class Change(NamedTuple):
    """How a share went from one time to a later one."""

    low: float
    """Lower end of the difference's 95% interval, −1 to 1."""
    high: float
    direction: Direction


class Sums(NamedTuple):
    """What a share and its interval are worked out from, over sessions that each count hits and of how many."""

    sessions: int = 0
    hits: int = 0
    of: int = 0
    hits_squared: int = 0
    hits_by_of: int = 0
    of_squared: int = 0
    largest: int = 0
    """Of how many the largest session counts."""


def sums(hits: Sequence[int], sizes: Sequence[int]) -> Sums:
    """The sums over sessions: the hits of each, and of how many; where there are none, there are no hits."""
    return Sums(
        sessions=len(sizes) - sizes.count(0),
        hits=sum(hits),
        of=sum(sizes),
        hits_squared=sum(map(mul, hits, hits)),
        hits_by_of=sum(map(mul, hits, sizes)),
        of_squared=sum(map(mul, sizes, sizes)),
        largest=max(sizes, default=0),
    )


def share_of(counted: Sums) -> Share:
    """The share over these sessions."""
    if not counted.of:
        return Share(0, 0, 0.0, 1.0)
    low, high = _wilson(counted.hits / counted.of, counted.of / _design_effect(counted))
    return Share(counted.hits, counted.of, low, high)


def change(before: Share, now: Share) -> Change:
    """How the later share differs from the earlier one."""
    one, other = before.share, now.share
    if one is None or other is None:
        return Change(-1.0, 1.0, Direction.TOO_FEW)
    difference = other - one
    low = difference - math.hypot(other - now.low, before.high - one)
    high = difference + math.hypot(now.high - other, one - before.low)
    if low > 0:
        return Change(low, high, Direction.UP)
    if high < 0:
        return Change(low, high, Direction.DOWN)
    few = Surety.TOO_FEW in (before.surety, now.surety)
    return Change(low, high, Direction.TOO_FEW if few else Direction.NOT_CLEAR)


def _wilson(share: float, of: float) -> tuple[float, float]:
    """The score interval for a share that was counted over `of` independent replies."""
    z2 = _Z**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of**2))
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def _design_effect(counted: Sums) -> float:
    """How many times larger the variance is than that of independent replies: 1 to the size of a session."""
    share, many = counted.hits / counted.of, counted.sessions
    alone = share * (1 - share) / counted.of
    if many < 2 or not alone:
        return 1.0
    squares = counted.hits_squared - 2 * share * counted.hits_by_of + share**2 * counted.of_squared
    between = many / (many - 1) * squares / counted.of**2
    return min(max(1.0, between / alone), counted.largest)
