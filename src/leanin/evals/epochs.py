"""How far the same item's grade moves when it is run again: agreement between the epochs of one run."""

from collections.abc import Sequence
from typing import Any, Final

from leanin.evals.metrics import LEVELS
from leanin.rubric import Grade, Step

_BITS: Final = 7
"""A level's count in its packed number; a run has 100 epochs at the most."""

_MASK: Final = (1 << _BITS) - 1


class Epochs:
    """Counts of the levels that each item got, over its epochs.

    A number for each item is all that is kept, some hundred bytes; nothing at all in a run of one epoch.
    """

    def __init__(self, epochs: int) -> None:
        self._epochs = epochs
        self._levels: dict[int, int] = {}

    def add(self, item: Sequence[object], grade: Grade) -> None:
        """Count what an item, by its kind, id and whichever of its grades it is, got in one epoch."""
        if self._epochs < 2:
            return
        name = hash(tuple(item))
        counts = self._levels.get(name, 0)
        for place, step in enumerate(Step):
            counts += 1 << _BITS * (place * LEVELS + grade.step(step).level)
        self._levels[name] = counts

    def figures(self) -> dict[str, Any] | None:
        """The share of pairs of an item's epochs with equal levels, step by step; None for a run of one epoch.

        `items` is how many were graded in two epochs at least, and `steady` how many of these never moved on any step.
        """
        if self._epochs < 2:
            return None
        same, pairs, items, steady = [0] * len(Step), 0, 0, 0
        for counts in self._levels.values():
            levels = [counts >> _BITS * place & _MASK for place in range(len(Step) * LEVELS)]
            times = sum(levels[:LEVELS])
            if times < 2:
                continue
            items += 1
            pairs += _pairs(times)
            agreed = [sum(map(_pairs, levels[at * LEVELS : (at + 1) * LEVELS])) for at in range(len(Step))]
            same = [sum(both) for both in zip(same, agreed, strict=True)]
            steady += all(count == _pairs(times) for count in agreed)
        return {
            "epochs": self._epochs,
            "items": items,
            "steady": steady,
            "steps": {step.value: same[place] / pairs if pairs else None for place, step in enumerate(Step)},
        }


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
