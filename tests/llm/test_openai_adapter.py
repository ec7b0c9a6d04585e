import asyncio
import ssl
import subprocess
import sys
from typing import Any

import aiohttp
import pytest

from leanin.llm import faults, guard
from leanin.llm.openai_adapter import NO_KEY_NEEDED, OpenAIModel, proxy_for
from leanin.llm.port import Message, Sampling, TextPart, Usage

HELLO = [Message("user", "Hello.")]


async def test_openai_itself_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "allow_model_calls", True)  # the key is missed before anything is sent
    model = OpenAIModel("openai/gpt-5-mini")
    with pytest.raises(faults.KeyMissing, match="OPENAI_API_KEY"):
        await model.complete(HELLO)
    with pytest.raises(faults.KeyMissing):
        await anext(model.stream(HELLO))


async def test_the_key_of_the_environment_is_sent_and_a_placeholder_without_one(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.will(server.says("Yes."))
    for key in (None, "sk-mine-123456"):
        if key:
            monkeypatch.setenv("OPENAI_API_KEY", key)
        model = OpenAIModel("openai/m", server.base)
        await model.complete(HELLO)
        await model.close()
        assert server.seen[-1].headers["authorization"] == f"Bearer {key or NO_KEY_NEEDED}"


async def test_a_bare_name_with_an_address(server: Any) -> None:
    server.will(server.says("Yes."))
    model = OpenAIModel("qwen2.5:1.5b", server.base)
    await model.complete(HELLO)
    await model.close()
    assert (model.name, server.seen[0].body["model"]) == ("qwen2.5:1.5b", "qwen2.5:1.5b")


async def test_calls_that_begin_together_share_one_session(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[aiohttp.TCPConnector] = []

    class Counted(aiohttp.TCPConnector):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            opened.append(self)

    monkeypatch.setattr(aiohttp, "TCPConnector", Counted)
    server.will(server.says("Yes."))
    model = OpenAIModel("m", server.base)
    await asyncio.gather(*(model.complete(HELLO) for _ in range(5)))
    await model.close()
    assert len(opened) == 1
    assert opened[0].closed


async def test_the_account_is_named_where_the_environment_names_one(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    server.will(server.says("Yes."))
    model = OpenAIModel("m", server.base)
    await model.complete(HELLO)
    await model.close()
    headers = server.seen[0].headers
    assert headers["openai-organization"] == "org-1"
    assert "openai-project" not in headers
    assert headers["user-agent"].startswith("leanin/")


async def test_a_password_in_the_address_stands_in_the_keys_place(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-mine-123456")
    server.will(server.says("Yes."), server.fails(500))
    model = OpenAIModel("m", server.base.replace("//", "//me:pass@"))
    await model.complete(HELLO)
    assert server.seen[0].headers["authorization"] == "Basic bWU6cGFzcw=="
    with pytest.raises(faults.ServerTrouble) as fault:
        await model.complete(HELLO)
    assert "pass@" not in fault.value.message
    await model.close()


async def test_a_proxy_of_the_environment_is_asked_with_its_password(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "allow_model_calls", True)  # nothing leaves this machine: the proxy is on it
    monkeypatch.setenv("http_proxy", f"me:pass@127.0.0.1:{server.port}")
    server.will(server.says("By way of."))
    model = OpenAIModel("m", "http://llm.example.org/v1")
    assert (await model.complete(HELLO)).text == "By way of."
    await model.close()
    assert server.seen[0].path == "http://llm.example.org/v1/chat/completions"
    assert server.seen[0].headers["proxy-authorization"] == "Basic bWU6cGFzcw=="


async def test_a_proxy_that_refuses_or_speaks_something_else(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "allow_model_calls", True)
    for proxy in (f"http://127.0.0.1:{server.port}", f"socks5://127.0.0.1:{server.port}"):
        monkeypatch.setenv("https_proxy", proxy)
        server.will(server.fails(407, "Who are you?"))
        model = OpenAIModel("m", "https://llm.example.org/v1")
        with pytest.raises(faults.Unreachable):
            await model.complete(HELLO)
        await model.close()


def test_hosts_that_are_exempt_from_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proxy_for("http://llm.example.org/v1") is None
    monkeypatch.setenv("all_proxy", "http://proxy.example.org:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1,.local")
    assert proxy_for("https://llm.example.org/v1") == "http://proxy.example.org:3128"
    assert proxy_for("http://127.0.0.1:8080/v1") is None
    assert proxy_for("http://gpu.local/v1") is None


async def test_a_server_that_speaks_no_tls() -> None:
    async def plain(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as listening:
        model = OpenAIModel("m", f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1")
        with pytest.raises(faults.Unreachable):
            await model.complete(HELLO)
        await model.close()


async def test_certificates_are_checked(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []

    class Noted(aiohttp.TCPConnector):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            made.append(settings)

    monkeypatch.setattr(aiohttp, "TCPConnector", Noted)
    for base in (server.base, "https://127.0.0.1:9/v1"):
        model = OpenAIModel("m", base)
        await model._prepare()
        await model.close()
    assert made[0]["ssl"] is True
    context = made[1]["ssl"]
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.get_ca_certs(), "certifi's list is there, whatever the system has"


async def test_half_of_a_whole_answer(server: Any) -> None:
    async def half(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"choices":[{"message":{"content":"I ne')
        await writer.drain()

    server.will(half)
    model = OpenAIModel("m", server.base)
    with pytest.raises(faults.ConnectionLost):
        await model.complete(HELLO)
    await model.close()


async def test_an_error_behind_a_good_status(server: Any) -> None:
    server.will(server.json({"error": {"message": "Provider returned error: model not found", "code": 404}}))
    model = OpenAIModel("m", server.base)
    with pytest.raises(faults.UnknownModel):
        await model.complete(HELLO)
    await model.close()


async def test_words_that_no_request_can_carry(server: Any) -> None:
    model = OpenAIModel("m", server.base)
    with pytest.raises(faults.Malformed) as fault:
        await model.complete([Message("user", "half of a pair: \ud83d")])
    assert not isinstance(fault.value, faults.NotAChat)
    await model.close()


def test_no_sdk_is_imported_for_a_call() -> None:
    program = """
import sys
from leanin.llm import openai_adapter
assert not {"aiohttp", "openai"} & set(sys.modules)
openai_adapter.warm_up()
assert "aiohttp" in sys.modules
assert not {"openai", "httpx", "litellm"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)


async def test_the_environments_address_is_used(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.base)
    server.will(server.says("Yes."))
    model = OpenAIModel("openai/gpt-4o-mini")
    assert (await model.complete(HELLO)).usage == Usage(5, 2, None), "its list price holds only at OpenAI"
    await model.close()


async def test_openais_own_name_for_the_limit_is_used_there() -> None:
    request = OpenAIModel("openai/gpt-5-mini")._habits.request(HELLO, Sampling(max_tokens=9), schema=None, stream=True)
    assert request["max_completion_tokens"] == 9
    assert request["stream_options"] == {"include_usage": True}
    assert "temperature" not in request
    assert "seed" not in request


@pytest.mark.parametrize("page", ["<html>Sign in</html>", "data: {broken\n\n", ""])
async def test_a_server_that_speaks_something_else(server: Any, page: str) -> None:
    server.will(server.sends([page or "\n"], kind="text/html"))
    model = OpenAIModel("m", server.base)
    with pytest.raises(faults.CallFault):
        await anext(model.stream(HELLO))
    with pytest.raises(faults.NotAChat, match="/v1"):
        await model.complete(HELLO)
    await model.close()


async def test_cached_tokens_and_a_choice_without_a_delta(server: Any) -> None:
    head = 'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",'
    server.will(
        server.sends(
            [
                head + '"choices":[{"index":0,"delta":{"content":"Well."},"finish_reason":null}]}\n\n',
                head + '"choices":[{"index":0,"delta":null,"finish_reason":"stop"}],'
                '"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10,'
                '"prompt_tokens_details":{"cached_tokens":8}}}\n\n',
            ]
        )
    )
    model = OpenAIModel("m", server.base)
    first, last = [part async for part in model.stream(HELLO)]
    assert first == TextPart("Well.")
    assert not isinstance(last, TextPart)
    assert last.usage == Usage(9, 1, None)
    await model.close()
