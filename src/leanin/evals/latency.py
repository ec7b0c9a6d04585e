"""Durations counted so that percentiles take the same memory for ten calls as for a million.

A logarithmic histogram (DDSketch: Masson, Rim & Lee, 2019): each bin is 2 % wider than the one before, so that a
percentile read off it lies within 1 % of the duration that stands at its rank. The same durations give the same
figures in whatever order they come.
"""

from collections import Counter
from collections.abc import Iterable
from math import ceil, log
from typing import Any, Final

ERROR: Final = 0.01
"""How far a percentile may be off, as a share of itself."""

_GROWTH: Final = (1 + ERROR) / (1 - ERROR)
_SHORTEST: Final = 1e-6
"""Seconds; anything shorter counts as this."""


class Durations:
    """A histogram of durations in seconds."""

    def __init__(self) -> None:
        self._bins: Counter[int] = Counter()

    def add(self, seconds: Iterable[float]) -> None:
        """Count some durations."""
        for one in seconds:
            self._bins[ceil(log(max(one, _SHORTEST)) / log(_GROWTH))] += 1

    def percentile(self, share: float) -> float | None:
        """The duration that this share (0–1) of all don't exceed, within 1 %; None where there are none."""
        total = self._bins.total()
        if not total:
            return None
        rank = max(1, ceil(share * total))
        below = 0
        for place in sorted(self._bins):
            below += self._bins[place]
            if below >= rank:
                break
        return float(f"{2 * _GROWTH**place / (_GROWTH + 1):.4g}")

    def figures(self) -> dict[str, Any]:
        """How many there were, half of them were no longer than `p50`, and 95 % no longer than `p95` (seconds)."""
        return {"count": self._bins.total(), "p50": self.percentile(0.5), "p95": self.percentile(0.95)}
