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
from leanin.evals import agreement, codes, conversations, injections, pairs
from leanin.evals.runner import SuiteResult
from leanin.llm.port import Usage
from leanin.locations import make_private
from leanin.store.wire import json_line

if TYPE_CHECKING:
    from rich.console import RenderableType


def figures(result: SuiteResult) -> dict[str, Any]:
    """The run's figures as plain data; None where a figure isn't defined, or what a model used isn't known.

    `injections`, `pairs` and `codes` are None where the suite has none.
    """
    graded = result.graded()
    return {
        "suite": result.suite,
        "client_model": result.client_model,
        "evaluator_model": result.evaluator_model,
        "leanin_version": result.leanin_version,
        "rubric_hash": result.rubric_hash,
        "seconds": result.seconds,
        "graded": graded,
        "graded_a_second": round(graded / result.grading_seconds, 2) if graded and result.grading_seconds else None,
        "usage": {
            role: asdict(used)
            for role, used in (
                ("client", result.client_usage),
                ("evaluator", result.evaluator_usage),
                ("reader", result.reader_usage),
            )
            if used
        },
        "replies": len(result.replies),
        "errors": len(result.faults()),
        **agreement.figures([(row.reply, row.grade) for row in result.replies if row.grade]),
        "injections": injections.figures(result.injections) if result.injections else None,
        "pairs": pairs.figures(result.pairs) if result.pairs else None,
        "codes": codes.figures(result.codes) if result.codes else None,
        "conversations": [conversations.figures_of(row) for row in result.conversations],
        "fidelity": result.fidelity.model_dump(mode="json") if result.fidelity else None,
    }


def tables(data: dict[str, Any]) -> "list[RenderableType]":
    """The figures as tables for a terminal, and a line for each language model about what it used."""
    from rich.text import Text

    shown = agreement.tables(data) if data["replies"] else []
    for kind in (injections, pairs, codes):
        if part := data[kind.__name__.rpartition(".")[2]]:
            shown += kind.tables(part)
    if data["conversations"]:
        shown += conversations.tables(data)
    if data["graded_a_second"] is not None:
        shown.append(
            Text(f"{data['evaluator_model']}: {data['graded']:,} grades, {data['graded_a_second']:,.1f} a second")
        )
    return shown + [Text(f"{role}: {Usage(**counts).in_words()}") for role, counts in data["usage"].items()]


def save(result: SuiteResult, data: dict[str, Any], folder: Path) -> Path:
    """Write the run into a folder of its own below `folder`, owner-only, and return it.

    `figures.json`, `tables.txt`, and a file such as `replies.jsonl` with a result a line for each kind of item that the
    suite has. Raises `DataFileError` where that can't be written.
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
        for kind in ("replies", "conversations", "injections", "pairs", "codes"):
            if rows := getattr(result, kind):
                _write(run / f"{kind}.jsonl", _lines(rows))
        _write(run / "tables.txt", page.getvalue())
    except OSError as error:
        raise DataFileError(f"The run can't be saved in {run}: {error.strerror or error}.") from None
    return run


def _lines(rows: Sequence[BaseModel]) -> str:
    return "".join(json_line(row.model_dump(mode="json")) + "\n" for row in rows)


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
