"""The pace at which one server is asked: connections at once, requests and tokens a minute.

Goes inside the retrying, around each attempt: a call that waits because it was told to (`Retry-After`) holds no
connection and slows nobody down but itself.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from leanin.llm.adapter import DEFAULT_SAMPLING
from leanin.llm.faults import CallFault
from leanin.llm.port import ChatModel, Completion, Finished, Message, Sampling, TextPart, Usage
from leanin.llm.receivers import provider_of, receiver
from leanin.llm.wrapping import AroundModel

_STEPS_ASIDE: Final = 2
"""Turns of the loop for which a call that has its answer steps aside: in the first, others get theirs; in the second,
those who waited for their connections send what they ask. What is made of the answers can wait a little longer."""

LETTERS_A_TOKEN: Final = 4
"""Of English text, roughly; only until the server has counted."""

_BURST: Final = 1.0
"""Seconds' worth of requests or tokens that may go at once after a lull."""
_FIRST_GUESS: Final = 256
"""Tokens of an answer, until the first was counted."""
_WEIGHT: Final = 0.2
"""How much the latest answer counts in the running mean of their lengths."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one server is asked at most; None is no limit. Raises `ValueError` for anything that isn't above 0."""

    connections: int | None = None
    """At the same time."""
    requests_a_minute: float | None = None
    tokens_a_minute: float | None = None
    """Read and written together."""

    def __post_init__(self) -> None:
        for name in ("connections", "requests_a_minute", "tokens_a_minute"):
            limit = getattr(self, name)
            if limit is not None and not limit > 0:
                raise ValueError(f"{name} must be above 0, not {limit}")


class _Bucket:
    """So many a minute, evenly: a second's worth may go at once after a lull, then each waits until it is due.

    What starts within any minute is the limit, one second's worth (at least one) and the size of the last at most.
    """

    def __init__(self, a_minute: float, clock: Callable[[], float]) -> None:
        self._seconds_each = 60.0 / a_minute
        self._slack = max(0.0, _BURST - self._seconds_each)
        self._clock = clock
        self._due = float("-inf")  # when all that was taken so far will have been earned

    def take(self, amount: float) -> float:
        """Take so many, and say how many seconds to wait before using them. Whoever comes first goes first."""
        now = self._clock()
        wait = max(0.0, self._due - now - self._slack)
        self._due = max(self._due, now) + amount * self._seconds_each
        return wait

    def correct(self, more: float) -> None:
        """Count so many more than were taken (fewer, below 0): those who come later wait accordingly."""
        self._due += more * self._seconds_each


class Pace:
    """The pace of one server, shared by all models that it serves; for one event loop."""

    def __init__(
        self,
        limits: Limits,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._connections = asyncio.Semaphore(limits.connections) if limits.connections else None
        self._requests = _Bucket(limits.requests_a_minute, clock) if limits.requests_a_minute else None
        self._tokens = _Bucket(limits.tokens_a_minute, clock) if limits.tokens_a_minute else None
        self._sleep = sleep

    @asynccontextmanager
    async def turn(self, tokens: float) -> AsyncIterator["Turn"]:
        """Wait for a connection, then until the rates allow a request of so many tokens; hold it for the block.

        A connection comes first: those behind wait for the same rates anyway, and a rate that is used up while a call
        waits for its connection would come as a burst later.
        """
        if self._connections is None:
            yield await self._when_due(tokens)
            return
        async with self._connections:
            yield await self._when_due(tokens)
        for _ in range(_STEPS_ASIDE):
            await asyncio.sleep(0)

    async def _when_due(self, tokens: float) -> "Turn":
        wait = max(
            self._requests.take(1) if self._requests else 0.0,
            self._tokens.take(tokens) if self._tokens else 0.0,
        )
        if wait > 0:
            try:
                await self._sleep(wait)
            except BaseException:  # called off before anything was sent
                if self._requests:
                    self._requests.correct(-1)
                if self._tokens:
                    self._tokens.correct(-tokens)
                raise
        return Turn(self._tokens, tokens)


class Turn:
    """A call's turn, to be told what it really took."""

    def __init__(self, tokens: _Bucket | None, taken: float) -> None:
        self._tokens, self._taken = tokens, taken

    def took(self, tokens: float) -> None:
        """Put the tokens that were counted in place of those that were expected."""
        if self._tokens:
            self._tokens.correct(tokens - self._taken)
            self._taken = tokens


class Paces:
    """The pace of each server, by its address: `usual` limits, and those of servers that have their own.

    `own` names a server as a model's address does, or a provider by its prefix (`openai`) where that has none.
    """

    def __init__(self, usual: Limits, own: Mapping[str, Limits] | None = None) -> None:
        self._usual = usual
        self._own = {name.rstrip("/"): limits for name, limits in (own or {}).items()}
        self._paces: dict[str, Pace] = {}

    def of(self, name: str, api_base: str | None = None) -> Pace:
        """The one pace of the server that this model's calls go to."""
        server = (receiver(name, api_base).base or provider_of(name)).rstrip("/")
        if server not in self._paces:
            self._paces[server] = Pace(self._own.get(server, self._usual))
        return self._paces[server]


class PacedModel(AroundModel):
    """A `ChatModel` that makes each call of another when its server's pace allows it."""

    def __init__(self, inner: ChatModel, pace: Pace) -> None:
        super().__init__(inner)
        self._pace = pace
        self._answer: float | None = None  # the running mean of the answers' tokens

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling = DEFAULT_SAMPLING
    ) -> AsyncGenerator[TextPart | Finished, None]:
        """Stream an answer. The connection is held until the stream is closed."""
        read, written = self._expected(messages, sampling)
        async with self._pace.turn(read + written) as turn:
            try:
                async with aclosing(self._inner.stream(messages, sampling)) as parts:
                    async for part in parts:
                        if isinstance(part, Finished):
                            self._counted(turn, part.usage)
                        yield part
            except CallFault as fault:
                self._failed(turn, fault, read)
                raise

    async def complete(
        self,
        messages: Sequence[Message],
        sampling: Sampling = DEFAULT_SAMPLING,
        *,
        schema: type[BaseModel] | None = None,
    ) -> Completion:
        """Ask for a whole answer."""
        read, written = self._expected(messages, sampling)
        async with self._pace.turn(read + written) as turn:
            try:
                completion = await self._inner.complete(messages, sampling, schema=schema)
            except CallFault as fault:
                self._failed(turn, fault, read)
                raise
            self._counted(turn, completion.usage)
            return completion

    def _expected(self, messages: Sequence[Message], sampling: Sampling) -> tuple[float, float]:
        read = sum(len(message.content) for message in messages) / LETTERS_A_TOKEN
        written = _FIRST_GUESS if self._answer is None else self._answer
        return read, min(written, sampling.max_tokens)

    def _counted(self, turn: Turn, usage: Usage) -> None:
        if usage.input_tokens is None or usage.output_tokens is None:
            return
        turn.took(usage.input_tokens + usage.output_tokens)
        before = usage.output_tokens if self._answer is None else self._answer
        self._answer = before + _WEIGHT * (usage.output_tokens - before)

    def _failed(self, turn: Turn, fault: CallFault, read: float) -> None:
        if fault.usage:
            self._counted(turn, fault.usage)
        else:
            turn.took(read)
