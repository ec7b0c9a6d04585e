import asyncio
from contextlib import aclosing

import pytest

from leanin.llm import faults
from leanin.llm.faults import CallSite
from leanin.llm.meter import CallRecord, MeteredModel, TimedModel
from leanin.llm.port import ChatModel, Completion, Message, TextPart, Usage
from leanin.llm.retrying import RetryingModel, RetryPolicy
from leanin.llm.scripted import Line, Says, ScriptedModel
from leanin.llm.unit import Unit, unit_of_work

HELLO = [Message("user", "Hello.")]
SITE = CallSite("scripted")
USED = Usage(7, 3, 0.5)


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def wait(self, seconds: float) -> None:
        self.now += seconds


class Slow(ScriptedModel):
    """Each call and each piece of a stream takes a second of the clock."""

    clock: Clock

    async def complete(self, *args: object, **more: object) -> Completion:
        self.clock.now += 1
        return await super().complete(*args, **more)  # type: ignore[arg-type]

    async def stream(self, *args: object) -> object:  # type: ignore[override]
        async with aclosing(super().stream(*args)) as parts:  # type: ignore[arg-type]
            async for part in parts:
                self.clock.now += 1
                yield part


def metered(*script: Line) -> tuple[ChatModel, Clock]:
    clock, slow = Clock(), Slow(script)
    slow.clock = clock
    policy = RetryPolicy(first_wait=4.0, longest_wait=4.0, sleep=clock.wait)
    return MeteredModel(RetryingModel(TimedModel(slow, clock), policy), clock), clock


async def test_a_whole_answer() -> None:
    model, _ = metered(Says(("Yes.",), usage=USED))
    records: list[CallRecord] = []
    with unit_of_work(Unit(listener=records.append)):
        assert (await model.complete(HELLO)).text == "Yes."
    assert records == [CallRecord("scripted", "answered", 1.0, None, 0.0, USED, 1)]


async def test_a_stream_tells_its_first_words_apart() -> None:
    model, clock = metered(Says(("Well, ", "yes."), usage=USED))
    records: list[CallRecord] = []
    with unit_of_work(Unit(listener=records.append)):
        assert [part async for part in model.stream(HELLO)][:2] == [TextPart("Well, "), TextPart("yes.")]
    assert records == [CallRecord("scripted", "answered", 3.0, 1.0, 0.0, USED, 1)]
    assert clock.now == 103


@pytest.mark.parametrize("streamed", [False, True])
async def test_waits_between_attempts_are_not_the_servers_time(streamed: bool) -> None:
    lost = faults.ConnectionLost(SITE)
    model, clock = metered(lost, "Yes.")
    records: list[CallRecord] = []
    with unit_of_work(Unit(listener=records.append)):
        if streamed:
            assert [part async for part in model.stream(HELLO)]
        else:
            await model.complete(HELLO)
    (record,) = records
    assert (record.attempts, record.outcome, record.seconds) == (2, "answered", 2.0 if streamed else 1.0)
    assert record.waited == pytest.approx(clock.now - 100 - record.seconds)
    assert record.waited >= 4


async def test_faults_and_streams_left_early() -> None:
    model, _ = metered(faults.Refused(SITE, usage=USED), Says.all_of("One ", "two ", "three."), faults.BrokeOff(SITE))
    records: list[CallRecord] = []
    with unit_of_work(Unit(listener=records.append)):
        with pytest.raises(faults.Refused):
            await model.complete(HELLO)
        async with aclosing(model.stream(HELLO)) as parts:
            await anext(parts)
        with pytest.raises(faults.BrokeOff):
            [part async for part in model.stream(HELLO)]
    refused, left, broken = records
    assert (refused.outcome, refused.fault, refused.usage) == ("failed", "The model refused to answer", USED)
    assert (left.outcome, left.fault, left.seconds, left.usage) == ("closed", "", 1.0, Usage())
    assert (broken.outcome, broken.first_token) == ("failed", None)


async def test_each_record_goes_to_its_own_unit_also_where_streams_are_read_by_turns() -> None:
    model, _ = metered(*(Says(("a ", "b"), usage=Usage(number, 1, 0.0)) for number in range(2)))
    heard: dict[str, list[CallRecord]] = {"one": [], "two": []}

    async def read(unit: str) -> None:
        with unit_of_work(Unit(listener=heard[unit].append)):
            async for _ in model.stream(HELLO):
                await asyncio.sleep(0)

    await asyncio.gather(read("one"), read("two"))
    assert [[record.usage.input_tokens for record in records] for records in heard.values()] == [[0], [1]]
    assert [record.attempts for records in heard.values() for record in records] == [1, 1]


async def test_outside_of_a_unit_nobody_is_told_and_closing_reaches_the_model() -> None:
    script = ScriptedModel(["Yes.", "No."])
    model = MeteredModel(TimedModel(script))
    assert (await model.complete(HELLO)).text == "Yes."
    assert len([part async for part in model.stream(HELLO)]) == 2
    assert model.name == "scripted"
    await model.close()
    assert script.closed
