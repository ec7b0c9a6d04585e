"""Models over the OpenAI SDK: OpenAI itself (`openai/…`) and any OpenAI-compatible server by its address.

The SDK costs half a second to import, so it is imported at the first call.
"""

import asyncio
import os
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any, cast

from leanin.llm.adapter import Adapter
from leanin.llm.cost import Tokens
from leanin.llm.faults import CallSite, KeyMissing, NotAChat
from leanin.llm.habits import Request
from leanin.llm.port import TimeLimits
from leanin.llm.relay import Chunk
from leanin.llm.translating import fault_from

if TYPE_CHECKING:
    from openai import AsyncOpenAI, AsyncStream
    from openai.types import CompletionUsage
    from openai.types.chat import ChatCompletion, ChatCompletionChunk
    from openai.types.chat.chat_completion_message import ChatCompletionMessage

NO_KEY_NEEDED = "no-key-needed"
"""Sent to a server of one's own where OPENAI_API_KEY isn't set: the SDK wants some key, such servers want none."""


class OpenAIModel(Adapter):
    """`openai/<model>`, or any model name together with the `api_base` of a compatible server.

    The key comes from OPENAI_API_KEY. It is sent to `api_base` too where both are set, as the SDK does.
    """

    def __init__(self, name: str, api_base: str | None = None, limits: TimeLimits | None = None) -> None:
        super().__init__(name, api_base, limits)
        self._model = name.removeprefix("openai/")
        self._client: AsyncOpenAI | None = None
        if self._receiver.is_providers_own:
            self._habits.limit = "max_completion_tokens"  # OpenAI's own name for it; other servers know the older one

    async def close(self) -> None:
        """Release connections; a later call makes new ones."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _prepare(self) -> None:
        await self._connected()

    async def _chunks(self, request: Request) -> AsyncGenerator[Chunk, None]:
        import httpx
        import openai

        began = False
        stream: AsyncStream[ChatCompletionChunk] | None = None
        try:
            stream = await self._create(request)
            async for piece in stream:
                chunk = _chunk(piece)
                began = began or bool(chunk.text)
                yield chunk
        except (openai.OpenAIError, httpx.HTTPError, ValueError) as error:
            raise fault_from(error, self._site, self._limits, began=began) from error
        finally:
            if stream is not None:
                await stream.close()

    async def _whole(self, request: Request) -> Chunk:
        import httpx
        import openai

        try:
            answer: ChatCompletion = await self._create(request)
        except (openai.OpenAIError, httpx.HTTPError, ValueError) as error:
            raise fault_from(error, self._site, self._limits, formatted="response_format" in request) from error
        return whole_chunk(answer, self._site)

    async def _create(self, request: Request) -> Any:
        client = await self._connected()
        return await client.chat.completions.create(model=self._model, **request)

    async def _connected(self) -> "AsyncOpenAI":
        if self._client is None:
            key = os.environ.get("OPENAI_API_KEY") or ("" if self._receiver.is_providers_own else NO_KEY_NEEDED)
            if not key:
                raise KeyMissing(self._site)
            await asyncio.to_thread(warm_up)
            import httpx
            import openai

            if self._client is None:  # calls that began together wait for the same import, and share one client
                # The SDK's own limits would stack with ours; only connecting can't be seen from outside it.
                limits = httpx.Timeout(None, connect=self._limits.connect)
                base = self._receiver.base or "https://api.openai.com/v1"
                self._client = openai.AsyncOpenAI(api_key=key, base_url=base, max_retries=0, timeout=limits)
        return self._client


def warm_up() -> None:
    """Import the SDK ahead of the first call; for a worker thread after the first paint."""
    import openai.resources.chat.completions  # noqa: F401


def tokens_in(usage: "CompletionUsage | None") -> Tokens | None:
    """What the provider counted; None where it didn't say. A count of zero read tokens is a count not made."""
    if usage is None or not usage.prompt_tokens:
        return None
    details = usage.prompt_tokens_details
    return Tokens(usage.prompt_tokens, usage.completion_tokens, (details.cached_tokens or 0) if details else 0)


def whole_chunk(answer: "ChatCompletion", site: CallSite) -> Chunk:
    """A whole answer in the shape of OpenAI's API, as LiteLLM gives it too. `content` None is a refusal.

    Raises `NotAChat` for anything else, such as the web page that a wrong address answers with.
    """
    choices = getattr(answer, "choices", None)  # the SDK doesn't check what it gets
    choice = choices[0] if isinstance(choices, list) and choices else None
    message: ChatCompletionMessage | None = getattr(choice, "message", None)
    if choice is None or message is None:
        raise NotAChat(site)
    refusal = getattr(message, "refusal", None)
    if message.content is None:
        refusal = refusal or ""
    finish = cast("str | None", choice.finish_reason)
    return Chunk(text=message.content or "", refusal=refusal, finish=finish, tokens=tokens_in(answer.usage))


def _chunk(piece: "ChatCompletionChunk") -> Chunk:
    tokens = tokens_in(getattr(piece, "usage", None))
    choices = getattr(piece, "choices", None)
    if not choices:
        return Chunk(tokens=tokens)
    choice = choices[0]
    delta = choice.delta
    if delta is None:  # some compatible servers send a last choice without one
        return Chunk(finish=choice.finish_reason, tokens=tokens)
    thinking = bool(getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None))
    return Chunk(
        text=delta.content or "", thinking=thinking, refusal=delta.refusal, finish=choice.finish_reason, tokens=tokens
    )
