"""Curves as coordinates for inline SVG: the template draws, this places."""

from collections.abc import Sequence
from typing import Final, NamedTuple

WIDTH: Final = 320
HEIGHT: Final = 120
_LEFT: Final = 30
_RIGHT: Final = 12
_TOP: Final = 10
_BOTTOM: Final = 24
_LEAST_SPACE: Final = 18
"""Units between two numbers beneath the curve."""


class Dot(NamedTuple):
    """One value on a curve."""

    x: float
    y: float
    value: float
    label: str
    """What stands beneath it; empty where there is no room."""
    low: float
    """Where the upright bar of its range ends below and above; `y` itself where there is none."""
    high: float


class Curve(NamedTuple):
    """A curve on a field of `WIDTH` by `HEIGHT`."""

    name: str
    words: str
    """What it shows, in a sentence, for those who don't see it."""
    dots: tuple[Dot, ...]
    grid: tuple[tuple[float, str], ...]
    """Heights of the lines across, with their labels."""
    unit: str

    @property
    def points(self) -> str:
        """The line through the dots, as SVG writes it."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def curve(
    name: str,
    words: str,
    values: Sequence[float],
    labels: Sequence[str],
    *,
    ranges: Sequence[tuple[float, float]] = (),
    unit: str = "",
) -> Curve:
    """Values of 0–100 from left to right; `ranges` are the ends of each one's interval."""
    across = WIDTH - _LEFT - _RIGHT
    each = across / max(1, len(values) - 1)
    every = max(1, -(-_LEAST_SPACE // max(1, int(each))))
    dots = []
    for place, value in enumerate(values):
        low, high = ranges[place] if ranges else (value, value)
        label = labels[place] if place % every == 0 else ""
        dots.append(Dot(round(_LEFT + place * each, 1), _height(value), value, label, _height(low), _height(high)))
    grid = tuple((_height(level), f"{level}{unit}") for level in (0, 50, 100))
    return Curve(name, words, tuple(dots), grid, unit)


def _height(value: float) -> float:
    share = min(100.0, max(0.0, value)) / 100
    return round(_TOP + (1 - share) * (HEIGHT - _TOP - _BOTTOM), 1)
