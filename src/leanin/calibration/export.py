"""A finished round for other programs: JSON Lines without loss, or a table (CSV) for a spreadsheet."""

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from leanin.calibration.results import YOU, Result
from leanin.calibration.rounds import CalibrationError
from leanin.rubric import Grade, Step
from leanin.store.wire import json_line

_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it some spreadsheets take the table for another encoding than UTF-8."""

_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run by a spreadsheet; it gets an apostrophe in front."""


def as_json_lines(result: Result) -> str:
    """A header line with the round and its agreement, then a line for each reply that the rater graded."""
    header = result.kept.header.model_dump(mode="json", by_alias=True, exclude={"items"})
    header |= {
        "leanin": "calibration-result",
        "finished": result.kept.finished,
        "evaluator": result.evaluator,
        "agreement": [
            {
                "between": ["rater" if compared.left == YOU else compared.left, compared.right],
                "replies": compared.replies,
                "steps": {step.value: figures._asdict() for step, figures in compared.steps.items()},
                "traps": {trap.value: found._asdict() for trap, found in compared.traps.items()},
            }
            for compared in (*result.comparisons, *result.other_raters)
        ],
    }
    return "".join(json_line(line) + "\n" for line in (header, *_rows(result)))


def as_csv(result: Result) -> str:
    """A row for each reply that the rater graded; levels of the three graders in columns of their own."""
    out = io.StringIO()
    columns = ["place", "id", "situation", "client", "concern", "therapist", "history", "reply"]
    columns += [f"{step.value}_{who}" for step in Step for who in ("rater", "label", "evaluator")]
    columns += ["traps_rater", "traps_label", "traps_evaluator", "rater_note", "label_reason", "evaluator_notes"]
    table = csv.DictWriter(out, columns, lineterminator="\r\n")
    table.writeheader()
    for row in _rows(result):
        item, given, labels, evaluated = row["item"], row["rater"], row["labels"], row["evaluation"]
        cells: dict[str, Any] = {key: item[key] for key in ("id", "situation", "client", "concern", "reply")}
        cells |= {"place": row["place"], "therapist": _therapist(item["therapist"])}
        cells["history"] = " / ".join(f"{past['client']} / {past['reply']}" for past in item["history"])
        for step in Step:
            cells[f"{step.value}_rater"] = given[step.value]
            cells[f"{step.value}_label"] = labels[step.value]
            cells[f"{step.value}_evaluator"] = evaluated[step.value]["level"] if evaluated else ""
        for who, graded in (("rater", given), ("label", labels), ("evaluator", evaluated)):
            cells[f"traps_{who}"] = " ".join(graded["traps"]) if graded else ""
        cells |= {"rater_note": given["note"], "label_reason": item["why"]}
        if evaluated:
            notes = (f"{step.value}: {evaluated[step.value]['note']}" for step in Step if evaluated[step.value]["note"])
            cells["evaluator_notes"] = " / ".join(notes)
        table.writerow({key: _harmless(value) for key, value in cells.items()})
    return _BYTE_ORDER_MARK + out.getvalue()


FORMS: Final[dict[str, Callable[[Result], str]]] = {".jsonl": as_json_lines, ".csv": as_csv}
"""How a round is written, by the ending of the file's name."""


def write(result: Result, path: Path, *, force: bool = False) -> None:
    """Write a round into a file that only its owner can read, whole or not at all, in the form that its ending names.

    `force` replaces a file that is there. Raises `CalibrationError`.
    """
    title = "This file can't be written"
    text = FORMS[path.suffix.casefold()](result).encode()
    try:
        if force:
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".leanin-")
            unfinished = Path(name)
        else:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            unfinished = path
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text)
            unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
    except FileExistsError:
        raise CalibrationError(f"{path} is there already; --force replaces it.", title=title) from None
    except OSError as error:
        raise CalibrationError(f"{path}: {error.strerror or error}.", title=title) from None


def _rows(result: Result) -> Iterator[dict[str, Any]]:
    evaluations = result.kept.evaluations.get(result.evaluator, {})
    for place, item in enumerate(result.kept.items, 1):
        if given := result.kept.grades.get(item.id):
            grade: Grade | None = evaluations.get(item.id)
            shown = item.model_dump(mode="json", exclude={"labels"})
            yield {
                "place": place,
                "item": shown,
                "rater": given.model_dump(mode="json"),
                "labels": item.labels.model_dump(mode="json"),
                "evaluation": grade.model_dump(mode="json") if grade else None,
            }


def _therapist(facts: Any) -> str:
    return "; ".join(f"{key}: {value}" for key, value in facts.items()) if isinstance(facts, dict) else facts or ""


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_A_FORMULA) else cell
