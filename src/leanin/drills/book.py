"""Where attempts are kept: a JSON Lines file a round in the data folder, for its owner only, added to, never changed.

A line is on the disk before its grade is shown. A last line without its end was cut off by a kill and counts as never
written. Damaged lines are passed over and counted, since practice shouldn't stop for one.
"""

import os
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from leanin.drills.attempts import Attempt
from leanin.drills.items import DrillError
from leanin.locations import data_dir, make_private
from leanin.store.kept import now
from leanin.store.wire import json_line

_ENDING = ".jsonl"
_TITLE = "This try can't be kept"


class History(NamedTuple):
    """All attempts in the order in which they were made."""

    attempts: tuple[Attempt, ...]
    unread: int = 0
    """Lines that couldn't be read: damaged, or of a newer leanin."""


def drills_dir() -> Path:
    """The folder of the rounds."""
    return data_dir() / "drills"


def new_round() -> str:
    """A name for a round that begins now: its time (UTC), which sorts, and four letters that tell it from others."""
    return f"{now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}"


def keep(attempt: Attempt) -> None:
    """Add an attempt to its round's file. Raises `DrillError`; nothing was kept then."""
    path = drills_dir() / f"{attempt.round}{_ENDING}"
    try:
        line = json_line(attempt.model_dump(mode="json", by_alias=True, round_trip=True)) + "\n"
        make_private(path.parent)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        try:
            before = os.fstat(file).st_size
            try:
                _write(file, line.encode())
            except OSError:
                os.ftruncate(file, before)
                raise
        finally:
            os.close(file)
    except UnicodeEncodeError:
        raise DrillError(
            "The text holds broken characters (half of a pair) that can't be kept.", title=_TITLE
        ) from None
    except OSError as error:
        raise DrillError(f"{path} can't be written: {error.strerror or error}.", title=_TITLE) from None


def history() -> History:
    """All that was practised. Raises `DrillError` where the folder or a file of it can't be read."""
    attempts: list[Attempt] = []
    unread = 0
    for path in _files():
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise DrillError(f"{path} can't be read: {error.strerror or error}.") from None
        for line in raw[: raw.rfind(b"\n") + 1].splitlines():
            try:
                attempts.append(Attempt.model_validate_json(line))
            except ValidationError:
                unread += 1
    return History(tuple(sorted(attempts, key=lambda attempt: attempt.time)), unread)


def delete() -> int:
    """Remove all attempts for good; returns how many rounds there were. Raises `DrillError`."""
    files = _files()
    for path in files:
        try:
            path.unlink()
        except OSError as error:
            raise DrillError(f"{path} can't be deleted: {error.strerror or error}.") from None
    return len(files)


def of_round(attempts: Iterable[Attempt], round_id: str) -> list[Attempt]:
    """The attempts of one round."""
    return [attempt for attempt in attempts if attempt.round == round_id]


def _write(file: int, line: bytes) -> None:
    while line:
        line = line[os.write(file, line) :]
    os.fsync(file)


def _files() -> list[Path]:
    try:
        return sorted(drills_dir().glob(f"[!.]*{_ENDING}"))
    except OSError as error:
        raise DrillError(f"{drills_dir()} can't be read: {error.strerror or error}.") from None
