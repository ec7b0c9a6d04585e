"""Who is writing a session right now: a lock that the operating system lets go when the process is gone.

A process id wouldn't do: it is given out again after a while, and a session that was cut off would look as if it were
still running. A holder is an empty file that its process keeps locked through SQLite, which locks files alike on every
platform. The lock ends with the process, however it ends; names are random and never used again.
"""

import contextlib
import sqlite3
import time
import uuid
from pathlib import Path
from typing import Final

from leanin.store.database import plainly

_SWEEP_AFTER: Final = 3600.0
"""Seconds after which the file of a dead holder is swept away; a younger one may be about to be locked."""


class Holder:
    """This program's own lock, from its making until `close` or the end of the process."""

    def __init__(self, journal: Path) -> None:
        """Take a new lock next to the journal file. Raises `JournalError`."""
        self.name = uuid.uuid4().hex
        self._journal = journal
        path = _file(journal, self.name)
        with plainly(path):
            path.parent.mkdir(mode=0o700, exist_ok=True)
            _sweep(path.parent, journal)
            path.touch(mode=0o600)
            self._connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = MEMORY")
            self._connection.execute("BEGIN EXCLUSIVE")

    def close(self) -> None:
        """Let go; closing twice is fine."""
        self._connection.close()
        forget(self._journal, self.name)


def is_alive(journal: Path, name: str | None) -> bool:
    """Whether the holder of this name still runs. None, and a name without its file, don't."""
    if not name or not (path := _file(journal, name)).exists():
        return False
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=0)
    except sqlite3.Error:
        return False
    try:
        connection.execute("SELECT COUNT(*) FROM sqlite_master")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    finally:
        connection.close()
    return False


def forget(journal: Path, name: str | None) -> None:
    """Remove what a holder that is gone has left behind."""
    if name:
        with plainly(journal):
            _file(journal, name).unlink(missing_ok=True)


def _file(journal: Path, name: str) -> Path:
    return journal.with_name(f"{journal.name}-holders") / name


def _sweep(folder: Path, journal: Path) -> None:
    for left in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another leanin may be sweeping too
            if time.time() - left.stat().st_mtime > _SWEEP_AFTER and not is_alive(journal, left.name):
                left.unlink()
