"""What the journal works out from its events as they come: a row for each reply, two a session, one a persona.

These tables hold nothing of their own: `rebuild` makes them anew from the events. They are there so that progress over
thousands of sessions can be counted by SQLite alone, without reading a word of what was said. `docs/journal.md` has
their columns. The rules for what stands in the conversation are those of `leanin.session.record`.
"""

import itertools
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from leanin.datafile import load_yaml
from leanin.errors import DataFileError

TABLES: Final = (
    """
    CREATE TABLE scenes (
        hash TEXT PRIMARY KEY REFERENCES texts (hash) ON DELETE CASCADE,  -- of the persona's text
        name TEXT NOT NULL,         -- the client's; empty where the text doesn't say
        component TEXT NOT NULL,    -- what broke: bond, goals or tasks; empty where the text doesn't say
        marker TEXT NOT NULL        -- how it shows: confrontation or withdrawal; empty where the text doesn't say
    ) WITHOUT ROWID
    """,
    "ALTER TABLE sessions ADD COLUMN scene TEXT",
    """
    CREATE TABLE turns (
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        turn INTEGER NOT NULL,      -- the reply's number
        follows INTEGER NOT NULL,   -- the reply before it; 0 is the opening
        try INTEGER NOT NULL,       -- which reply to that moment, from 1
        standing TEXT NOT NULL,     -- kept, taken_back or aside
        time TEXT NOT NULL,         -- UTC, ISO 8601
        graded_by TEXT,             -- NULL while there is no grade
        responsibility INTEGER,     -- 0, 1, 2; NULL without a grade and where the step wasn't called for
        reflection INTEGER,
        invitation INTEGER,
        traps TEXT,                 -- JSON array of names; NULL without a grade
        PRIMARY KEY (session, turn)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE practised (
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        again INTEGER NOT NULL,     -- 0 for first replies to a moment, 1 for later ones
        replies INTEGER NOT NULL,
        taken_back INTEGER NOT NULL,
        aside INTEGER NOT NULL,
        graded INTEGER NOT NULL,
        trapped INTEGER NOT NULL,           -- replies that fell into a trap, or into several
        responsibility_of INTEGER NOT NULL, -- replies that called for the step
        responsibility_1 INTEGER NOT NULL,  -- of them, those that reached level 1
        responsibility_2 INTEGER NOT NULL,  -- of them, those that reached level 2
        reflection_of INTEGER NOT NULL,
        reflection_1 INTEGER NOT NULL,
        reflection_2 INTEGER NOT NULL,
        invitation_of INTEGER NOT NULL,
        invitation_1 INTEGER NOT NULL,
        invitation_2 INTEGER NOT NULL,
        traps TEXT NOT NULL,        -- JSON: replies by trap
        graders TEXT NOT NULL,      -- JSON: replies by the evaluator that graded them
        PRIMARY KEY (session, again)
    ) WITHOUT ROWID
    """,
)
"""The statements that make the tables."""

_KINDS: Final = ("session", "reply", "what_if", "grade", "taken_back", "chosen")
_SCENE_KEYS: Final = ("name", "rupture")
_MOST: Final = 2**63 - 1
"""The largest number that SQLite holds. No session gets there; an imported file may say so."""
STEPS: Final = ("responsibility", "reflection", "invitation")


def rebuild(db: sqlite3.Connection) -> None:
    """Work all of it out anew from the events."""
    for table in ("practised", "turns", "scenes"):
        db.execute(f"DELETE FROM {table}")
    marks = ", ".join("?" for _ in _KINDS)
    # read whole, since SQLite leaves open what a statement sees of rows that change while it runs
    kept = db.execute(
        f"SELECT session, time, body FROM events WHERE kind IN ({marks}) ORDER BY session, seq", _KINDS
    ).fetchall()
    for session, time, body in kept:
        _note(db, session, time, json.loads(body))
    for session in dict.fromkeys(session for session, _, _ in kept):
        _sum_up(db, session)


def note(db: sqlite3.Connection, session: str, time: str, body: dict[str, Any]) -> None:
    """Take in one event that was just kept; `body` is as the journal holds it, long texts by hash."""
    if body["event"] in _KINDS:
        _note(db, session, time, body)
        _sum_up(db, session)


def _note(db: sqlite3.Connection, session: str, time: str, body: dict[str, Any]) -> None:
    if max(body.get("turn", 0), body.get("beside", 0)) > _MOST:
        return
    match body["event"]:
        case "session":
            _note_scene(db, session, body["persona_text"]["sha256"])
        case "reply":
            _begin(db, session, time, body["turn"], _head(db, session), "kept")
        case "what_if":
            _begin(db, session, time, body["turn"], _follows(db, session, body["beside"]), "aside")
        case "grade":
            _note_grade(db, session, body["turn"], body["grade"], body["by"])
        case "taken_back":
            _go_to(db, session, _follows(db, session, body["turn"]))
        case "chosen":
            _go_to(db, session, body["turn"])


def _begin(db: sqlite3.Connection, session: str, time: str, turn: int, follows: int, standing: str) -> None:
    db.execute(
        "INSERT OR IGNORE INTO turns (session, turn, follows, try, standing, time) VALUES (?1, ?2, ?3, "
        "1 + (SELECT COUNT(*) FROM turns WHERE session = ?1 AND follows = ?3), ?4, ?5)",
        (session, turn, follows, standing, time),
    )


def _note_grade(db: sqlite3.Connection, session: str, turn: int, grade: dict[str, Any], by: str) -> None:
    levels = [grade[step]["level"] if grade[step]["called_for"] else None for step in STEPS]
    db.execute(
        "UPDATE turns SET graded_by = ?, responsibility = ?, reflection = ?, invitation = ?, traps = ? "
        "WHERE session = ? AND turn = ?",
        (by, *levels, json.dumps(grade["traps"]), session, turn),
    )


def _sum_up(db: sqlite3.Connection, session: str) -> None:
    """Count the session's replies anew."""
    rows = db.execute(
        "SELECT try > 1 AS again, standing, graded_by, traps, responsibility, reflection, invitation "
        "FROM turns WHERE session = ?",
        (session,),
    ).fetchall()
    for again in sorted({row["again"] for row in rows}):
        counts = _counts([row for row in rows if row["again"] == again])
        columns = ", ".join(("session", "again", *counts))
        marks = ", ".join("?" for _ in range(len(counts) + 2))
        db.execute(f"INSERT OR REPLACE INTO practised ({columns}) VALUES ({marks})", (session, again, *counts.values()))


def _counts(rows: list[sqlite3.Row]) -> dict[str, int | str]:
    graded = [row for row in rows if row["graded_by"] is not None]
    traps = [json.loads(row["traps"]) for row in graded]
    counts: dict[str, int | str] = {
        "replies": len(rows),
        "taken_back": sum(row["standing"] == "taken_back" for row in rows),
        "aside": sum(row["standing"] == "aside" for row in rows),
        "graded": len(graded),
        "trapped": sum(map(bool, traps)),
    }
    for step in STEPS:
        levels = [row[step] for row in graded]
        counts[f"{step}_of"] = sum(level is not None for level in levels)
        counts |= {f"{step}_{level}": levels.count(level) for level in (1, 2)}
    counts["traps"] = json.dumps(Counter(itertools.chain.from_iterable(traps)))
    counts["graders"] = json.dumps(Counter(row["graded_by"] for row in graded))
    return counts


def _head(db: sqlite3.Connection, session: str) -> int:
    """The conversation's latest reply. Along a conversation the numbers only rise."""
    row = db.execute("SELECT MAX(turn) FROM turns WHERE session = ? AND standing = 'kept'", (session,)).fetchone()
    return row[0] or 0


def _follows(db: sqlite3.Connection, session: str, turn: int) -> int:
    row = db.execute("SELECT follows FROM turns WHERE session = ? AND turn = ?", (session, turn)).fetchone()
    return row[0] if row else 0


def _go_to(db: sqlite3.Connection, session: str, head: int) -> None:
    """Let the conversation end with this reply."""
    rows = db.execute("SELECT turn, follows, standing FROM turns WHERE session = ?", (session,)).fetchall()
    line = set(_line({turn: follows for turn, follows, _ in rows}, head))
    for turn, _, standing in rows:
        stands = "kept" if turn in line else "aside" if standing == "aside" else "taken_back"
        if stands != standing:
            db.execute("UPDATE turns SET standing = ? WHERE session = ? AND turn = ?", (stands, session, turn))


def _line(follows: dict[int, int], head: int) -> Iterator[int]:
    while head in follows:
        yield head
        head = follows[head] if follows[head] < head else 0


def _note_scene(db: sqlite3.Connection, session: str, key: str) -> None:
    db.execute("UPDATE sessions SET scene = ? WHERE id = ?", (key, session))
    if db.execute("SELECT 1 FROM scenes WHERE hash = ?", (key,)).fetchone():
        return
    text = db.execute("SELECT text FROM texts WHERE hash = ?", (key,)).fetchone()[0]
    db.execute("INSERT INTO scenes (hash, name, component, marker) VALUES (?, ?, ?, ?)", (key, *_scene(text)))


def _scene(text: str) -> tuple[str, str, str]:
    """Client's name, component and marker in a persona's text; empty where a broken or blanked text holds none."""
    facts = _facts(_parts(text))
    if not all(key in facts for key in _SCENE_KEYS):
        facts = _facts(text)
    rupture = facts.get("rupture")
    rupture = rupture if isinstance(rupture, dict) else {}
    name, component, marker = facts.get("name"), rupture.get("component"), rupture.get("marker")
    return _word(name), _word(component), _word(marker)


def _parts(text: str) -> str:
    """The lines of a YAML text that belong to the keys wanted: reading the whole would take a third of a second."""
    wanted, lines = False, []
    for line in text.splitlines():
        if line[:1] not in ("", " ", "\t", "#", "-", "]", "}"):
            wanted = line.partition(":")[0].strip() in _SCENE_KEYS
        if wanted:
            lines.append(line)
    return "\n".join(lines)


def _facts(text: str) -> dict[str, Any]:
    try:
        return load_yaml(text, "persona").plain()
    except DataFileError:
        return {}


def _word(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
