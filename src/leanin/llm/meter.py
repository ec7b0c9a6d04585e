"""What each call took: seconds, tokens, cost, attempts, told to the unit of work that it belongs to.

Two wrappers work together: `MeteredModel` outermost sees the whole call, `TimedModel` around the adapter sees the
server's own time, without the waits for a turn, for money or for another try.
"""

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from leanin.errors import LeaninError
from leanin.llm.adapter import DEFAULT_SAMPLING
from leanin.llm.faults import CallFault
from leanin.llm.port import ChatModel, Completion, Finished, Message, Sampling, TextPart, Usage
from leanin.llm.unit import current_unit
from leanin.llm.wrapping import AroundModel

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call, as its caller saw it. Plain data: `dataclasses.asdict` makes it JSON."""

    model: str
    outcome: Literal["answered", "failed", "closed"]
    """`closed` is a stream that its reader left before its end, or a call that was called off."""
    seconds: float
    """From the last attempt's request to its end: the server's own time, and what a stream's reader took between its
    pieces; 0 where nothing was sent."""
    first_token: float | None
    """From the last attempt's request to the first words of a stream; None where it isn't one, or none came."""
    waited: float
    """All other time of the call: waits for a turn, earlier attempts and the waits between them."""
    usage: Usage
    """Of the last attempt. For an answer out of the cache the tokens as they were, and a cost of 0."""
    attempts: int
    """Requests made; 0 where nothing was sent."""
    cached: bool = False
    """Whether the answer came out of the cache: its seconds say nothing about the model."""
    fault: str = ""
    """The fault's title, where it failed."""


@dataclass(slots=True)
class Ongoing:
    """What is known of a call while it runs."""

    attempts: int = 0
    seconds: float = 0.0
    first_token: float | None = None
    cached: bool = False


_CALL: ContextVar[Ongoing | None] = ContextVar("leanin_call", default=None)


def ongoing_call() -> Ongoing | None:
    """The metered call that is being made; None where nobody listens."""
    return _CALL.get()


class MeteredModel(AroundModel):
    """A `ChatModel` that tells the current unit's listener of each call of another; goes outermost."""

    def __init__(self, inner: ChatModel, clock: Clock = time.perf_counter) -> None:
        super().__init__(inner)
        self._clock = clock

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling = DEFAULT_SAMPLING
    ) -> AsyncGenerator[TextPart | Finished, None]:
        """Stream an answer."""
        notes = _Notes(self.name, self._clock)
        async with aclosing(self._inner.stream(messages, sampling)) as parts:
            try:
                # The call is looked up in the first step only. It is set no longer than that: between steps a generator
                # runs nothing, but its reader does.
                token = _CALL.set(notes.call)
                try:
                    part = await anext(parts, None)
                finally:
                    _CALL.reset(token)
                while part is not None:
                    if isinstance(part, Finished):
                        notes.answered(part.usage)
                    yield part
                    part = await anext(parts, None)
            except LeaninError as fault:
                notes.failed(fault)
                raise
            finally:
                # The inner stream notes its seconds as it closes, which the reader's leaving hasn't made it do yet.
                await parts.aclose()
                notes.tell()

    async def complete(
        self,
        messages: Sequence[Message],
        sampling: Sampling = DEFAULT_SAMPLING,
        *,
        schema: type[BaseModel] | None = None,
    ) -> Completion:
        """Ask for a whole answer."""
        notes = _Notes(self.name, self._clock)
        token = _CALL.set(notes.call)
        try:
            completion = await self._inner.complete(messages, sampling, schema=schema)
            notes.answered(completion.usage)
            return completion
        except LeaninError as fault:
            notes.failed(fault)
            raise
        finally:
            _CALL.reset(token)
            notes.tell()


class TimedModel(AroundModel):
    """A `ChatModel` that notes how long each attempt of another took; goes around the adapter itself."""

    def __init__(self, inner: ChatModel, clock: Clock = time.perf_counter) -> None:
        super().__init__(inner)
        self._clock = clock

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling = DEFAULT_SAMPLING
    ) -> AsyncGenerator[TextPart | Finished, None]:
        """Stream an answer."""
        call = _begun()
        started = self._clock()
        try:
            async with aclosing(self._inner.stream(messages, sampling)) as parts:
                async for part in parts:
                    if call.first_token is None and isinstance(part, TextPart):
                        call.first_token = self._clock() - started
                    yield part
        finally:
            call.seconds = self._clock() - started

    async def complete(
        self,
        messages: Sequence[Message],
        sampling: Sampling = DEFAULT_SAMPLING,
        *,
        schema: type[BaseModel] | None = None,
    ) -> Completion:
        """Ask for a whole answer."""
        call = _begun()
        started = self._clock()
        try:
            return await self._inner.complete(messages, sampling, schema=schema)
        finally:
            call.seconds = self._clock() - started


def _begun() -> Ongoing:
    call = _CALL.get() or Ongoing()
    call.attempts += 1
    call.first_token = None
    return call


class _Notes:
    """Collects one call's record, and tells it once."""

    def __init__(self, model: str, clock: Clock) -> None:
        self.call = Ongoing()
        unit = current_unit()
        self._listener = unit.listener if unit else None
        self._model, self._clock, self._started = model, clock, clock()
        self._outcome: Literal["answered", "failed", "closed"] = "closed"
        self._usage = Usage()
        self._fault = ""

    def answered(self, usage: Usage) -> None:
        self._outcome, self._usage = "answered", usage

    def failed(self, fault: LeaninError) -> None:
        self._outcome, self._fault = "failed", fault.title
        self._usage = (fault.usage if isinstance(fault, CallFault) else None) or Usage()

    def tell(self) -> None:
        if self._listener is None:
            return
        call = self.call
        whole = self._clock() - self._started
        self._listener(
            CallRecord(
                model=self._model,
                outcome=self._outcome,
                seconds=call.seconds,
                first_token=call.first_token,
                waited=max(0.0, whole - call.seconds),
                usage=self._usage,
                attempts=call.attempts,
                cached=call.cached,
                fault=self._fault,
            )
        )
