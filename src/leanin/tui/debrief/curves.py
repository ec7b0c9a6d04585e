"""A measure of the alliance along the conversation, drawn by plotille, with the replies marked beneath."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from plotille import Canvas

HIGHEST: Final = 100

_DOT: Final = "●"
_LEAST_SPACE: Final = 3
"""Cells between two replies from which on each has its dot and number."""


def curve_lines(values: Sequence[float], width: int, height: int) -> list[str]:
    """The values, 0–100, as a line of `width` cells in `height` rows; a dot at each reply where there is room."""
    right, top = _edge(_span(values), width * 2), _edge(HIGHEST, height * 4)
    canvas = Canvas(width, height, xmin=0, ymin=0, xmax=right, ymax=top)
    for place, (value, following) in enumerate(pairwise(values)):
        canvas.line(place, value, place + 1, following)
    for place, value in enumerate(values):
        if _roomy(values, width) or place in (0, len(values) - 1):
            canvas.text(place, value, _DOT)
    return [line.replace("\u2800", " ") for line in canvas.plot().split("\n")]


def axis(values: Sequence[float], width: int) -> str:
    """The replies' numbers beneath the curve, as many as there is room for; the first is always there."""
    wanted = range(1, len(values))
    step = max(1, -(-_LEAST_SPACE * len(values) // width)) if width else 1
    return _placed({place: str(place) for place in wanted if (place - 1) % step == 0}, values, width)


def marks(values: Sequence[float], width: int, signs: Mapping[int, str]) -> str:
    """A sign beneath each reply that has one, by its place from 1."""
    return _placed({place: sign for place, sign in signs.items() if place < len(values)}, values, width)


def _placed(words: Mapping[int, str], values: Sequence[float], width: int) -> str:
    line = [" "] * width
    for place, word in words.items():
        begin = max(0, min(_cell(place, values, width), width - len(word)))
        line[begin : begin + len(word)] = word
    return "".join(line)[:width].rstrip()


def _cell(place: int, values: Sequence[float], width: int) -> int:
    """The column in which plotille draws the dot of this place: it rounds to halves of a cell."""
    return round(place / (_edge(_span(values), width * 2) / (width * 2))) // 2


def _edge(highest: float, points: int) -> float:
    """Where a canvas of so many points ends, so that `highest` falls onto its last one."""
    return highest * points / (points - 1)


def _span(values: Sequence[float]) -> int:
    return max(1, len(values) - 1)


def _roomy(values: Sequence[float], width: int) -> bool:
    return len(values) * _LEAST_SPACE <= width
