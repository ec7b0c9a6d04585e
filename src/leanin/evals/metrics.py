"""How far grades agree with labels. Pure functions over pairs, or over their counts; None where a figure isn't defined.

Counts come in a form that adds up: the sum over the parts of a data set is the count of the whole. So an interval can
be drawn from sums of situations (`leanin.evals.resampling`).
"""

from collections.abc import Iterable, Sequence
from math import isqrt
from typing import NamedTuple

from leanin.rubric import Trap

LEVELS = 3

Counts = tuple[int, ...]
"""Counts of one kind in a fixed order; those of two parts add up place by place."""


def confusion(pairs: Iterable[tuple[int, int]], levels: int = LEVELS) -> Counts:
    """How often each pair of levels 0…`levels`−1 occurs, row by row: rows the first of a pair, columns the second."""
    cells = [0] * (levels * levels)
    for row, column in pairs:
        cells[row * levels + column] += 1
    return tuple(cells)


def rows_of(cells: Sequence[int]) -> list[list[int]]:
    """A confusion matrix as its rows."""
    levels = isqrt(len(cells))
    return [list(cells[row * levels : (row + 1) * levels]) for row in range(levels)]


def share_apart(cells: Sequence[int], distance: int) -> float | None:
    """The share (0–1) of pairs in a confusion matrix that are exactly so many levels apart; 0: that are equal."""
    total = sum(cells)
    apart = sum(
        count
        for row, counts in enumerate(rows_of(cells))
        for column, count in enumerate(counts)
        if abs(row - column) == distance
    )
    return apart / total if total else None


def exact_share(cells: Sequence[int]) -> float | None:
    """The share (0–1) of pairs in a confusion matrix that are equal."""
    return share_apart(cells, 0)


def kappa_of(cells: Sequence[int]) -> float | None:
    """Cohen's weighted kappa with quadratic weights (Cohen, 1968) of a confusion matrix.

    1 is full agreement, 0 what chance would give; with two levels it's the plain kappa (Cohen, 1960). None where one of
    the two never varies together with the other, so that chance agreement is already complete.
    """
    total = sum(cells)
    rows = rows_of(cells)
    left = [sum(row) for row in rows]
    right = [sum(column) for column in zip(*rows, strict=True)]
    observed = expected = 0
    for a, row in enumerate(rows):
        for b, count in enumerate(row):
            observed += (a - b) ** 2 * count
            expected += (a - b) ** 2 * left[a] * right[b]
    return 1 - observed * total / expected if expected else None


def exact_agreement(pairs: Sequence[tuple[int, int]]) -> float | None:
    """The share (0–1) of pairs that are equal."""
    return exact_share(confusion(pairs))


def quadratic_kappa(pairs: Sequence[tuple[int, int]], levels: int = LEVELS) -> float | None:
    """Quadratic-weighted kappa of pairs of levels 0…`levels`−1, as `kappa_of` says."""
    return kappa_of(confusion(pairs, levels))


class Detection(NamedTuple):
    """How well one trap was found."""

    precision: float | None
    recall: float | None
    f1: float | None
    labelled: int
    """How often the labels hold it."""


def trap_counts(pairs: Iterable[tuple[set[Trap], set[Trap]]]) -> Counts:
    """Three counts for each trap in the rubric's order, over (labelled, found) pairs: in both, labelled, found."""
    counts = dict.fromkeys(Trap, (0, 0, 0))
    for labelled, found in pairs:
        for trap in labelled | found:
            hits, labels, finds = counts[trap]
            counts[trap] = (
                hits + (trap in labelled and trap in found),
                labels + (trap in labelled),
                finds + (trap in found),
            )
    return tuple(count for three in counts.values() for count in three)


def detections(counts: Sequence[int]) -> dict[Trap, Detection]:
    """Precision, recall and F1 (0–1) of each trap that is labelled or found, from `trap_counts`."""
    result = {}
    for place, trap in enumerate(Trap):
        hits, labels, finds = counts[place * 3 : place * 3 + 3]
        if labels or finds:
            precision = hits / finds if finds else None
            recall = hits / labels if labels else None
            result[trap] = Detection(precision, recall, 2 * hits / (labels + finds), labels)
    return result


def trap_detection(pairs: Iterable[tuple[set[Trap], set[Trap]]]) -> dict[Trap, Detection]:
    """Precision, recall and F1 (0–1) of each trap that is labelled or found, over (labelled, found) pairs."""
    return detections(trap_counts(pairs))


def macro_f1(detections: dict[Trap, Detection]) -> float | None:
    """The mean F1 over the traps that the labels hold at least once."""
    scores = [detection.f1 or 0.0 for detection in detections.values() if detection.labelled]
    return sum(scores) / len(scores) if scores else None


def macro_f1_of(counts: Sequence[int]) -> float | None:
    """The same from `trap_counts`, for the many draws of an interval."""
    scores = [
        2 * hits / (labels + finds)
        for hits, labels, finds in zip(counts[::3], counts[1::3], counts[2::3], strict=True)
        if labels
    ]
    return sum(scores) / len(scores) if scores else None
