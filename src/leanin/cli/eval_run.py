"""`leanin eval run` and `leanin eval resume`: do a run, or what is missing of one."""

import asyncio
import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leanin.cli import eval_options as opts
from leanin.cli.eval_compare import FailUnder, Junit, gates_of
from leanin.cli.eval_progress import RunProgress
from leanin.cli.options import ApiBase, EvaluatorApiBase, Grades, say_if_one_grade

if TYPE_CHECKING:
    from leanin.evals.ending import Ending
    from leanin.evals.gates import Gate
    from leanin.evals.lines import Line
    from leanin.evals.manifest import Manifest
    from leanin.evals.run_folder import RunFolder
    from leanin.evals.runner import Count, Engine
    from leanin.evals.stopping import Stopping
    from leanin.evals.suite import SuiteSource
    from leanin.evals.workshop import Job

FAILED = 1
"""An item got no whole result, or a conversation went another way than was expected."""
GATE_MISSED = 3
STOPPED = 4
"""The run ended before all was done, by its cost ceiling."""
INTERRUPTED = 130

_FIRST_CALLS = 0.1
"""Seconds after which the first calls of a run are surely on their way."""


def run(
    suite: Annotated[str, typer.Argument(help="A suite's folder, or the name of a shipped one.")],
    split: Annotated[str | None, typer.Option(help="Only this part of the suite's replies, e.g. test.")] = None,
    limit: opts.Limit = None,
    sample: opts.Sample = None,
    sample_seed: opts.SampleSeed = 0,
    client_model: opts.Clients = None,
    evaluator_model: opts.Evaluators = None,
    prompts: opts.Prompts = None,
    persona: opts.Personas = None,
    seed: opts.Seeds = None,
    epochs: opts.Epochs = None,
    reader_model: opts.ReaderModel = "",
    reader_api_base: opts.ReaderApiBase = "",
    grades: Grades = None,
    api_base: ApiBase = None,
    evaluator_api_base: EvaluatorApiBase = None,
    at_once: opts.AtOnce = 4,
    rpm: opts.RequestsAMinute = None,
    tpm: opts.TokensAMinute = None,
    max_cost: opts.MaxCost = None,
    price: opts.Price = None,
    cache: opts.Cache = True,
    workers: opts.Workers = 1,
    engine: opts.EngineName = opts.Engines.LOCAL,
    address: opts.Address = "",
    fail_under: FailUnder = None,
    junit: Junit = None,
    json: opts.Json = False,
) -> None:
    """Run a suite; print and save its figures. Each result is on disk as soon as it is there.

    Ctrl-C once lets what is in flight finish, twice stops at once; `leanin eval resume` does the rest. Exit code 1
    where an item failed or a way was not as expected, 3 where a figure missed --fail-under, 4 where the run was
    stopped by its cost ceiling. A grade that differs from a label, or that an injection raised, is a figure and no
    failure.
    """
    if evaluator_model or client_model or reader_model:
        _load_beside()
    from leanin.evals.limits import RunLimits
    from leanin.evals.plan import Wish, plan
    from leanin.evals.run_folder import new_run
    from leanin.settings import load_settings

    wanted = gates_of(fail_under)
    settings = load_settings(
        evaluator_model=next(iter(evaluator_model or ()), None),
        client_model=next(iter(client_model or ()), None),
        grades=grades,
        api_base=api_base,
        evaluator_api_base=evaluator_api_base,
    )
    wish = Wish(
        suite=suite,
        split=split,
        limit=limit,
        sample=sample,
        sample_seed=sample_seed,
        evaluators=evaluator_model or (),
        clients=client_model or (),
        prompts=prompts or (),
        personas=persona or (),
        seeds=seed or (),
        epochs=epochs,
        reader_model=reader_model,
        reader_api_base=reader_api_base,
    )
    planned = plan(wish, settings)
    _say_if_one_grade(grades, planned.manifest)
    limits = RunLimits(
        at_once=at_once,
        requests_a_minute=rpm,
        tokens_a_minute=tpm,
        max_cost=max_cost,
        prices=opts.stated_prices(price or [], models_of(planned.manifest)),
        cached=cache,
    )
    from leanin.evals.workshop import Job

    job = Job(planned.manifest, settings, limits, reader_api_base)
    folder = new_run(planned.manifest)
    _do(job, planned.source, folder, opts.engine_of(engine, job, _workers(workers, job), address), wanted, junit, json)


def resume(
    name: Annotated[str, typer.Argument(metavar="RUN", help="A run's id, the beginning of one, its folder, or last.")],
    changed: Annotated[
        bool, typer.Option("--changed", help="Go on although prompts, personas, data or leanin changed since.")
    ] = False,
    api_base: ApiBase = None,
    evaluator_api_base: EvaluatorApiBase = None,
    reader_api_base: opts.ReaderApiBase = "",
    at_once: opts.AtOnce = 4,
    rpm: opts.RequestsAMinute = None,
    tpm: opts.TokensAMinute = None,
    max_cost: opts.MaxCost = None,
    price: opts.Price = None,
    cache: opts.Cache = True,
    workers: opts.Workers = 1,
    engine: opts.EngineName = opts.Engines.LOCAL,
    address: opts.Address = "",
    fail_under: FailUnder = None,
    junit: Junit = None,
    json: opts.Json = False,
) -> None:
    """Do what is missing of a run: what wasn't done, and what failed. Models, items and matrix are those it began with.

    Refused where prompts, personas, items, rubric or the built-in evaluator changed since, unless --changed says to go
    on. Addresses are those it began with, too, unless given anew: a password in one isn't kept. Exit codes as for
    `leanin eval run`.
    """
    from leanin.errors import DataFileError
    from leanin.evals.limits import RunLimits
    from leanin.evals.plan import again
    from leanin.evals.run_folder import find_run
    from leanin.evals.workshop import Job
    from leanin.settings import load_settings

    wanted = gates_of(fail_under)
    folder = find_run(name)
    manifest = folder.manifest()
    source, differs, recounted = again(manifest)
    if differs and not changed:
        raise DataFileError(
            f"Since the run {manifest.id} began, this has changed: {', '.join(differs)}. Its results would be of two "
            "kinds. Begin a new run, or go on nevertheless with --changed.",
            title="The run can't be gone on with",
        )
    if differs:
        typer.echo(f"leanin: changed since the run began: {', '.join(differs)}.", err=True)
    limits = RunLimits(
        at_once=at_once,
        requests_a_minute=rpm,
        tokens_a_minute=tpm,
        max_cost=max_cost,
        spent=folder.spent(),
        prices=opts.stated_prices(price or [], models_of(manifest)),
        cached=cache,
    )
    settings = load_settings(
        evaluator_model=manifest.cells[0].evaluator,
        client_model=manifest.cells[0].client,
        api_base=api_base or manifest.api_base,
        evaluator_api_base=evaluator_api_base or manifest.evaluator_api_base,
    )
    if max_cost is not None and limits.spent >= max_cost:
        typer.echo(
            f"leanin: the run has cost ${limits.spent:.4f} already; --max-cost leaves nothing to spend.", err=True
        )
        raise typer.Exit(STOPPED)
    job = Job(recounted, settings, limits, reader_api_base or manifest.reader_api_base)
    _do(job, source, folder, opts.engine_of(engine, job, _workers(workers, job), address), wanted, junit, json)


def _load_beside() -> None:
    """Load what servers are asked with while the run is planned: certificates are read meanwhile, on another core."""
    from importlib import import_module
    from threading import Thread

    Thread(target=import_module, args=("aiohttp",), daemon=True).start()


def models_of(manifest: "Manifest") -> list[str]:
    """Every language model that a run asks."""
    from leanin.casting import BUILTIN

    named = [name for cell in manifest.cells for name in (cell.evaluator, cell.client)]
    return [name for name in dict.fromkeys([*named, manifest.reader_model]) if name and name != BUILTIN]


def _workers(wanted: int, job: "Job") -> int:
    """How many processes work: where models are asked, each needs a connection of its own."""
    connections = job.limits.at_once
    if wanted <= connections or not models_of(job.manifest):
        return wanted
    typer.echo(f"leanin: --at-once {connections} leaves work for {connections} of {wanted} workers.", err=True)
    return connections


def _say_if_one_grade(grades: int | None, manifest: "Manifest") -> None:
    from leanin.casting import Part

    if all(Part("evaluator", cell.evaluator).is_builtin for cell in manifest.cells):
        say_if_one_grade(grades, Part("evaluator", manifest.cells[0].evaluator))


def _do(
    job: "Job",
    source: "SuiteSource",
    folder: "RunFolder",
    engine: "Engine",
    wanted: "list[Gate]",
    junit: Path | None,
    as_json: bool,
) -> None:
    """Run what is missing, write what is made of it, show it, and exit as it went."""
    gc.freeze()  # what was imported stays; to look through it for waste again and again takes a twentieth of the time
    gc.set_threshold(20_000, 10, 10)
    count, stopping, data = asyncio.run(_run(job, source, folder, engine))
    from leanin.evals import gates
    from leanin.evals import junit as xml

    checked = gates.held_against(data, wanted)
    if junit:
        xml.save(junit, xml.of_run(data, folder.lines(), checked))
    show(data, as_json=as_json)
    _say_how_it_ended(folder, count, stopping)
    if trouble := getattr(engine, "trouble", ""):
        typer.echo(f"leanin: {trouble}", err=True)
    misses = [one.fault for one in checked if one.fault]
    for miss in misses:
        typer.echo(f"leanin: missed: {miss}", err=True)
    raise typer.Exit(_exit_code(data, count, stopping, missed=bool(misses)))


async def _run(
    job: "Job", source: "SuiteSource", folder: "RunFolder", engine: "Engine"
) -> "tuple[Count, Stopping, dict[str, Any]]":
    """Do what is missing; gives how far it came, why it stopped, and the run's figures."""
    from datetime import UTC, datetime

    from leanin.evals.ending import Ending, finish
    from leanin.evals.run_folder import Attempt
    from leanin.evals.runner import Count, run
    from leanin.evals.stopping import Stopping

    stopping, count = Stopping(), Count(job.manifest.units)
    loop = asyncio.get_running_loop()
    began, began_at = datetime.now(UTC).isoformat(timespec="seconds"), loop.time()
    with folder, Ending(folder) as ending:
        ready = asyncio.create_task(_prepare(ending))
        with RunProgress(count) as progress, stopping.on_interrupt(progress.say):

            def tell(line: "Line") -> None:
                if not count.kept:  # else all lines are read in their order at the end
                    ending.add(line)
                progress.tell(line)

            try:
                await run(job.manifest, source, folder, engine, stopping, count, tell)
            except asyncio.CancelledError:
                if not stopping.by_hand:
                    raise
            finally:
                folder.note(
                    Attempt(
                        began=began,
                        seconds=round(loop.time() - began_at, 3),
                        done=count.done,
                        failed=count.failed,
                        missing=count.missing,
                        ended="Ctrl-C" if stopping.by_hand else stopping.reason,
                    )
                )
        await ready
        return count, stopping, finish(folder) if count.kept else ending.finish()


async def _prepare(ending: "Ending") -> None:
    """Load what the end needs while the first calls are under way, beside the loop so that their times stay true."""
    await asyncio.sleep(_FIRST_CALLS)
    await asyncio.to_thread(ending.prepare)


def _say_how_it_ended(folder: "RunFolder", count: "Count", stopping: "Stopping") -> None:
    if count.failed:
        typer.echo(
            f"leanin: {count.failed:,} got no whole result; `leanin eval resume {folder.path.name}` tries them again.",
            err=True,
        )
    if count.missing:
        why = f" {stopping.reason}" if stopping.reason else ""
        typer.echo(
            f"leanin: {count.missing:,} of {count.total:,} weren't done.{why} `leanin eval resume {folder.path.name}` "
            "does the rest.",
            err=True,
        )
    typer.echo(f"Saved in {folder.path}", err=True)


def _exit_code(data: dict[str, Any], count: "Count", stopping: "Stopping", *, missed: bool) -> int:
    if stopping.by_hand:
        return INTERRUPTED
    if count.missing:
        return STOPPED
    if missed:
        return GATE_MISSED
    unexpected = any(not row["as_expected"] for cell in data["cells"].values() for row in cell["conversations"])
    return FAILED if count.failed or unexpected else 0


def show(data: dict[str, Any], *, as_json: bool) -> None:
    """Print a run's figures."""
    from leanin.evals import report

    if as_json:
        from leanin.store.wire import json_line

        typer.echo(json_line(data))
        return
    import sys

    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 140)
    for table in report.tables(data):
        console.print(table)
