"""Examples of what was counted: the first ones by name, however many there are."""

from collections.abc import Hashable, Sequence
from typing import Any, Final

MOST: Final = 1000
"""Rows that a list in the figures holds at most; every single one is in the run's lines."""


class Shortlist:
    """Keeps the rows that come first by their names, the same in whatever order they arrive."""

    def __init__(self, most: int = MOST) -> None:
        self.count = 0
        """How many there were."""
        self._most = most
        self._rows: list[tuple[tuple[str, ...], int, Any]] = []

    def add(self, name: Sequence[Hashable], row: Any) -> None:
        """Put a row in by its name, such as an id and an epoch."""
        self.count += 1
        self._rows.append((tuple(_sortable(part) for part in name), self.count, row))
        if len(self._rows) > 2 * self._most:
            self._cut()

    def rows(self) -> list[Any]:
        """Those that are kept, by name."""
        self._cut()
        return [row for _, _, row in self._rows]

    def _cut(self) -> None:
        self._rows = sorted(self._rows, key=lambda row: row[:2])[: self._most]


def _sortable(part: Hashable) -> str:
    """Numbers sort by size, and before words."""
    return f"0{part:020d}" if isinstance(part, int) and part >= 0 else f"1{part}"
