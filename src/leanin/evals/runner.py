"""Running a suite: every labelled reply through the evaluator, every scripted conversation through the whole engine."""

import asyncio
import functools
from collections.abc import Callable

from pydantic import BaseModel, ConfigDict

from leanin import __version__, rubric
from leanin.casting import cast_evaluator, cast_voice, parts
from leanin.errors import LeaninError
from leanin.evals.dataset import FindPersona
from leanin.evals.suite import Expected, LabelledReply, ScriptedConversation, Suite
from leanin.llm.port import Usage
from leanin.persona import PersonaFile
from leanin.persona_shelf import find_persona, on_shelf
from leanin.rubric import Grade
from leanin.session.engine import Cast, Session
from leanin.session.events import Ended, Event, StateReached
from leanin.session.opening import header
from leanin.session.ports import ClientVoice, Evaluator
from leanin.session.record import Record
from leanin.settings import Settings


class ReplyResult(BaseModel):
    """One labelled reply and the grade it got; `error` where it got none."""

    model_config = ConfigDict(frozen=True)

    reply: LabelledReply
    grade: Grade | None = None
    error: str = ""


class ConversationResult(BaseModel):
    """One scripted conversation and where it led."""

    model_config = ConfigDict(frozen=True)

    conversation: ScriptedConversation
    states: list[StateReached]
    """From the start, one a graded reply."""
    outcome: Ended | None
    said: list[str]
    ungraded: int
    """Replies that got no grade or no whole answer."""
    unheard: int
    """Replies that came after the client had left."""
    failures: list[str]
    """Where the way differs from what was expected, in words; empty where it doesn't."""


class SuiteResult(BaseModel):
    """All that a run found, with what it ran on."""

    model_config = ConfigDict(frozen=True)

    suite: str
    client_model: str
    evaluator_model: str
    leanin_version: str = __version__
    rubric_hash: str
    seconds: float
    client_usage: Usage | None
    """What the client's language model used; None where there is none."""
    evaluator_usage: Usage | None
    replies: list[ReplyResult]
    conversations: list[ConversationResult]


class _Nowhere:
    """A journal for runs whose results are kept elsewhere."""

    def append(self, event: Event) -> None:
        """Keep nothing."""


async def run_suite(
    suite: Suite, settings: Settings, *, at_once: int = 4, progress: Callable[[str], None] = lambda _what: None
) -> SuiteResult:
    """Run the whole suite; `progress` is told the id of each item that is done.

    Raises `LeaninError` where the models or personas can't be set up at all; a single item that fails is a result.
    """
    cast = parts(settings)
    evaluator, voice = cast_evaluator(cast.evaluator, settings), cast_voice(cast.client, settings)
    personas = {talk.persona: find_persona(talk.persona) for talk in suite.conversations}
    loop = asyncio.get_running_loop()
    began = loop.time()
    gate = asyncio.Semaphore(at_once)
    find = functools.lru_cache(maxsize=64)(on_shelf)

    async def graded(reply: LabelledReply) -> ReplyResult:
        async with gate:
            result = await _grade(reply, evaluator, find)
        progress(str(reply.id))
        return result

    async def conversed(talk: ScriptedConversation) -> ConversationResult:
        async with gate:
            result = await converse(talk, personas[talk.persona], evaluator, voice)
        progress(talk.id)
        return result

    try:
        replies = await asyncio.gather(*map(graded, suite.replies))
        conversations = await asyncio.gather(*map(conversed, suite.conversations))
    finally:
        for opened in (evaluator, voice):
            if close := getattr(opened, "close", None):
                await close()
    return SuiteResult(
        suite=suite.name,
        client_model=voice.name,
        evaluator_model=evaluator.name,
        rubric_hash=rubric.digest(),
        seconds=round(loop.time() - began, 3),
        client_usage=getattr(voice, "usage", None),
        evaluator_usage=getattr(evaluator, "usage", None),
        replies=list(replies),
        conversations=list(conversations),
    )


async def _grade(reply: LabelledReply, evaluator: Evaluator, find: FindPersona) -> ReplyResult:
    try:
        return ReplyResult(reply=reply, grade=await evaluator.grade(reply.moment(find)))
    except LeaninError as error:
        return ReplyResult(reply=reply, error=str(error))


async def converse(
    talk: ScriptedConversation, file: PersonaFile, evaluator: Evaluator, voice: ClientVoice
) -> ConversationResult:
    """Play one script through the engine and hold its way against what was expected.

    A reply that the session refuses ends the script there and is among the failures.
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
    return ConversationResult(
        conversation=talk,
        states=record.states(),
        outcome=record.outcome,
        said=[turn.answer.said for turn in record.turns if turn.answer],
        ungraded=sum(turn.grade is None or not turn.answered for turn in record.turns),
        unheard=len(record.unsaid),
        failures=refused + _against(talk.expected, record),
    )


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
