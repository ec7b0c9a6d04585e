import os
import signal
from pathlib import Path

import pytest
from tests.evals.engines import in_order, many_replies, ran
from tests.evals.runs import planned

from leanin.evals import crew, processes
from leanin.evals.processes import ProcessesEngine, ProcessWorker
from leanin.evals.runner import LocalEngine
from leanin.evals.workshop import Job
from leanin.settings import load_settings


async def test_a_killed_process_loses_nothing_and_the_lines_are_those_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[ProcessWorker] = []

    class Known(ProcessWorker):
        def __init__(self, job: Job) -> None:
            super().__init__(job)
            begun.append(self)

    monkeypatch.setattr(processes, "ProcessWorker", Known)
    monkeypatch.setattr(crew, "QUICK", 0.0)  # one unit a batch, so that much is still to do
    killed: list[int] = []

    def kill_one(count: int) -> None:
        if count >= 10 and not killed and begun[0].pid:
            killed.append(begun[0].pid)
            os.kill(begun[0].pid, signal.SIGKILL)

    plan = planned(many_replies(tmp_path / "mine", 120))
    job = Job(plan.manifest, load_settings())
    found = await ran(ProcessesEngine(job, 2), plan, after=kill_one)
    assert killed and len(begun) == 3
    assert in_order(found) == in_order(await ran(LocalEngine(job), plan))
    for worker in begun:
        assert worker.pid
        with pytest.raises(ProcessLookupError):
            os.kill(worker.pid, 0)
