from collections.abc import AsyncIterator
from typing import Any

import pytest

from leanin.llm import faults
from leanin.llm.faults import CallSite
from leanin.llm.port import Finished, Message, TextPart
from leanin.llm.retrying import RetryingModel, RetryPolicy
from leanin.llm.scripted import Says, ScriptedModel

SITE = CallSite("openai/m", "http://127.0.0.1:1/v1")
HELLO = [Message("user", "Hello.")]


class Waits:
    """Keeps the waits in place of waiting."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


def retrying(script: ScriptedModel, waits: Waits, **policy: Any) -> RetryingModel:
    return RetryingModel(script, RetryPolicy(sleep=waits, **policy))


async def said(parts: AsyncIterator[TextPart | Finished]) -> str:
    return "".join([part.text async for part in parts if isinstance(part, TextPart)])


TRANSIENT = [
    faults.Unreachable(SITE),
    faults.ServerTrouble(SITE),
    faults.RateLimited(SITE),
    faults.ConnectionLost(SITE),
]
FINAL = [
    faults.KeyRefused(SITE),
    faults.KeyMissing(SITE),
    faults.UnknownModel(SITE),
    faults.RequestRejected(SITE),
    faults.OutOfCredit(SITE),
    faults.Refused(SITE),
    faults.BrokeOff(SITE),
    faults.TimedOutWaiting(SITE, 60),
    faults.SchemaRefused(SITE),
]


@pytest.mark.parametrize("fault", TRANSIENT, ids=lambda fault: type(fault).__name__)
async def test_what_passes_is_tried_again(fault: faults.CallFault, waits: Waits) -> None:
    script = ScriptedModel([fault, fault, "Yes.", fault, "No."])
    model = retrying(script, waits)
    assert (await model.complete(HELLO)).text == "Yes."
    assert await said(model.stream(HELLO)) == "No."
    assert len(script.calls) == 5
    assert all(wait > 0 for wait in waits.seconds)


@pytest.mark.parametrize("fault", FINAL, ids=lambda fault: type(fault).__name__)
async def test_what_stays_is_not(fault: faults.CallFault, waits: Waits) -> None:
    script = ScriptedModel([fault, "Yes.", fault])
    model = retrying(script, waits)
    with pytest.raises(type(fault)):
        await model.complete(HELLO)
    await model.complete(HELLO)
    with pytest.raises(type(fault)):
        await said(model.stream(HELLO))
    assert (len(script.calls), waits.seconds) == (3, [])


async def test_it_gives_up_after_three(waits: Waits) -> None:
    script = ScriptedModel([faults.ServerTrouble(SITE, str(number)) for number in range(5)])
    with pytest.raises(faults.ServerTrouble, match="“2”"):
        await retrying(script, waits).complete(HELLO)
    assert len(script.calls) == 3
    first, second = waits.seconds
    assert 0.5 <= first <= 1.0
    assert 1.0 <= second <= 1.5


async def test_nothing_is_tried_again_once_words_have_arrived(waits: Waits) -> None:
    script = ScriptedModel([Says.all_of("I was ", fault=faults.ConnectionLost(SITE)), "Again."])
    heard: list[str] = []
    with pytest.raises(faults.ConnectionLost):
        async for part in retrying(script, waits).stream(HELLO):
            assert isinstance(part, TextPart)
            heard.append(part.text)
    assert (heard, len(script.calls), waits.seconds) == (["I was "], 1, [])


async def test_the_wait_that_the_server_asks_for_is_honoured(waits: Waits) -> None:
    script = ScriptedModel([faults.RateLimited(SITE, retry_after=12.5), "Yes."])
    await retrying(script, waits).complete(HELLO)
    (waited,) = waits.seconds
    assert 12.5 <= waited <= 12.5 + 0.5 + 1.25


async def test_those_who_were_told_the_same_wait_do_not_come_back_together(waits: Waits) -> None:
    for _ in range(20):
        await retrying(ScriptedModel([faults.RateLimited(SITE, retry_after=10), "Yes."]), waits).complete(HELLO)
    assert min(waits.seconds) >= 10
    assert max(waits.seconds) - min(waits.seconds) > 0.3
    assert len({*waits.seconds}) == 20


async def test_a_server_that_asks_for_a_very_long_wait_is_not_asked_again(waits: Waits) -> None:
    script = ScriptedModel([faults.RateLimited(SITE, retry_after=600), "Yes."])
    with pytest.raises(faults.RateLimited, match="600 s"):
        await retrying(script, waits).complete(HELLO)
    assert waits.seconds == []


async def test_closing_the_stream_closes_the_one_within(waits: Waits) -> None:
    script = ScriptedModel([Says.all_of("One ", "two ", "three.")])
    parts = retrying(script, waits).stream(HELLO)
    await anext(parts)
    await parts.aclose()
    assert script.stopped == 1


async def test_it_is_otherwise_the_inner_model(waits: Waits) -> None:
    script = ScriptedModel(name="scripted/one")
    model = retrying(script, waits)
    assert model.name == "scripted/one"
    await model.close()
    assert script.closed


@pytest.mark.parametrize("route", ["openai", "litellm/openai"])
async def test_over_the_wire(server: Any, litellm_ready: None, waits: Waits, route: str) -> None:
    from leanin.llm.selection import open_model

    model = open_model(f"{route}/test-model", server.base, policy=RetryPolicy(sleep=waits))
    server.will(server.fails(429, "slow", retry_after="7"), server.says("Yes."))
    assert (await model.complete(HELLO)).text == "Yes."
    assert 7.0 <= waits.seconds[0] <= 8.2
    server.seen.clear()
    server.will(server.fails(500, "oops"))
    with pytest.raises(faults.ServerTrouble):
        await said(model.stream(HELLO))
    assert len(server.seen) == 3
    await model.close()
