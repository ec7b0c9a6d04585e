"""`leanin eval compare`: whether one run is better than another, and where they differ."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from leanin.evals.gates import Gate

FailUnder = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-under",
        help="Exit code 3 where a figure is worse than this, e.g. reflection.kappa=0.75 or injections.raised<=0; "
        "repeatable.",
        metavar="MEASURE=VALUE",
    ),
]
Junit = Annotated[Path | None, typer.Option("--junit", help="Also write JUnit XML there.", metavar="FILE")]


def compare(
    a: Annotated[str, typer.Argument(help="The run before: its id, the beginning of one, its folder, or last.")],
    b: Annotated[str, typer.Argument(help="The run after.")],
    cell_a: Annotated[
        str | None, typer.Option(help="Which cell of the run before, where it has several.", metavar="CELL")
    ] = None,
    cell_b: Annotated[str | None, typer.Option(help="Which cell of the run after.", metavar="CELL")] = None,
    changes: Annotated[int, typer.Option(help="How many changed replies are shown.", metavar="N", min=0)] = 20,
    fail_under: FailUnder = None,
    fail_on_regression: Annotated[
        bool, typer.Option("--fail-on-regression", help="Exit code 3 where a measure got worse beyond chance.")
    ] = False,
    junit: Junit = None,
    json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON instead of tables.")] = False,
) -> None:
    """Set run B against run A, item by item, with 95 % intervals; “better” and “worse” are said only beyond chance.

    Exit code 3 where a gate failed (--fail-under, held against B) or a measure got worse (--fail-on-regression).
    """
    from leanin.evals import compared, gates, report
    from leanin.evals.compare import compare as compare_runs
    from leanin.evals.compare import regressions
    from leanin.evals.run_folder import find_run
    from leanin.store.wire import json_line

    wanted = gates_of(fail_under)
    before, after = find_run(a), find_run(b)
    data = compare_runs(before, after, cell_a, cell_b)
    cell = data["b"]["cell"]
    checked = []
    if wanted:
        figures = report.figures(after.manifest(), (line for line in after.lines() if line.cell == cell))
        checked = gates.held_against(figures | {"cells": {cell: figures["cells"][cell]}}, wanted)
    worse = regressions(data) if fail_on_regression else []
    if json:
        typer.echo(json_line(data))
    else:
        from rich.console import Console

        console = Console(width=None if sys.stdout.isatty() else 140)
        for table in compared.tables(data, changes):
            console.print(table)
    if junit:
        from leanin.evals.junit import of_comparison, save

        save(junit, of_comparison(data, worse, checked))
    if faults := [*(f"Worse: {words}" for words in worse), *(one.fault for one in checked if one.fault)]:
        for fault in faults:
            typer.echo(fault, err=True)
        raise typer.Exit(gates.GATE_FAILED)


def gates_of(texts: list[str] | None) -> "list[Gate]":
    """The gates that were asked for. Raises `typer.BadParameter` for one that isn't written as one."""
    from leanin.evals.gates import GateError, parse

    try:
        return [parse(text) for text in texts or []]
    except GateError as error:
        raise typer.BadParameter(error.message, param_hint="--fail-under") from None
