"""How far the grades of labelled replies agree with their labels, as figures and as tables."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from leanin.evals.items import LabelledReply, Labels
from leanin.evals.metrics import (
    LEVELS,
    Counts,
    detections,
    exact_share,
    kappa_of,
    macro_f1,
    macro_f1_of,
    rows_of,
    share_apart,
)
from leanin.evals.resampling import Clusters, clustered_intervals
from leanin.evals.shown import between, number, share, table
from leanin.rubric import STEP_TITLES, Grade, Step, Trap

if TYPE_CHECKING:
    from rich.console import RenderableType

_CELLS: Final = LEVELS * LEVELS
_CALLED_FOR: Final = _CELLS * len(Step)
_TRAPS: Final = _CALLED_FOR + len(Step)
_SCORE: Final = _TRAPS + 3 * len(Trap)
WIDTH: Final = _SCORE + 2
"""Counts of a situation: a confusion matrix for each step; how often it was rightly said whether a step was called for;
in both, labelled and found for each trap; the sum of the scores, and how many replies there are."""

_TRAP_PLACES: Final = {trap: _TRAPS + 3 * place for place, trap in enumerate(Trap)}


def places_of(labels: Labels, grade: Grade) -> bytes:
    """Where one reply counts among its situation's counts: the places to be raised by one, some of them repeatedly.

    The first three are those of its steps in the confusion matrices.
    """
    levels = [(getattr(labels, step.value), grade.step(step).level) for step in Step]
    places = [at * _CELLS + label * LEVELS + given for at, (label, given) in enumerate(levels)]
    for at, step in enumerate(Step):
        if getattr(labels.called_for, step.value) == grade.step(step).called_for:
            places.append(_CALLED_FOR + at)
    for trap in {*labels.traps, *grade.traps}:
        here = _TRAP_PLACES[trap]
        places += [here] * (trap in labels.traps and trap in grade.traps)
        places += [here + 1] * (trap in labels.traps) + [here + 2] * (trap in grade.traps)
    return bytes(places + [_SCORE] * grade.score + [_SCORE + 1])


def levels_at(places: bytes) -> list[tuple[int, int]]:
    """The labelled and the given level of each step, from `places_of`."""
    return [divmod(place % _CELLS, LEVELS) for place in places[: len(Step)]]


def step_counts(counts: Counts, step: Step) -> Counts:
    """The confusion matrix of a step among a situation's counts: labelled in rows, given in columns."""
    begin = list(Step).index(step) * _CELLS
    return counts[begin : begin + _CELLS]


def trap_f1(counts: Counts) -> float | None:
    """The macro F1 of the traps from a situation's counts."""
    return macro_f1_of(counts[_TRAPS:_SCORE])


def mean_score(counts: Counts) -> float | None:
    """The mean score (0–6) from a situation's counts."""
    total, replies = counts[_SCORE:WIDTH]
    return total / replies if replies else None


class Agreement:
    """Agreement of grades with labels, counted situation by situation."""

    def __init__(self) -> None:
        self._situations = Clusters(WIDTH)

    def add(self, reply: LabelledReply, grade: Grade) -> None:
        """Count one graded reply."""
        row = self._situations.row(reply.situation)
        for place in places_of(reply.labels, grade):
            row[place] += 1

    def figures(self) -> dict[str, Any]:
        """Agreement on each step and trap, with 95 % intervals drawn by situation; None where one isn't defined."""
        total = self._situations.total()
        traps = [counts[_TRAPS:_SCORE] for counts in self._situations.counts()]
        found = detections(total[_TRAPS:_SCORE])
        return {
            "situations": len(self._situations),
            "score_mean": mean_score(total),
            "steps": {step.value: self._step(step, total) for step in Step},
            "trap_macro_f1": macro_f1(found),
            "trap_macro_f1_interval": clustered_intervals(traps, macro_f1_of, widened=True)[0],
            "traps": {trap.value: detection._asdict() for trap, detection in found.items()},
        }

    def _step(self, step: Step, total: Counts) -> dict[str, Any]:
        cells = step_counts(total, step)
        clusters = [step_counts(counts, step) for counts in self._situations.counts()]
        exact, kappa = clustered_intervals(clusters, exact_share, kappa_of, widened=True)
        replies = sum(cells)
        called_for = total[_CALLED_FOR + list(Step).index(step)]
        return {
            "replies": replies,
            "exact": exact_share(cells),
            "exact_interval": exact,
            "off_by_two": share_apart(cells, 2),
            "kappa": kappa_of(cells),
            "kappa_interval": kappa,
            "confusion": rows_of(cells),
            "called_for_agreement": called_for / replies if replies else None,
        }


def figures(graded: Iterable[tuple[LabelledReply, Grade]]) -> dict[str, Any]:
    """The figures of replies that are all at hand, as `Agreement.figures` says."""
    agreement = Agreement()
    for reply, grade in graded:
        agreement.add(reply, grade)
    return agreement.figures()


def tables(data: dict[str, Any]) -> "list[RenderableType]":
    """The figures as tables: agreement on each step, where the levels went, and the traps."""
    heading = f"Step agreement · {data['evaluator_model']} · {data['replies']} replies, {data['situations']} situations"
    agreement = table(heading, "step", "exact", "95 %", "off by two", "weighted κ", "95 %", "called for")
    went = table("Levels: labelled (rows) and given (columns)", "step", "labelled", "0", "1", "2")
    for step in Step:
        row = data["steps"][step.value]
        low_high = row["exact_interval"]
        agreement.add_row(
            STEP_TITLES[step],
            share(row["exact"]),
            f"{share(low_high[0])} to {share(low_high[1])}" if low_high else "–",
            share(row["off_by_two"]),
            number(row["kappa"]),
            between(row["kappa_interval"]),
            share(row["called_for_agreement"]),
        )
        for level, counts in enumerate(row["confusion"]):
            went.add_row("" if level else STEP_TITLES[step], str(level), *map(str, counts), end_section=level == 2)
    macro, drawn = number(data["trap_macro_f1"]), between(data["trap_macro_f1_interval"])
    traps = table(f"Traps · macro F1 {macro} ({drawn})", "trap", "labelled", "precision", "recall", "F1")
    for trap in Trap:
        if row := data["traps"].get(trap.value):
            traps.add_row(
                trap.value, str(row["labelled"]), *(number(row[key]) for key in ("precision", "recall", "f1"))
            )
    return [agreement, went, traps]
