"""A step's share over time as a chart of characters, drawn by plotille: told from its neighbours by where it stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from leanin.progress.figures import Point

_DOT: Final = "●"
_ROOMY: Final = 3
"""Cells between two points from which on each has a dot."""

_LEFT: Final = 5
"""Cells of the axis on the left, “100% ” at the most."""


def share_chart(points: "Sequence[Point]", width: int, height: int = 5) -> list[str]:
    """The shares 0–100% in `height` rows of `width` cells at the most, dates below; empty where there are none.

    The dots are the shares as counted, the upright bars their 95% intervals.
    """
    from plotille import Canvas

    shown = [(place, point) for place, point in enumerate(points) if point.share.share is not None]
    across = width - _LEFT
    if not shown or across < _ROOMY:
        return []
    right = max(1, len(points) - 1)
    roomy = across // len(points) >= _ROOMY
    # a canvas rounds to its own points, two across and four down a cell, and ends before its upper limits
    canvas = Canvas(
        across, height, xmin=0, ymin=0, xmax=right * 2 * across / (2 * across - 2), ymax=4 * height / (4 * height - 1)
    )
    before: tuple[int, float] | None = None
    for place, point in shown:
        share = point.share.share or 0.0
        canvas.line(place, point.share.low, place, point.share.high)
        if before:
            canvas.line(*before, place, share)
        before = place, share
    for place, point in shown:
        if roomy:
            canvas.text(place, point.share.share or 0.0, _DOT)
    rows = [row.replace("\u2800", " ").rstrip() for row in canvas.plot().split("\n")]
    labels = {0: "100%", height // 2: "50%", height - 1: "0%"}
    lines = [f"{labels.get(number, ''):>{_LEFT - 1}} {row}" for number, row in enumerate(rows)]
    first, last = _day(points[0].since), _day(points[-1].until)
    dates = first if first == last else f"{first}{last:>{max(1, across - len(first))}}"
    return [*lines, " " * _LEFT + dates]


def _day(time: str) -> str:
    """The day in local time, e.g. “3 Mar 2026”."""
    day = datetime.fromisoformat(time).astimezone()
    return f"{day.day} {day:%b %Y}"
