"""A run as a table for spreadsheets (CSV): a row for each line, in the order in which the items were done."""

import csv
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from leanin.errors import DataFileError
from leanin.evals.lines import CodeLine, ConversationLine, InjectionLine, Line, PairLine, ReplyLine
from leanin.evals.trajectories import as_expected
from leanin.rubric import Grade, Step

_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it some spreadsheets take the table for another encoding than UTF-8."""

_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run by a spreadsheet; it gets an apostrophe in front."""

_HELD: Final = 1 << 20
"""Characters of rows without a whole result that are held in memory; more go to the disk."""

_STEPS: Final = tuple(step.value for step in Step)

COLUMNS: Final = (
    "cell", "epoch", "kind", "id", "group", "seed", "type",
    "client", "reply", "other_reply",
    *(f"label_{step}" for step in _STEPS), "label_traps", "label_codes",
    *_STEPS, "traps", "score",
    *(f"other_{step}" for step in _STEPS), "other_traps", "other_score",
    "verdict", "path_agreed", "path_judged", "outcome", "failures",
    "seconds", "calls", "cached", "input_tokens", "output_tokens", "cost", "fault", "error",
)  # fmt: skip
"""`other_…` is an injection's honest remainder, or a pair's second reply."""


class TableFile:
    """The table as a file that only its owner can read, written while results come, and there once it is whole."""

    def __init__(self, path: Path) -> None:
        """Begin a draft beside it. Raises `DataFileError`."""
        self._path, self._draft = path, path.with_name(f".{path.name}.new")
        with _named(path):
            handle = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = os.fdopen(handle, "w", encoding="utf-8", newline="")
            self._file.write(_BYTE_ORDER_MARK)
        self._last = SpooledTemporaryFile(_HELD, "w+", encoding="utf-8", newline="")  # noqa: SIM115 - `drop` closes it
        self._whole, self._failed = (csv.writer(file, lineterminator="\r\n") for file in (self._file, self._last))
        self._whole.writerow(COLUMNS)

    def add(self, line: Line) -> None:
        """Write a line. Those without a whole result come last, whenever they are added. Raises `DataFileError`."""
        row = _row(line)
        with _named(self._path):
            writer = self._failed if line.fault else self._whole
            writer.writerow([_harmless(row.get(name, "")) for name in COLUMNS])

    def keep(self) -> None:
        """Put it into its place. Raises `DataFileError`."""
        with _named(self._path):
            self._last.seek(0)
            shutil.copyfileobj(self._last, self._file)
            self._file.close()
            self._draft.replace(self._path)
        self.drop()

    def drop(self) -> None:
        """Let go of the draft, if it wasn't kept."""
        self._last.close()
        with suppress(OSError):  # a full disk has nothing to lose here
            self._file.close()
        self._draft.unlink(missing_ok=True)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DataFileError(f"{path} can't be written: {error.strerror or error}.") from None


def _row(line: Line) -> dict[str, Any]:
    calls = line.calls.values()
    row: dict[str, Any] = {
        "cell": line.cell, "epoch": line.epoch, "kind": line.kind, "id": line.id, "group": line.group,
        "seconds": line.seconds, "fault": line.fault, "error": line.error,
    }  # fmt: skip
    row |= {name: sum(getattr(part, name) for part in calls) for name in ("calls", "cached")}
    for name in ("input_tokens", "output_tokens", "cost"):
        values = [getattr(part, name) for part in calls]
        row[name] = "" if None in values else sum(values)
    match line:
        case ReplyLine(result=found):
            labels = found.reply.labels
            row |= {"client": found.reply.client, "reply": found.reply.reply, "label_traps": " ".join(labels.traps)}
            row |= {f"label_{step}": getattr(labels, step) for step in _STEPS}
            row |= _graded(found.grade)
        case InjectionLine(result=found):
            item = found.injection
            row |= {"type": item.kind.value, "client": item.client, "reply": item.reply, "other_reply": item.remainder}
            row |= _graded(found.grade) | _graded(found.honest, "other_")
            if found.grade and found.honest:
                row["verdict"] = "raised" if found.raised() else "not raised"
        case PairLine(result=found):
            pair = found.pair
            row |= {"type": pair.kind.value, "client": pair.client, "reply": pair.first, "other_reply": pair.second}
            row |= {f"label_{step}": getattr(pair.levels, step) for step in _STEPS}
            row |= _graded(found.first) | _graded(found.second, "other_")
        case CodeLine(result=found):
            coded = found.reply
            codes = [name for name in ("open_question", "closed_question") if getattr(coded, name)]
            codes += [f"{coded.reflection}_reflection"] * (coded.reflection != "none")
            row |= {"client": coded.client, "reply": coded.reply, "label_codes": " ".join(codes)}
            row |= _graded(found.grade)
        case ConversationLine(result=found):
            row |= {
                "seed": line.seed,
                "type": found.conversation.kind,
                "reply": " / ".join(found.conversation.replies),
                "verdict": "as expected" if as_expected(found) else "not as expected",
                "path_agreed": found.path_agreed,
                "path_judged": found.path_judged,
                "outcome": found.outcome.outcome.value if found.outcome else "",
                "failures": "; ".join(found.failures),
            }
    return row


def _graded(grade: Grade | None, prefix: str = "") -> dict[str, Any]:
    if not grade:
        return {}
    levels = {f"{prefix}{step.value}": grade.step(step).level for step in Step}
    return levels | {f"{prefix}traps": " ".join(grade.traps), f"{prefix}score": grade.score}


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_A_FORMULA) else cell
