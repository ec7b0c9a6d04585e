"""Running a suite: every reply through the evaluator, every scripted conversation through the whole engine."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from leanin import __version__, rubric
from leanin.casting import cast_evaluator, cast_voice, parts
from leanin.errors import LeaninError
from leanin.evals.codes import CodeResult, grade_coded
from leanin.evals.conversations import ClientFidelity, ConversationResult, client_fidelity, converse
from leanin.evals.dataset import FindPersona
from leanin.evals.injections import InjectionResult, grade_injection
from leanin.evals.legibility import Reader
from leanin.evals.pairs import PairResult, grade_pair
from leanin.evals.suite import LabelledReply, Suite
from leanin.llm.port import Usage
from leanin.persona_shelf import find_persona, on_shelf
from leanin.rubric import Grade
from leanin.session.ports import Evaluator
from leanin.settings import Settings

Item = TypeVar("Item")
Result = TypeVar("Result")


class ReplyResult(BaseModel):
    """One labelled reply and the grade it got; `error` where it got none."""

    model_config = ConfigDict(frozen=True)

    reply: LabelledReply
    grade: Grade | None = None
    error: str = ""


class SuiteResult(BaseModel):
    """All that a run found, with what it ran on."""

    model_config = ConfigDict(frozen=True)

    suite: str
    client_model: str
    evaluator_model: str
    leanin_version: str = __version__
    rubric_hash: str
    seconds: float
    grading_seconds: float = 0
    """Of these, how long the grading of single replies took; conversations come after it."""
    client_usage: Usage | None
    """What the client's language model used; None where there is none."""
    evaluator_usage: Usage | None
    reader_usage: Usage | None = None
    replies: list[ReplyResult]
    conversations: list[ConversationResult]
    fidelity: ClientFidelity | None = None
    """How true the client was over all conversations; None where there are none."""
    injections: list[InjectionResult] = Field(default_factory=list)
    pairs: list[PairResult] = Field(default_factory=list)
    codes: list[CodeResult] = Field(default_factory=list)

    def graded(self) -> int:
        """How many single replies got a grade."""
        twice = [(row.grade, row.honest) for row in self.injections] + [(row.first, row.second) for row in self.pairs]
        once = [row.grade for row in self.replies] + [row.grade for row in self.codes]
        return sum(grade is not None for grade in once) + sum(grade is not None for both in twice for grade in both)

    def faults(self) -> list[tuple[str | int, str]]:
        """The id of each item that got no grade, and what went wrong."""
        rows = [
            *((row.reply.id, row.error) for row in self.replies),
            *((row.injection.id, row.error) for row in self.injections),
            *((row.pair.id, row.error) for row in self.pairs),
            *((row.reply.id, row.error) for row in self.codes),
        ]
        return [(identity, error) for identity, error in rows if error]


async def run_suite(
    suite: Suite,
    settings: Settings,
    *,
    at_once: int = 4,
    reader: Reader | None = None,
    progress: Callable[[str], None] = lambda _what: None,
) -> SuiteResult:
    """Run the whole suite; `progress` is told the id of each item that is done.

    A `reader` reads what the client said in conversations: its stance, and whether it tells too much.

    Raises `LeaninError` where the models or personas can't be set up at all; a single item that fails is a result.
    """
    cast = parts(settings)
    evaluator, voice = cast_evaluator(cast.evaluator, settings), cast_voice(cast.client, settings)
    personas = {talk.persona: find_persona(talk.persona) for talk in suite.conversations}
    loop = asyncio.get_running_loop()
    began = loop.time()
    gate = asyncio.Semaphore(at_once)
    find = functools.lru_cache(maxsize=64)(on_shelf)

    async def each(
        items: Sequence[Item], measure: Callable[[Item], Awaitable[Result]], name: Callable[[Item], str | int]
    ) -> list[Result]:
        async def one(item: Item) -> Result:
            async with gate:
                result = await measure(item)
            progress(str(name(item)))
            return result

        return list(await asyncio.gather(*map(one, items)))

    try:
        replies = await each(suite.replies, lambda row: _grade(row, evaluator, find), lambda row: row.id)
        injections = await each(suite.injections, lambda row: grade_injection(row, evaluator, find), lambda row: row.id)
        pairs = await each(suite.pairs, lambda row: grade_pair(row, evaluator, find), lambda row: row.id)
        codes = await each(suite.codes, lambda row: grade_coded(row, evaluator, find), lambda row: row.id)
        graded_at = loop.time()
        played = await each(
            suite.conversations,
            lambda talk: converse(talk, personas[talk.persona], evaluator, voice),
            lambda talk: talk.id,
        )
        fidelity = await client_fidelity(played, reader, at_once=at_once)
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
        grading_seconds=round(graded_at - began, 6),
        client_usage=getattr(voice, "usage", None),
        evaluator_usage=getattr(evaluator, "usage", None),
        reader_usage=reader.usage if reader else None,
        replies=replies,
        conversations=[one.result for one in played],
        fidelity=fidelity,
        injections=injections,
        pairs=pairs,
        codes=codes,
    )


async def _grade(reply: LabelledReply, evaluator: Evaluator, find: FindPersona) -> ReplyResult:
    try:
        return ReplyResult(reply=reply, grade=await evaluator.grade(reply.moment(find)))
    except LeaninError as error:
        return ReplyResult(reply=reply, error=str(error))
