"""`--workers N`: processes on this machine, for where one core is the limit."""

import asyncio
import contextlib
import itertools
import pickle
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, Final

from leanin.evals.batches import Batch, Refusal
from leanin.evals.crew import CrewEngine, WorkerDied
from leanin.evals.frames import HEAD, length_in, packed
from leanin.evals.work import WorkUnit
from leanin.evals.workshop import Job

PATIENCE: Final = 5.0
"""Seconds that a worker without work has to end by itself."""


class ProcessesEngine(CrewEngine):
    """Does the work in `workers` processes of their own."""

    def __init__(self, job: Job, workers: int) -> None:
        super().__init__(job, workers, ProcessWorker)


class ProcessWorker:
    """A process that does batches, and this side's end of the pipes to it."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}

    @property
    def pid(self) -> int | None:
        """The process's id; None before it was started."""
        return self._process.pid if self._process else None

    async def open(self) -> None:
        """Start the process. Raises `LeaninError` where it can't set a cast up, `WorkerDied`."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "leanin.evals.process_worker"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **_own_group(),
        )
        self._reading = asyncio.create_task(self._read(self._process))
        refusal: Refusal | None = await self._ask(0, self._job)
        if refusal:
            raise refusal.as_error()

    async def do(self, units: Sequence[WorkUnit]) -> Batch:
        """Do a batch. Raises `WorkerDied`."""
        number = next(self._numbers)
        batch: Batch = await self._ask(number, (number, list(units)))
        return batch

    async def close(self) -> None:
        """End the process: at once, where work is under way."""
        if self._process is None:
            return
        if self._waiting:
            self._kill()
        if self._process.stdin:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), PATIENCE)
        except TimeoutError:
            self._kill()
            await self._process.wait()
        if self._reading:
            await asyncio.gather(self._reading, return_exceptions=True)

    async def _ask(self, number: int, what: Any) -> Any:
        assert self._process and self._process.stdin and self._reading, "it is asked once it was opened"
        if self._reading.done():
            raise WorkerDied(self._how_it_ended())
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        # What became of the process is learnt where its answers are read, and told to all who wait for one.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._process.stdin.write(packed(what))
            await self._process.stdin.drain()
        return await answer

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout, "it was started with a pipe"
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionResetError):
            while True:
                length = length_in(await process.stdout.readexactly(HEAD))
                number, answer = pickle.loads(await process.stdout.readexactly(length))
                waiting = self._waiting.pop(number)
                if not waiting.done():
                    waiting.set_result(answer)
        await process.wait()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(WorkerDied(self._how_it_ended()))
        self._waiting.clear()

    def _how_it_ended(self) -> str:
        code = self._process.returncode if self._process else None
        return f"killed by signal {-code}" if code is not None and code < 0 else f"it ended with code {code}"

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._process:
                self._process.kill()


def _own_group() -> dict[str, Any]:
    """Options that put a process in a group of its own, where it isn't told of Ctrl-C: the run decides when it ends."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}
