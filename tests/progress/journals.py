"""Journals for the tests of progress: sessions made of grades alone, with the times and personas one wants."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from tests.doubles import PERSONA_TEXT
from tests.store.samples import opened, state

from leanin.rubric import Grade
from leanin.session.events import Ended, Event, Graded, Opening, Replied, TakenBack
from leanin.session.outcome import Outcome
from leanin.store.journal import JournalStore
from leanin.store.kept import KeptSession, StampedEvent, written_time

FIRST = datetime(2026, 1, 5, 12, tzinfo=UTC)


def session_of(grades: Iterable[Grade], *, again: bool = False) -> list[Event]:
    """One reply a grade; with `again` each but the last is taken back, so that all are tries at the opening."""
    events: list[Event] = [opened(PERSONA_TEXT, persona="ada"), Opening(said="How old are you?"), state(0, 30)]
    grades = list(grades)
    for turn, grade in enumerate(grades, 1):
        events += [Replied(turn=turn, text=f"Reply {turn}."), Graded(turn=turn, grade=grade, by="builtin")]
        if again and turn < len(grades):
            events.append(TakenBack(turn=turn))
    return [*events, Ended(outcome=Outcome.REPAIRED, attended=6, of=8)]


def kept(events: list[Event], day: int = 0, number: int = 0) -> KeptSession:
    """A session so many days after the first."""
    at = FIRST + timedelta(days=day, seconds=number)
    stamped = [StampedEvent(seq, written_time(at), event) for seq, event in enumerate(events, 1)]
    return KeptSession(f"{at.date()}-{number:04d}", written_time(at), tuple(stamped))


def practised(store: JournalStore, sessions: Iterable[list[Event]]) -> None:
    """Keep sessions a day apart, as if they had been played here."""
    store.take_in([kept(events, day, day) for day, events in enumerate(sessions)])
    with store._database.writing() as db:
        db.execute("UPDATE sessions SET imported = 0")
