"""Models over LiteLLM: every provider that isn't spoken to with the OpenAI SDK.

LiteLLM takes seconds to import, so it is imported at the first call, in a thread; `warm_up` does it ahead of that.

What was found with LiteLLM 1.106 against loopback servers, and is worked around here:

* A stream that ends early looks to its reader as if it had ended with `stop`. The reason that the server truly sent is
  kept in the wrapper's `received_finish_reason` and `intermittent_finish_reason`: both None is a stream that broke
  off. Seen to hold for OpenAI-compatible servers, Mistral, Groq, OpenRouter, Anthropic and Ollama. For Gemini LiteLLM
  writes `stop` on every piece, so the raw lines are watched for the server's own `finishReason`.
  A refusal that comes as `delta.refusal` of a stream is dropped by LiteLLM: it looks like an empty answer.
  Not detectable: a provider whose part of LiteLLM makes a reason up before the wrapper sees it (as Gemini's does), or
  one that sends no reasons at all; the latter's streams all count as broken off.
* It estimates tokens that the provider didn't count, and downloads tokenizers for that: counting is switched off,
  and the zeros that it then gives are unknown counts.
* For its own bookkeeping it asks Ollama's server about each model that isn't in its price list, synchronously, in the
  event loop: such models are put into its list, and a stream isn't read beyond its last piece, which starts that.
* It loads a `.env` file from the working folder unless LITELLM_MODE says PRODUCTION.
* Closing a stream doesn't always close the connection (Anthropic): `leanin.llm.relay` cancels the reader instead.
"""

import asyncio
import importlib
import logging
import os
import sys
import threading
import warnings
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from leanin.llm.adapter import Adapter
from leanin.llm.faults import CallFault, RequestRejected, SchemaRefused
from leanin.llm.habits import Request
from leanin.llm.openai_adapter import NO_KEY_NEEDED, tokens_in, whole_chunk
from leanin.llm.port import TimeLimits
from leanin.llm.receivers import strip_route
from leanin.llm.relay import Chunk
from leanin.llm.translating import fault_from

_open_models = 0
_is_set_up = False
_ITS_WARNINGS: tuple[tuple[str, type[Warning]], ...] = (
    (r"Item '\w+' on TypedDict class .* `ReadOnly`", UserWarning),
    (r"Accessing the 'model_(computed_)?fields' attribute on the instance is deprecated", DeprecationWarning),
)
"""Of LiteLLM's way with Pydantic, which nobody who uses leanin can mend."""
_importing = threading.Lock()


class LiteLLMModel(Adapter):
    """Any model as LiteLLM names it; `litellm/` before the name is leanin's own and is stripped."""

    def __init__(self, name: str, api_base: str | None = None, limits: TimeLimits | None = None) -> None:
        super().__init__(name, api_base, limits)
        self._model = strip_route(name)
        self._is_counted = False

    async def close(self) -> None:
        """Release connections: LiteLLM's clients are shared, so they go with the last model that used them."""
        global _open_models
        if self._is_counted:
            self._is_counted = False
            _open_models -= 1
            if _open_models == 0:
                await _close_clients(sys.modules["litellm"])

    async def _prepare(self) -> None:
        global _open_models
        litellm = await asyncio.to_thread(_ready_litellm)
        if not self._is_counted:
            self._is_counted = True
            _open_models += 1
        if self._model.startswith(("ollama/", "ollama_chat/")):
            entry = {"litellm_provider": "ollama_chat", "mode": "chat"}
            litellm.model_cost.setdefault(self._model, entry)

    async def _chunks(self, request: Request) -> AsyncGenerator[Chunk, None]:
        import litellm

        began = False
        stream: Any = None
        try:
            stream = self._given(await litellm.acompletion(**self._parameters(request)), request)
            witness = await _watch(stream)
            async for piece in stream:
                chunk = _chunk(piece, _true_finish(stream, witness))
                began = began or bool(chunk.text)
                yield chunk
                if getattr(piece, "usage", None) is not None:
                    break  # its last piece, after the server's own end; reading on only starts LiteLLM's bookkeeping
            yield Chunk(finish=_true_finish(stream, witness))
        except CallFault:
            raise
        except Exception as error:  # LiteLLM lets its providers' own exceptions through; none is swallowed here
            raise fault_from(error, self._site, self._limits, began=began) from error
        finally:
            if stream is not None:
                await stream.aclose()

    async def _whole(self, request: Request) -> Chunk:
        import litellm

        try:
            if "response_format" in request and not self._takes_formats(litellm):
                raise SchemaRefused(self._site)
            answer = await litellm.acompletion(**self._parameters(request))
            return whole_chunk(self._given(answer, request), self._site)
        except CallFault:
            raise
        except Exception as error:  # as in `_chunks`
            raise fault_from(error, self._site, self._limits, formatted="response_format" in request) from error

    def _given(self, answer: Any, request: Request) -> Any:
        """What LiteLLM gave: it gives None where a server answers 422 also after LiteLLM has dropped parameters."""
        if answer is None:
            raise (SchemaRefused if "response_format" in request else RequestRejected)(self._site)
        return answer

    def _parameters(self, request: Request) -> dict[str, Any]:
        import httpx

        parameters = request | {
            "model": self._model,
            "max_retries": 0,
            "num_retries": 0,
            "timeout": httpx.Timeout(self._patience, connect=self._limits.connect),
        }
        if self._receiver.base is not None:
            parameters["api_base"] = self._receiver.base
            variable = self._site.key_variable
            if variable and not os.environ.get(variable) and not self._receiver.is_providers_own:
                parameters["api_key"] = NO_KEY_NEEDED
        return parameters

    @property
    def _patience(self) -> float:
        """A limit inside LiteLLM that only strikes after all of leanin's own have."""
        return 2 * (self._limits.first_token + self._limits.between_tokens)

    def _takes_formats(self, litellm: Any) -> bool:
        """Whether LiteLLM passes a `response_format` on: with `drop_params` it would drop it without a word."""
        model, provider, _, _ = litellm.get_llm_provider(model=self._model, api_base=self._receiver.base)
        known = litellm.get_supported_openai_params(model=model, custom_llm_provider=provider)
        return known is None or "response_format" in known


def warm_up() -> None:
    """Import LiteLLM and have it build what it builds at a first call: seconds, for a worker thread after first paint.

    It is set to be quiet, to fetch nothing by itself and to send no telemetry. Later calls return at once.
    """
    _ready_litellm()


def _ready_litellm() -> Any:
    for message, category in _ITS_WARNINGS:
        warnings.filterwarnings("ignore", message, category)
    with _importing:
        if "litellm" not in sys.modules or not _is_set_up:
            _set_up()
    return sys.modules["litellm"]


def _set_up() -> None:
    global _is_set_up
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ.setdefault("LITELLM_MODE", "PRODUCTION")
    importlib.import_module("openai.resources.chat.completions")  # which the SDK puts off to its first call
    litellm: Any = importlib.import_module("litellm")
    for logger in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        logging.getLogger(logger).setLevel(logging.CRITICAL + 1)
    litellm.telemetry = False
    litellm.suppress_debug_info = True
    litellm.drop_params = True
    litellm.disable_token_counter = True
    litellm.disable_hf_tokenizer_download = True
    litellm.redact_messages_in_exceptions = True
    litellm.completion(
        model="openai/none", messages=[{"role": "user", "content": ""}], mock_response="-", api_key=NO_KEY_NEEDED
    )  # answered by LiteLLM itself: it only makes its lazy parts load here, and not in the event loop
    _is_set_up = True


async def _close_clients(litellm: Any) -> None:
    await litellm.close_litellm_async_clients()
    litellm.in_memory_llm_clients_cache.flush_cache()  # it would hand the closed ones out again
    # One client, which Gemini's streams use, is in no cache. Closing its transport only makes it connect anew.
    transport = getattr(getattr(litellm.module_level_aclient, "client", None), "_transport", None)
    if transport is not None:
        await transport.aclose()


class _Witness:
    """Passes the raw lines of a stream on and remembers whether the server said why it ended."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines
        self.saw_finish = False

    def __aiter__(self) -> "_Witness":
        return self

    async def __anext__(self) -> str:
        line = await anext(self._lines)
        self.saw_finish = self.saw_finish or '"finishReason":' in line
        return line

    async def aclose(self) -> None:
        close = getattr(self._lines, "aclose", None)
        if close is not None:
            await close()


async def _watch(stream: Any) -> _Witness | None:
    """Put a witness into a stream of Gemini's; None for the others, whose reasons LiteLLM tells truly."""
    if getattr(stream, "custom_llm_provider", "") not in ("gemini", "vertex_ai", "vertex_ai_beta"):
        return None
    await stream.fetch_stream()  # LiteLLM makes this provider's request only when it is first read
    source = stream.completion_stream
    lines = getattr(source, "streaming_response", None)
    if lines is None:
        return None
    witness = _Witness(aiter(lines))
    source.streaming_response = witness
    return witness


def _true_finish(stream: Any, witness: _Witness | None) -> str | None:
    """Why the server said that its stream ended; None where it didn't say."""
    received = getattr(stream, "received_finish_reason", None)
    passing: str | None = received or getattr(stream, "intermittent_finish_reason", None)
    return None if witness is not None and not witness.saw_finish else passing


def _chunk(piece: Any, finish: str | None) -> Chunk:
    """One of LiteLLM's pieces, without its own finish reason: LiteLLM may have made it up."""
    tokens = tokens_in(getattr(piece, "usage", None))
    if not piece.choices:
        return Chunk(finish=finish, tokens=tokens)
    delta = piece.choices[0].delta
    refusal = getattr(delta, "refusal", None)
    thinking = bool(getattr(delta, "reasoning_content", None))
    return Chunk(text=delta.content or "", thinking=thinking, refusal=refusal, finish=finish, tokens=tokens)
