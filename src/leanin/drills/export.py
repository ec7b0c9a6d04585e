"""All attempts for other programs: JSON Lines without loss, or a table (CSV) for a spreadsheet."""

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from leanin.drills.attempts import Attempt
from leanin.drills.items import DrillError
from leanin.rubric import Step
from leanin.store.wire import json_line

_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it some spreadsheets take the table for another encoding than UTF-8."""

_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run by a spreadsheet; it gets an apostrophe in front."""

_AS_THEY_ARE: Final = ("time", "round", "place", "number", "item", "situation", "component", "marker", "difficulty")
_BEHIND: Final = ("seconds", "limit", "time_was_up", "evaluator", "prompt_hash", "rubric_version", "leanin_version")


def as_json_lines(attempts: Iterable[Attempt]) -> str:
    """A line an attempt, as it is kept."""
    rows = (attempt.model_dump(mode="json", by_alias=True, round_trip=True) for attempt in attempts)
    return "".join(json_line(row) + "\n" for row in rows)


def as_csv(attempts: Iterable[Attempt]) -> str:
    """A row an attempt, levels in columns of their own; a level that wasn't called for is empty."""
    out = io.StringIO()
    steps = [step.value for step in Step]
    columns = [*_AS_THEY_ARE, "client", "focus", "reply", "reached", *steps, "traps", "tip", "hints", *_BEHIND]
    table = csv.DictWriter(out, columns, lineterminator="\r\n")
    table.writeheader()
    for attempt in attempts:
        row = attempt.model_dump(mode="json")
        grade = attempt.grade
        cells: dict[str, Any] = {name: row[name] for name in (*_AS_THEY_ARE, *_BEHIND)}
        cells |= {name: row[name] for name in ("client", "focus", "reply", "reached")}
        cells |= {step.value: grade.step(step).level if grade.step(step).called_for else "" for step in Step}
        cells |= {"traps": " ".join(row["grade"]["traps"]), "tip": grade.tip, "hints": " ".join(row["hints"])}
        table.writerow({name: _harmless(value) for name, value in cells.items()})
    return _BYTE_ORDER_MARK + out.getvalue()


FORMS: Final[dict[str, Callable[[Iterable[Attempt]], str]]] = {".jsonl": as_json_lines, ".csv": as_csv}
"""How attempts are written, by the ending of the file's name."""


def write(attempts: Iterable[Attempt], path: Path, *, force: bool = False) -> None:
    """Write attempts into a file that only its owner can read, whole or not at all, in the form its ending names.

    `force` replaces a file that is there. Raises `DrillError`.
    """
    title = "This file can't be written"
    text = FORMS[path.suffix.casefold()](attempts).encode()
    try:
        if path.exists() and not force:
            raise DrillError(f"{path} is there already; --force replaces it.", title=title)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".leanin-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DrillError(f"{path}: {error.strerror or error}.", title=title) from None


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_A_FORMULA) else cell
