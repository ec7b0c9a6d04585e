"""`leanin eval`: measure evaluators and clients against a suite."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leanin.cli import eval_compare, eval_read, eval_run

if TYPE_CHECKING:
    from rich.console import RenderableType


Split = Annotated[str | None, typer.Option(help="Only this part of the suite's replies, e.g. test.", metavar="NAME")]

app = typer.Typer(help="Measure evaluators and clients against labelled replies and scripted trainees.")


app.command("run")(eval_run.run)
app.command("resume")(eval_run.resume)
app.command("compare")(eval_compare.compare)
app.command("read")(eval_read.read)
app.command("browse")(eval_read.browse)


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


@app.command("validate")
def validate(
    suite: Annotated[str, typer.Argument(help="A suite's folder, or the name of a shipped one.")],
) -> None:
    """Check a suite's files, and name every slip by file, line and key."""
    from leanin.evals.suite import CALLED, open_suite

    source = open_suite(suite)
    counts = source.check().counts
    held = ", ".join(f"{count:,} {CALLED[kind]}" for kind, count in counts.items())
    typer.echo(f"{source.name}: {held or 'nothing in it'}. No slip found.")


@app.command("cache")
def cache(clear: Annotated[bool, typer.Option("--clear", help="Forget all of them.")] = False) -> None:
    """Say how many answers of language models are kept, so that they needn't be paid for again."""
    from contextlib import closing

    from leanin.llm.answers import Answers

    with closing(Answers()) as answers:
        if clear:
            answers.clear()
        typer.echo(answers.facts().in_words())


@app.command("export")
def export(
    run: Annotated[str, typer.Argument(help="A run's id, the beginning of one, its folder, or last.")],
    inspect: Annotated[
        Path, typer.Option("--inspect", help="Write Inspect's logs into this folder.", metavar="FOLDER")
    ],
) -> None:
    """Write a run's results for other programs: logs that `inspect view` opens. Needs the extra leanin[inspect]."""
    from leanin.evals.inspect_logs import write_logs
    from leanin.evals.run_folder import find_run

    for path in write_logs(find_run(run), inspect):
        typer.echo(path)


@app.command("runs")
def runs() -> None:
    """List the runs on this machine, the latest first."""
    from leanin.errors import DataFileError
    from leanin.evals.run_folder import all_runs

    found = all_runs()
    if not found:
        typer.echo("There are no runs yet; `leanin eval run SUITE` makes one.")
    for folder in found:
        try:
            manifest, done = folder.manifest(), sum(1 for _ in folder.keys_done())
        except DataFileError as error:
            typer.echo(f"{folder.path.name}: {error.message}")
            continue
        cells = ", ".join(cell.name for cell in manifest.cells)
        typer.echo(f"{manifest.id}: {manifest.suite}, {done:,} of {manifest.units:,} done, {cells}")


def _show(data: dict[str, Any], tables: "Callable[[dict[str, Any]], list[RenderableType]]", *, as_json: bool) -> None:
    if as_json:
        from leanin.store.wire import json_line

        typer.echo(json_line(data))
        return
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 140)
    for table in tables(data):
        console.print(table)
