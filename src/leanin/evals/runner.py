"""Running: every unit of a plan through an engine, every result on disk as soon as it is there."""

from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from leanin.casting import Opener
from leanin.evals.lines import Line
from leanin.evals.manifest import Manifest
from leanin.evals.pool import each_of
from leanin.evals.run_folder import RunFolder
from leanin.evals.stopping import Stopping
from leanin.evals.suite import SuiteSource
from leanin.evals.work import WorkUnit, units
from leanin.evals.workshop import Job, Workshop
from leanin.llm.spending import BudgetSpent


class Engine(Protocol):
    """Does units of work, wherever that is."""

    def results(self, work: Iterator[WorkUnit], stopping: Stopping) -> AsyncGenerator[Line, None]:
        """A line for each unit, as it is done. Takes no more units once `stopping` is set."""
        ...


class LocalEngine:
    """Does the work in this process; `opener` opens models in place of one that keeps to the job's limits."""

    def __init__(self, job: Job, opener: Opener | None = None) -> None:
        self._workshop = Workshop(job, opener)
        self._at_once = job.limits.units_at_once

    @property
    def spent(self) -> float | None:
        """What the run cost so far, in US dollars, earlier attempts included; None where nobody counts."""
        return self._workshop.spent

    @property
    def trouble(self) -> str:
        """What went wrong beside the work, in words; empty where nothing did."""
        return self._workshop.trouble

    async def results(self, work: Iterator[WorkUnit], stopping: Stopping) -> AsyncGenerator[Line, None]:
        """A line for each unit, as it is done. Raises `LeaninError` where a cast can't be set up."""
        self._workshop.open()

        async def measure(unit: WorkUnit) -> Line | None:
            try:
                return await self._workshop.measure(unit)
            except BudgetSpent as fault:
                stopping.because(str(fault))
                return None

        try:
            async with aclosing(each_of(work, measure, at_once=self._at_once, stop=stopping.event)) as lines:
                async for line in lines:
                    if line is not None:
                        yield line
        finally:
            await self._workshop.close()


@dataclass(slots=True)
class Count:
    """How far a run is."""

    total: int
    kept: int = 0
    """Units that an earlier attempt had done already."""
    done: int = 0
    """Units with a whole result, in this attempt."""
    failed: int = 0
    """Units without one."""

    @property
    def missing(self) -> int:
        """Units that weren't done; those that failed aren't among them."""
        return self.total - self.kept - self.done - self.failed


async def run(
    manifest: Manifest,
    source: SuiteSource,
    folder: RunFolder,
    engine: Engine,
    stopping: Stopping,
    count: Count,
    tell: Callable[[Line], None] = lambda _line: None,
) -> None:
    """Do all units of a run that have no whole result yet; `folder` is open for writing.

    `count` is kept up to date, and `tell` is given each result once it is kept. Raises `LeaninError` where the run
    can't go on at all; what was done by then is kept.
    """
    kept = keys_done(folder)
    count.kept = sum(hash(unit.key) in kept for unit in units(source, manifest)) if kept else 0
    work = (unit for unit in units(source, manifest) if hash(unit.key) not in kept)
    try:
        async with aclosing(engine.results(work, stopping)) as lines:
            async for line in lines:
                folder.append(line)
                _note_spent(folder, engine)
                if line.fault:
                    count.failed += 1
                else:
                    count.done += 1
                tell(line)
    finally:
        _note_spent(folder, engine)


def _note_spent(folder: RunFolder, engine: Engine) -> None:
    if (spent := getattr(engine, "spent", None)) is not None:
        folder.note_spent(spent)


def keys_done(folder: RunFolder) -> set[int]:
    """The hashes of the keys of all units with a whole result, since a run may be long.

    Raises `DataFileError` where a line can't be read.
    """
    return {hash(key) for key in folder.keys_done()}
