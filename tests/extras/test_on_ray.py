"""With the real Ray, begun on this machine with two workers."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.evals.engines import in_order, many_replies, ran
from tests.evals.runs import planned, suite_in

from leanin.errors import LeaninError
from leanin.evals.on_ray import RayEngine, differences, surroundings_of
from leanin.evals.run_folder import new_run
from leanin.evals.runner import LocalEngine
from leanin.evals.workshop import Job
from leanin.settings import load_settings

pytestmark = [pytest.mark.extras, pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module", autouse=True)
def ray_on_this_machine() -> Iterator[None]:
    ray = pytest.importorskip("ray")
    yield
    ray.shutdown()


def actors() -> list[int]:
    """The ids of the processes of this run's actors."""
    psutil = pytest.importorskip("psutil")
    return [child.pid for child in psutil.Process().children(recursive=True) if _is_actor(child.pid)]


def _is_actor(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"ray::BenchActor")
    except OSError:
        return False


async def test_every_kind_of_item_comes_out_as_on_this_process(tmp_path: Path) -> None:
    plan = planned(suite_in(tmp_path / "mine"), epochs=2)
    job = Job(plan.manifest, load_settings())
    found = await ran(RayEngine(job, "", 2), plan)
    assert in_order(found) == in_order(await ran(LocalEngine(job), plan))


async def test_a_worker_killed_in_the_midst_loses_nothing(tmp_path: Path) -> None:
    plan = planned(many_replies(tmp_path / "mine", 400))
    job = Job(plan.manifest, load_settings())
    killed: list[int] = []

    def kill_one(count: int) -> None:
        if count >= 40 and not killed:
            killed.append(actors()[0])
            os.kill(killed[0], signal.SIGKILL)

    found = await ran(RayEngine(job, "", 2), plan, after=kill_one)
    assert killed
    assert in_order(found) == in_order(await ran(LocalEngine(job), plan))
    deadline = time.monotonic() + 10
    while actors() and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    assert not actors(), "actors are ended with the run"


async def test_a_run_begun_here_is_gone_on_with_there(tmp_path: Path) -> None:
    plan = planned(many_replies(tmp_path / "mine", 60))
    job = Job(plan.manifest, load_settings())
    folder = new_run(plan.manifest)
    whole = in_order(await ran(LocalEngine(job), plan))
    await ran(LocalEngine(job), plan, folder=folder, stop_after=20)
    done = [line.key for line in folder.lines()]
    assert 0 < len(done) < 60
    await ran(RayEngine(job, "", 2), plan, folder=folder)
    kept = [line.key for line in folder.lines()]
    assert kept[: len(done)] == done and len(kept) == len(set(kept)) == 60
    assert in_order(list(folder.lines())) == whole


async def test_a_model_that_cant_be_used_is_said_before_the_first_item(tmp_path: Path) -> None:
    plan = planned(suite_in(tmp_path / "mine", "replies"))
    cell = plan.manifest.cells[0].model_copy(update={"prompts": str(tmp_path / "none"), "evaluator": "openai/a"})
    job = Job(plan.manifest.model_copy(update={"cells": [cell]}), load_settings())
    with pytest.raises(LeaninError):
        await ran(RayEngine(job, "", 2), plan)


async def test_an_address_without_a_cluster_is_told(tmp_path: Path) -> None:
    import ray

    ray.shutdown()
    plan = planned(suite_in(tmp_path / "mine", "replies"))
    with pytest.raises(LeaninError, match="auto"):
        RayEngine(Job(plan.manifest, load_settings()), "auto", 2)


def test_a_machine_with_another_persona_is_told(tmp_path: Path) -> None:
    mine = surroundings_of(planned(suite_in(tmp_path / "mine")).manifest)
    other = mine.ingredients.model_copy(update={"personas": {}, "rubric": "another"})
    assert differences(mine, mine) == ""
    told = differences(mine, type(mine)("0", other, "", {}))
    assert "the rubric" in told and "rosa" in told and "leanin (0" in told
