"""Numbers from 0 to 100 as block characters."""

from collections.abc import Sequence
from typing import Final

_EIGHTHS: Final = "▁▂▃▄▅▆▇█"


def curve(values: Sequence[float], width: int) -> str:
    """The last `width` values as one row of blocks, each scaled on 0–100; 0 still shows as the lowest block."""
    return "".join(_block(value) for value in values[-width:]) if width > 0 else ""


def columns(values: Sequence[float], height: int, *, bar: int = 1, gap: int = 1) -> list[str]:
    """The values as a bar chart of `height` rows from the top, each bar `bar` cells wide with `gap` cells between.

    A value fills its share of the height to an eighth of a row; the lowest eighth is always there.
    """
    rows = []
    for row in range(height - 1, -1, -1):
        cells = []
        for value in values:
            eighths = max(1, round(_share(value) * height * 8)) - row * 8
            cells.append((" " if eighths <= 0 else _EIGHTHS[min(eighths, 8) - 1]) * bar)
        rows.append((" " * gap).join(cells))
    return rows


def dots(filled: int, of: int) -> str:
    """A count as filled and empty dots: `dots(3, 8)` is “●●●○○○○○”."""
    return "●" * filled + "○" * (of - filled)


def _block(value: float) -> str:
    return _EIGHTHS[min(7, int(_share(value) * 8))]


def _share(value: float) -> float:
    return min(100.0, max(0.0, value)) / 100
