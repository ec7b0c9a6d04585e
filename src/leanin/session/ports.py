"""What the session needs from the outside, each a small protocol: a grader, a voice, a journal.

Everything that varies (models, providers, the built-ins, the scripted doubles of tests) implements one of these.
"""

from collections.abc import AsyncIterator
from typing import Protocol

from leanin.rubric import Grade
from leanin.session.events import Event
from leanin.session.moments import (
    Exchange,
    Intervention,
    ReplyMoment,
    SaidPart,
    SpeakingMoment,
    SpeechPart,
    ThoughtPart,
)

__all__ = [
    "ClientVoice",
    "Evaluator",
    "Exchange",
    "Intervention",
    "Journal",
    "ReplyMoment",
    "SaidPart",
    "SpeakingMoment",
    "SpeechPart",
    "ThoughtPart",
]


class Evaluator(Protocol):
    """Grades a trainee's reply."""

    @property
    def name(self) -> str:
        """The model's name as shown and journaled, `builtin` for the built-in one."""
        ...

    async def grade(self, moment: ReplyMoment) -> Grade:
        """Grade one reply. Raises `LeaninError` where no grade can be had; the session then goes on without one."""
        ...


class ClientVoice(Protocol):
    """Puts the client's stance into words."""

    @property
    def name(self) -> str:
        """The model's name as shown and journaled, `builtin` for the built-in one."""
        ...

    def speak(self, moment: SpeakingMoment) -> AsyncIterator[SpeechPart]:
        """Stream what the client says and thinks. Raises `LeaninError` where the words stop coming."""
        ...


class Journal(Protocol):
    """Keeps a session's events. An event is kept before anyone is shown it."""

    def append(self, event: Event) -> None:
        """Keep one event for good. Raises `JournalError` where that can't be done."""
        ...
