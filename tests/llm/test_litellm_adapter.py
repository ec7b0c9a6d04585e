"""What is LiteLLM's own: providers' wire formats, ends that it makes up, and what it would do unasked."""

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from leanin.errors import ModelFault
from leanin.llm import faults
from leanin.llm.litellm_adapter import LiteLLMModel
from leanin.llm.port import Completion, Finished, Message, TextPart, TimeLimits, Usage

pytestmark = pytest.mark.usefixtures("litellm_ready")
Hello = list[Message]


class Mood(BaseModel):
    mood: str


def ollama(text: str, *, done: bool = False) -> str:
    counted = {"done_reason": "stop", "prompt_eval_count": 5, "eval_count": 2} if done else {}
    message = {"role": "assistant", "content": text}
    return (
        json.dumps({"model": "m", "created_at": "2026-01-01T00:00:00Z", "message": message, "done": done} | counted)
        + "\n"
    )


def anthropic(kind: str, **more: object) -> str:
    return f"event: {kind}\ndata: {json.dumps({'type': kind} | more)}\n\n"


def gemini(text: str, reason: str | None = None) -> str:
    candidate: dict[str, Any] = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
    if reason:
        candidate["finishReason"] = reason
    counted = {"promptTokenCount": 5, "candidatesTokenCount": 2, "totalTokenCount": 7}
    return f"data: {json.dumps({'candidates': [candidate], 'usageMetadata': counted})}\r\n\r\n"


def compatible(text: str, reason: str | None = None) -> str:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": reason}
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n"


CLAUDE_BEGINS = anthropic(
    "message_start",
    message={
        "id": "m1", "type": "message", "role": "assistant", "content": [], "model": "m", "stop_reason": None,
        "usage": {"input_tokens": 5, "output_tokens": 1},
    },
) + anthropic("content_block_start", index=0, content_block={"type": "text", "text": ""})  # fmt: skip


def claude(text: str) -> str:
    return anthropic("content_block_delta", index=0, delta={"type": "text_delta", "text": text})


def claude_ends(reason: str) -> str:
    return (
        anthropic("content_block_stop", index=0)
        + anthropic("message_delta", delta={"stop_reason": reason}, usage={"output_tokens": 2})
        + anthropic("message_stop")
    )


BEGUN = {
    "ollama_chat/qwen-of-mine": [ollama("He's a "), ollama("good boy")],
    "anthropic/claude-sonnet-5": [CLAUDE_BEGINS, claude("He's a "), claude("good boy")],
    "gemini/gemini-flash-latest": [gemini("He's a "), gemini("good boy")],
    "mistral/mistral-medium-latest": [compatible("He's a "), compatible("good boy")],
    "groq/openai/gpt-oss-120b": [compatible("He's a "), compatible("good boy")],
    "openrouter/openai/gpt-5.4-mini": [compatible("He's a "), compatible("good boy")],
}
ENDED = {
    "ollama_chat/qwen-of-mine": ollama("", done=True),
    "anthropic/claude-sonnet-5": claude_ends("end_turn"),
    "gemini/gemini-flash-latest": gemini(".", "STOP"),
    "mistral/mistral-medium-latest": compatible(".", "stop"),
    "groq/openai/gpt-oss-120b": compatible(".", "stop"),
    "openrouter/openai/gpt-5.4-mini": compatible(".", "stop"),
}
REFUSED = {
    "anthropic/claude-sonnet-5": claude_ends("refusal"),
    "gemini/gemini-flash-latest": gemini("", "SAFETY"),
    "mistral/mistral-medium-latest": compatible("", "content_filter"),
}
CUT = {
    "anthropic/claude-sonnet-5": claude_ends("max_tokens"),
    "gemini/gemini-flash-latest": gemini("", "MAX_TOKENS"),
    "groq/openai/gpt-oss-120b": compatible("", "length"),
}
KINDS = {"ollama_chat/qwen-of-mine": "application/x-ndjson"}


@pytest.fixture
async def opened(server: Any) -> AsyncIterator[Any]:
    models: list[LiteLLMModel] = []

    def open_model(name: str, limits: TimeLimits | None = None) -> LiteLLMModel:
        is_compatible = name.partition("/")[0] in ("mistral", "groq", "openrouter")
        models.append(LiteLLMModel(name, server.base if is_compatible else server.base.removesuffix("/v1"), limits))
        return models[-1]

    yield open_model
    for model in models:
        await model.close()


async def heard(parts: AsyncIterator[TextPart | Finished]) -> tuple[str, Usage | None, ModelFault | None]:
    text, usage = "", None
    try:
        async for part in parts:
            if isinstance(part, TextPart):
                text += part.text
            else:
                usage = part.usage
    except ModelFault as fault:
        return text, usage, fault
    return text, usage, None


@pytest.mark.parametrize("name", BEGUN)
async def test_a_stream_that_comes_to_its_end(opened: Any, server: Any, hello: Hello, name: str) -> None:
    server.will(server.sends([*BEGUN[name], ENDED[name]], kind=KINDS.get(name, "text/event-stream")))
    text, usage, fault = await heard(opened(name).stream(hello))
    assert fault is None
    assert text.rstrip(".") == "He's a good boy"
    assert usage is not None
    assert usage.cost is None
    await asyncio.sleep(0.05)
    assert len(server.seen) == 1, "nothing is asked beside the one call"


async def test_ollama_is_asked_for_nothing_but_the_answer(opened: Any, server: Any, hello: Hello) -> None:
    model = opened("ollama_chat/qwen-of-mine")
    server.will(server.json(json.loads(ollama('{"mood": "wary"}', done=True))))
    completion = await model.complete(hello, schema=Mood)
    assert completion == Completion('{"mood": "wary"}', Usage(5, 2, None))
    server.will(server.fails(404, "model 'qwen-of-mine' not found"))
    with pytest.raises(faults.UnknownModel, match="ollama pull qwen-of-mine"):
        await model.complete(hello)
    await asyncio.sleep(0.1)
    assert [seen.path for seen in server.seen] == ["/api/chat", "/api/chat"]
    assert server.seen[0].body["format"]["properties"] == {"mood": {"type": "string"}}


@pytest.mark.parametrize("name", BEGUN)
async def test_a_stream_that_ends_early(opened: Any, server: Any, hello: Hello, name: str) -> None:
    server.will(server.sends(BEGUN[name], kind=KINDS.get(name, "text/event-stream")))
    text, usage, fault = await heard(opened(name).stream(hello))
    assert text == "He's a good boy"
    assert isinstance(fault, faults.BrokeOff), "LiteLLM itself says that this one ended with stop"
    assert usage is None


@pytest.mark.parametrize("name", REFUSED)
async def test_a_stream_that_a_filter_ends(opened: Any, server: Any, hello: Hello, name: str) -> None:
    server.will(server.sends([*BEGUN[name], REFUSED[name]]))
    assert isinstance((await heard(opened(name).stream(hello)))[2], faults.Refused)


@pytest.mark.parametrize("name", CUT)
async def test_a_stream_that_runs_out_of_tokens(opened: Any, server: Any, hello: Hello, name: str) -> None:
    server.will(server.sends([*BEGUN[name], CUT[name]]))
    assert isinstance((await heard(opened(name).stream(hello)))[2], faults.BrokeOff)


async def test_words_about_a_finish_reason_are_no_finish_reason(opened: Any, server: Any, hello: Hello) -> None:
    server.will(server.sends([gemini('{"finishReason": "STOP"} is what')]))
    assert isinstance((await heard(opened("gemini/gemini-flash-latest").stream(hello)))[2], faults.BrokeOff)


@pytest.mark.parametrize("name", BEGUN)
async def test_closing_closes_the_connection_of_every_provider(
    opened: Any, server: Any, hello: Hello, name: str
) -> None:
    server.will(server.sends(BEGUN[name], kind=KINDS.get(name, "text/event-stream"), then_hangs=True))
    parts = opened(name).stream(hello)
    await anext(parts)
    await parts.aclose()
    await asyncio.wait_for(server.hung_up.wait(), 0.5)


@pytest.mark.parametrize("name", BEGUN)
async def test_failures_of_every_provider(opened: Any, server: Any, hello: Hello, name: str) -> None:
    model = opened(name)
    for reply, expected in (
        (server.fails(401, "invalid key sk-ant-api03-abcdef"), faults.KeyRefused),
        (server.fails(404, "model not found"), faults.UnknownModel),
        (server.fails(429, "slow down", retry_after="4"), faults.RateLimited),
        (server.fails(500, "oops"), faults.ServerTrouble),
    ):
        server.will(reply)
        _, _, fault = await heard(model.stream(hello))
        assert type(fault) is expected
        assert "abcdef" not in str(fault)
        assert not isinstance(fault, faults.RateLimited) or fault.retry_after == 4


async def test_an_unknown_provider_is_named_as_such(hello: Hello, server: Any) -> None:
    model = LiteLLMModel("nobody/knows-this", server.base)
    with pytest.raises(faults.NameUnclear, match="nobody/knows-this"):
        await model.complete(hello)
    await model.close()


async def test_a_format_that_litellm_would_drop_counts_as_refused(server: Any, hello: Hello) -> None:
    model = LiteLLMModel("cohere_chat/command-r-of-mine", server.base)
    with pytest.raises(faults.SchemaRefused):
        await model.complete(hello, schema=Mood)
    assert server.seen == []
    await model.close()


async def test_a_missing_key_is_said(monkeypatch: pytest.MonkeyPatch, server: Any, hello: Hello) -> None:
    from leanin.llm import guard

    monkeypatch.setattr(guard, "allow_model_calls", True)  # the key is missed before anything is sent
    model = LiteLLMModel("anthropic/claude-sonnet-5")
    with pytest.raises(faults.KeyMissing, match="ANTHROPIC_API_KEY"):
        await model.complete(hello)
    await model.close()


async def test_clients_stay_open_for_the_other_model(server: Any, hello: Hello) -> None:
    server.will(server.says("Yes."))
    client, evaluator = LiteLLMModel("litellm/openai/a", server.base), LiteLLMModel("litellm/openai/b", server.base)
    await client.complete(hello)
    await evaluator.complete(hello)
    await client.close()
    assert (await evaluator.complete(hello)).text == "Yes."
    await evaluator.close()


def test_litellm_is_set_to_be_quiet_and_offline() -> None:
    import litellm

    assert os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] == "True"
    assert litellm.suppress_debug_info
    assert litellm.disable_hf_tokenizer_download
    assert not logging.getLogger("LiteLLM").isEnabledFor(logging.ERROR)


def test_nothing_is_imported_before_the_first_call(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OPENAI_API_KEY=sk-from-a-file\n", encoding="utf-8")
    program = """
import sys
from leanin.llm import checkup, cost, offers, scripted, selection, structured
model = selection.open_model("anthropic/claude-sonnet-5")
selection.open_model("openai/gpt-5-mini")
cost.price("openai/gpt-5-mini")
heavy = {"litellm", "openai", "httpx", "tenacity"} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=tmp_path, timeout=30)
