"""How far grades agree with labels. Pure functions over pairs; None where a figure isn't defined."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from leanin.rubric import Trap

LEVELS = 3


def exact_agreement(pairs: Sequence[tuple[int, int]]) -> float | None:
    """The share (0–1) of pairs that are equal."""
    return sum(left == right for left, right in pairs) / len(pairs) if pairs else None


def quadratic_kappa(pairs: Sequence[tuple[int, int]], levels: int = LEVELS) -> float | None:
    """Cohen's weighted kappa with quadratic weights (Cohen, 1968) for levels 0…`levels`−1.

    1 is full agreement, 0 what chance would give. None where one of the two never varies together with the other, so
    that chance agreement is already complete.
    """
    if not pairs:
        return None
    count = len(pairs)
    left = [sum(a == level for a, _ in pairs) / count for level in range(levels)]
    right = [sum(b == level for _, b in pairs) / count for level in range(levels)]
    observed = sum((a - b) ** 2 for a, b in pairs) / count
    expected = sum((a - b) ** 2 * left[a] * right[b] for a in range(levels) for b in range(levels))
    return 1 - observed / expected if expected else None


class Detection(NamedTuple):
    """How well one trap was found."""

    precision: float | None
    recall: float | None
    f1: float | None
    labelled: int
    """How often the labels hold it."""


def trap_detection(pairs: Iterable[tuple[set[Trap], set[Trap]]]) -> dict[Trap, Detection]:
    """Precision, recall and F1 (0–1) of each trap that is labelled or found, over (labelled, found) pairs."""
    pairs = list(pairs)
    result = {}
    for trap in Trap:
        hits = sum(trap in labelled and trap in found for labelled, found in pairs)
        labels = sum(trap in labelled for labelled, _ in pairs)
        finds = sum(trap in found for _, found in pairs)
        if not labels and not finds:
            continue
        precision = hits / finds if finds else None
        recall = hits / labels if labels else None
        f1 = 2 * hits / (labels + finds)
        result[trap] = Detection(precision, recall, f1, labels)
    return result


def macro_f1(detections: dict[Trap, Detection]) -> float | None:
    """The mean F1 over the traps that the labels hold at least once."""
    scores = [detection.f1 or 0.0 for detection in detections.values() if detection.labelled]
    return sum(scores) / len(scores) if scores else None
