"""A practice room of doubles, so that the app runs on a script and an in-memory journal; and how tests look at it."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from tests.doubles import MemoryJournal, ScriptedEvaluator, ScriptedVoice, persona_file
from textual.pilot import Pilot
from textual.widgets import Static

from leanin.errors import DataFileError, LeaninError
from leanin.llm.offers import Offer
from leanin.persona import Persona, PersonaFile, Therapist
from leanin.rubric import Grade, StepGrade, Trap
from leanin.session.engine import Cast, Session
from leanin.session.opening import header, resumption
from leanin.session.outcome import Outcome
from leanin.session.record import Record
from leanin.settings import Settings
from leanin.store.journal import JournalStore
from leanin.store.kept import SessionSummary
from leanin.tui.app import LeaninApp
from leanin.tui.conversation.reply_box import ReplyBox
from leanin.tui.conversation.screen import ConversationScreen
from leanin.tui.conversation.transcript import Transcript

NARROW, WIDE = (80, 24), (120, 40)

ADA = persona_file()

REPLY = "You're right, I am young, and maybe you wonder who looks after Len. What worries you most?"
LEANS_IN = Grade(
    responsibility=StepGrade(level=2, evidence="I am young", note="Plain and true."),
    reflection=StepGrade(level=1, evidence="you wonder who looks after Len", note="Close to her words."),
    invitation=StepGrade(level=2, evidence="What worries you most?", note="One open question."),
    tip="Reach for the fear beneath.",
)
DEFENDS = Grade(
    responsibility=StepGrade(level=0, note="It explains."),
    reflection=StepGrade(level=0, called_for=False),
    invitation=StepGrade(level=0, note="No question."),
    traps=(Trap.DEFENDING,),
    trap_evidence={Trap.DEFENDING: "I have studied this"},
).settled()


class ScriptedPractice:
    """What the app asks of `leanin.practice.Practice`, kept in memory, or in `store` where one is given."""

    def __init__(
        self,
        evaluator: ScriptedEvaluator | None = None,
        voice: ScriptedVoice | None = None,
        *,
        coach_model: ScriptedEvaluator | None = None,
        shelf: Sequence[PersonaFile | DataFileError] | None = None,
        offers: Sequence[Offer] = (),
        left: SessionSummary | LeaninError | None = None,
        store: JournalStore | None = None,
        **settings: Any,
    ) -> None:
        self.settings = Settings(**{"introduction_seen": True} | settings)
        self.evaluator = evaluator or ScriptedEvaluator(LEANS_IN)
        self.voice = voice or ScriptedVoice()
        self.coach_model = coach_model
        self.shelf = [ADA] if shelf is None else shelf
        self.found = list(offers)
        self.left = left
        self._store = store
        self.journal = MemoryJournal()
        self.sessions: list[Session] = []
        self.resumable: dict[str, Session] = {}
        self.accepted: Offer | None = None
        self.closed = False
        self.spends = False
        """Whether the session's models say what they used."""

    @property
    def store(self) -> JournalStore:
        assert self._store is not None, "this test has a journal on disk"
        return self._store

    def personas(self) -> Iterator[PersonaFile | DataFileError]:
        return iter(self.shelf)

    def models_in_words(self) -> str:
        return f"client: {self.accepted.name}" if self.accepted else "built-in client, no language model"

    def begin(self, file: PersonaFile, therapist: Therapist | None = None) -> Session:
        persona = file.persona.with_therapist(therapist or self.therapist_in(file.persona))
        cast = Cast(persona=persona, evaluator=self.evaluator, voice=self.voice, coach=self.coach_model, seed=7)
        session = Session(cast, self._store.begin() if self._store else self.journal)
        session.open(header(file, cast, coach=self.settings.coach.value))
        self.sessions.append(session)
        return session

    def therapist_in(self, persona: Persona) -> Therapist:
        own = self.settings.therapist
        return own.in_scene(persona.therapist) if own else persona.therapist

    def spent_in_words(self, session: Session) -> str:
        return f"{len(session.record.attempts)} calls, cost unknown" if self.spends else ""

    def cut_off(self) -> SessionSummary | None:
        if isinstance(self.left, LeaninError):
            raise self.left
        return self.left

    def resume(self, session_id: str) -> Session:
        session = self.resumable.get(session_id) or self._read_back(session_id)
        session.resume(resumption(session.cast))
        self.sessions.append(session)
        return session

    def _read_back(self, session_id: str) -> Session:
        assert isinstance(self.shelf[0], PersonaFile)
        journal = self.store.reopen(session_id)
        cast = Cast(self.shelf[0].persona, self.evaluator, self.voice, self.coach_model, seed=7)
        return Session(cast, journal, Record.of(self.store.events(session_id)))

    def remember(self, **changes: Any) -> None:
        self.settings = Settings(**(self.settings.model_dump() | changes))

    def offers(self) -> list[Offer]:
        return [] if self.settings.offer_answered else self.found

    def accept(self, offer: Offer) -> None:
        self.accepted = offer
        self.remember(offer_answered=True)

    def decline_offers(self) -> None:
        self.remember(offer_answered=True)

    def warm_up(self) -> None:
        """Nothing to import."""

    async def close(self) -> None:
        self.closed = True


@asynccontextmanager
async def opened(
    practice: ScriptedPractice, size: tuple[int, int] = NARROW, persona: str | None = None, session: str | None = None
) -> AsyncIterator[Pilot[None]]:
    """The app on this practice room, all cards on the table."""
    app = LeaninApp(lambda: practice, persona=persona, session=session)  # type: ignore[arg-type, return-value]
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        yield pilot


@asynccontextmanager
async def conversing(practice: ScriptedPractice, size: tuple[int, int] = NARROW) -> AsyncIterator[Pilot[None]]:
    """The app in a conversation with the first persona, the scene passed over."""
    async with opened(practice, size) as pilot:
        app, file = pilot.app, practice.shelf[0]
        assert isinstance(app, LeaninApp) and isinstance(file, PersonaFile)
        app.begin(file)
        await settled(pilot)
        yield pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is under way any more."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def send(pilot: Pilot[None], text: str) -> None:
    """Write a reply and send it; doesn't wait for what comes of it."""
    box(pilot).load_text(text)
    box(pilot).action_send()
    await asyncio.sleep(0)


async def exchange(pilot: Pilot[None], text: str = REPLY) -> None:
    """Send a reply and wait for the answer."""
    await send(pilot, text)
    await settled(pilot)


def box(pilot: Pilot[None]) -> ReplyBox:
    return pilot.app.screen.query_one(ReplyBox)


def conversation(pilot: Pilot[None]) -> ConversationScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ConversationScreen)
    return screen


def shown(pilot: Pilot[None]) -> str:
    """All that can be read on the screen now, line by line."""
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips())


def words(pilot: Pilot[None]) -> str:
    """The same without line breaks and indents, for looking for a sentence that may be wrapped."""
    return " ".join(shown(pilot).translate(dict.fromkeys(map(ord, "▏▌▐│┃▊▎"), " ")).split())


def transcript(pilot: Pilot[None]) -> str:
    """All that stands in the transcript, scrolled out of sight or not, without line breaks."""
    said = pilot.app.screen.query_one(Transcript).query(Static)
    return " ".join(" ".join(str(speech.visual).split()) for speech in said)


def footer(pilot: Pilot[None]) -> set[str]:
    """What the footer offers to do now."""
    return {active.binding.description for active in pilot.app.screen.active_bindings.values() if active.binding.show}


def an_offer() -> Offer:
    """A model on this machine."""
    return Offer("ollama_chat/llama3.2", "this machine", "a local Ollama")


def summary_of(
    session_id: str, replies: int = 3, outcome: Outcome | None = None, *, running: bool = False
) -> SessionSummary:
    """A session of some time ago."""
    return SessionSummary(
        id=session_id,
        started=datetime(2026, 3, 3, 14, 5, tzinfo=UTC),
        persona="ada",
        replies=replies,
        outcome=outcome,
        running=running,
        imported=False,
        redacted=False,
    )
