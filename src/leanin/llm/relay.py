"""One stream of words out of any adapter's chunks: time limits, a proper end or a fault, and closing at once.

The adapter's chunks are read by a task of their own. Closing the stream cancels that task where it waits for the
network, which closes the HTTP response at once with every client library; LiteLLM's own `aclose` doesn't for all of
its providers.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from leanin.llm.cost import Tokens
from leanin.llm.faults import (
    BrokeOff,
    CallFault,
    CallSite,
    EmptyAnswer,
    RanOut,
    Refused,
    Stalled,
    TimedOutWaiting,
)
from leanin.llm.port import Finished, TextPart, TimeLimits, Usage

FOR_THE_COUNTS = 2.0
"""Seconds to wait, once an answer is whole, for the provider's count of tokens."""

_REFUSING = ("content_filter", "refusal", "safety")
_RAN_OUT = ("length", "max_tokens")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a streamed answer, or all of one that isn't streamed, in the same terms for every adapter."""

    text: str = ""
    thinking: bool = False
    """Silent reasoning arrived: a sign of life, not to be shown."""
    refusal: str | None = None
    """The model's words for why it won't answer, perhaps none; None where it didn't refuse."""
    finish: str | None = None
    """The finish reason that the server itself sent."""
    tokens: Tokens | None = None


def check_end(finish: str | None, text: str, refusal: str | None, site: CallSite, usage: Usage) -> None:
    """Raise the fault that an answer's end amounts to; return where the answer is whole.

    `finish` None is a stream that just stopped. A limit of tokens that ran out cuts a sentence too.
    """
    if finish in _RAN_OUT:
        raise RanOut(site, usage=usage)
    if finish in _REFUSING or (refusal is not None and not text):
        raise Refused(site, refusal or "", usage=usage)
    if finish is None:
        raise BrokeOff(site, usage=usage)
    if not text.strip():
        raise EmptyAnswer(site, usage=usage)


async def relay(
    chunks: Callable[[], AsyncGenerator[Chunk, None]],
    site: CallSite,
    limits: TimeLimits,
    usage_of: Callable[[Tokens], Usage],
) -> AsyncGenerator[TextPart | Finished, None]:
    """Stream the text of `chunks` within the time limits, ending with `Finished` or a `CallFault`.

    What arrived is yielded before a fault is raised.
    """
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[Chunk | BaseException | None] = asyncio.Queue()
    reader = asyncio.create_task(_read(chunks, arrived))
    text, began, tokens = "", False, Tokens()
    finish: str | None = None
    refusal: str | None = None
    deadline = loop.time() + limits.first_token
    try:
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    chunk = await arrived.get()
            except TimeoutError:
                if finish is not None:
                    break  # the answer is whole; only its counts, or the end of the connection, didn't come
                raise _late(site, limits, began=began) from None
            if chunk is None:
                break
            if isinstance(chunk, BaseException):
                raise chunk
            finish, tokens = chunk.finish or finish, chunk.tokens or tokens
            if chunk.refusal is not None:
                refusal = (refusal or "") + chunk.refusal
            if chunk.text:
                text += chunk.text
                yield TextPart(chunk.text)
            if chunk.text or chunk.thinking:
                began = True
            if finish is not None:
                deadline = loop.time() + min(limits.between_tokens, FOR_THE_COUNTS)
            elif chunk.text or chunk.thinking:
                deadline = loop.time() + limits.between_tokens
        usage = usage_of(tokens)
        check_end(finish, text, refusal, site, usage)
        yield Finished(usage)
    finally:
        reader.cancel()
        await asyncio.wait([reader])


async def _read(
    chunks: Callable[[], AsyncGenerator[Chunk, None]], arrived: "asyncio.Queue[Chunk | BaseException | None]"
) -> None:
    """Move all chunks into the queue, then None, or the exception that ended them: its reader raises it."""
    try:
        async with aclosing(chunks()) as pieces:
            async for piece in pieces:
                arrived.put_nowait(piece)
    except Exception as error:  # handed over whole to the stream's consumer, who raises it
        arrived.put_nowait(error)
    else:
        arrived.put_nowait(None)


def _late(site: CallSite, limits: TimeLimits, *, began: bool) -> CallFault:
    if began:
        return Stalled(site, limits.between_tokens)
    return TimedOutWaiting(site, limits.first_token)
