"""How far the grades of labelled replies agree with their labels, as figures and as tables."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from leanin.evals.metrics import (
    Counts,
    confusion,
    detections,
    exact_agreement,
    exact_share,
    kappa_of,
    macro_f1,
    rows_of,
    share_apart,
    trap_counts,
)
from leanin.evals.resampling import by_cluster, clustered_intervals, summed
from leanin.evals.shown import between, number, share, table
from leanin.evals.suite import LabelledReply, Labels
from leanin.rubric import STEP_TITLES, Grade, Step, Trap

if TYPE_CHECKING:
    from rich.console import RenderableType

Pair = tuple[Labels, Grade]


def figures(graded: Sequence[tuple[LabelledReply, Grade]]) -> dict[str, Any]:
    """Agreement on each step and trap, with 95 % intervals drawn by situation; None where a figure isn't defined."""
    situations = [
        [(reply.labels, grade) for reply, grade in rows] for rows in by_cluster(graded, lambda row: row[0].situation)
    ]
    traps = [trap_counts((set(labels.traps), set(grade.traps)) for labels, grade in rows) for rows in situations]
    found = detections(summed(traps)) if traps else {}
    return {
        "situations": len(situations),
        "steps": {step.value: _step(step, situations) for step in Step},
        "trap_macro_f1": macro_f1(found),
        "trap_macro_f1_interval": clustered_intervals(traps, _macro_f1)[0],
        "traps": {trap.value: detection._asdict() for trap, detection in found.items()},
    }


def _macro_f1(counts: Counts) -> float | None:
    return macro_f1(detections(counts))


def _step(step: Step, situations: Sequence[Sequence[Pair]]) -> dict[str, Any]:
    clusters = [
        confusion((getattr(labels, step.value), grade.step(step).level) for labels, grade in rows)
        for rows in situations
    ]
    cells = summed(clusters) if clusters else confusion([])
    exact, kappa = clustered_intervals(clusters, exact_share, kappa_of)
    return {
        "replies": sum(cells),
        "exact": exact_share(cells),
        "exact_interval": exact,
        "off_by_two": share_apart(cells, 2),
        "kappa": kappa_of(cells),
        "kappa_interval": kappa,
        "confusion": rows_of(cells),
        "called_for_agreement": exact_agreement(
            [
                (int(getattr(labels.called_for, step.value)), int(grade.step(step).called_for))
                for rows in situations
                for labels, grade in rows
            ]
        ),
    }


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
