"""How far two graders agree on the same replies: step by step, and trap by trap. Pure; knows no round and no file."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final, NamedTuple

from leanin.calibration.rounds import BlindGrade
from leanin.evals.items import Labels
from leanin.evals.metrics import LEVELS, Counts, confusion, exact_share, kappa_of
from leanin.evals.resampling import Interval, by_cluster, clustered_intervals
from leanin.rubric import Grade, Step, Trap

FEW: Final = 50
"""Below this many replies κ moves a lot from draw to draw: for a κ of .8 over our labels, nine in ten draws of 20
replies lay between .61 and .94, of 50 between .69 and .91."""

TOO_FEW: Final = 10
"""Below this many replies a κ says next to nothing: the same draws of 5 lay between .1 and 1."""


RESAMPLES: Final = 1000
"""Enough for an interval of two decimals, and soon done while a person waits."""

_CELLS: Final = LEVELS * LEVELS


class Marks(NamedTuple):
    """What a grader gave a reply, whoever it was: levels and traps, without the words."""

    responsibility: int
    reflection: int
    invitation: int
    traps: frozenset[Trap]

    def level(self, step: Step) -> int:
        """The level on one step, 0–2."""
        level: int = getattr(self, step.value)
        return level


def marks_of(given: BlindGrade | Labels | Grade) -> Marks:
    """The marks of a rater's grade, a label or an evaluator's grade."""
    if isinstance(given, Grade):
        levels = given.responsibility.level, given.reflection.level, given.invitation.level
    else:
        levels = given.responsibility, given.reflection, given.invitation
    return Marks(*levels, frozenset(given.traps))


class StepAgreement(NamedTuple):
    """Agreement on one step."""

    exact: float | None
    """The share of equal levels, 0–1; None without replies."""
    kappa: float | None
    """Quadratic-weighted κ; None where chance agreement is already complete."""
    interval: Interval | None
    """Where κ lay in 95 of 100 draws of whole situations; None where there are too few replies."""


class TrapOverlap(NamedTuple):
    """How often a trap was named by both graders, and by one alone."""

    both: int
    left_only: int
    right_only: int


class Comparison(NamedTuple):
    """Two graders over the same replies."""

    left: str
    right: str
    """Who they are, in words."""
    replies: int
    steps: dict[Step, StepAgreement]
    traps: dict[Trap, TrapOverlap]
    """In the rubric's order; only those that either of them named."""


def compare(
    left: str,
    given: Mapping[str | int, Marks],
    right: str,
    against: Mapping[str | int, Marks],
    situations: Mapping[str | int, str],
) -> Comparison:
    """Compare two graders over the replies that both of them graded; `situations` tells what each reply belongs to."""
    graded = [(situations[item], marks, against[item]) for item, marks in given.items() if item in against]
    pairs = [(one, other) for _, one, other in graded]
    clusters = [[row[1:] for row in rows] for rows in by_cluster(graded, lambda row: row[0])]
    counts = [tuple(cell for step in Step for cell in _cells(step, rows)) for rows in clusters]
    intervals = (
        clustered_intervals(counts, *_KAPPAS, resamples=RESAMPLES) if len(pairs) >= TOO_FEW else [None] * len(Step)
    )
    steps = {}
    for step, interval in zip(Step, intervals, strict=True):
        cells = _cells(step, pairs)
        steps[step] = StepAgreement(exact_share(cells), kappa_of(cells), interval)
    overlaps = {trap: _overlap(trap, pairs) for trap in Trap}
    return Comparison(left, right, len(pairs), steps, {trap: found for trap, found in overlaps.items() if any(found)})


def distance(one: Marks, other: Marks) -> int:
    """How far two grades of a reply lie apart: levels of difference over all steps, plus the traps not shared."""
    return sum(abs(one.level(step) - other.level(step)) for step in Step) + len(one.traps ^ other.traps)


def caution(replies: int) -> str:
    """A plain word about how much agreement over so few replies can say; empty where there are enough."""
    counted = "1 reply is" if replies == 1 else f"{replies} replies are"
    if replies < TOO_FEW:
        return f"{counted} far too few for a κ to mean much. Read the replies where you differ, not the figures."
    if replies < FEW:
        return (
            f"{counted} few: κ from other {replies} could easily come out 0.2 higher or lower. "
            "Read the replies where you differ before you believe a decimal."
        )
    return ""


def _cells(step: Step, pairs: Iterable[tuple[Marks, Marks]]) -> Counts:
    return confusion((one.level(step), other.level(step)) for one, other in pairs)


def _kappa_at(place: int, counts: Counts) -> float | None:
    """κ of one step in the counts of all steps, one behind the other, so that all steps share each draw."""
    return kappa_of(counts[place * _CELLS : (place + 1) * _CELLS])


_KAPPAS: Final = tuple(partial(_kappa_at, place) for place in range(len(Step)))


def _overlap(trap: Trap, pairs: Iterable[tuple[Marks, Marks]]) -> TrapOverlap:
    named = [(trap in one.traps, trap in other.traps) for one, other in pairs]
    return TrapOverlap(named.count((True, True)), named.count((True, False)), named.count((False, True)))
