"""How grades drift when kept replies are graded again: the first grades beside every regrading."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from leanin.evals.metrics import exact_agreement, quadratic_kappa
from leanin.rubric import Grade, Step
from leanin.session.events import Regraded
from leanin.session.record import Record, Turn
from leanin.session.regrading import Mark, Run, runs
from leanin.store.kept import KeptSession

FEWEST_FOR_KAPPA: Final = 10
"""Replies below which kappa is left out: on a handful, chance alone moves it by half its range."""


class Means(NamedTuple):
    """By what means replies were graded again, across sessions."""

    mark: Mark
    nth: int
    """Which of a session's regradings by these means it was, counted from 1."""


def figures(sessions: Sequence[KeptSession]) -> dict[str, Any]:
    """Turn by turn and in all, as plain data; None where a figure isn't defined or means nothing yet."""
    rows = []
    pairs: dict[Means, list[tuple[Grade, Grade]]] = {}
    for session in sessions:
        record = Record.of(session.events)
        columns = _columns(record)
        rows.append(_session(session, record, columns))
        for means, run in columns:
            compared = pairs.setdefault(means, [])
            compared += [
                (turn.grade, again)
                for turn in record.attempts
                if turn.grade and (again := run.grades.get(turn.number)) is not None
            ]
    return {"sessions": rows, "drift": [_drift(means, compared) for means, compared in pairs.items()]}


def _columns(record: Record) -> list[tuple[Means, Run]]:
    times: Counter[Mark] = Counter()
    columns = []
    for run in runs(record):
        times[run.mark] += 1
        columns.append((Means(run.mark, times[run.mark]), run))
    return columns


def _session(session: KeptSession, record: Record, columns: Iterable[tuple[Means, Run]]) -> dict[str, Any]:
    began: dict[int, str] = {}
    for stamped in session.stamped:
        if isinstance(stamped.event, Regraded):
            began.setdefault(stamped.event.run, stamped.time)
    columns = list(columns)
    return {
        "id": session.id,
        "persona": record.opened.persona if record.opened else "",
        "regradings": [
            {"run": run.number, "began": began[run.number], "replies": len(run.grades), **_means(means)}
            for means, run in columns
        ],
        "turns": [_turn(turn, [run for _, run in columns]) for turn in record.attempts],
    }


def _turn(turn: Turn, again: Iterable[Run]) -> dict[str, Any]:
    first = {"by": turn.graded_by, **_levels(turn.grade)} if turn.grade else None
    regraded = [{"run": run.number, **_levels(run.grades[turn.number])} for run in again if turn.number in run.grades]
    return {"turn": turn.number, "taken_back": turn.taken_back, "first": first, "again": regraded}


def _levels(grade: Grade) -> dict[str, Any]:
    levels = {step.value: grade.step(step).level for step in Step}
    return {**levels, "score": grade.score, "traps": [trap.value for trap in grade.traps]}


def _means(means: Means) -> dict[str, Any]:
    return {**means.mark._asdict(), "nth": means.nth}


def _drift(means: Means, pairs: Sequence[tuple[Grade, Grade]]) -> dict[str, Any]:
    changes = [again.score - first.score for first, again in pairs]
    return {
        **_means(means),
        "replies": len(pairs),
        "steps": {step.value: _agreement(step, pairs) for step in Step},
        "mean_change": sum(changes) / len(changes) if changes else None,
        "raised": sum(change > 0 for change in changes),
        "lowered": sum(change < 0 for change in changes),
        "traps_added": _counted(trap for first, again in pairs for trap in again.traps if trap not in first.traps),
        "traps_dropped": _counted(trap for first, again in pairs for trap in first.traps if trap not in again.traps),
    }


def _agreement(step: Step, pairs: Sequence[tuple[Grade, Grade]]) -> dict[str, float | None]:
    levels = [(int(first.step(step).level), int(again.step(step).level)) for first, again in pairs]
    kappa = quadratic_kappa(levels) if len(levels) >= FEWEST_FOR_KAPPA else None
    return {"exact": exact_agreement(levels), "kappa": kappa}


def _counted(traps: Iterable[str]) -> dict[str, int]:
    return {str(trap): count for trap, count in Counter(traps).most_common()}
