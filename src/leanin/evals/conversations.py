"""Scripted conversations: each played through the whole engine, its way held against what a clinician would expect."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from leanin.dynamics import Stance
from leanin.errors import LeaninError
from leanin.evals.fidelity import Talk, Utterance, talk_of, utterances
from leanin.evals.items import Expected, ScriptedConversation
from leanin.evals.legibility import Reader
from leanin.evals.paths import path_agreement
from leanin.persona import PersonaFile
from leanin.rubric import Grade
from leanin.session.engine import Cast, Session
from leanin.session.events import Ended, Event, StateReached
from leanin.session.opening import header
from leanin.session.ports import ClientVoice, Evaluator
from leanin.session.record import Record, Turn


class PlayedTurn(BaseModel):
    """One reply of the script, and what came of it."""

    model_config = ConfigDict(frozen=True)

    client: str
    """The client's words that the reply answers."""
    reply: str
    before: StateReached
    grade: Grade | None = None
    after: StateReached | None = None
    said: str = ""
    """What the client answered; `whole` tells whether all of it came."""
    thought: str = ""
    whole: bool = False


class Reading(BaseModel):
    """What a reader made of one thing the client said; None where it gave no answer."""

    model_config = ConfigDict(frozen=True)

    was: Stance
    read: Stance | None
    tells_too_much: bool | None


class ConversationResult(BaseModel):
    """One scripted conversation and where it led."""

    model_config = ConfigDict(frozen=True)

    conversation: ScriptedConversation
    states: list[StateReached]
    """From the start, one a graded reply."""
    turns: list[PlayedTurn] = Field(default_factory=list)
    outcome: Ended | None
    ungraded: int
    """Replies that got no grade or no whole answer."""
    unheard: int
    """Replies that came after the client had left."""
    failures: list[str]
    """Where the end differs from what was expected, in words; empty where it doesn't."""
    faults: list[str] = Field(default_factory=list)
    """Why there were no grades or no whole answers."""
    path_agreed: int = 0
    """Replies that took the client's trust where they should have."""
    path_judged: int = 0
    """Replies for which that was said."""
    talk: Talk = Talk()
    readings: list[Reading] = Field(default_factory=list)
    reader: str = ""
    """The model that read the client's words; empty where none did."""
    reader_fault: str = ""
    """What the reader's first failure was; empty where it always answered."""


class _Nowhere:
    """A journal for runs whose results are kept elsewhere."""

    def append(self, event: Event) -> None:
        """Keep nothing."""


async def converse(
    talk: ScriptedConversation,
    file: PersonaFile,
    evaluator: Evaluator,
    voice: ClientVoice,
    reader: Reader | None = None,
) -> ConversationResult:
    """Play one script through the engine and hold its way against what was expected.

    A reply that the session refuses ends the script there and is among the failures. A `reader` reads what the client
    said: its stance, and whether it tells too much.
    """
    cast = Cast(persona=file.persona, evaluator=evaluator, voice=voice, seed=talk.seed)
    session = Session(cast, _Nowhere())
    session.open(header(file, cast))
    refused = []
    try:
        for reply in talk.replies:
            await session.reply(reply)
    except LeaninError as error:
        refused = [str(error)]
    session.end()
    record = session.record
    agreed, judged = path_agreement(talk.expected.path, record)
    said = utterances(record, file.persona, talk.seed)
    return ConversationResult(
        conversation=talk,
        states=record.states(),
        turns=[_played(turn) for turn in record.turns],
        outcome=record.outcome,
        ungraded=sum(turn.grade is None or not turn.answered for turn in record.turns),
        unheard=len(record.unsaid),
        failures=refused + _against(talk.expected, record),
        path_agreed=agreed,
        path_judged=judged,
        talk=talk_of(said),
        readings=await _readings(said, reader) if reader else [],
        reader=reader.name if reader else "",
        reader_fault=reader.fault if reader else "",
    )


def _played(turn: Turn) -> PlayedTurn:
    return PlayedTurn(
        client=turn.client,
        reply=turn.reply,
        before=turn.before,
        grade=turn.grade,
        after=turn.after,
        said=turn.answer.said if turn.answer else "",
        thought=turn.answer.thought if turn.answer else "",
        whole=turn.answered,
    )


async def _readings(said: Sequence[Utterance], reader: Reader) -> list[Reading]:
    return [
        Reading(
            was=one.moment.stance,
            read=await reader.stance_of(one.said),
            tells_too_much=await reader.tells_too_much(one),
        )
        for one in said
    ]


def _against(expected: Expected, record: Record) -> list[str]:
    assert record.start and record.now and record.outcome, "the session was opened and ended"
    failures = []
    if expected.stance and record.now.stance not in expected.stance:
        failures.append(f"stance {record.now.stance.value}, expected {' or '.join(expected.stance)}")
    if expected.outcome and record.outcome.outcome not in expected.outcome:
        failures.append(f"outcome {record.outcome.outcome.value}, expected {' or '.join(expected.outcome)}")
    moved = record.now.trust - record.start.trust
    holds = {"up": moved > 0, "down": moved < 0, "not up": moved <= 0, "any": True}[expected.trust]
    if not holds:
        failures.append(f"trust moved by {moved:+.0f}, expected {expected.trust}")
    return failures
