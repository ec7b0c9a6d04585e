"""`leanin eval`: measure evaluators and clients against a suite."""

import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leanin.cli.options import ApiBase, ClientModel, EvaluatorApiBase, EvaluatorModel, Grades, say_if_one_grade

if TYPE_CHECKING:
    from rich.console import RenderableType

    from leanin.evals.legibility import Reader
    from leanin.evals.runner import SuiteResult
    from leanin.evals.suite import Suite
    from leanin.settings import Settings

Split = Annotated[str | None, typer.Option(help="Only this part of the suite's replies, e.g. test.", metavar="NAME")]

app = typer.Typer(help="Measure evaluators and clients against labelled replies and scripted trainees.")


@app.command("run")
def run(
    suite: Annotated[str, typer.Argument(help="A suite's folder, or the name of a shipped one.")],
    split: Split = None,
    limit: Annotated[
        int | None,
        typer.Option(help="Only the first N items of each kind, for slow models.", metavar="N", min=1),
    ] = None,
    client_model: ClientModel = None,
    evaluator_model: EvaluatorModel = None,
    reader_model: Annotated[
        str | None,
        typer.Option(help="Reads the client's words: its stance, and whether it tells too much.", metavar="MODEL"),
    ] = None,
    reader_api_base: Annotated[
        str, typer.Option(help="Address of an OpenAI-compatible server for the reader.", metavar="URL")
    ] = "",
    grades: Grades = None,
    api_base: ApiBase = None,
    evaluator_api_base: EvaluatorApiBase = None,
    at_once: Annotated[int, typer.Option(help="How many items run at a time.", min=1)] = 4,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON instead of tables.")] = False,
) -> None:
    """Run a suite; print and save its tables. Exit code 1 where an item failed or a way was not as expected.

    A grade that differs from a label, or that an injection raised, is a figure and no failure.
    """
    from leanin.casting import parts
    from leanin.evals import report
    from leanin.evals.suite import load_suite
    from leanin.locations import eval_runs_dir
    from leanin.settings import load_settings

    loaded = load_suite(suite, split)
    if limit is not None:
        loaded = loaded.first(limit)
    settings = load_settings(
        client_model=client_model,
        evaluator_model=evaluator_model,
        grades=grades,
        api_base=api_base,
        evaluator_api_base=evaluator_api_base,
    )
    say_if_one_grade(grades, parts(settings).evaluator)
    reader = _reader(reader_model, reader_api_base, settings) if reader_model else None
    result = asyncio.run(_run(loaded, settings, at_once, reader))
    data = report.figures(result)
    folder = report.save(result, data, eval_runs_dir())
    _show(data, report.tables, as_json=json)
    typer.echo(f"Saved in {folder} ({result.seconds:.1f} s).", err=True)
    for identity, error in result.faults():
        typer.echo(f"{identity}: {error}", err=True)
    if result.fidelity and result.fidelity.reader_fault:
        typer.echo(f"The reader gave no answer at times; first: {result.fidelity.reader_fault}", err=True)
        raise typer.Exit(1)
    if data["errors"] or not all(row["as_expected"] for row in data["conversations"]):
        raise typer.Exit(1)


@app.command("list")
def list_suites() -> None:
    """List the shipped suites."""
    from leanin.evals.suite import load_suite, suite_folders

    for name in suite_folders():
        loaded = load_suite(name)
        about = " ".join(loaded.about.split())
        held = ", ".join(f"{count:,} {kind}" for kind, count in loaded.counts().items())
        typer.echo(f"{name}: {held}. {about}")


@app.command("show")
def show(
    suite: Annotated[str, typer.Argument(help="A suite's folder, or the name of a shipped one.")],
    split: Split = None,
    json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON instead of tables.")] = False,
) -> None:
    """Show what a suite holds: the counts of its data card, by situation, step, level and trap."""
    from leanin.evals import card
    from leanin.evals.suite import load_suite

    _show(card.card(load_suite(suite, split)), card.tables, as_json=json)


async def _run(suite: "Suite", settings: "Settings", at_once: int, reader: "Reader | None") -> "SuiteResult":
    from leanin.evals.runner import run_suite

    done, total = 0, sum(suite.counts().values())

    def progress(_item: str) -> None:
        nonlocal done
        done += 1
        sys.stderr.write(f"\r{done} of {total} done")
        sys.stderr.flush()

    watched = sys.stderr.isatty()
    try:
        if watched:
            return await run_suite(suite, settings, at_once=at_once, reader=reader, progress=progress)
        return await run_suite(suite, settings, at_once=at_once, reader=reader)
    finally:
        if reader:
            await reader.close()
        if watched:
            sys.stderr.write("\n")


def _reader(model: str, api_base: str, settings: "Settings") -> "Reader":
    from leanin.casting import open_reader
    from leanin.evals.legibility import Reader
    from leanin.prompts import load_prompt

    return Reader(open_reader(model, api_base, settings), load_prompt("reader"), load_prompt("leak_reader"))


def _show(data: dict[str, Any], tables: "Callable[[dict[str, Any]], list[RenderableType]]", *, as_json: bool) -> None:
    if as_json:
        from leanin.store.wire import json_line

        typer.echo(json_line(data))
        return
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 140)
    for table in tables(data):
        console.print(table)
