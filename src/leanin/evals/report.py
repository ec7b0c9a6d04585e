"""What a run found, as figures, as tables for a terminal, and as files."""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from leanin.errors import DataFileError
from leanin.evals.metrics import exact_agreement, macro_f1, quadratic_kappa, trap_detection
from leanin.evals.runner import ConversationResult, SuiteResult
from leanin.llm.port import Usage
from leanin.locations import make_private
from leanin.rubric import STEP_TITLES, Step, Trap
from leanin.store.wire import json_line

if TYPE_CHECKING:
    from rich.console import RenderableType


def figures(result: SuiteResult) -> dict[str, Any]:
    """The run's figures as plain data; None where a figure isn't defined, or what a model used isn't known."""
    graded = [(row.reply.labels, row.grade) for row in result.replies if row.grade]
    steps = {}
    for step in Step:
        pairs = [(getattr(labels, step.value), grade.step(step).level) for labels, grade in graded]
        called = [
            (int(getattr(labels.called_for, step.value)), int(grade.step(step).called_for)) for labels, grade in graded
        ]
        steps[step.value] = {
            "replies": len(pairs),
            "exact": exact_agreement(pairs),
            "kappa": quadratic_kappa(pairs),
            "called_for_agreement": exact_agreement(called),
        }
    traps = trap_detection((set(labels.traps), set(grade.traps)) for labels, grade in graded)
    return {
        "suite": result.suite,
        "client_model": result.client_model,
        "evaluator_model": result.evaluator_model,
        "leanin_version": result.leanin_version,
        "rubric_hash": result.rubric_hash,
        "seconds": result.seconds,
        "usage": {
            role: asdict(used)
            for role, used in (("client", result.client_usage), ("evaluator", result.evaluator_usage))
            if used
        },
        "replies": len(result.replies),
        "errors": sum(bool(row.error) for row in result.replies),
        "steps": steps,
        "trap_macro_f1": macro_f1(traps),
        "traps": {trap.value: detection._asdict() for trap, detection in traps.items()},
        "conversations": [_conversation_figures(row) for row in result.conversations],
    }


def _conversation_figures(row: ConversationResult) -> dict[str, Any]:
    first, last = row.states[0], row.states[-1]
    return {
        "id": row.conversation.id,
        "persona": row.conversation.persona,
        "from": first.model_dump(mode="json", include={"trust", "tension", "candour", "stance"}),
        "to": last.model_dump(mode="json", include={"trust", "tension", "candour", "stance"}),
        "way": [state.stance.value for state in row.states],
        "outcome": row.outcome.outcome.value if row.outcome else None,
        "ungraded": row.ungraded,
        "unheard": row.unheard,
        "as_expected": not row.failures and not row.ungraded,
        "failures": row.failures,
    }


def tables(data: dict[str, Any]) -> "list[RenderableType]":
    """The figures as tables for a terminal, and a line for each language model about what it used."""
    from rich.table import Table
    from rich.text import Text

    heading = f"Step agreement · {data['evaluator_model']} · {data['replies']} replies"
    agreement = Table(title=heading, title_justify="left")
    for column in ("step", "exact", "weighted κ", "called for"):
        agreement.add_column(column, justify="left" if column == "step" else "right")
    for step in Step:
        row = data["steps"][step.value]
        agreement.add_row(
            STEP_TITLES[step], _share(row["exact"]), _number(row["kappa"]), _share(row["called_for_agreement"])
        )
    found = Table(title=f"Traps · macro F1 {_number(data['trap_macro_f1'])}", title_justify="left")
    for column in ("trap", "labelled", "precision", "recall", "F1"):
        found.add_column(column, justify="left" if column == "trap" else "right")
    for trap in Trap:
        if row := data["traps"].get(trap.value):
            found.add_row(
                trap.value, str(row["labelled"]), _number(row["precision"]), _number(row["recall"]), _number(row["f1"])
            )
    moved = Table(title=f"How the client moved · {data['client_model']}", title_justify="left")
    for column in ("script", "persona", "trust", "tension", "candour", "way", "outcome", "as expected"):
        moved.add_column(column)
    for row in data["conversations"]:
        measures = [f"{row['from'][name]:.0f} → {row['to'][name]:.0f}" for name in ("trust", "tension", "candour")]
        verdict = "yes" if row["as_expected"] else "; ".join(row["failures"]) or f"{row['ungraded']} without a grade"
        words = row["id"], row["persona"], *measures, " → ".join(_runs(row["way"])), row["outcome"] or "", verdict
        moved.add_row(*map(Text, words))
    used = [Text(f"{role}: {Usage(**counts).in_words()}") for role, counts in data["usage"].items()]
    return [agreement, found, moved, *used]


def save(result: SuiteResult, data: dict[str, Any], folder: Path) -> Path:
    """Write the run into a folder of its own below `folder`, owner-only, and return it.

    `figures.json`, `tables.txt`, and `replies.jsonl` and `conversations.jsonl` with a result a line. Raises
    `DataFileError` where that can't be written.
    """
    from rich.console import Console

    run = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{result.suite}-{result.evaluator_model.replace('/', '_')}"
    number = 1
    page = io.StringIO()
    console = Console(file=page, width=140)
    for table in tables(data):
        console.print(table)
    try:
        while run.exists():
            number += 1
            run = run.with_name(f"{run.name.partition('~')[0]}~{number}")
        make_private(folder)
        make_private(run)
        _write(run / "figures.json", json.dumps(data, indent=2, ensure_ascii=False) + "\n")
        _write(run / "replies.jsonl", _lines(result.replies))
        _write(run / "conversations.jsonl", _lines(result.conversations))
        _write(run / "tables.txt", page.getvalue())
    except OSError as error:
        raise DataFileError(f"The run can't be saved in {run}: {error.strerror or error}.") from None
    return run


def _lines(rows: Sequence[BaseModel]) -> str:
    return "".join(json_line(row.model_dump(mode="json")) + "\n" for row in rows)


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


def _runs(way: list[str]) -> list[str]:
    """The stances in order, each once where it stays the same."""
    return [stance for place, stance in enumerate(way) if place == 0 or way[place - 1] != stance]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
