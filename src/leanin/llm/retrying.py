"""Trying again, in one place: around every adapter, with growing waits, and never after the first word of a stream."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import BaseModel

from leanin.llm.adapter import DEFAULT_SAMPLING
from leanin.llm.faults import CallFault
from leanin.llm.port import ChatModel, Completion, Finished, Message, Sampling, TextPart
from leanin.llm.wrapping import AroundModel

if TYPE_CHECKING:
    from tenacity import AsyncRetrying, RetryCallState

Parts = AsyncGenerator[TextPart | Finished, None]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and after how long a failed call is made again; all waits in seconds."""

    attempts: int = 3
    """Calls in all."""
    first_wait: float = 0.5
    """Doubled each time, with up to as much again at random, so that many users don't come back at once."""
    longest_wait: float = 8.0
    longest_asked: float = 30.0
    """A server that asks (`Retry-After`) for a longer wait isn't asked again: the person is told how long it is."""
    sleep: Callable[[float], Awaitable[None]] = field(default=asyncio.sleep)

    def retrying(self) -> "AsyncRetrying":
        """This policy for one call."""
        from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

        async def sleep(seconds: float) -> None:
            await self.sleep(seconds)

        return AsyncRetrying(
            sleep=sleep,
            stop=stop_after_attempt(self.attempts),
            wait=self._wait,
            retry=retry_if_exception(self._is_worth_it),
            reraise=True,
        )

    def _is_worth_it(self, error: BaseException) -> bool:
        return (
            isinstance(error, CallFault)
            and error.worth_retrying
            and (error.retry_after is None or error.retry_after <= self.longest_asked)
        )

    def _wait(self, state: "RetryCallState") -> float:
        from tenacity import wait_exponential, wait_random

        growing = wait_exponential(multiplier=self.first_wait, max=self.longest_wait) + wait_random(0, self.first_wait)
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, CallFault) else None
        if not asked:
            return growing(state)
        scatter = wait_random(0, self.first_wait + asked / 10)  # all who were told the same come back one by one
        return max(asked + scatter(state), growing(state))


class RetryingModel(AroundModel):
    """A `ChatModel` that makes the calls of another again where that is worth it."""

    def __init__(self, inner: ChatModel, policy: RetryPolicy | None = None) -> None:
        super().__init__(inner)
        self._policy = policy or RetryPolicy()

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling = DEFAULT_SAMPLING
    ) -> AsyncGenerator[TextPart | Finished, None]:
        """Stream an answer. A call is made again only as long as nothing of it has arrived."""

        async def begin() -> tuple[Parts, TextPart | Finished | None]:
            parts = self._inner.stream(messages, sampling)
            try:
                return parts, await anext(parts, None)
            except BaseException:
                await parts.aclose()
                raise

        parts: Parts
        first: TextPart | Finished | None
        parts, first = await self._policy.retrying()(begin)
        try:
            if first is not None:
                yield first
            async for part in parts:
                yield part
        finally:
            await parts.aclose()

    async def complete(
        self,
        messages: Sequence[Message],
        sampling: Sampling = DEFAULT_SAMPLING,
        *,
        schema: type[BaseModel] | None = None,
    ) -> Completion:
        """Ask for a whole answer."""
        return await self._policy.retrying()(self._inner.complete, messages, sampling, schema=schema)
