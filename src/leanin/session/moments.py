"""What evaluators and voices are told about a moment, and the pieces in which a voice answers."""

from dataclasses import dataclass

from leanin.dynamics import AllianceState, Stance
from leanin.persona import Persona, Therapist
from leanin.rubric import Grade


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
    thoughts: tuple[str, ...] = ()
    """What the client thought and didn't say in the turns before, oldest first, where known."""


@dataclass(frozen=True, slots=True)
class SaidPart:
    """A piece of what the client says aloud, in order."""

    text: str


@dataclass(frozen=True, slots=True)
class ThoughtPart:
    """A piece of what the client thinks and doesn't say, in order."""

    text: str


SpeechPart = SaidPart | ThoughtPart
