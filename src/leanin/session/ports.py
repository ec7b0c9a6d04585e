"""What the session needs from the outside, each a small protocol: a grader, a voice, a journal.

Everything that varies (models, providers, the built-ins, the scripted doubles of tests) implements one of these.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from leanin.dynamics import AllianceState, Stance
from leanin.persona import Persona, Therapist
from leanin.rubric import Grade
from leanin.session.events import Event


@dataclass(frozen=True, slots=True)
class Exchange:
    """One thing the client said and what the trainee replied."""

    client: str
    reply: str


@dataclass(frozen=True, slots=True)
class ReplyMoment:
    """All that an evaluator may know about a reply that it grades."""

    client: str
    """The client's words that are answered."""
    reply: str
    concern: str = ""
    """The concern beneath the client's words, where known."""
    about_client: str = ""
    """Who the client is, in a few sentences, where known."""
    therapist: Therapist | str | None = None
    """Who the trainee is in the scene: facts, or a free description."""
    history: tuple[Exchange, ...] = ()
    """What went before, oldest first."""
    stance: Stance | None = None
    """How the client stood when they spoke, where known."""


@dataclass(frozen=True, slots=True)
class SpeakingMoment:
    """All that a voice may know when the client answers."""

    persona: Persona
    state: AllianceState
    stance: Stance
    disclosed: int
    """The highest disclosure level the client may tell; levels are counted from 1."""
    newly_disclosed: bool
    """Whether this very turn unlocked that level, so that it should be told now."""
    reply: str
    """The trainee's reply that is answered."""
    grade: Grade | None
    """None where the reply couldn't be graded: the client is then unmoved."""
    history: tuple[Exchange, ...]
    """What went before, oldest first, without this reply's own exchange."""
    client: str
    """What the client had said before this reply."""
    seed: int
    """Makes the built-in voice repeatable."""
    turn: int
    """Counted from 1."""


@dataclass(frozen=True, slots=True)
class SaidPart:
    """A piece of what the client says aloud, in order."""

    text: str


@dataclass(frozen=True, slots=True)
class ThoughtPart:
    """A piece of what the client thinks and doesn't say, in order."""

    text: str


SpeechPart = SaidPart | ThoughtPart


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
