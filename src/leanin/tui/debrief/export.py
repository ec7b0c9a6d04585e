"""A session written out as a page to read."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from leanin.errors import LeaninError
from leanin.locations import data_dir
from leanin.store.journal import SessionJournal
from leanin.store.transcript import as_markdown

if TYPE_CHECKING:
    from leanin.practice import Practice
    from leanin.session.engine import Session
    from leanin.store.journal import JournalStore


class CannotExport(LeaninError):
    """The page can't be written."""

    title = "The transcript can't be written"


def exporter(practice: "Practice", session: "Session") -> Callable[[], Path] | None:
    """What writes this session's transcript; None where the session isn't kept on disk."""
    journal = session.journal
    return partial(write_transcript, practice.store, journal.id) if isinstance(journal, SessionJournal) else None


def write_transcript(store: "JournalStore", session_id: str) -> Path:
    """Write the session into the data folder as Markdown, readable by its owner only; an older export is replaced.

    Returns where it is. Raises `JournalError` or `CannotExport`.
    """
    page = as_markdown(store.whole(session_id))
    path = data_dir() / f"{session_id}.md"
    try:
        path.touch(mode=0o600)
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise CannotExport(f"{path} can't be written: {error.strerror or error}.") from None
    return path
