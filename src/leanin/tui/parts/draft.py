"""The half-written reply of a session, kept where the session itself is kept on disk."""

from typing import TYPE_CHECKING

from leanin.store import drafts

if TYPE_CHECKING:
    from leanin.session.engine import Session


def id_of(session: "Session") -> str:
    """The session's id in the journal; empty where it isn't kept on disk."""
    from leanin.store.journal import SessionJournal

    return session.journal.id if isinstance(session.journal, SessionJournal) else ""


def keep_draft(session: "Session", text: str) -> None:
    """Keep a draft for the next time; an empty one forgets the one before. Raises `DraftError`."""
    if session_id := id_of(session):
        drafts.keep(session_id, text)


def draft_of(session: "Session") -> str:
    """The draft that was kept; empty where there is none. Raises `DraftError`."""
    session_id = id_of(session)
    return drafts.take(session_id) if session_id else ""
