"""An engine of several workers, wherever they are: each is kept busy, and what a dead one left undone is done again.

A batch comes back whole or not at all, so that no unit can be lost or counted twice. Batches begin with one unit; they
grow while they take less than a blink, so that handing them over costs next to nothing where units are quick, and a
worker who dies, or a run that is stopped, leaves little undone where they are slow.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final, Protocol

from leanin.casting import BUILTIN
from leanin.evals.batches import Batch
from leanin.evals.lines import Line
from leanin.evals.stopping import Stopping
from leanin.evals.suite import Kind
from leanin.evals.supply import Supply
from leanin.evals.work import WorkUnit
from leanin.evals.workshop import Job

QUICK: Final = 0.1
"""Batches that take fewer seconds grow."""
SLOW: Final = 0.4
"""Batches that take more shrink."""
MOST_UNITS: Final = 64
"""In one batch."""


class WorkerDied(Exception):
    """A worker is no more: it was killed, ran out of memory, or its machine went away. Tells how, in words."""


class Worker(Protocol):
    """One who does batches of units, several at a time."""

    async def open(self) -> None:
        """Get ready. Raises `LeaninError` where a cast can't be set up, `WorkerDied`."""
        ...

    async def do(self, units: Sequence[WorkUnit]) -> Batch:
        """Do a batch. Raises `WorkerDied`."""
        ...

    async def close(self) -> None:
        """End, at once where work is still under way."""
        ...


class CrewEngine:
    """Does the work with workers that `hire` makes, each for its part of the job's limits.

    A server stands no more connections than the limits say, so where language models play there are no more workers
    than connections.
    """

    def __init__(self, job: Job, workers: int, hire: Callable[[Job], Worker]) -> None:
        asks_models = job.manifest.reader_model or any(
            name != BUILTIN for cell in job.manifest.cells for name in (cell.evaluator, cell.client)
        )
        self.workers = min(workers, job.limits.at_once) if asks_models else workers
        self.trouble = ""
        """What went wrong beside the work, in words."""
        self._job = replace(job, limits=job.limits.shared_by(self.workers))
        self._hire = hire

    async def results(self, work: Iterator[WorkUnit], stopping: Stopping) -> AsyncGenerator[Line, None]:
        """A line for each unit, as its batch is done.

        Raises `LeaninError` where a cast can't be set up, or workers keep dying.
        """
        supply = Supply(work)
        done: asyncio.Queue[list[Line] | None] = asyncio.Queue()

        def keep(batch: Batch) -> None:
            done.put_nowait(batch.lines)
            self.trouble = self.trouble or batch.trouble
            if batch.spent:
                stopping.because(batch.spent)
            if batch.refusal:
                raise batch.refusal.as_error()

        async def all_lanes() -> None:
            async with asyncio.TaskGroup() as lanes:
                for _ in range(self.workers):
                    lanes.create_task(_Lane(self._job, self._hire, supply, keep, stopping).run())

        working = asyncio.create_task(all_lanes())
        working.add_done_callback(lambda _: done.put_nowait(None))
        try:
            while (lines := await done.get()) is not None:
                for line in lines:
                    yield line
            try:
                await working
            except ExceptionGroup as group:
                raise group.exceptions[0] from None
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)


class _Lane:
    """One worker after another, while there is work."""

    def __init__(
        self, job: Job, hire: Callable[[Job], Worker], supply: Supply, keep: Callable[[Batch], None], stopping: Stopping
    ) -> None:
        self._job, self._hire, self._supply, self._keep, self._stopping = job, hire, supply, keep, stopping
        self._sizes: dict[Kind, int] = defaultdict(lambda: 1)
        self._cost = 0.0

    async def run(self) -> None:
        """Until there is no more work, or the run is stopped."""
        while units := self._take():
            worker = self._hire(self._affordable())
            try:
                await self._with(worker, units)
            finally:
                await worker.close()

    async def _with(self, worker: Worker, units: list[WorkUnit]) -> None:
        busy: dict[asyncio.Task[Batch], list[WorkUnit]] = {}
        try:
            await worker.open()
            while units or busy:
                while units:
                    busy[asyncio.create_task(worker.do(units))] = units
                    units = self._take() if self._has_room(busy) else []
                finished, _ = await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED)
                for task in finished:
                    batch = task.result()
                    self._done(batch, busy.pop(task))
                units = self._take() if self._has_room(busy) else []
        except WorkerDied as death:
            await self._rescue(units, busy, death)
        finally:
            for task in busy:
                task.cancel()
            await asyncio.gather(*busy, return_exceptions=True)

    async def _rescue(
        self, units: list[WorkUnit], busy: dict[asyncio.Task[Batch], list[WorkUnit]], death: WorkerDied
    ) -> None:
        """Keep the batches that came back before the worker died, and give the others back."""
        lost = [] if any(given is units for given in busy.values()) else list(units)
        for outcome, given in zip(await asyncio.gather(*busy, return_exceptions=True), busy.values(), strict=True):
            if isinstance(outcome, Batch):
                self._done(outcome, given)
            elif isinstance(outcome, WorkerDied):
                lost += given
            else:
                raise outcome
        busy.clear()
        self._supply.give_back(lost, str(death))

    def _done(self, batch: Batch, units: list[WorkUnit]) -> None:
        self._cost += sum(calls.cost or 0.0 for line in batch.lines for calls in line.calls.values())
        kind = units[0].kind
        if batch.seconds < QUICK and len(units) == self._sizes[kind]:
            self._sizes[kind] = min(MOST_UNITS, self._sizes[kind] * 2)
        elif batch.seconds > SLOW:
            self._sizes[kind] = max(1, len(units) // 2)
        self._keep(batch)

    def _take(self) -> list[WorkUnit]:
        return [] if self._stopping.event.is_set() else self._supply.take(self._sizes)

    def _has_room(self, busy: dict[asyncio.Task[Batch], list[WorkUnit]]) -> bool:
        """As many units are handed over as the worker does at a time, and a batch on top, so that it never waits."""
        ahead = max((len(units) for units in busy.values()), default=0)
        return sum(map(len, busy.values())) < self._job.limits.units_at_once + ahead

    def _affordable(self) -> Job:
        """The job, less what this lane's earlier workers are known to have spent."""
        return replace(self._job, limits=replace(self._job.limits, spent=self._cost))
