"""A practice room of doubles, so that the app runs on a script and an in-memory journal."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from tests.doubles import MemoryJournal, ScriptedEvaluator, ScriptedVoice, persona_file

from leanin.errors import DataFileError
from leanin.persona import PersonaFile, Therapist
from leanin.session.engine import Cast, Session
from leanin.session.opening import header
from leanin.settings import Settings
from leanin.store.kept import SessionSummary
from leanin.tui.app import LeaninApp


class ScriptedPractice:
    """What the app asks of `leanin.practice.Practice`, kept in memory."""

    def __init__(
        self,
        evaluator: ScriptedEvaluator | None = None,
        voice: ScriptedVoice | None = None,
        *,
        coach: ScriptedEvaluator | None = None,
        shelf: Sequence[PersonaFile | DataFileError] | None = None,
        offers: Sequence[Any] = (),
        left: SessionSummary | None = None,
        **settings: Any,
    ) -> None:
        self.settings = Settings(**settings)
        self.evaluator = evaluator or ScriptedEvaluator()
        self.voice = voice or ScriptedVoice()
        self.coach = coach
        self.shelf = [persona_file()] if shelf is None else shelf
        self.found = list(offers)
        self.left = left
        self.journals: list[MemoryJournal] = []
        self.resumable: dict[str, Session] = {}
        self.accepted: Any = None
        self.closed = False

    @property
    def journal(self) -> MemoryJournal:
        """The journal of the latest session."""
        return self.journals[-1]

    def personas(self) -> Iterator[PersonaFile | DataFileError]:
        return iter(self.shelf)

    def models_in_words(self) -> str:
        return f"{self.accepted.model}" if self.accepted else "built-in client and evaluator, no language model"

    def begin(self, file: PersonaFile, therapist: Therapist | None = None) -> Session:
        persona = file.persona.with_therapist(therapist) if therapist else file.persona
        cast = Cast(persona=persona, evaluator=self.evaluator, voice=self.voice, coach=self.coach, seed=7)
        self.journals.append(MemoryJournal())
        session = Session(cast, self.journal)
        session.open(header(file, cast, coach=self.settings.coach.value))
        return session

    def cut_off(self) -> SessionSummary | None:
        return self.left

    def resume(self, session_id: str) -> Session:
        session = self.resumable[session_id]
        session.resume()
        return session

    def remember(self, **changes: Any) -> None:
        self.settings = Settings(**(self.settings.model_dump() | changes))

    def offers(self) -> list[Any]:
        return [] if self.settings.offer_answered else self.found

    def accept(self, offer: Any) -> None:
        self.accepted = offer
        self.remember(offer_answered=True)

    def decline_offers(self) -> None:
        self.remember(offer_answered=True)

    def warm_up(self) -> None:
        """Nothing to import."""

    async def close(self) -> None:
        self.closed = True


Opened = Callable[..., tuple[LeaninApp, ScriptedPractice]]


@pytest.fixture
def app_with() -> Opened:
    """Makes an app on a scripted practice room; takes what `ScriptedPractice` and `LeaninApp` take."""

    def make(
        *parts: Any, persona: str | None = None, session: str | None = None, **options: Any
    ) -> tuple[LeaninApp, ScriptedPractice]:
        practice = ScriptedPractice(*parts, **options)
        app = LeaninApp(lambda: practice, persona=persona, session=session)  # type: ignore[arg-type, return-value]
        app.animation_level = "none"
        return app, practice

    return make


@pytest.fixture
def an_offer() -> Any:
    return SimpleNamespace(model="ollama_chat/llama3.2", found="A local Ollama answered", receiver="this machine")


def summary_of(session_id: str, replies: int) -> SessionSummary:
    """A session that was cut off some time ago."""
    return SessionSummary(
        id=session_id,
        started=datetime(2026, 3, 3, 14, 5, tzinfo=UTC),
        persona="ada",
        replies=replies,
        outcome=None,
        running=False,
        imported=False,
        redacted=False,
    )
