"""How far an eval run is, on standard error: a live line where somebody looks, elsewhere a plain one now and then."""

import sys
import time
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from leanin.evals.lines import Line
    from leanin.evals.runner import Count

_PLAIN_EVERY: Final = 30.0
"""Seconds between two lines where nobody looks."""


class RunProgress:
    """Rate, time left, cost, and errors by kind. A context manager; `tell` is given each result."""

    def __init__(self, count: "Count") -> None:
        self._count = count
        self._cost: float | None = 0.0
        self._faults: Counter[str] = Counter()
        self._began = self._told = time.monotonic()
        self._live: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Begin to show."""
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}")
            self._live = Progress(*columns, console=Console(stderr=True), refresh_per_second=4)
            self._live.start()
            self._task = self._live.add_task("", total=self._count.total)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop showing."""
        if self._live:
            self._live.stop()

    def tell(self, line: "Line") -> None:
        """Count a result."""
        if line.fault:
            self._faults[line.fault] += 1
        for calls in line.calls.values():
            self._cost = None if self._cost is None or calls.cost is None else self._cost + calls.cost
        if self._live and self._task is not None:
            self._live.update(self._task, completed=self._at, description=self.in_words())
        elif time.monotonic() - self._told >= _PLAIN_EVERY:
            self._told = time.monotonic()
            self.say(f"{self._at:,} of {self._count.total:,} done, {self.in_words()}")

    @property
    def _at(self) -> int:
        return self._count.total - self._count.missing

    def in_words(self) -> str:
        """Rate, cost and errors, e.g. “12.1 a second, $0.0310, 2 RateLimited”."""
        from leanin.evals.shown import rate

        seconds = time.monotonic() - self._began
        done = self._count.done + self._count.failed
        parts = [rate(done / seconds if seconds > 0 else 0.0)]
        if self._cost is None or self._cost:
            parts.append("cost unknown" if self._cost is None else f"${self._cost:.4f}")
        return ", ".join([*parts, *(f"{count} {fault}" for fault, count in self._faults.most_common())])

    def say(self, words: str) -> None:
        """Say something on a line of its own."""
        if self._live:
            self._live.console.print(words, markup=False, highlight=False)
        else:
            sys.stderr.write(f"{words}\n")
            sys.stderr.flush()
