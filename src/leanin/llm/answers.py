"""Answers of models, kept on disk, so that a call that was made once needn't be paid for again.

One SQLite file in the cache folder, for its owner's eyes only, used by several processes at the same time. Keys are
digests, so that the questions aren't in it; values are JSON. Nothing in it is ever deleted unasked, damaged or not: it
can be had again, but for money. A file that can't be used is therefore an error on opening, in words that say what to
do. Once a run is under way, it doesn't fail for its cache: a file that fails then is left alone until the end.
"""

import asyncio
import contextlib
import os
import sqlite3
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leanin.errors import LeaninError
from leanin.llm.port import Usage
from leanin.locations import cache_dir, make_private

APPLICATION_ID: Final = 0x4C454143
"""Written into the file's header (“LEAC”), so that another program's database isn't taken for it."""
VERSION: Final = 1
"""Of the table and of what the keys are made of."""

_PATIENCE: Final = 5000
"""Milliseconds to wait for another process, on opening and on closing."""
_TOGETHER: Final = 0.05
"""Seconds whose answers are written together."""
_AT_ONCE: Final = 64
"""As many as are written without waiting for that."""
_TABLE: Final = "CREATE TABLE answers (key BLOB NOT NULL UNIQUE, body TEXT NOT NULL, kept INTEGER NOT NULL)"


class AnswersError(LeaninError):
    """The file of kept answers can't be used."""

    title = "The kept answers can't be used"


class KeptAnswer(BaseModel):
    """A whole answer as it is kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1)
    read: int | None
    written: int | None
    cost: float | None
    """US dollars, when it was asked for."""

    def usage(self) -> Usage:
        """The tokens as they were; the cost is 0, since it was paid before."""
        return Usage(self.read, self.written, 0.0)


@dataclass(frozen=True, slots=True)
class AnswersFacts:
    """What is kept, for a person. Plain data: `dataclasses.asdict` makes it JSON."""

    path: Path
    answers: int
    bytes: int
    """On disk, side files included."""
    oldest: float | None
    """When the oldest was kept, in seconds since 1970; None where there is none."""

    def in_words(self) -> str:
        """For a screen, e.g. “1,204 answers, 3.1 MB in /…/answers.sqlite”."""
        return f"{self.answers:,} answers, {self.bytes / 1e6:.1f} MB in {self.path}"


class Answers:
    """One open file of answers. Threads may share it; each process opens its own."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file, made where it is missing; in the cache folder unless told. Raises `AnswersError`."""
        self.path = path or cache_dir() / "answers.sqlite"
        self.hits = 0
        """Answers found."""
        self.misses = 0
        """Answers looked for in vain."""
        self.trouble = ""
        """Why the file was left alone since it was opened, in words; empty while all is well."""
        self._waiting: dict[bytes, str] = {}  # to be written
        self._timer: tuple[asyncio.AbstractEventLoop, asyncio.TimerHandle] | None = None
        self._lock = threading.Lock()
        try:
            _create_private(self.path)
            self._connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise
        except (sqlite3.Error, OSError) as error:
            raise AnswersError(_words(error, self.path)) from error

    def find(self, key: bytes) -> KeptAnswer | None:
        """The answer under this key; None where none is kept, or it can't be read."""
        with self._lock:
            found = self._found(key)
            if found is None:
                self.misses += 1
            else:
                self.hits += 1
            return found

    def keep(self, key: bytes, answer: KeptAnswer) -> None:
        """Keep an answer; where there is one already, the first stays.

        In an event loop, those of a twentieth of a second are written together, which takes half the time; a kill costs
        these. While another process writes, they wait in memory.
        """
        with self._lock:
            self._waiting[key] = answer.model_dump_json()
            loop = _running_loop()
            if loop is None or len(self._waiting) == _AT_ONCE:
                self._write()
            elif self._timer is None or self._timer[0] is not loop:
                self._timer = loop, loop.call_later(_TOGETHER, self._write_later)

    def _write_later(self) -> None:
        with self._lock:
            self._timer = None
            self._write()
            if self._waiting:
                loop = asyncio.get_running_loop()
                self._timer = loop, loop.call_later(_TOGETHER, self._write_later)

    def facts(self) -> AnswersFacts:
        """What is kept. Raises `AnswersError`."""
        try:
            with self._lock:
                self._write()
                count, oldest = self._connection.execute("SELECT COUNT(*), MIN(kept) FROM answers").fetchone()
            sizes = (file.stat().st_size for end in ("", "-wal", "-shm") if (file := _beside(self.path, end)).exists())
            return AnswersFacts(self.path, count, sum(sizes), oldest)
        except (sqlite3.Error, OSError) as error:
            raise AnswersError(_words(error, self.path)) from error

    def clear(self) -> None:
        """Delete all answers, and give their room back. Raises `AnswersError`."""
        try:
            with self._lock:
                self._waiting.clear()
                self._connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
                for statement in ("DELETE FROM answers", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    self._connection.execute(statement)
                self._connection.execute("PRAGMA busy_timeout = 0")
        except sqlite3.Error as error:
            raise AnswersError(_words(error, self.path)) from error

    def close(self) -> None:
        """Write what still waits, and close the file; closing twice is fine."""
        with self._lock:
            if self._timer:
                self._timer[1].cancel()
                self._timer = None
            if self._waiting:
                self._connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
                self._write()
                self._waiting.clear()
            self._connection.close()

    def _prepare(self) -> None:
        connection = self._connection
        connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        connection.execute("BEGIN IMMEDIATE")
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if not connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] and not mark:
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        elif mark != APPLICATION_ID:
            raise AnswersError(f"{self.path} is a database of another program. Name another file.")
        elif version != VERSION:
            raise AnswersError(
                f"{self.path} was kept by another version of leanin (form {version}; this one reads {VERSION}). Delete "
                "it, which means that its answers are asked and paid for again, or name another file."
            )
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the last ones
        connection.execute("PRAGMA busy_timeout = 0")  # from here on, waiting would hold up all calls under way

    def _found(self, key: bytes) -> KeptAnswer | None:
        body: str | None = self._waiting.get(key)
        if body is None and not self.trouble:
            try:
                row = self._connection.execute("SELECT body FROM answers WHERE key = ?", (key,)).fetchone()
            except sqlite3.Error as error:
                self._troubled(error)
                return None
            body = row[0] if row else None
        if body is None:
            return None
        try:
            return KeptAnswer.model_validate_json(body)
        except ValidationError:
            return None

    def _write(self) -> None:
        if self.trouble:
            self._waiting.clear()
        if not self._waiting:
            return
        now = int(time.time())
        try:
            if len(self._waiting) > 1:
                self._connection.execute("BEGIN IMMEDIATE")
            for key, body in self._waiting.items():
                self._connection.execute("INSERT OR IGNORE INTO answers VALUES (?, ?, ?)", (key, body, now))
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")
            self._waiting.clear()
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._troubled(error)

    def _troubled(self, error: sqlite3.Error) -> None:
        if _code(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            self.trouble = _words(error, self.path)
            self._waiting.clear()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _create_private(path: Path) -> None:
    make_private(path.parent)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if path.is_file() and path.stat().st_mode & 0o077:
            with contextlib.suppress(PermissionError):  # somebody else's file: whether it can be used shows on opening
                path.chmod(0o600)


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def _code(error: sqlite3.Error) -> int | None:
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if code is not None else None


def _words(error: sqlite3.Error | OSError, path: Path) -> str:
    if isinstance(error, OSError):
        return f"{path} can't be used: {error.strerror or error}. Name another file, or go on without kept answers."
    match _code(error):
        case sqlite3.SQLITE_NOTADB:
            return f"{path} isn't a file of kept answers. Move it away, or name another file."
        case sqlite3.SQLITE_CORRUPT:
            return f"{path} is damaged ({error}). Delete it: its answers are then asked and paid for again."
        case sqlite3.SQLITE_FULL:
            return f"There is no room left on the disk that holds {path}. Make room, or go on without kept answers."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"Another program keeps {path} locked. Close it, or wait a moment, then try again."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return f"{path} can't be opened or written. Check who owns it and its folder."
        case _:
            return f"{path} can't be used: {error}."
