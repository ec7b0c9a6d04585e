"""`--engine ray`: the same work by Ray's actors, on this machine or on a cluster (extra `leanin[ray]`).

Each actor is a worker as `crew` knows them. The machines need the same leanin, with the same prompts and personas at
the same paths: each compares what it has with what the run has before it does anything. Providers' keys are read from
the environment of the machine that asks; none is sent.
"""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from leanin import __version__
from leanin.errors import LeaninError
from leanin.evals.batches import Batch, Bench, Refusal
from leanin.evals.crew import CrewEngine, WorkerDied
from leanin.evals.manifest import Fingerprints, Manifest, fingerprints
from leanin.evals.work import WorkUnit
from leanin.evals.workshop import Job
from leanin.persona_shelf import on_shelf

PATIENCE: Final = 10.0
"""Seconds that a worker without work has to close its connections."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What results depend on beside the job. Plain data, sent to each machine."""

    version: str
    ingredients: Fingerprints
    folder: str
    """Where the run was begun: personas and prompts may be named from there."""
    variables: dict[str, str]
    """The environment's `LEANIN_…` variables; no key of a provider is among these."""


class RayEngine(CrewEngine):
    """Does the work with `workers` Ray actors (for 1, as many as Ray has cores); `address` as `ray.init` takes it.

    Without an address Ray is begun on this machine, and ended with the run. Raises `LeaninError` where Ray isn't
    installed or can't be reached.
    """

    def __init__(self, job: Job, address: str, workers: int) -> None:
        ray = begin_ray(address, workers)
        surroundings = surroundings_of(job.manifest)
        most = workers if workers > 1 else int(ray.cluster_resources().get("CPU", 1))
        super().__init__(job, most, lambda part: RayWorker(part, surroundings))


class RayWorker:
    """An actor that does batches."""

    def __init__(self, job: Job, surroundings: Surroundings) -> None:
        self._job = job
        self._surroundings = surroundings
        self._actor: Any = None
        self._under_way = 0

    async def open(self) -> None:
        """Begin the actor. Raises `LeaninError` where it can't do this work, `WorkerDied`."""
        import ray

        kind = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0, max_concurrency=1000)(BenchActor)
        self._actor = kind.remote(self._job, self._surroundings)
        refusal: Refusal | None = await self._answer(self._actor.open.remote())
        if refusal:
            raise refusal.as_error()

    async def do(self, units: Sequence[WorkUnit]) -> Batch:
        """Do a batch. Raises `WorkerDied`."""
        batch: Batch = await self._answer(self._actor.do.remote(list(units)))
        return batch

    async def close(self) -> None:
        """End the actor: at once, where work is under way."""
        import ray

        if self._actor is None:
            return
        if not self._under_way:
            with suppress(WorkerDied, TimeoutError):
                await asyncio.wait_for(self._answer(self._actor.close.remote()), PATIENCE)
        ray.kill(self._actor)

    async def _answer(self, asked: Any) -> Any:
        from ray.exceptions import RayActorError

        self._under_way += 1
        try:
            answer = await asked
        except RayActorError as death:
            raise WorkerDied(type(death).__name__) from None
        # Where the waiting itself was called off, the work goes on: it stays counted.
        self._under_way -= 1
        return answer


class BenchActor:
    """What runs in Ray's process."""

    def __init__(self, job: Job, surroundings: Surroundings) -> None:
        self._job, self._surroundings = job, surroundings
        self._bench: Bench | None = None

    async def open(self) -> Refusal | None:
        """Set everything up; says why where that can't be done."""
        os.environ.update(self._surroundings.variables)
        with suppress(OSError):  # on another machine there needn't be such a folder
            os.chdir(self._surroundings.folder)
        try:
            if differs := differences(self._surroundings, surroundings_of(self._job.manifest)):
                return Refusal("The machines differ", f"A Ray worker's machine has another state of {differs}.")
        except LeaninError as fault:
            return Refusal(fault.title, f"On a Ray worker's machine: {fault.message}")
        self._bench = Bench(self._job)
        return self._bench.open()

    async def do(self, units: list[WorkUnit]) -> Batch:
        """Do a batch."""
        assert self._bench, "it was opened"
        return await self._bench.do(units)

    async def close(self) -> None:
        """Release the models' connections."""
        if self._bench:
            await self._bench.close()


def begin_ray(address: str, workers: int) -> Any:
    """Connect to a cluster, or begin one on this machine; gives the module `ray`. Raises `LeaninError`."""
    try:
        import ray
    except ImportError:
        raise LeaninError(
            "--engine ray needs Ray, which isn't installed. Get it with: pip install 'leanin[ray]'. Without it, "
            "--workers N uses the cores of this machine.",
            title="Ray is missing",
        ) from None
    if ray.is_initialized():
        return ray
    options: dict[str, Any] = {"logging_level": "ERROR", "log_to_driver": False, "include_dashboard": False}
    if address:
        options = {"address": address, "logging_level": "ERROR", "log_to_driver": False}
    elif workers > 1:
        options["num_cpus"] = workers
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing about anybody's runs is told to anybody
    try:
        ray.init(**options)
    except (ConnectionError, RuntimeError, ValueError, OSError) as fault:
        where = f"at {address}" if address else "on this machine"
        raise LeaninError(f"Ray can't be used {where}: {fault}", title="Ray can't be reached") from None
    return ray


def surroundings_of(manifest: Manifest) -> Surroundings:
    """What this machine has of all that the run depends on. Raises `DataFileError` where a part can't be read."""
    before = manifest.fingerprints
    personas = [file for name in before.personas if (file := on_shelf(name))]
    return Surroundings(
        version=__version__,
        ingredients=fingerprints(before.data, manifest.cells, personas, reader=bool(manifest.reader_model)),
        folder=str(Path.cwd()),
        variables={name: value for name, value in os.environ.items() if name.startswith("LEANIN_")},
    )


def differences(wanted: Surroundings, found: Surroundings) -> str:
    """What a machine has another state of, in words; empty where nothing differs."""
    version = [f"leanin ({found.version} instead of {wanted.version})"] if found.version != wanted.version else []
    missing = [name for name in wanted.ingredients.personas if name not in found.ingredients.personas]
    gone = [f"the persona “{name}”, which it hasn't got" for name in missing]
    return ", ".join([*version, *found.ingredients.changed_from(wanted.ingredients), *gone])
