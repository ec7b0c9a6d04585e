"""A loopback server that speaks like a model's, well or badly, and the two adapters pointed at it."""

import asyncio
import json
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from leanin.llm.adapter import Adapter
from leanin.llm.litellm_adapter import LiteLLMModel, warm_up
from leanin.llm.openai_adapter import OpenAIModel
from leanin.llm.port import Message, TimeLimits

Reply = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

QUICK = TimeLimits(connect=2.0, first_token=5.0, between_tokens=2.0)
HASTY = TimeLimits(connect=0.4, first_token=0.4, between_tokens=0.4)


@dataclass
class Seen:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class ModelServer:
    """Answers each request with the next reply of its script; the last one stays."""

    port: int = 0
    script: list[Reply] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the client closes its connection while the server hangs."""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def will(self, *replies: Reply) -> None:
        self.script = list(replies)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.seen.append(Seen(head[0].split()[1], headers, json.loads(body) if body else {}))
            reply = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            await reply(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.hung_up.set()
        except asyncio.CancelledError:
            return  # the test is over and the loop closes
        finally:
            writer.close()

    def json(self, body: object, status: int = 200, **headers: str) -> Reply:
        async def reply(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            content = json.dumps(body).encode()
            extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
            head = f"HTTP/1.1 {status} -\r\nconnection: close\r\ncontent-type: application/json\r\n{extra}"
            writer.write(f"{head}content-length: {len(content)}\r\n\r\n".encode() + content)
            await writer.drain()

        return reply

    def fails(self, status: int, message: str = "something is wrong", code: str = "", **headers: str) -> Reply:
        error = {"message": message, "type": "error", "code": code or None, "param": None}
        return self.json({"error": error}, status, **headers)

    def says(self, text: str | None, *, finish: str = "stop", usage: tuple[int, int] | None = (5, 2)) -> Reply:
        message = {"role": "assistant", "content": text}
        body: dict[str, Any] = {"id": "c1", "object": "chat.completion", "created": 1, "model": "test-model"}
        body["choices"] = [{"index": 0, "message": message, "finish_reason": finish}]
        if usage:
            body["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
        return self.json(body)

    def hangs(self) -> Reply:
        async def reply(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
            if not await reader.read(1):
                self.hung_up.set()

        return reply

    def streams(
        self,
        *pieces: str,
        finish: str | None = "stop",
        usage: tuple[int, int] | None = (5, 2),
        done: bool = True,
        then_hangs: bool = False,
        cuts_off: bool = False,
        delay: float = 0.0,
        delta: dict[str, Any] | None = None,
    ) -> Reply:
        events = [_event({"delta": {"content": piece}, "finish_reason": None}) for piece in pieces]
        if delta is not None:
            events.append(_event({"delta": delta, "finish_reason": None}))
        if finish is not None:
            events.append(_event({"delta": {}, "finish_reason": finish}))
        if usage:
            counted = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
            events.append(_event(None, usage=counted))
        if done:
            events.append("data: [DONE]\n\n")
        return self.sends(events, then_hangs=then_hangs, cuts_off=cuts_off, delay=delay)

    def sends(
        self,
        events: list[str],
        *,
        kind: str = "text/event-stream",
        then_hangs: bool = False,
        cuts_off: bool = False,
        delay: float = 0.0,
    ) -> Reply:
        async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ntransfer-encoding: chunked\r\n\r\n".encode())
            for event in events:
                await asyncio.sleep(delay)
                content = event.encode()
                writer.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
                await writer.drain()
            if then_hangs:
                await self.hangs()(reader, writer)
            elif not cuts_off:
                writer.write(b"0\r\n\r\n")
                await writer.drain()

        return reply


def _event(choice: dict[str, Any] | None, **more: object) -> str:
    chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "test-model"} | more
    chunk["choices"] = [choice | {"index": 0}] if choice is not None else []
    return f"data: {json.dumps(chunk)}\n\n"


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    made = ModelServer()
    listening = await asyncio.start_server(made.handle, "127.0.0.1", 0)
    made.port = listening.sockets[0].getsockname()[1]
    yield made
    listening.close()


@pytest.fixture(scope="session")
def litellm_ready() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # LiteLLM's import warns of deprecations of its own
        warm_up()


Opener = Callable[..., Adapter]


@pytest.fixture(params=["openai", "litellm"])
async def opened(request: pytest.FixtureRequest, server: ModelServer) -> AsyncIterator[Opener]:
    """Opens an adapter, each of the two in turn, on the loopback server; closes it after the test."""
    models: list[Adapter] = []
    if request.param == "litellm":
        request.getfixturevalue("litellm_ready")

    def open_adapter(limits: TimeLimits = QUICK) -> Adapter:
        if request.param == "openai":
            models.append(OpenAIModel("openai/test-model", server.base, limits))
        else:
            models.append(LiteLLMModel("litellm/openai/test-model", server.base, limits))
        return models[-1]

    yield open_adapter
    for model in models:
        await model.close()


@pytest.fixture
def hasty() -> TimeLimits:
    return HASTY


@pytest.fixture
def hello() -> list[Message]:
    return [Message("system", "You are a client."), Message("user", "Hello.")]
