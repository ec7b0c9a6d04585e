import asyncio
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.llm import faults
from leanin.llm.faults import CallSite
from leanin.llm.pace import Limits, Pace, PacedModel, Paces
from leanin.llm.port import Message, Sampling, Usage
from leanin.llm.retrying import RetryingModel, RetryPolicy
from leanin.llm.scripted import Says, ScriptedModel

SITE = CallSite("scripted")


class Clock:
    """A clock that moves when somebody sleeps, to the earliest who is due."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        due = self.now + seconds
        while self.now < due:
            await asyncio.sleep(0)
            self.now = max(self.now, due)


def paced(clock: Clock, **limits: float) -> Pace:
    return Pace(Limits(**limits), clock=clock, sleep=clock.sleep)  # type: ignore[arg-type]


async def starts(pace: Pace, clock: Clock, sizes: list[float]) -> list[float]:
    """When calls of these sizes start that come one upon the other."""
    moments = []
    for size in sizes:
        async with pace.turn(size):
            moments.append(clock.now)
    return moments


async def test_without_limits_nobody_waits() -> None:
    clock = Clock()
    assert await starts(Pace(Limits(), clock=clock, sleep=clock.sleep), clock, [1e9] * 50) == [0.0] * 50


async def test_requests_start_evenly_after_a_second_s_worth() -> None:
    clock = Clock()
    moments = await starts(paced(clock, requests_a_minute=120), clock, [1] * 6)
    assert moments == pytest.approx([0, 0, 0.5, 1.0, 1.5, 2.0])
    slow = Clock()
    assert await starts(paced(slow, requests_a_minute=6), slow, [1] * 3) == pytest.approx([0, 10, 20])


async def test_many_tokens_make_the_next_wait() -> None:
    clock = Clock()
    moments = await starts(paced(clock, tokens_a_minute=600), clock, [100, 10, 10])
    assert moments == pytest.approx([0, 9.1, 10.1], abs=0.01)


@given(
    st.floats(1, 5000),
    st.lists(st.tuples(st.floats(0, 20), st.floats(0, 3000)), min_size=1, max_size=60),
)
def test_no_minute_holds_more_than_the_limit_a_second_s_worth_and_the_last(
    a_minute: float, calls: list[tuple[float, float]]
) -> None:
    async def run() -> list[tuple[float, float]]:
        clock, begun = Clock(), []
        pace = paced(clock, tokens_a_minute=a_minute)
        for pause, size in calls:
            clock.now += pause
            async with pace.turn(size):
                begun.append((clock.now, size))
        return begun

    begun = asyncio.run(run())
    for first, (since, _) in enumerate(begun):
        within = [size for moment, size in begun[first:] if moment < since + 60]
        assert sum(within[:-1]) <= a_minute + max(1.0, a_minute / 60) + 1e-6


async def test_no_more_connections_than_allowed() -> None:
    pace, at_once, most = Pace(Limits(connections=3)), 0, 0

    async def call() -> None:
        nonlocal at_once, most
        async with pace.turn(1):
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0)
            at_once -= 1

    await asyncio.gather(*(call() for _ in range(20)))
    assert (most, at_once) == (3, 0)


async def test_a_stream_holds_its_connection_until_it_is_closed() -> None:
    pace = Pace(Limits(connections=1))
    model = PacedModel(ScriptedModel([Says.all_of("One ", "two."), "Yes."]), pace)
    async with aclosing(model.stream([Message("user", "Hello.")])) as parts:
        await anext(parts)
        waiting = asyncio.create_task(model.complete([Message("user", "Hello.")]))
        for _ in range(5):
            await asyncio.sleep(0)
        assert not waiting.done()
    assert (await waiting).text == "Yes."


async def test_who_waits_for_another_try_stalls_nobody() -> None:
    waiting = asyncio.Event()

    async def long_wait(seconds: float) -> None:
        assert seconds >= 20
        await waiting.wait()

    pace = Pace(Limits(connections=1))
    told = RetryingModel(
        PacedModel(ScriptedModel([faults.RateLimited(SITE, retry_after=20), "At last."]), pace),
        RetryPolicy(sleep=long_wait),
    )
    other = RetryingModel(PacedModel(ScriptedModel(["Yes."] * 5), pace))
    late = asyncio.create_task(told.complete([Message("user", "Hello.")]))
    await asyncio.sleep(0)
    for _ in range(5):
        assert (await other.complete([Message("user", "Hello.")])).text == "Yes."
    assert not late.done()
    waiting.set()
    assert (await late).text == "At last."


async def test_what_was_counted_takes_the_place_of_what_was_expected() -> None:
    clock = Clock()
    pace = paced(clock, tokens_a_minute=6000)  # 100 a second
    answers = [Says(("Yes.",), usage=Usage(1000, 500, 0.0)), Says(("Yes.",), usage=Usage(10, 0, 0.0)), "Yes."]
    model = PacedModel(ScriptedModel(answers), pace)
    await model.complete([Message("user", "x" * 40)])  # expected: 10 read and 256 written
    await model.complete([Message("user", "x" * 40)])
    assert clock.now == pytest.approx(14, abs=0.1)  # 1,500 tokens at 100 a second, less a second's worth
    await model.complete([Message("user", "x" * 40)])
    assert clock.now == pytest.approx(14.1, abs=0.1)  # the second was far smaller than the first


async def test_the_expected_answer_is_never_longer_than_it_may_be() -> None:
    clock = Clock()
    model = PacedModel(ScriptedModel(["Yes."] * 3), paced(clock, tokens_a_minute=60))
    script_usage_unknown = Sampling(max_tokens=2)
    await model.complete([Message("user", "x" * 40)], script_usage_unknown)
    pace = paced(clock, tokens_a_minute=60)
    unknown = PacedModel(ScriptedModel([Says(("Yes.",), usage=Usage())] * 2), pace)
    started = clock.now
    await unknown.complete([Message("user", "x" * 40)], script_usage_unknown)
    await unknown.complete([Message("user", "x" * 40)], script_usage_unknown)
    assert clock.now - started == pytest.approx(12, abs=0.01)


async def test_a_failed_call_gives_back_the_answer_that_never_came() -> None:
    clock = Clock()
    model = PacedModel(ScriptedModel([faults.RateLimited(SITE), "Yes."]), paced(clock, tokens_a_minute=600))
    with pytest.raises(faults.RateLimited):
        await model.complete([Message("user", "x" * 400)])
    await model.complete([Message("user", "x" * 400)])
    assert clock.now == pytest.approx(9, abs=0.1)  # 100 tokens read at 10 a second, less a second's worth


async def test_a_call_that_is_called_off_while_it_waits_takes_nothing() -> None:
    asleep = asyncio.Event()

    async def sleep(seconds: float) -> None:
        asleep.set()
        await asyncio.Event().wait()

    clock = Clock()
    pace = Pace(Limits(requests_a_minute=6, tokens_a_minute=60, connections=1), clock=clock, sleep=sleep)
    async with pace.turn(10):
        pass
    task = asyncio.create_task(starts(pace, clock, [1000]))
    await asleep.wait()
    task.cancel()
    await asyncio.wait([task])
    clock.now = 10.0
    assert await starts(pace, clock, [1]) == [10.0]


def test_models_at_one_server_share_its_pace() -> None:
    paces = Paces(Limits(connections=4), {"http://127.0.0.1:9/v1": Limits(connections=1)})
    shared = paces.of("openai/a", "http://127.0.0.1:8/v1")
    assert paces.of("b", "http://127.0.0.1:8/v1/") is shared
    assert paces.of("openai/a", "http://127.0.0.1:9/v1") is not shared
    assert paces.of("openai/a") is paces.of("litellm/openai/b")
    assert paces.of("openai/a") is not paces.of("anthropic/b")


async def test_a_server_may_have_limits_of_its_own() -> None:
    own = Paces(Limits(), {"http://127.0.0.1:9/v1/": Limits(connections=1)}).of("m", "http://127.0.0.1:9/v1")
    async with own.turn(1):
        second = asyncio.create_task(starts(own, Clock(), [1]))
        await asyncio.sleep(0)
        assert not second.done()
    await second


@pytest.mark.parametrize("limit", [{"connections": 0}, {"requests_a_minute": -1}, {"tokens_a_minute": 0.0}])
def test_a_limit_that_lets_nothing_through_is_none(limit: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(limit))):
        Limits(**limit)  # type: ignore[arg-type]


async def test_it_is_otherwise_the_inner_model() -> None:
    script = ScriptedModel(["Yes."])
    model = PacedModel(script, Pace(Limits()))
    assert [part async for part in model.stream([Message("user", "Hello.")])]
    assert model.name == "scripted"
    await model.close()
    assert script.closed


async def test_whoever_waits_for_a_connection_sends_before_an_answer_is_worked_on() -> None:
    pace, answered, happened = Pace(Limits(connections=2)), asyncio.Event(), list[str]()

    async def call(name: str) -> None:
        async with pace.turn(1):
            happened.append(f"{name} sent")
            await answered.wait()
        happened.append(f"{name} worked on")

    async with asyncio.TaskGroup() as calls:
        for name in "abcd":
            calls.create_task(call(name))
        for _ in range(3):
            await asyncio.sleep(0)
        answered.set()
    assert happened[:4] == ["a sent", "b sent", "c sent", "d sent"]
