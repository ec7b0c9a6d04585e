import asyncio
from contextlib import aclosing

import pytest
from pydantic import BaseModel

from leanin.llm import faults
from leanin.llm.faults import CallSite
from leanin.llm.port import ChatModel, Completion, Finished, Message, Sampling, TextPart, Usage
from leanin.llm.scripted import Says, ScriptedModel

HELLO = [Message("user", "Hello.")]


class Mood(BaseModel):
    mood: str


async def test_it_plays_its_script_and_remembers_what_it_was_asked() -> None:
    model = ScriptedModel(["One.", Says(("Two ", "parts."), usage=Usage(1, 2, 0.1)), Mood(mood="wary")])
    chat: ChatModel = model
    assert await chat.complete(HELLO, Sampling(seed=3), schema=Mood) == Completion("One.", Usage(0, 0, 0.0))
    assert [part async for part in chat.stream(HELLO)] == [
        TextPart("Two "), TextPart("parts."), Finished(Usage(1, 2, 0.1)),
    ]  # fmt: skip
    assert (await chat.complete(HELLO)).text == '{"mood":"wary"}'
    assert [(call.schema, call.streamed, call.sampling.seed) for call in model.calls] == [
        (Mood, False, 3), (None, True, None), (None, False, None),
    ]  # fmt: skip


async def test_faults_come_alone_or_after_what_arrived() -> None:
    lost = faults.ConnectionLost(CallSite("scripted"))
    model = ScriptedModel([lost, Says.all_of("half ", fault=lost)])
    with pytest.raises(faults.ConnectionLost):
        await model.complete(HELLO)
    parts = model.stream(HELLO)
    assert await anext(parts) == TextPart("half ")
    with pytest.raises(faults.ConnectionLost):
        await anext(parts)


async def test_past_its_end_every_call_fails() -> None:
    model = ScriptedModel()
    with pytest.raises(faults.OtherFault, match="at its end"):
        await model.complete(HELLO)
    model.add("More.")
    assert (await model.complete(HELLO)).text == "More."


async def test_delays_can_be_cut_short() -> None:
    model = ScriptedModel([Says.all_of("a", "b", delay=30)])
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), aclosing(model.stream(HELLO)) as parts:
            await anext(parts)
    assert model.stopped == 1
