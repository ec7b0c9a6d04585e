"""What both adapters do alike, against a real server on loopback."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from leanin.errors import ModelFault
from leanin.llm import faults, guard, litellm_adapter, openai_adapter
from leanin.llm.adapter import Adapter
from leanin.llm.litellm_adapter import LiteLLMModel
from leanin.llm.openai_adapter import OpenAIModel
from leanin.llm.port import Completion, Finished, Message, Sampling, TextPart, TimeLimits, Usage
from leanin.llm.schemas import AnyJson

Opener = Callable[..., Adapter]
Hello = list[Message]


class Mood(BaseModel):
    mood: str
    strength: int


async def heard(parts: AsyncIterator[TextPart | Finished]) -> tuple[list[str], Usage | None, ModelFault | None]:
    """All of a stream: its pieces, its usage where it came to its end, and the fault where it didn't."""
    pieces: list[str] = []
    usage = None
    try:
        async for part in parts:
            if isinstance(part, TextPart):
                assert usage is None, "nothing comes after the end"
                pieces.append(part.text)
            else:
                usage = part.usage
    except ModelFault as fault:
        return pieces, usage, fault
    return pieces, usage, None


async def test_a_stream_comes_in_order_and_ends_with_its_usage(opened: Opener, server: Any, hello: Hello) -> None:
    server.will(server.streams("Are you ", "married, ", "dear?"))
    pieces, usage, fault = await heard(opened().stream(hello, Sampling(temperature=0.7, max_tokens=60, seed=7)))
    assert (pieces, fault) == (["Are you ", "married, ", "dear?"], None)
    assert usage == Usage(5, 2, None), "the price at one's own server is unknown, not nothing"
    body = server.seen[0].body
    assert server.seen[0].path == "/v1/chat/completions"
    assert body["messages"] == [
        {"role": "system", "content": "You are a client."},
        {"role": "user", "content": "Hello."},
    ]
    assert (body["model"], body["stream"], body["temperature"], body["max_tokens"], body["seed"]) == (
        "test-model", True, 0.7, 60, 7,
    )  # fmt: skip


async def test_tokens_that_nobody_counted_are_unknown(opened: Opener, server: Any, hello: Hello) -> None:
    server.will(server.streams("Yes.", usage=None), server.says("Yes.", usage=None))
    model = opened()
    _, usage, _ = await heard(model.stream(hello))
    assert usage == Usage(None, None, None)
    assert (await model.complete(hello)).usage == Usage(None, None, None)


async def test_a_whole_answer(opened: Opener, server: Any, hello: Hello) -> None:
    server.will(server.says("How old are you?"))
    assert await opened().complete(hello) == Completion("How old are you?", Usage(5, 2, None))
    assert "response_format" not in server.seen[0].body


async def test_a_schema_is_sent_in_strict_form(opened: Opener, server: Any, hello: Hello) -> None:
    server.will(server.says('{"mood": "wary", "strength": 3}'))
    await opened().complete(hello, schema=Mood)
    sent = server.seen[0].body["response_format"]
    assert sent["type"] == "json_schema"
    assert sent["json_schema"]["strict"] is True
    assert sent["json_schema"]["schema"]["required"] == ["mood", "strength"]


async def test_json_mode(opened: Opener, server: Any, hello: Hello) -> None:
    server.will(server.says("{}"))
    await opened().complete(hello, schema=AnyJson)
    assert server.seen[0].body["response_format"] == {"type": "json_object"}


@pytest.mark.parametrize("status", [400, 404, 422, 500])
async def test_a_refused_schema_is_known_the_next_time(opened: Opener, server: Any, hello: Hello, status: int) -> None:
    server.will(server.fails(status, "'response_format' of type 'json_schema' is not supported"))
    model = opened()
    with pytest.raises(faults.SchemaRefused):
        await model.complete(hello, schema=Mood)
    asked = len(server.seen)  # LiteLLM asks twice by itself where a server answers 422
    with pytest.raises(faults.SchemaRefused):
        await model.complete(hello, schema=Mood)
    assert len(server.seen) == asked <= 2


@pytest.mark.parametrize(
    ("status", "message", "code", "expected"),
    [
        (401, "Incorrect API key provided: sk-secret-1234567890", "invalid_api_key", faults.KeyRefused),
        (400, "API key not valid. Please pass a valid API key.", "", faults.KeyRefused),
        (403, "This region is not supported", "", faults.NotPermitted),
        (402, "Payment needed", "", faults.OutOfCredit),
        (429, "You exceeded your current quota, check your plan", "insufficient_quota", faults.OutOfCredit),
        (400, "Your credit balance is too low to use this API", "", faults.OutOfCredit),
        (429, "Slow down", "rate_limit_exceeded", faults.RateLimited),
        (404, "The model `test-model` does not exist", "model_not_found", faults.UnknownModel),
        (400, "model test-model is not available", "", faults.UnknownModel),
        (400, "This model's maximum context length is 8192 tokens", "context_length_exceeded", faults.TooLong),
        (400, "Rejected by our safety system", "content_policy_violation", faults.Refused),
        (400, "n must be an integer", "", faults.RequestRejected),
        (408, "Took too long", "", faults.ServerTrouble),
        (409, "Conflict", "", faults.ServerTrouble),
        (500, "Oops", "", faults.ServerTrouble),
        (502, "Bad gateway", "", faults.ServerTrouble),
        (503, "Loading model", "", faults.ServerTrouble),
        (529, "Overloaded", "", faults.ServerTrouble),
    ],
)
async def test_each_failure_has_its_fault(
    opened: Opener, server: Any, hello: Hello, status: int, message: str, code: str,
    expected: type[faults.CallFault],
) -> None:  # fmt: skip
    server.will(server.fails(status, message, code))
    model = opened()
    with pytest.raises(expected) as whole:
        await model.complete(hello)
    _, _, streamed = await heard(model.stream(hello))
    assert type(streamed) is type(whole.value) is expected
    assert "test-model" in whole.value.message
    assert f"127.0.0.1:{server.port}" in whole.value.message
    assert "secret" not in whole.value.message
    assert "litellm" not in whole.value.message.replace("litellm/openai/test-model", "")
    assert len(server.seen) == 2, "an adapter asks once; trying again is decided elsewhere"


async def test_the_wait_that_is_asked_for_is_kept(opened: Opener, server: Any, hello: Hello) -> None:
    server.will(server.fails(429, "Slow down", retry_after="7"), server.fails(503, "Busy", retry_after="3"))
    model = opened()
    with pytest.raises(faults.RateLimited, match="7 s") as limited:
        await model.complete(hello)
    with pytest.raises(faults.ServerTrouble) as busy:
        await model.complete(hello)
    assert (limited.value.retry_after, busy.value.retry_after) == (7.0, 3.0)


async def test_a_server_that_is_down(opened: Opener, server: Any, hello: Hello) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        server.port = taken.getsockname()[1]
        model = opened()
        with pytest.raises(faults.Unreachable):
            await model.complete(hello)
        assert isinstance((await heard(model.stream(hello)))[2], faults.Unreachable)


@pytest.fixture
def full_port() -> Iterator[int]:
    """A port whose queue of connections is full: connecting to it takes for ever."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listening.getsockname())
        yield listening.getsockname()[1]
        for one in waiting:
            one.close()


async def test_connecting_takes_too_long(opened: Opener, server: Any, hello: Hello, full_port: int) -> None:
    server.port = full_port
    model = opened(TimeLimits(connect=0.3, first_token=5.0))
    with pytest.raises(faults.TimedOutConnecting, match=r"0\.3 s"):
        await model.complete(hello)


async def test_nothing_comes(opened: Opener, server: Any, hello: Hello, hasty: TimeLimits) -> None:
    server.will(server.hangs())
    model = opened(hasty)
    with pytest.raises(faults.TimedOutWaiting):
        await model.complete(hello)
    await asyncio.wait_for(server.hung_up.wait(), 1)
    server.hung_up.clear()
    assert isinstance((await heard(model.stream(hello)))[2], faults.TimedOutWaiting)
    await asyncio.wait_for(server.hung_up.wait(), 1)


async def test_our_own_import_is_no_time_of_the_servers(
    opened: Opener, server: Any, hello: Hello, hasty: TimeLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest = 0.0

    async def watch_the_loop() -> None:
        nonlocal longest
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - before)

    def slowly(imports: Callable[[], Any]) -> Callable[[], Any]:
        def slow() -> Any:
            time.sleep(2 * hasty.first_token)
            return imports()

        return slow

    monkeypatch.setattr(openai_adapter, "warm_up", slowly(openai_adapter.warm_up))
    monkeypatch.setattr(litellm_adapter, "_ready_litellm", slowly(litellm_adapter._ready_litellm))
    server.will(server.streams("Yes."), server.says("No."))
    watch = asyncio.create_task(watch_the_loop())
    assert (await heard(opened(hasty).stream(hello)))[0] == ["Yes."]
    assert (await opened(hasty).complete(hello)).text == "No."
    watch.cancel()
    assert longest < hasty.first_token


async def test_headers_and_empty_pieces_are_no_first_token(
    opened: Opener, server: Any, hello: Hello, hasty: TimeLimits
) -> None:
    server.will(server.streams("", finish=None, usage=None, done=False, then_hangs=True))
    pieces, _, fault = await heard(opened(hasty).stream(hello))
    assert isinstance(fault, faults.TimedOutWaiting)
    assert "".join(pieces) == ""


async def test_the_stream_stalls(opened: Opener, server: Any, hello: Hello, hasty: TimeLimits) -> None:
    server.will(server.streams("I was ", "going to", finish=None, usage=None, done=False, then_hangs=True))
    pieces, usage, fault = await heard(opened(hasty).stream(hello))
    assert pieces == ["I was ", "going to"], "what arrived is kept"
    assert isinstance(fault, faults.Stalled)
    assert usage is None
    await asyncio.wait_for(server.hung_up.wait(), 1)


async def test_a_slow_but_steady_stream_is_heard_out(
    opened: Opener, server: Any, hello: Hello, hasty: TimeLimits
) -> None:
    server.will(server.streams(*"abcd", delay=0.14, usage=None, done=False))
    pieces, _, fault = await heard(opened(hasty).stream(hello))
    assert ("".join(pieces), fault) == ("abcd", None)


async def test_a_whole_answer_is_whole_though_the_connection_stays_open(
    opened: Opener, server: Any, hello: Hello, hasty: TimeLimits
) -> None:
    server.will(server.streams("Yes, ", "dear.", usage=None, done=False, then_hangs=True))
    pieces, usage, fault = await heard(opened(hasty).stream(hello))
    assert (pieces, usage, fault) == (["Yes, ", "dear."], Usage(None, None, None), None)
    await asyncio.wait_for(server.hung_up.wait(), 1)


async def test_silent_reasoning_is_a_sign_of_life(opened: Opener, server: Any, hello: Hello, hasty: TimeLimits) -> None:
    thinking = {"reasoning_content": "hm"}
    server.will(
        server.sends(
            [
                f'data: {{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{choice}]}}\n\n'
                for choice in (
                    *[f'{{"index":0,"delta":{str(thinking).replace(chr(39), chr(34))},"finish_reason":null}}'] * 3,
                    '{"index":0,"delta":{"content":"Well."},"finish_reason":"stop"}',
                )
            ],
            delay=0.15,
        )
    )
    pieces, _, fault = await heard(opened(hasty).stream(hello))
    assert ("".join(pieces), fault) == ("Well.", None)


@pytest.mark.parametrize(
    "how",
    [
        {"finish": None, "usage": None, "done": False},
        {"finish": None, "usage": None, "done": True},
        {"finish": None, "done": True},
        {"finish": None, "usage": None, "done": False, "cuts_off": True},
        {"finish": "length"},
    ],
    ids=["closed early", "done without a reason", "usage without a reason", "cut off", "out of tokens"],
)
async def test_half_a_sentence_never_looks_whole(
    opened: Opener, server: Any, hello: Hello, how: dict[str, Any]
) -> None:
    server.will(server.streams("I never ", "told any", **how))
    pieces, usage, fault = await heard(opened().stream(hello))
    assert pieces == ["I never ", "told any"]
    assert isinstance(fault, faults.BrokeOff)
    assert usage is None


async def test_a_whole_answer_that_ran_out_of_tokens(opened: Opener, server: Any, hello: Hello) -> None:
    server.will(server.says('{"mood": "wa', finish="length"))
    with pytest.raises(faults.BrokeOff, match="limit of tokens") as cut:
        await opened().complete(hello)
    assert cut.value.usage == Usage(5, 2, None)


async def test_refusals(opened: Opener, server: Any, hello: Hello) -> None:
    model = opened()
    server.will(server.says(None, finish="content_filter"))
    with pytest.raises(faults.Refused):
        await model.complete(hello)
    server.will(server.says(None))
    with pytest.raises(faults.Refused):
        await model.complete(hello)
    server.will(server.streams("I", finish="content_filter"))
    pieces, _, fault = await heard(model.stream(hello))
    assert pieces == ["I"]
    assert isinstance(fault, faults.Refused)
    server.will(server.streams(delta={"refusal": "I can't play this."}))
    fault = (await heard(model.stream(hello)))[2]
    if isinstance(model, LiteLLMModel):
        assert isinstance(fault, faults.EmptyAnswer), "LiteLLM drops these words"
    else:
        assert isinstance(fault, faults.Refused)
        assert "I can't play this." in fault.message


async def test_an_answer_without_a_word(opened: Opener, server: Any, hello: Hello) -> None:
    model = opened()
    server.will(server.says(" \n"))
    with pytest.raises(faults.EmptyAnswer):
        await model.complete(hello)
    server.will(server.streams())
    assert isinstance((await heard(model.stream(hello)))[2], faults.EmptyAnswer)


async def test_an_error_in_the_middle_of_a_stream(opened: Opener, server: Any, hello: Hello) -> None:
    error = 'data: {"error": {"message": "the worker died", "type": "server_error"}}\n\n'
    first = 'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,'
    server.will(server.sends([first + '"delta":{"content":"My "},"finish_reason":null}]}\n\n', error]))
    pieces, _, fault = await heard(opened().stream(hello))
    assert pieces == ["My "]
    assert isinstance(fault, faults.CallFault)
    assert "the worker died" in fault.message


async def test_closing_a_stream_closes_the_connection(opened: Opener, server: Any, hello: Hello) -> None:
    server.will(server.streams("One", finish=None, usage=None, done=False, then_hangs=True))
    parts = opened().stream(hello)
    assert await anext(parts) == TextPart("One")
    await parts.aclose()
    await asyncio.wait_for(server.hung_up.wait(), 0.5)


async def test_cancelling_closes_the_connection(opened: Opener, server: Any, hello: Hello) -> None:
    model = opened()
    for reply, ask in (
        (server.streams("One", finish=None, usage=None, done=False, then_hangs=True), heard(model.stream(hello))),
        (server.hangs(), model.complete(hello)),
    ):
        server.will(reply)
        server.hung_up.clear()
        seen = len(server.seen)
        task = asyncio.ensure_future(ask)
        while len(server.seen) == seen:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(server.hung_up.wait(), 0.5)


@pytest.mark.parametrize(
    ("message", "sent", "instead"),
    [
        ("Unsupported value: 'temperature' does not support 0.7 with this model.", "temperature", None),
        ("Unknown parameter: 'seed'", "seed", None),
        ("Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens'.", "max_tokens",
         "max_completion_tokens"),
        ("stream_options: Extra inputs are not permitted", "stream_options", None),
    ],
)  # fmt: skip
async def test_a_parameter_that_the_server_refuses_is_left_out_from_then_on(
    opened: Opener, server: Any, hello: Hello, message: str, sent: str, instead: str | None
) -> None:
    server.will(server.fails(400, message), server.streams("Yes.", usage=None))
    model = opened()
    sampling = Sampling(temperature=0.7, seed=1, max_tokens=99)
    for _ in range(2):
        assert (await heard(model.stream(hello, sampling)))[2] is None
    first, second, third = (seen.body for seen in server.seen)
    assert sent in first
    assert sent not in second
    assert sent not in third
    if instead:
        assert second[instead] == third[instead] == 99


async def test_a_limit_that_is_merely_too_high_is_a_plain_rejection(opened: Opener, server: Any, hello: Hello) -> None:
    server.will(server.fails(400, "max_tokens is too large: at most 64"))
    with pytest.raises(faults.RequestRejected, match="at most 64"):
        await opened().complete(hello)
    assert len(server.seen) == 1


async def test_a_model_can_be_asked_again_after_a_fault_and_after_closing(
    opened: Opener, server: Any, hello: Hello
) -> None:
    server.will(server.streams("a", finish=None, done=False), server.streams("Yes."), server.says("No."))
    model = opened()
    await heard(model.stream(hello))
    assert (await heard(model.stream(hello)))[0] == ["Yes."]
    await model.close()
    assert (await model.complete(hello)).text == "No."


@pytest.mark.parametrize("kind", [OpenAIModel, LiteLLMModel])
async def test_real_requests_can_be_forbidden(kind: type[Adapter], hello: Hello) -> None:
    for base in (None, "https://llm.example.org/v1"):
        model = kind("openai/gpt-5-mini", base)
        with pytest.raises(faults.CallForbidden, match="isn't on this machine"):
            await model.complete(hello)
        assert isinstance((await heard(model.stream(hello)))[2], faults.CallForbidden)
    assert not guard.allow_model_calls
