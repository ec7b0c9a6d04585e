import asyncio

import pytest

from leanin.evals.pool import each_of


async def doubled(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


async def gathered(work, do, at_once: int, stop: asyncio.Event | None = None) -> list[int]:
    return [one async for one in each_of(iter(work), do, at_once=at_once, stop=stop or asyncio.Event())]


@pytest.mark.parametrize("at_once", [1, 3, 50])
async def test_everything_is_done_once(at_once: int) -> None:
    assert sorted(await gathered(range(20), doubled, at_once)) == list(range(0, 40, 2))
    assert await gathered([], doubled, at_once) == []


async def test_no_more_are_done_at_a_time_than_there_is_room_for_and_none_is_taken_early() -> None:
    running, most, taken = 0, 0, 0

    def work():
        nonlocal taken
        for number in range(30):
            taken += 1
            yield number

    async def do(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001)
        running -= 1
        return number

    pool = each_of(work(), do, at_once=4, stop=asyncio.Event())
    assert await anext(pool) in range(4)
    await asyncio.sleep(0.02)
    assert taken <= 13, "those in flight, those that wait to be fetched, and the one that was"
    await pool.aclose()
    assert most == 4


async def test_once_stopped_nothing_more_is_begun_and_what_is_in_flight_is_finished() -> None:
    stop = asyncio.Event()
    begun = []

    async def do(number: int) -> int:
        begun.append(number)
        await asyncio.sleep(0.002)
        if number == 3:
            stop.set()
        return number

    assert sorted(await gathered(range(100), do, 4, stop)) == sorted(begun)
    assert len(begun) < 12


async def test_the_first_exception_calls_the_others_off() -> None:
    called_off = []

    async def do(number: int) -> int:
        if number == 2:
            raise ValueError("no")
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            called_off.append(number)
            raise
        return number

    with pytest.raises(ValueError, match="no"):
        await gathered(range(9), do, 3)
    assert sorted(called_off) == [0, 1], "in whatever order"


async def test_leaving_early_calls_everything_off() -> None:
    async def do(number: int) -> int:
        await asyncio.sleep(0 if number == 0 else 5)
        return number

    pool = each_of(iter(range(9)), do, at_once=3, stop=asyncio.Event())
    assert await anext(pool) == 0
    await asyncio.wait_for(pool.aclose(), 1)
