"""Ctrl-C while a run goes on: the first lets what is in flight finish, the second stops at once."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator


class Stopping:
    """Whether a run should end, and why."""

    def __init__(self) -> None:
        self.event = asyncio.Event()
        self.by_hand = False
        """Whether somebody pressed Ctrl-C."""
        self.reason = ""
        """Why else, in words."""

    def because(self, reason: str) -> None:
        """End the run once what is in flight is done."""
        self.reason = self.reason or reason
        self.event.set()

    @contextlib.contextmanager
    def on_interrupt(self, tell: Callable[[str], None]) -> Iterator[None]:
        """Within the block, let the first Ctrl-C set the event and the second cancel the task that entered it.

        Where the system can't do that (Windows), the first stops at once.
        """
        loop = asyncio.get_running_loop()
        task = asyncio.current_task()
        assert task is not None, "this is called from a coroutine"

        def interrupted() -> None:
            if self.by_hand:
                task.cancel()
                return
            self.by_hand = True
            self.event.set()
            tell("Finishing what is in flight; Ctrl-C again stops at once.")

        try:
            loop.add_signal_handler(signal.SIGINT, interrupted)
        except (NotImplementedError, RuntimeError, ValueError):
            yield
            return
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGINT)
