"""Where rounds are kept: one JSON Lines file a round in the data folder, for its owner only, added to, never changed.

Each entry is on the disk before it counts, so that a round that was killed goes on where it stopped.
"""

import contextlib
import os
import tempfile
import uuid
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from leanin.calibration.rounds import ENTRIES, CalibrationError, Entry, Round, RoundHeader
from leanin.datafile import FileProblems, Problem, explain, nearest
from leanin.errors import DataFileError
from leanin.evals.dataset import parse_object
from leanin.locations import data_dir, make_private
from leanin.store.kept import now
from leanin.store.wire import json_line

_ENDING: Final = ".jsonl"


def calibration_dir() -> Path:
    """The folder of the rounds."""
    return data_dir() / "calibration"


def file_of(round_id: str) -> Path:
    """Where a round is kept."""
    return calibration_dir() / f"{round_id}{_ENDING}"


def new_id() -> str:
    """A name for a round that begins now: its time (UTC), which sorts, and four letters that tell it from others."""
    return f"{now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}"


def begin(header: RoundHeader) -> Round:
    """Keep a new round, header and replies, whole or not at all. Raises `CalibrationError`."""
    path = file_of(header.id)
    line = _line(header)
    try:
        make_private(path.parent)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")  # readable by its owner only
        written = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            written.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                written.unlink()
            raise
    except OSError as error:
        raise _cannot_write(path, error) from None
    return Round(header, bytes_kept=len(line))


def keep(kept: Round, entry: Entry) -> None:
    """Add an entry to a round's file, and then to the round. Raises `CalibrationError`; the round is then as before.

    A line that a kill cut off in the middle was never told to anybody: it is taken away first.
    """
    kept.check(entry)
    path = file_of(kept.header.id)
    line = _line(entry)
    try:
        with path.open("r+b") as file:
            file.seek(kept.bytes_kept)
            if b"\n" in file.read():
                raise CalibrationError("Another leanin has added to this round meanwhile. Open it again to go on.")
            file.truncate(kept.bytes_kept)
            file.seek(kept.bytes_kept)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        raise CalibrationError(f"{path} is gone; was the round deleted?") from None
    except OSError as error:
        raise _cannot_write(path, error) from None
    kept.apply(entry)
    kept.bytes_kept += len(line)


def rounds() -> list[Round | DataFileError]:
    """All rounds, latest first; a file that can't be used is its error. Raises `CalibrationError`."""
    found: list[Round | DataFileError] = []
    for round_id in _ids():
        try:
            found.append(read(round_id))
        except DataFileError as error:
            found.append(error)
    return found


def find(wanted: str) -> str:
    """The id meant by `wanted`: an id, the beginning of just one, its last four letters, or `last`.

    Raises `CalibrationError` where none or several fit; the nearest are offered.
    """
    ids = _ids()
    if not ids:
        raise CalibrationError("There are no rounds yet. `leanin calibrate` begins one.", title="No such round")
    typed = wanted.strip().casefold()
    if typed == "last":
        return ids[0]
    fitting = [one for one in ids if one == typed] or [
        one for one in ids if typed and (one.startswith(typed) or one.rpartition("-")[2] == typed)
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise CalibrationError(f"“{wanted}” fits {len(fitting)} rounds: {', '.join(fitting)}.", title="Which round?")
    close = nearest(typed, ids)
    offer = f" Did you mean {close}?" if close else ""
    raise CalibrationError(
        f"There is no round “{wanted}”.{offer} `leanin calibrate --list` shows all.", title="No such round"
    )


def read(round_id: str) -> Round:
    """Read a round back. Raises `DataFileError` with file and line where it can't be used.

    A last line without its end was cut off by a kill and counts as never written.
    """
    path = file_of(round_id)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataFileError(f"{path} can't be read: {error.strerror or error}.") from None
    whole = raw.rfind(b"\n") + 1
    lines = raw[:whole].split(b"\n")[:-1]
    if not lines:
        raise FileProblems([Problem(str(path), 1, "", "a round begins with its header, and there is none.")])
    kept = Round(_parsed(path, 1, lines[0], RoundHeader), bytes_kept=whole)
    for number, line in enumerate(lines[1:], 2):
        entry = _parsed(path, number, line, None)
        try:
            kept.apply(entry)
        except CalibrationError as error:
            raise FileProblems([Problem(str(path), number, "", error.message)]) from None
    return kept


def delete(round_id: str) -> None:
    """Remove a round for good. Raises `CalibrationError`."""
    path = file_of(round_id)
    try:
        path.unlink()
    except OSError as error:
        raise CalibrationError(f"{path} can't be deleted: {error.strerror or error}.") from None


def _ids() -> list[str]:
    """Latest first."""
    try:
        return sorted((path.stem for path in calibration_dir().glob(f"[!.]*{_ENDING}")), reverse=True)
    except OSError as error:
        raise CalibrationError(f"{calibration_dir()} can't be read: {error.strerror or error}.") from None


def _parsed(path: Path, number: int, line: bytes, model: Any) -> Any:
    try:
        data = parse_object(line.decode())
        if model is None:
            return ENTRIES.validate_python(data)
        if isinstance(schema := data.get("schema"), int) and schema > 1:
            raise DataFileError(f"a newer leanin wrote this (schema {schema}); update leanin to read it.")
        return model.model_validate(data)
    except UnicodeDecodeError:
        raise FileProblems([Problem(str(path), number, "", "this is not UTF-8 text.")]) from None
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        place = ".".join(map(str, details["loc"]))
        raise FileProblems([Problem(str(path), number, place, explain(details, model or RoundHeader))]) from None
    except FileProblems:
        raise
    except DataFileError as error:
        raise FileProblems([Problem(str(path), number, "", error.message)]) from None


def _line(data: BaseModel) -> bytes:
    return (json_line(data.model_dump(mode="json", by_alias=True, round_trip=True)) + "\n").encode()


def _cannot_write(path: Path, error: OSError) -> CalibrationError:
    return CalibrationError(f"{path} can't be written: {error.strerror or error}.", title="This round can't be kept")
