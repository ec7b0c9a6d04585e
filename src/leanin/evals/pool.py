"""Doing many things at a time, but no more than so many, without ever holding all of them."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from enum import Enum
from typing import Final, TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")


class _End(Enum):
    END = "end"


_END: Final = _End.END


async def each_of(
    work: Iterator[Work], do: Callable[[Work], Awaitable[Result]], *, at_once: int, stop: asyncio.Event
) -> AsyncGenerator[Result, None]:
    """What `do` makes of each piece of work, in the order in which they are done.

    A piece is taken from `work` only when there is room for it. Once `stop` is set no more is taken, and what is in
    flight is finished. The first exception calls everything off and is raised; so does leaving the loop early.
    """
    done: asyncio.Queue[Result | _End] = asyncio.Queue(maxsize=at_once)

    async def worker() -> None:
        while not stop.is_set() and (piece := next(work, None)) is not None:
            await done.put(await do(piece))

    async def all_workers() -> None:
        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(at_once):
                    workers.create_task(worker())
                    await asyncio.sleep(0)  # what the first ones ask for goes out before the last ones begin
        except asyncio.CancelledError:  # nobody waits for the end any more
            raise
        except BaseException:
            await done.put(_END)
            raise
        await done.put(_END)

    working = asyncio.create_task(all_workers())
    try:
        while (result := await done.get()) is not _END:
            yield result
        try:
            await working
        except ExceptionGroup as group:
            raise group.exceptions[0] from None
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
