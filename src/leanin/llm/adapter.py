"""What the adapters have in common: requests, limits, ends and faults. A subclass only makes the call."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from pydantic import BaseModel

from leanin.llm.cost import Tokens, price
from leanin.llm.faults import RequestRejected, TimedOutWaiting
from leanin.llm.guard import check_allowed
from leanin.llm.habits import Habits, Request
from leanin.llm.port import Completion, Finished, Message, Sampling, TextPart, TimeLimits, Usage
from leanin.llm.receivers import receiver
from leanin.llm.relay import Chunk, check_end, relay

DEFAULT_SAMPLING = Sampling()


class Adapter(ABC):
    """A `ChatModel` over some client library; every failure is a `leanin.llm.faults.CallFault`.

    A call is made once: trying again is `leanin.llm.retrying`'s. A parameter that the server clearly refuses is left
    out from then on.
    """

    def __init__(self, name: str, api_base: str | None = None, limits: TimeLimits | None = None) -> None:
        self._name = name
        self._limits = limits or TimeLimits()
        self._receiver = receiver(name, api_base)
        self._site = self._receiver.site
        self._habits = Habits()

    @property
    def name(self) -> str:
        """The name it was configured by."""
        return self._name

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling = DEFAULT_SAMPLING
    ) -> AsyncGenerator[TextPart | Finished, None]:
        """Stream an answer; closing the iterator or cancelling its task closes the connection at once.

        Raises a `CallFault` where the answer fails or doesn't come to its proper end, after all that arrived.
        """
        self._check_allowed()
        await self._prepare()
        async with aclosing(
            relay(lambda: self._adapted(messages, sampling), self._site, self._limits, self._usage)
        ) as parts:
            async for part in parts:
                yield part

    async def complete(
        self,
        messages: Sequence[Message],
        sampling: Sampling = DEFAULT_SAMPLING,
        *,
        schema: type[BaseModel] | None = None,
    ) -> Completion:
        """Ask for a whole answer, with `schema` as JSON by that schema (`AnyJson`: by any).

        Raises `SchemaRefused` where the server doesn't take that, and any other `CallFault` where the answer fails,
        is refused, empty or cut off.
        """
        self._check_allowed()
        await self._prepare()
        while True:
            self._habits.check_format(schema, self._site)
            request = self._habits.request(messages, sampling, schema=schema, stream=False)
            try:
                async with asyncio.timeout(self._limits.first_token):
                    whole = await self._whole(request)
            except TimeoutError:
                raise TimedOutWaiting(self._site, self._limits.first_token) from None
            except RequestRejected as fault:
                if not self._habits.learn(fault, request):
                    raise
                continue
            usage = self._usage(whole.tokens or Tokens())
            check_end(whole.finish, whole.text, whole.refusal, self._site, usage)
            return Completion(whole.text, usage)

    @abstractmethod
    async def close(self) -> None:
        """Release connections."""

    @abstractmethod
    async def _prepare(self) -> None:
        """Import the client library in a thread: that takes seconds, which no limit on a server's time may count."""

    @abstractmethod
    def _chunks(self, request: Request) -> AsyncGenerator[Chunk, None]:
        """Make the streaming call as an async generator, raising `CallFault`s only."""

    @abstractmethod
    async def _whole(self, request: Request) -> Chunk:
        """Make the whole call, raising `CallFault`s only."""

    async def _adapted(self, messages: Sequence[Message], sampling: Sampling) -> AsyncGenerator[Chunk, None]:
        while True:
            request = self._habits.request(messages, sampling, schema=None, stream=True)
            try:
                async with aclosing(self._chunks(request)) as chunks:
                    async for chunk in chunks:
                        yield chunk
                return
            except RequestRejected as fault:  # a rejection comes instead of an answer, so nothing has been yielded
                if not self._habits.learn(fault, request):
                    raise

    def _usage(self, tokens: Tokens) -> Usage:
        listed = price(self._name) if self._receiver.is_providers_own else None
        return Usage(tokens.read, tokens.written, listed.of(tokens) if listed else None)

    def _check_allowed(self) -> None:
        check_allowed(self._site, on_this_machine=self._receiver.on_this_machine)
