"""Stand-ins for what a session needs from the outside, each fed from a queue, each keeping what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from functools import cache

from tests.strategies import grade_of

from leanin.errors import JournalError, LeaninError
from leanin.persona import Persona, PersonaFile, parse_persona
from leanin.rubric import Grade
from leanin.session.engine import Cast, Session
from leanin.session.events import Event
from leanin.session.moments import Intervention, ReplyMoment, SaidPart, SpeakingMoment, SpeechPart, ThoughtPart
from leanin.session.opening import header

PERSONA_TEXT = """\
schema: 1
id: ada
name: Ada Moss
age: 61
pronouns: she
summary: Doubts that you have lived enough.
difficulty: firm
about: A retired welder who looks after her brother.
people: [Len]
rupture: {component: bond, marker: confrontation, about: You seem too young.}
therapist:
  age: 26
  training: A master's degree, last spring.
  setting: A clinic.
  so_far: You met once.
opening: How old are you, anyway?
concern: That nobody will look after Len when she is gone.
emotions: [fear]
story: Her mother was let down by a young doctor.
disclosures:
  - {trust: 38, tells: A harder test., lines: [And if I say no to all of it?]}
  - {trust: 48, tells: The worry about Len., lines: [It's Len I lie awake over.]}
  - {trust: 58, tells: Her mother., lines: [My mother died of somebody's first year.]}
temperament: {trust: 30, tension: 60, candour: 64, warming: 10, bruising: 13, easing: 9, heating: 10, retreat: 13}
voice:
  style: [Short sentences.]
  lines:
    open: [Ask me what you like.]
    softening: [Go on.]
    testing: [And then what?]
    sceptical: [I'll believe it when I see it.]
    confronting: [You're a child.]
    withdrawn: [That's fine., Whatever you think.]
    leaving: [Thank you for your time.]
  thoughts:
    open: [She listens.]
    softening: [Maybe.]
    testing: [Let's see.]
    sceptical: [Hm.]
    confronting: [They sent me a child.]
    withdrawn: [No use.]
    leaving: [Never again.]
hot_buttons: [{trap: defending, because: She has heard it all.}]
never: [Cry.]
educator: {trains: Owning youth., mistakes: [Explaining.], example: You're right that I am young.}
"""

FULL = grade_of(2, 2, 2)
EMPTY = grade_of(0, 0, 0)


@cache
def persona_file() -> PersonaFile:
    """A small persona, complete by the schema."""
    return parse_persona(PERSONA_TEXT, "ada.yaml")


class ScriptedEvaluator:
    """Gives the queued grades in turn, raises the queued faults, and repeats the last grade when the queue is empty."""

    name = "scripted"

    def __init__(self, *script: Grade | LeaninError) -> None:
        self._script = list(script)
        self._last: Grade = FULL
        self.asked: list[ReplyMoment] = []
        self.gate: asyncio.Event | None = None
        """Where set, grading waits for it."""

    async def grade(self, moment: ReplyMoment) -> Grade:
        self.asked.append(moment)
        if self.gate:
            await self.gate.wait()
        if not self._script:
            return self._last
        match self._script.pop(0):
            case LeaninError() as fault:
                raise fault
            case Grade() as grade:
                self._last = grade
                return grade


class ScriptedVoice:
    """Says the queued pieces in turn; a fault among them breaks the words off there.

    An intervention among them is passed on as it is.
    """

    name = "scripted"

    def __init__(self, *script: Sequence[str | LeaninError | Intervention], thought: str = "Hm.") -> None:
        self._script = list(script)
        self._thought = thought
        self.asked: list[SpeakingMoment] = []
        self.gate: asyncio.Event | None = None
        """Where set, the voice waits for it after its first piece."""

    async def speak(self, moment: SpeakingMoment) -> AsyncIterator[SpeechPart]:
        self.asked.append(moment)
        pieces: Iterable[str | LeaninError | Intervention] = (
            self._script.pop(0) if self._script else [f"Words {moment.turn}."]
        )
        for piece in pieces:
            if isinstance(piece, LeaninError):
                raise piece
            yield piece if isinstance(piece, Intervention) else SaidPart(piece)
            if self.gate:
                await self.gate.wait()
        yield ThoughtPart(self._thought)


class MemoryJournal:
    """Keeps events in a list; `full` makes it refuse, as a full disk does."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.full = False

    def append(self, event: Event) -> None:
        if self.full:
            raise JournalError("The disk is full.")
        self.events.append(event)


def session_with(
    evaluator: ScriptedEvaluator | None = None,
    voice: ScriptedVoice | None = None,
    *,
    coach: ScriptedEvaluator | None = None,
    persona: Persona | None = None,
    journal: MemoryJournal | None = None,
    seed: int = 7,
) -> tuple[Session, MemoryJournal]:
    """An opened session of doubles, and its journal."""
    file = persona_file()
    cast = Cast(
        persona=persona or file.persona,
        evaluator=evaluator or ScriptedEvaluator(),
        voice=voice or ScriptedVoice(),
        coach=coach,
        seed=seed,
    )
    journal = journal or MemoryJournal()
    session = Session(cast, journal)
    session.open(header(file, cast))
    return session, journal
