import asyncio
from typing import Any

import openai
import pytest

from leanin.llm import faults, guard
from leanin.llm.openai_adapter import NO_KEY_NEEDED, OpenAIModel
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


async def test_calls_that_begin_together_share_one_client(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[openai.AsyncOpenAI] = []

    class Counted(openai.AsyncOpenAI):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            opened.append(self)

    monkeypatch.setattr(openai, "AsyncOpenAI", Counted)
    server.will(server.says("Yes."))
    model = OpenAIModel("m", server.base)
    await asyncio.gather(*(model.complete(HELLO) for _ in range(5)))
    await model.close()
    assert len(opened) == 1
    assert opened[0].is_closed()


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
