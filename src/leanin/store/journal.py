"""The journal: every session as a list of events that is only ever added to, in one SQLite file.

`docs/journal.md` describes it for other people's programs. An event is on disk before `append` returns.
"""

import contextlib
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from leanin.datafile import nearest
from leanin.errors import JournalError
from leanin.locations import journal_file
from leanin.session.events import ClientSpeaking, Event, Regraded, SessionOpened
from leanin.session.outcome import Outcome
from leanin.store.database import Database
from leanin.store.holder import Holder, forget, is_alive
from leanin.store.kept import KeptSession, SessionSummary, StampedEvent, TakenIn, now, read_time, written_time
from leanin.store.rows import LATEST_FIRST, SUMMARY, insert_event, insert_session, session_row, whole_session

_ID_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""For the random end of an id: nothing that can be mistaken for something else when it is typed."""

_ID_LENGTH: Final = 4


class JournalStore:
    """All sessions of one journal file. Threads may share it; other processes may use the file at the same time."""

    def __init__(self, path: Path | None = None, *, clock: Callable[[], datetime] = now) -> None:
        """Open the journal at `path` (the user's own by default), creating it where there is none.

        `clock` gives the time, with its zone. Raises `JournalError`.
        """
        self.path = path or journal_file()
        self._clock = clock
        self._database = Database(self.path)
        self._holder: Holder | None = None
        self._open: dict[str, SessionJournal] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all sessions and close the file; closing twice is fine."""
        if self._holder:
            self._holder.close()
            self._holder = None
        self._database.close()

    def begin(self) -> "SessionJournal":
        """A journal for a new session. Nothing is kept before its first event. Raises `JournalError`."""
        with self._database.reading() as db:
            session_id = self._new_id(db)
        return SessionJournal(self._database, session_id, self._clock, self._held().name, self._open, is_new=True)

    def reopen(self, session_id: str, *, to: str = "be gone on with") -> "SessionJournal":
        """The journal of a kept session, to go on with it. One that this store had open for it takes nothing more.

        `to` says in errors what can't be done with it. Raises `JournalError`: no such session, another leanin is at it,
        or its names were blanked.
        """
        holder = self._held().name
        with self._database.writing() as db:
            row = session_row(db, session_id)
            if row["holder"] != holder and is_alive(self.path, row["holder"]):
                raise JournalError(
                    f"Session {session_id} is open in another window. Close it there first.",
                    title="This session is in use",
                )
            if row["redacted"]:
                raise JournalError(
                    f"Names were blanked in session {session_id}; it can be read, but it can't {to}.",
                    title="Names were blanked in this session",
                )
            db.execute("UPDATE sessions SET holder = ? WHERE id = ?", (holder, session_id))
        if row["holder"] != holder:
            forget(self.path, row["holder"])
        return SessionJournal(self._database, session_id, self._clock, holder, self._open, is_new=False)

    def events(self, session_id: str) -> list[Event]:
        """All events of a session in order, equal to those that were appended. Raises `JournalError`."""
        return self.whole(session_id).events

    def stamped(self, session_id: str) -> list[StampedEvent]:
        """All events of a session with their place and time. Raises `JournalError`."""
        return list(self.whole(session_id).stamped)

    def whole(self, session_id: str) -> KeptSession:
        """A session with all that belongs to it. Raises `JournalError`."""
        with self._database.reading() as db:
            return whole_session(db, self.path, session_id)

    def sessions(self, limit: int | None = None) -> list[SessionSummary]:
        """The sessions, latest first; `limit` is the most to list. Raises `JournalError`."""
        with self._database.reading() as db:
            rows = db.execute(f"{SUMMARY}{LATEST_FIRST} LIMIT ?", (-1 if limit is None else limit,)).fetchall()
        return [self._summary(row) for row in rows]

    def summary(self, session_id: str) -> SessionSummary:
        """One session's line. Raises `JournalError`."""
        with self._database.reading() as db:
            return self._summary(session_row(db, session_id))

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view of the tables, for queries that only read. Raises `JournalError`."""
        with self._database.reading() as db:
            db.execute("PRAGMA query_only = ON")
            try:
                yield db
            finally:
                db.execute("PRAGMA query_only = OFF")

    def cut_off(self) -> SessionSummary | None:
        """The session to offer on starting: the latest with a reply in it, if it was cut off. Raises `JournalError`.

        Sessions that are open at this moment or were imported are passed over. Once a later session has come to its
        end, an older one isn't offered again (`find` still finds it).
        """
        with self._database.reading() as db:
            rows = db.execute(f"{SUMMARY} WHERE NOT imported AND replies > 0{LATEST_FIRST}")
            latest = next((row for row in rows if row["outcome"] or not is_alive(self.path, row["holder"])), None)
        return self._summary(latest) if latest and not latest["outcome"] else None

    def find(self, wanted: str) -> str:
        """The id meant by `wanted`: an id, the beginning of just one, its last four letters, or `last`.

        Raises `JournalError` where none or several fit; the nearest are offered.
        """
        with self._database.reading() as db:
            ids = [row["id"] for row in db.execute(f"SELECT id FROM sessions{LATEST_FIRST}")]
        if not ids:
            raise JournalError("The journal has no sessions yet.", title="No such session")
        typed = wanted.strip().casefold()
        if typed == "last":
            return str(ids[0])
        fitting = [known for known in ids if known == typed] or [
            known for known in ids if typed and (known.startswith(typed) or known.rpartition("-")[2] == typed)
        ]
        if len(fitting) == 1:
            return str(fitting[0])
        if fitting:
            shown = ", ".join(fitting[:5]) + (", …" if len(fitting) > 5 else "")
            raise JournalError(f"“{wanted}” fits {len(fitting)} sessions: {shown}.", title="Which session?")
        close = nearest(typed, ids)
        offer = f" Did you mean {close}?" if close else ""
        raise JournalError(
            f"There is no session “{wanted}”.{offer} `leanin sessions list` shows all.", title="No such session"
        )

    def delete(self, session_id: str) -> None:
        """Remove a session for good, with all of its words. Raises `JournalError`, also while the session runs."""
        with self._database.writing() as db:
            row = session_row(db, session_id)
            if is_alive(self.path, row["holder"]):
                raise JournalError(f"Session {session_id} is open. End it first.", title="This session is in use")
            db.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
            db.execute("DELETE FROM texts WHERE hash NOT IN (SELECT hash FROM session_texts)")
        self._database.forget_deleted()
        forget(self.path, row["holder"])

    def take_in(self, sessions: Iterable[KeptSession]) -> TakenIn:
        """Add whole sessions, all or none. Those that are here already with the same content are left alone, and so
        are those that were graded again since.

        Raises `JournalError`, also where a session of the same id but other content is here.
        """
        new, known = [], []
        with self._database.writing() as db:
            for session in sessions:
                if db.execute("SELECT 1 FROM sessions WHERE id = ?", (session.id,)).fetchone():
                    if not _holds(whole_session(db, self.path, session.id), session):
                        raise JournalError(
                            f"Session {session.id} is in the journal already, with other content. Nothing was imported."
                            f" To import this one in its place: leanin sessions delete {session.id}",
                            title="This session can't be imported",
                        )
                    known.append(session.id)
                else:
                    insert_session(db, session.id, session.started, imported=True, redacted=session.redacted)
                    for stamped in session.stamped:
                        insert_event(db, session.id, stamped)
                    new.append(session.id)
        return TakenIn(tuple(new), tuple(known))

    def _held(self) -> Holder:
        self._holder = self._holder or Holder(self.path)
        return self._holder

    def _new_id(self, db: sqlite3.Connection) -> str:
        day = self._clock().astimezone().date().isoformat()
        while True:
            session_id = f"{day}-{''.join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))}"
            if not db.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,)).fetchone():
                return session_id

    def _summary(self, row: sqlite3.Row) -> SessionSummary:
        return SessionSummary(
            id=row["id"],
            started=read_time(row["started"]),
            persona=row["persona"],
            replies=row["replies"],
            outcome=Outcome(row["outcome"]) if row["outcome"] else None,
            running=is_alive(self.path, row["holder"]),
            imported=bool(row["imported"]),
            redacted=bool(row["redacted"]),
        )


def _holds(kept: KeptSession, session: KeptSession) -> bool:
    """Whether the kept session is the other one, or the other one and nothing but regradings since."""
    since = kept.stamped[len(session.stamped) :]
    shortened = replace(kept, stamped=kept.stamped[: len(session.stamped)])
    return shortened == session and all(isinstance(stamped.event, Regraded) for stamped in since)


class SessionJournal:
    """The journal of one session, open for writing: a `leanin.session.ports.Journal`. Get it from `JournalStore`."""

    def __init__(
        self,
        database: Database,
        session_id: str,
        clock: Callable[[], datetime],
        holder: str,
        open_here: "dict[str, SessionJournal]",
        *,
        is_new: bool,
    ) -> None:
        self.id = session_id
        self._database = database
        self._clock = clock
        self._holder = holder
        self._open_here = open_here
        self._is_new = is_new
        open_here[session_id] = self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, event: Event) -> None:
        """Keep one event: on disk when this returns. A `ClientSpeaking` is provisional and passed over.

        Raises `JournalError`: then nothing of the event was kept, and it may be appended again.
        """
        if isinstance(event, ClientSpeaking):
            return
        if isinstance(event, SessionOpened) != self._is_new:
            raise JournalError("A session begins with what it runs on, and does so once.")
        if self._open_here.get(self.id) is not self:
            raise self._no_longer_ours()
        time = written_time(self._clock())
        with self._database.writing() as db:
            if self._is_new:
                insert_session(db, self.id, time, holder=self._holder)
            else:
                self._must_still_be_ours(db)
            last = db.execute("SELECT MAX(seq) FROM events WHERE session = ?", (self.id,)).fetchone()[0] or 0
            insert_event(db, self.id, StampedEvent(last + 1, time, event))
        self._is_new = False

    def close(self) -> None:
        """Let others take the session up; closing twice is fine. Raises `JournalError`."""
        if self._database.closed or self._open_here.get(self.id) is not self:
            return
        with self._database.writing() as db:
            db.execute("UPDATE sessions SET holder = NULL WHERE id = ? AND holder = ?", (self.id, self._holder))
        del self._open_here[self.id]

    def _must_still_be_ours(self, db: sqlite3.Connection) -> None:
        row = db.execute("SELECT holder FROM sessions WHERE id = ?", (self.id,)).fetchone()
        if row is None:
            raise JournalError(f"Session {self.id} was deleted while it was open.")
        if row["holder"] != self._holder:
            raise self._no_longer_ours()

    def _no_longer_ours(self) -> JournalError:
        return JournalError(f"Session {self.id} is no longer open here. Resume it to go on.")
