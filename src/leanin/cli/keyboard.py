"""Reading a person's lines without holding up the event loop, and making Ctrl-C mean what it should."""

import asyncio
import contextlib
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator


class Left(BaseException):
    """The person left with Ctrl-C while nothing was under way; the session stays open, to go on with later."""


async def typed_lines(read_line: Callable[[], str]) -> AsyncIterator[str]:
    """The lines that `read_line` gives until it raises `EOFError`.

    It is called in a daemon thread, which a leaving program needn't wait for.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    wanted = threading.Semaphore(0)

    def read() -> None:
        while True:
            wanted.acquire()
            try:
                line: str | None = read_line()
            except (EOFError, OSError, ValueError):
                line = None
            with contextlib.suppress(RuntimeError):  # the loop has gone: nobody waits for the line
                loop.call_soon_threadsafe(lines.put_nowait, line)
            if line is None:
                return

    threading.Thread(target=read, daemon=True, name="keyboard").start()
    while True:
        wanted.release()
        line = await lines.get()
        if line is None:
            return
        yield line


@contextlib.contextmanager
def interrupts(stop: Callable[[], bool]) -> Iterator[None]:
    """Within the block Ctrl-C calls `stop`; where that returns False (nothing to stop), the task is cancelled.

    Raises `Left` in place of that cancellation.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None, "interrupts belong to a task"
    leaving = False

    def interrupted() -> None:
        nonlocal leaving
        if not stop():
            leaving = True
            task.cancel()

    try:
        loop.add_signal_handler(signal.SIGINT, interrupted)
    except NotImplementedError:  # Windows: Ctrl-C then ends the program as usual
        yield
        return
    try:
        yield
    except asyncio.CancelledError:
        if leaving:
            raise Left from None
        raise
    finally:
        loop.remove_signal_handler(signal.SIGINT)
