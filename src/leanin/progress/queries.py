"""The queries that all of progress is derived from: two, over the journal's own tables, and nothing else.

`docs/journal.md` describes the tables. No query reads a word of what was said. A *reply* here is every one that was
sent, those that were taken back or only tried beside the conversation among them; its *try* counts the replies to the
same moment from 1. Grades are the evaluator's first ones, which moved the client: neither a coach's nor a regrading's.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from leanin.rubric import Step

if TYPE_CHECKING:
    from leanin.store.journal import JournalStore

_WANTED: Final = "imported <= :imported AND started >= :since AND (:persona = '' OR persona = :persona)"

SESSIONS: Final = f"""
    SELECT sessions.id, started, persona, outcome, imported,
        COALESCE(scenes.name, '') AS name,
        COALESCE(scenes.component, '') AS component,
        COALESCE(scenes.marker, '') AS marker
    FROM sessions LEFT JOIN scenes ON scenes.hash = sessions.scene
    WHERE {_WANTED}
    ORDER BY started, sessions.id
"""
"""The sessions, oldest first, each with whom it was and what kind of rupture. Those without a reply are passed over."""

REPLIES: Final = f"""
    SELECT session, again, replies, taken_back, aside, graded, trapped,
        responsibility_of, responsibility_1, responsibility_2,
        reflection_of, reflection_1, reflection_2,
        invitation_of, invitation_1, invitation_2,
        traps, graders
    FROM practised JOIN sessions ON sessions.id = session
    WHERE {_WANTED}
"""
"""For each session, first tries (`again` 0) and later ones (1) apart: how many replies, how many of them were taken
back or only tried, how many have a grade, how many fell into a trap, for each step how many called for it and reached
level 1 and level 2, how many fell into each trap, and whose grades these are."""


class Wanted(NamedTuple):
    """Which sessions to count."""

    since: str = ""
    """The earliest beginning, as the journal writes times (UTC); empty for all."""
    persona: str = ""
    """A persona's id; empty for all."""
    imported: bool = False
    """Whether sessions that were imported count too: they may be somebody else's."""


class ReplyCount(NamedTuple):
    """What came of some replies of one session."""

    replies: int = 0
    taken_back: int = 0
    aside: int = 0
    graded: int = 0
    trapped: int = 0
    """How many fell into a trap, or into several."""
    levels: tuple[int, ...] = (0,) * 3 * len(Step)
    """For each step in the rubric's order: replies that called for it, that reached level 1, that reached level 2."""
    traps: dict[str, int] = {}  # noqa: RUF012  # never changed
    """How many replies fell into each trap, by its name."""
    graders: dict[str, int] = {}  # noqa: RUF012
    """How many replies each evaluator graded."""


class SessionCount(NamedTuple):
    """One session in numbers."""

    id: str
    started: str
    """UTC, as the journal writes times."""
    persona: str
    """The persona's id."""
    name: str
    """The client's name; the persona's id where the journal doesn't know it."""
    component: str
    """What broke; empty where the journal doesn't know it."""
    marker: str
    outcome: str
    """Empty until it has ended."""
    imported: bool
    first: ReplyCount
    """The first reply to each moment."""
    again: ReplyCount
    """Later replies to a moment that had one already."""


def session_counts(store: "JournalStore", wanted: Wanted) -> list[SessionCount]:
    """The wanted sessions with a reply in them, oldest first. Raises `JournalError`."""
    values = {"since": wanted.since, "persona": wanted.persona, "imported": int(wanted.imported)}
    with store.reading() as db:
        cursor = db.cursor()
        cursor.row_factory = None  # plain tuples: there are thousands of rows
        rows = cursor.execute(REPLIES, values).fetchall()
        sessions = cursor.execute(SESSIONS, values).fetchall()
    counts = _reply_counts(rows)
    none = ReplyCount()
    return [
        SessionCount(
            key,
            started,
            persona,
            name or persona,
            component,
            marker,
            outcome or "",
            bool(imported),
            first,
            counts.get((key, 1), none),
        )
        for key, started, persona, outcome, imported, name, component, marker in sessions
        if (first := counts.get((key, 0)))
    ]


def _reply_counts(rows: Sequence[tuple[Any, ...]]) -> dict[tuple[str, int], ReplyCount]:
    """What came of the replies, by the session's id and whether they are later ones."""
    # the same texts stand in many rows, and one reading of all is ten times as fast as one of each
    texts = list({text: None for row in rows for text in row[-2:]})
    read: dict[str, dict[str, int]] = dict(zip(texts, json.loads(f"[{','.join(texts)}]"), strict=True))
    return {
        (row[0], row[1]): ReplyCount(row[2], row[3], row[4], row[5], row[6], row[7:16], read[row[16]], read[row[17]])
        for row in rows
    }
