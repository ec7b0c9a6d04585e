import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.evals.engines import in_order, many_replies, ran
from tests.evals.lines import CELL, calls
from tests.evals.runs import planned

from leanin.errors import LeaninError
from leanin.evals.batches import Batch, Bench, Refusal
from leanin.evals.crew import CrewEngine, Worker, WorkerDied
from leanin.evals.limits import RunLimits
from leanin.evals.plan import Planned
from leanin.evals.runner import LocalEngine
from leanin.evals.stopping import Stopping
from leanin.evals.work import WorkUnit
from leanin.evals.workshop import Job
from leanin.settings import load_settings

Doing = Callable[[int, Batch], Batch]


class Hired:
    """Workers in this process; `doing` is told how many batches all of them did, and may die over one."""

    def __init__(self, doing: Doing = lambda _count, batch: batch, refusal: Refusal | None = None) -> None:
        self.doing, self.refusal = doing, refusal
        self.batches = 0
        self.jobs: list[Job] = []
        self.open = 0
        self.keys: list[str] = []
        self.done_before: list[int] = []

    def __call__(self, job: Job) -> Worker:
        self.jobs.append(job)
        self.done_before.append(len(self.keys))
        return _Worker(self, job)


class _Worker:
    def __init__(self, hired: Hired, job: Job) -> None:
        self._hired, self._bench = hired, Bench(job)
        self._dead = ""

    async def open(self) -> None:
        self._hired.open += 1
        await asyncio.sleep(0)
        if self._hired.refusal:
            raise self._hired.refusal.as_error()

    async def do(self, units: Sequence[WorkUnit]) -> Batch:
        if self._dead:
            raise WorkerDied(self._dead)
        batch = await self._bench.do(units)
        await asyncio.sleep(0)
        self._hired.batches += 1
        try:
            found = self._hired.doing(self._hired.batches, batch)
        except WorkerDied as death:
            self._dead = str(death)
            raise
        self._hired.keys += [unit.key for unit in units]
        return found

    async def close(self) -> None:
        self._hired.open -= 1
        await self._bench.close()


def job_of(plan: Planned, limits: RunLimits | None = None) -> Job:
    return Job(plan.manifest, load_settings(), limits or RunLimits())


@pytest.fixture
def plan(tmp_path: Path) -> Planned:
    return planned(many_replies(tmp_path / "mine", 40))


async def test_a_crews_lines_are_those_of_one_process(plan: Planned) -> None:
    hired = Hired()
    found = await ran(CrewEngine(job_of(plan), 3, hired), plan)
    assert in_order(found) == in_order(await ran(LocalEngine(job_of(plan)), plan))
    assert len(hired.jobs) == 3 and hired.open == 0
    assert hired.batches < 40, "batches grow where they are quick"


async def test_what_a_dead_worker_left_is_done_again_and_nothing_twice(plan: Planned) -> None:
    def die(count: int, batch: Batch) -> Batch:
        if count in (2, 5):
            raise WorkerDied("killed by signal 9")
        return batch

    hired = Hired(die)
    found = await ran(CrewEngine(job_of(plan), 2, hired), plan)
    assert in_order(found) == in_order(await ran(LocalEngine(job_of(plan)), plan))
    assert len(hired.jobs) in (3, 4) and hired.open == 0
    assert len(set(hired.keys)) == len(hired.keys) == 40


async def test_workers_who_keep_dying_end_the_run_and_what_is_done_is_kept(plan: Planned) -> None:
    def die(count: int, batch: Batch) -> Batch:
        if any(line.id == 7 for line in batch.lines):
            raise WorkerDied("out of memory")
        return batch

    found: list[int] = []
    hired = Hired(die)
    with pytest.raises(LeaninError, match="out of memory"):
        await ran(CrewEngine(job_of(plan), 1, hired), plan, after=found.append)
    assert 0 < len(found) < 40 and hired.open == 0
    assert 7 not in hired.keys


async def test_money_that_is_spent_in_a_worker_ends_the_run_with_its_reason(plan: Planned) -> None:
    stopping = Stopping()
    hired = Hired(lambda count, batch: replace(batch, spent="No more." if count == 3 else ""))
    found = await ran(CrewEngine(job_of(plan), 2, hired), plan, stopping=stopping)
    assert stopping.reason == "No more." and len(found) < 40


async def test_a_worker_that_takes_a_dead_ones_place_has_what_is_left_to_spend(plan: Planned) -> None:
    def die(count: int, batch: Batch) -> Batch:
        if count == 2:
            raise WorkerDied("killed")
        costly = [line.model_copy(update={"calls": {"openai/a": calls(0.1, cost=0.5)}}) for line in batch.lines]
        return replace(batch, lines=costly)

    hired = Hired(die)
    await ran(CrewEngine(job_of(plan, RunLimits(max_cost=20.0)), 1, hired), plan)
    assert [job.limits.spent for job in hired.jobs] == [0.5 * count for count in hired.done_before]
    assert hired.done_before[1] > 0


async def test_a_cast_that_cant_be_set_up_is_told(plan: Planned) -> None:
    hired = Hired(refusal=Refusal("No such model", "There is none."))
    with pytest.raises(LeaninError, match="No such model: There is none"):
        await ran(CrewEngine(job_of(plan), 2, hired), plan)
    assert hired.open == 0


async def test_once_stopped_no_more_is_handed_out(plan: Planned) -> None:
    found = await ran(CrewEngine(job_of(plan), 2, Hired()), plan, stop_after=1)
    assert 0 < len(found) < 40


def test_a_server_is_asked_by_no_more_workers_than_it_stands_connections(plan: Planned) -> None:
    asking = plan.manifest.model_copy(update={"cells": [CELL]})
    limits = RunLimits(at_once=4, max_cost=2.0)
    engine = CrewEngine(Job(asking, load_settings(), limits), 9, Hired())
    assert engine.workers == 4
    assert CrewEngine(job_of(plan, limits), 9, Hired()).workers == 9
