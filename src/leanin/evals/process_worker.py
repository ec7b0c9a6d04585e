"""What runs in a worker process: `python -P -m leanin.evals.process_worker`, started by `processes` alone.

It is given a `Job` on its standard input, then numbered batches of units; it answers each with the number and what came
of it. It ends when its input does, so that it never outlives the run.
"""

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO

from leanin.evals.batches import Bench
from leanin.evals.frames import packed, read_from
from leanin.evals.work import WorkUnit

Numbered = tuple[int, list[WorkUnit]]


def main() -> None:
    """Work until there is no more input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run finishes what is in flight, and ends its workers itself
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not get among the answers
    try:
        asyncio.run(_work(sys.stdin.buffer, answers))
    except* BrokenPipeError:
        os._exit(1)  # the run was killed; there is nobody to tell


async def _work(given: BinaryIO, answers: BinaryIO) -> None:
    bench = Bench(await asyncio.to_thread(read_from, given))
    refusal = bench.open()
    _write(answers, packed((0, refusal)))
    if refusal:
        return
    batches: asyncio.Queue[Numbered | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def hand_on(batch: Numbered | None) -> None:
        loop.call_soon_threadsafe(batches.put_nowait, batch)

    threading.Thread(target=_read, args=(given, hand_on), daemon=True).start()
    try:
        async with asyncio.TaskGroup() as together:
            under_way = set()
            while batch := await batches.get():
                task = together.create_task(_answer(bench, answers, *batch))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
            for task in under_way:
                task.cancel()  # nobody waits for it any more
    finally:
        await bench.close()


async def _answer(bench: Bench, answers: BinaryIO, number: int, units: list[WorkUnit]) -> None:
    _write(answers, packed((number, await bench.do(units))))


def _read(given: BinaryIO, hand_on: Callable[[Numbered | None], None]) -> None:
    """Hand every batch on as it comes in, and None once the input ends."""
    with contextlib.suppress(EOFError):
        while True:
            hand_on(read_from(given))
    hand_on(None)


def _write(pipe: BinaryIO, data: bytes) -> None:
    """All of it: a raw pipe may take less at a time."""
    view = memoryview(data)
    while view:
        view = view[pipe.write(view) :]


if __name__ == "__main__":
    main()
