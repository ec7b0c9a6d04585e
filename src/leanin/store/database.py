"""The journal's SQLite file: opened privately, brought up to date, and every fault of it put into plain words."""

import contextlib
import errno
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from leanin.errors import JournalError
from leanin.locations import make_private
from leanin.store import turns

APPLICATION_ID: Final = 0x4C45414E
"""Written into the file's header (“LEAN”), so that another program's database isn't taken for a journal."""

BUSY_SECONDS: Final = 5.0
"""How long a write waits for another leanin that is writing at the moment."""

MIGRATIONS: Final[tuple[tuple[str | Callable[[sqlite3.Connection], None], ...], ...]] = (
    (
        """
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            started TEXT NOT NULL,      -- UTC, ISO 8601
            persona TEXT NOT NULL,      -- the persona's id
            outcome TEXT,               -- NULL until the session has ended
            holder TEXT,                -- who is writing it now; NULL for nobody
            imported INTEGER NOT NULL DEFAULT 0,
            redacted INTEGER NOT NULL DEFAULT 0
        )
        """,
        "CREATE INDEX sessions_by_start ON sessions (started, id)",
        """
        CREATE TABLE events (
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            seq INTEGER NOT NULL,       -- counted from 1 in each session
            time TEXT NOT NULL,         -- UTC, ISO 8601
            kind TEXT NOT NULL,         -- the event's `event` key
            body TEXT NOT NULL,         -- JSON; long texts by hash
            PRIMARY KEY (session, seq)
        ) WITHOUT ROWID
        """,
        "CREATE TABLE texts (hash TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE session_texts (
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            hash TEXT NOT NULL REFERENCES texts (hash),
            PRIMARY KEY (session, hash)
        ) WITHOUT ROWID
        """,
        """
        CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END
        """,
        """
        CREATE TRIGGER events_go_only_with_their_session BEFORE DELETE ON events
        WHEN EXISTS (SELECT 1 FROM sessions WHERE id = OLD.session)
        BEGIN SELECT RAISE(ABORT, 'an event is never removed'); END
        """,
    ),
    (*turns.TABLES, turns.rebuild),
)
"""What leads from each schema version to the next, statements and functions; `user_version` in the file counts those
applied."""


class Database:
    """One open journal file. Threads may share it: reads and writes take turns."""

    def __init__(self, path: Path) -> None:
        """Open the file, creating it and its folder where they are missing. Raises `JournalError`."""
        self.path = path
        self.closed = False
        self._lock = threading.RLock()
        with plainly(path):
            _create_private(path)
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        connection = self._connection
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # a deleted session is overwritten, not only unlinked
        _refuse_foreign(connection, self.path)
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        if _version(connection) < len(MIGRATIONS):
            with _transaction(connection, "IMMEDIATE"):
                for number, statements in enumerate(MIGRATIONS[_version(connection) :], _version(connection) + 1):
                    for statement in statements:
                        _apply(statement, connection)
                    connection.execute(f"PRAGMA user_version = {number}")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view of the file. Raises `JournalError`."""
        with self._lock, plainly(self.path), _transaction(self._connection, "DEFERRED"):
            yield self._connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: on disk when the block is left, or not at all where it raises. Raises `JournalError`."""
        with self._lock, plainly(self.path), _transaction(self._connection, "IMMEDIATE"):
            yield self._connection

    def forget_deleted(self) -> None:
        """Empty the write-ahead log, so that deleted words aren't left in it. Raises `JournalError`."""
        with self._lock, plainly(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        with self._lock, plainly(self.path):
            self.closed = True
            self._connection.close()


@contextlib.contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turn every fault of SQLite and of the file system inside the block into a `JournalError` about `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise JournalError(_sqlite_words(error, path)) from error
    except OSError as error:
        raise JournalError(_file_words(error, path)) from error


def _create_private(path: Path) -> None:
    """Create folder and file for the owner only. SQLite gives its side files the mode of the file itself."""
    make_private(path.parent)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if path.is_file() and path.stat().st_mode & 0o077:
            with contextlib.suppress(PermissionError):  # somebody else's file: whether it can be used shows on opening
                path.chmod(0o600)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk makes SQLite roll back by itself
            connection.execute("ROLLBACK")
        raise


def _apply(statement: str | Callable[[sqlite3.Connection], None], connection: sqlite3.Connection) -> None:
    if isinstance(statement, str):
        connection.execute(statement)
    else:
        statement(connection)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    with _transaction(connection, "DEFERRED"):  # one view of it, while another leanin may be creating it
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
        version = _version(connection)
        tables = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION_ID and (tables or mark):
        raise JournalError(f"{path} is a database of another program, not a leanin journal. {_MOVE_IT}")
    if version > len(MIGRATIONS):
        raise JournalError(
            f"{path} was written by a newer leanin (journal version {version}; this one reads up to "
            f"{len(MIGRATIONS)}). Update leanin to use it; nothing in it was changed."
        )


_MOVE_IT: Final = "Move it away, or set LEANIN_DATA_DIR to another folder."


def _sqlite_words(error: sqlite3.Error, path: Path) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    match code and code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return (
                f"There is no room left on the disk that holds {path}. "
                "All that was kept before is safe. Make room, then try again."
            )
        case sqlite3.SQLITE_READONLY:
            return f"{path} can be read but not written. Check who owns the file and its folder."
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return f"{path} can't be opened or created. Check that you may write to the folder {path.parent}."
        case sqlite3.SQLITE_NOTADB:
            return f"{path} is not a leanin journal. {_MOVE_IT}"
        case sqlite3.SQLITE_CORRUPT:
            return (
                f"{path} is damaged ({error}). Copy it somewhere safe before anything else; "
                "the sqlite3 command's “.recover” may get its sessions back."
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"Another program keeps {path} locked. Close it, or wait a moment, then try again."
        case sqlite3.SQLITE_IOERR:
            return (
                f"The disk that holds {path} failed or is full ({error}). "
                "All that was kept before is safe. Check the disk, then try again."
            )
        case _:
            return f"{path} can't be used: {error}."


def _file_words(error: OSError, path: Path) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"There is no room left on the disk that holds {path}. Make room, then try again."
        case errno.EACCES | errno.EPERM:
            return (
                f"You may not write to the folder {path.parent}. Change that, or set LEANIN_DATA_DIR to another folder."
            )
        case errno.EROFS:
            return f"The disk that holds {path} can only be read. Set LEANIN_DATA_DIR to another folder."
        case errno.ENOTDIR | errno.EEXIST:
            return f"{path.parent} should be a folder, but a file is in its place. {_MOVE_IT}"
        case _:
            return f"{path} can't be used: {error.strerror or error}."
