"""The grades that conversations gave, for what a trainee is sure of."""

from typing import Final

from leanin.drills.progress import LATEST, Graded
from leanin.locations import journal_file
from leanin.session.events import Graded as GradeGiven

_SESSIONS: Final = 20
"""How many sessions, the latest, are looked through for grades."""


def conversation_grades() -> list[Graded]:
    """The latest grades of the journal, oldest first; none where there is no journal yet. Raises `JournalError`."""
    if not journal_file().is_file():
        return []
    from leanin.store.journal import JournalStore

    with JournalStore() as store:
        kept = [store.stamped(summary.id) for summary in store.sessions(_SESSIONS) if not summary.imported]
    grades = [
        Graded(stamped.at, stamped.event.grade)
        for events in kept
        for stamped in events
        if isinstance(stamped.event, GradeGiven)
    ]
    return sorted(grades, key=lambda graded: graded.at)[-LATEST:]
