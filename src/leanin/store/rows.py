"""What lies in the journal's tables, row by row: the SQL that reads and writes sessions and events."""

import json
import sqlite3
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from leanin.errors import JournalError
from leanin.session.events import Chosen, Ended, SessionOpened, TakenBack
from leanin.store import turns
from leanin.store.kept import KeptSession, StampedEvent
from leanin.store.wire import event_of, json_line, lifted, plain, put_back

SUMMARY: Final = """
    SELECT id, started, persona, outcome, holder, imported, redacted,
        COALESCE((SELECT json_extract(body, '$.length') FROM events WHERE session = id AND seq = since), 0)
        + (SELECT COUNT(*) FROM events WHERE session = id AND kind = 'reply' AND seq > since)
        - (SELECT COUNT(*) FROM events WHERE session = id AND kind = 'taken_back' AND seq > since) AS replies
    FROM (
        SELECT *, COALESCE((SELECT MAX(seq) FROM events WHERE session = id AND kind = 'chosen'), 0) AS since
        FROM sessions
    )
"""
LATEST_FIRST: Final = " ORDER BY started DESC, id DESC"


def session_row(db: sqlite3.Connection, session_id: str) -> sqlite3.Row:
    """The row of `SUMMARY` for one session. Raises `JournalError` where there is none."""
    row: sqlite3.Row | None = db.execute(f"{SUMMARY} WHERE id = ?", (session_id,)).fetchone()
    if row is None:
        raise JournalError(f"There is no session {session_id}.", title="No such session")
    return row


def whole_session(db: sqlite3.Connection, path: Path, session_id: str) -> KeptSession:
    """A session with all its events; `path` names the journal in errors. Raises `JournalError`."""
    row = session_row(db, session_id)
    kept = db.execute(
        "SELECT hash, text FROM texts WHERE hash IN (SELECT hash FROM session_texts WHERE session = ?)", (session_id,)
    )
    texts = {text["hash"]: text["text"] for text in kept}
    stamped = []
    for line in db.execute("SELECT seq, time, body FROM events WHERE session = ? ORDER BY seq", (session_id,)):
        try:
            event = event_of(put_back(json.loads(line["body"]), texts.__getitem__))
        except (ValidationError, ValueError, KeyError) as error:
            raise JournalError(
                f"Event {line['seq']} of session {session_id} in {path} can't be read: it is damaged, or a newer "
                "leanin wrote it."
            ) from error
        stamped.append(StampedEvent(line["seq"], line["time"], event))
    return KeptSession(row["id"], row["started"], tuple(stamped), bool(row["redacted"]))


def insert_session(
    db: sqlite3.Connection,
    session_id: str,
    started: str,
    *,
    holder: str | None = None,
    imported: bool = False,
    redacted: bool = False,
) -> None:
    """Add a session that has no events yet; its first event says which persona it is with."""
    db.execute(
        "INSERT INTO sessions (id, started, persona, holder, imported, redacted) VALUES (?, ?, '', ?, ?, ?)",
        (session_id, started, holder, imported, redacted),
    )


def insert_event(db: sqlite3.Connection, session_id: str, stamped: StampedEvent) -> None:
    """Add an event, its long texts apart, and what it changes in the session's row.

    Raises `JournalError` where the event's text isn't valid Unicode.
    """
    event = stamped.event
    try:
        body, texts = lifted(plain(event))
        line = json_line(body)
    except UnicodeEncodeError:
        raise JournalError("The text holds broken characters (half of a pair) that can't be kept.") from None
    for key, text in texts.items():
        db.execute("INSERT OR IGNORE INTO texts (hash, text) VALUES (?, ?)", (key, text))
        db.execute("INSERT INTO session_texts (session, hash) VALUES (?, ?)", (session_id, key))
    db.execute(
        "INSERT INTO events (session, seq, time, kind, body) VALUES (?, ?, ?, ?, ?)",
        (session_id, stamped.seq, stamped.time, event.event, line),
    )
    turns.note(db, session_id, stamped.time, body)
    match event:
        case SessionOpened():
            db.execute("UPDATE sessions SET persona = ? WHERE id = ?", (event.persona, session_id))
        case Ended():
            db.execute("UPDATE sessions SET outcome = ? WHERE id = ?", (event.outcome.value, session_id))
        case TakenBack() | Chosen():
            db.execute("UPDATE sessions SET outcome = NULL WHERE id = ?", (session_id,))
