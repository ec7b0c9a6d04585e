"""What a worker does in another process or on another machine: units in small batches, in a workshop of its own."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from leanin.errors import LeaninError
from leanin.evals.lines import Line
from leanin.evals.work import WorkUnit
from leanin.evals.workshop import Job, Workshop
from leanin.llm.spending import BudgetSpent


@dataclass(frozen=True, slots=True)
class Refusal:
    """A `LeaninError` as plain data, since its kinds are made of more than their words."""

    title: str
    message: str

    def as_error(self) -> LeaninError:
        """The error again."""
        return LeaninError(self.message, title=self.title)


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a batch of units. Plain data."""

    lines: list[Line] = field(default_factory=list)
    """Of the units that were done, in the order in which they were."""
    seconds: float = 0.0
    """How long it took."""
    spent: str = ""
    """Why the others weren't done, where the money is spent."""
    refusal: Refusal | None = None
    """Why they weren't, where the run can't go on at all."""
    trouble: str = ""
    """What went wrong beside the work so far, in words."""


class Bench:
    """A worker's place: a workshop, in which no more units are done at a time than the job's limits allow."""

    def __init__(self, job: Job) -> None:
        self._workshop = Workshop(job)
        self._room = asyncio.Semaphore(job.limits.units_at_once)

    def open(self) -> Refusal | None:
        """Set every cell's cast up; says why where that can't be done."""
        try:
            self._workshop.open()
        except LeaninError as fault:
            return Refusal(fault.title, fault.message)
        return None

    async def do(self, units: Sequence[WorkUnit]) -> Batch:
        """Do these units, together with those of other batches that are under way."""
        began = time.perf_counter()
        lines: list[Line] = []
        spent = ""
        refusal: Refusal | None = None

        async def measure(unit: WorkUnit) -> None:
            nonlocal spent, refusal
            async with self._room:
                try:
                    lines.append(await self._workshop.measure(unit))
                except BudgetSpent as fault:
                    spent = str(fault)
                except LeaninError as fault:
                    refusal = Refusal(fault.title, fault.message)

        async with asyncio.TaskGroup() as together:
            for unit in units:
                together.create_task(measure(unit))
        return Batch(lines, time.perf_counter() - began, spent, refusal, self._workshop.trouble)

    async def close(self) -> None:
        """Release the models' connections."""
        await self._workshop.close()
