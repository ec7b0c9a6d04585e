"""What comes out of the journal: events with their place and time, whole sessions, and lines for a list."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from leanin.session.events import Event
from leanin.session.outcome import Outcome

_TIME_FORM: Final = "%Y-%m-%dT%H:%M:%S.%fZ"


def now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


def written_time(at: datetime) -> str:
    """A time as the journal writes it: UTC, to the microsecond, so that sorting the text sorts the times."""
    return at.astimezone(UTC).strftime(_TIME_FORM)


def read_time(text: str) -> datetime:
    """The opposite of `written_time`. Raises `ValueError` for any other spelling."""
    at = datetime.strptime(text, _TIME_FORM).replace(tzinfo=UTC)
    if written_time(at) != text:
        raise ValueError(f"“{text}” isn't a time like 2025-01-31T18:05:09.000000Z")
    return at


@dataclass(frozen=True, slots=True)
class StampedEvent:
    """A kept event with its place in the session (counted from 1) and when it was kept."""

    seq: int
    time: str
    """As `written_time` writes it."""
    event: Event

    @property
    def at(self) -> datetime:
        """When it was kept, UTC."""
        return read_time(self.time)


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A whole session, as it is exported and imported."""

    id: str
    started: str
    """As `written_time` writes it."""
    stamped: tuple[StampedEvent, ...]
    redacted: bool = False
    """Whether names were blanked in it."""

    @property
    def events(self) -> list[Event]:
        """The events in order."""
        return [stamped.event for stamped in self.stamped]


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One line of the list of sessions."""

    id: str
    started: datetime
    persona: str
    """The persona's id."""
    replies: int
    """Replies in the conversation, without those taken back and those unsaid."""
    outcome: Outcome | None
    """None until it has ended."""
    running: bool
    """Whether some leanin, this one included, has it open at this moment; it may have come to an outcome already."""
    imported: bool
    redacted: bool

    @property
    def finished(self) -> bool:
        """Whether it has come to an outcome."""
        return self.outcome is not None

    @property
    def cut_off(self) -> bool:
        """Whether it was left or cut off before an outcome, and nobody is at it now."""
        return not self.finished and not self.running


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an import did, by session id."""

    new: tuple[str, ...]
    known: tuple[str, ...]
    """Sessions that were in the journal already, with the same content; they were left alone."""
