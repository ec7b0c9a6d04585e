"""`leanin eval`: measure evaluators and clients against a suite."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from leanin.cli.options import ApiBase, ClientModel, EvaluatorApiBase, EvaluatorModel

if TYPE_CHECKING:
    from leanin.evals.runner import SuiteResult
    from leanin.evals.suite import Suite
    from leanin.settings import Settings

app = typer.Typer(help="Measure evaluators and clients against labelled replies and scripted trainees.")


@app.command("run")
def run(
    suite: Annotated[str, typer.Argument(help="A suite's folder, or the name of a shipped one.")],
    split: Annotated[str | None, typer.Option(help="Only this part of the suite's replies, e.g. test.")] = None,
    client_model: ClientModel = None,
    evaluator_model: EvaluatorModel = None,
    api_base: ApiBase = None,
    evaluator_api_base: EvaluatorApiBase = None,
    at_once: Annotated[int, typer.Option(help="How many items run at a time.", min=1)] = 4,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON instead of tables.")] = False,
) -> None:
    """Run a suite; print and save its tables. Exit code 1 where an item failed or a way was not as expected."""
    from leanin.evals import report
    from leanin.evals.suite import load_suite
    from leanin.locations import eval_runs_dir
    from leanin.settings import load_settings

    loaded = load_suite(suite, split)
    settings = load_settings(
        client_model=client_model,
        evaluator_model=evaluator_model,
        api_base=api_base,
        evaluator_api_base=evaluator_api_base,
    )
    result = asyncio.run(_run(loaded, settings, at_once))
    data = report.figures(result)
    folder = report.save(result, data, eval_runs_dir())
    _show(data, as_json=json)
    typer.echo(f"Saved in {folder} ({result.seconds:.1f} s).", err=True)
    for row in result.replies:
        if row.error:
            typer.echo(f"{row.reply.id}: {row.error}", err=True)
    if data["errors"] or not all(row["as_expected"] for row in data["conversations"]):
        raise typer.Exit(1)


@app.command("list")
def list_suites() -> None:
    """List the shipped suites."""
    from leanin.evals.suite import load_suite, suite_folders

    for name in suite_folders():
        loaded = load_suite(name)
        about = " ".join(loaded.about.split())
        typer.echo(f"{name}: {len(loaded.replies)} replies, {len(loaded.conversations)} conversations. {about}")


async def _run(suite: "Suite", settings: "Settings", at_once: int) -> "SuiteResult":
    from leanin.evals.runner import run_suite

    done = 0

    def progress(_item: str) -> None:
        nonlocal done
        done += 1
        sys.stderr.write(f"\r{done} of {len(suite.replies) + len(suite.conversations)} done")
        sys.stderr.flush()

    watched = sys.stderr.isatty()
    try:
        if watched:
            return await run_suite(suite, settings, at_once=at_once, progress=progress)
        return await run_suite(suite, settings, at_once=at_once)
    finally:
        if watched:
            sys.stderr.write("\n")


def _show(data: "dict[str, object]", *, as_json: bool) -> None:
    if as_json:
        from leanin.store.wire import json_line

        typer.echo(json_line(data))
        return
    from rich.console import Console

    from leanin.evals import report

    console = Console(width=None if sys.stdout.isatty() else 140)
    for table in report.tables(data):
        console.print(table)
