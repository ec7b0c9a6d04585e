"""OpenAI itself (`openai/…`) and any OpenAI-compatible server by its address, over aiohttp.

The API is one request, so OpenAI's SDK isn't needed for it, and it would cost much (`benchmarks/eval_throughput.py`
measures the whole): importing it takes 1.7 s of CPU, aiohttp 0.2 s; a call at 64 connections takes 12 ms with it, since
HTTPX looks through its whole pool for each, and 0.4 ms here. aiohttp is imported at the first call.
"""

import asyncio
import os
import ssl
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic_core import to_json

from leanin import __version__
from leanin.llm.adapter import Adapter
from leanin.llm.cost import Tokens
from leanin.llm.faults import CallFault, CallSite, ConnectionLost, KeyMissing, NotAChat, Unreachable
from leanin.llm.habits import Request
from leanin.llm.openai_wire import APIError, Body, Counts, events, read_body
from leanin.llm.port import TimeLimits
from leanin.llm.relay import Chunk
from leanin.llm.translating import fault_from

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

NO_KEY_NEEDED = "no-key-needed"
"""Sent to a server of one's own where OPENAI_API_KEY isn't set: some want any key at all, and none looks at it."""

OPENAI_AT = "https://api.openai.com/v1"
_ACCOUNT = {"OpenAI-Organization": "OPENAI_ORG_ID", "OpenAI-Project": "OPENAI_PROJECT_ID"}
_LONGEST_LINE = 2**20
"""Bytes of an event that are taken: some servers send a whole answer as one."""


class OpenAIModel(Adapter):
    """`openai/<model>`, or any model name together with the `api_base` of a compatible server.

    The key comes from OPENAI_API_KEY. It is sent to `api_base` too where both are set, as OpenAI's own SDK does.
    Proxies come from the environment (HTTPS_PROXY, NO_PROXY …) or the system, certificates from the system and certifi.
    """

    def __init__(self, name: str, api_base: str | None = None, limits: TimeLimits | None = None) -> None:
        super().__init__(name, api_base, limits)
        self._model = name.removeprefix("openai/")
        self._url = f"{(self._receiver.base or OPENAI_AT).rstrip('/')}/chat/completions"
        self._session: ClientSession | None = None
        if self._receiver.is_providers_own:
            self._habits.limit = "max_completion_tokens"  # OpenAI's own name for it; other servers know the older one

    async def close(self) -> None:
        """Release connections; a later call makes new ones."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _prepare(self) -> None:
        if self._session is None:
            headers = self._headers()
            await asyncio.to_thread(warm_up)
            if self._session is None:  # calls that began together wait for the same import, and share one session
                self._session = self._opened(headers)

    async def _chunks(self, request: Request) -> AsyncGenerator[Chunk, None]:
        import aiohttp

        began = False
        response: ClientResponse | None = None
        try:
            response = await self._post(request)
            async for data in events(response.content):
                chunk = _chunk(read_body(data))
                began = began or bool(chunk.text)
                yield chunk
        except (aiohttp.ClientError, APIError, OSError, ValueError) as error:
            raise self._fault(error, began=began) from error
        finally:
            if response is not None:
                response.close()

    async def _whole(self, request: Request) -> Chunk:
        import aiohttp

        try:
            async with await self._post(request) as response:
                sent = await response.read()
            try:
                answer = read_body(sent)
            except ValueError as error:
                raise NotAChat(self._site) from error
        except (aiohttp.ClientError, APIError, OSError, ValueError) as error:
            raise self._fault(error, formatted="response_format" in request) from error
        return whole_chunk(answer, self._site)

    async def _post(self, request: Request) -> "ClientResponse":
        """Send a request and wait for the head of its answer. Raises `APIError` where that says that it failed."""
        session = self._session
        if session is None:  # closed while this call was being made ready
            raise ConnectionLost(self._site)
        response = await session.post(self._url, data=to_json({"model": self._model, **request}))
        if response.ok:
            return response
        async with response:
            raise APIError(await response.read(), response.status, response.headers)

    def _fault(self, error: Exception, *, began: bool = False, formatted: bool = False) -> CallFault:
        import aiohttp

        if isinstance(error, aiohttp.ClientHttpProxyError | aiohttp.InvalidURL):
            return Unreachable(self._site, str(error))
        if isinstance(error, aiohttp.ClientConnectionResetError):
            return ConnectionLost(self._site, str(error))
        return fault_from(error, self._site, self._limits, began=began, formatted=formatted)

    def _headers(self) -> dict[str, str]:
        """What is sent with every request. Raises `KeyMissing`."""
        headers = {"Content-Type": "application/json", "User-Agent": f"leanin/{__version__}"}
        if "@" not in urlsplit(self._url).netloc:  # a name and password in the address stand in the key's place
            key = os.environ.get("OPENAI_API_KEY") or ("" if self._receiver.is_providers_own else NO_KEY_NEEDED)
            if not key:
                raise KeyMissing(self._site)
            headers["Authorization"] = f"Bearer {key}"
        return headers | {name: value for name, variable in _ACCOUNT.items() if (value := os.environ.get(variable))}

    def _opened(self, headers: dict[str, str]) -> "ClientSession":
        import aiohttp

        # How many calls run at once is for their callers to say. Only connecting can't be seen from outside the
        # library; its other time limits would stack with leanin's own.
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, ssl=_certificates() if self._url.startswith("https:") else True),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._limits.connect),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=headers,
            proxy=proxy_for(self._url),
            read_bufsize=_LONGEST_LINE,
        )


def warm_up() -> None:
    """Import the library ahead of the first call; for a worker thread after the first paint."""
    import aiohttp  # noqa: F401


def proxy_for(url: str) -> str | None:
    """The proxy that the environment or the system names for `url`; None where none does or the host is exempt."""
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    proxies = getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    if not found or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    return found if "://" in found else f"http://{found}"


def _certificates() -> ssl.SSLContext:
    """Whom to trust: whoever the system trusts (SSL_CERT_FILE and SSL_CERT_DIR included), and Mozilla's list."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())  # not every Python finds its system's certificates
    return context


def tokens_in(usage: "Counts | None") -> Tokens | None:
    """What the provider counted; None where it didn't say. A count of zero read tokens is a count not made."""
    if usage is None or not usage.prompt_tokens:
        return None
    details = usage.prompt_tokens_details
    return Tokens(usage.prompt_tokens, usage.completion_tokens, (details.cached_tokens or 0) if details else 0)


def whole_chunk(answer: "Body | Any", site: CallSite) -> Chunk:
    """A whole answer in the shape of OpenAI's API, as LiteLLM gives it too. `content` None is a refusal.

    Raises `NotAChat` for anything else, such as the JSON of quite another service.
    """
    choices = getattr(answer, "choices", None)
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = getattr(choice, "message", None)
    if choice is None or message is None:
        raise NotAChat(site)
    refusal = getattr(message, "refusal", None)
    if message.content is None:
        refusal = refusal or ""
    return Chunk(
        text=message.content or "", refusal=refusal, finish=choice.finish_reason, tokens=tokens_in(answer.usage)
    )


def _chunk(piece: Body) -> Chunk:
    tokens = tokens_in(piece.usage)
    if not piece.choices:
        return Chunk(tokens=tokens)
    choice = piece.choices[0]
    delta = choice.delta
    if delta is None:  # some compatible servers send a last choice without one
        return Chunk(finish=choice.finish_reason, tokens=tokens)
    thinking = bool(delta.reasoning_content or delta.reasoning)
    return Chunk(
        text=delta.content or "", thinking=thinking, refusal=delta.refusal, finish=choice.finish_reason, tokens=tokens
    )
