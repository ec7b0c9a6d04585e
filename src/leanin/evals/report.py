"""What a run found, as figures and as tables for a terminal."""

import io
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from leanin.errors import DataFileError
from leanin.evals import agreement, codes, injections, overview, pairs, trajectories
from leanin.evals.lines import Line
from leanin.evals.manifest import Manifest
from leanin.evals.run_folder import RunFolder
from leanin.evals.shown import dollars, rate, seconds, share, table
from leanin.evals.tally import Tally
from leanin.llm.port import Usage
from leanin.rubric import STEP_TITLES, Step

if TYPE_CHECKING:
    from rich.console import RenderableType


class RunFigures:
    """The run's figures, added up line by line: nothing is kept of a line but what it counts for."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._tallies = {cell.name: Tally(cell, manifest.epochs) for cell in manifest.cells}

    def add(self, line: Line) -> None:
        """Count a line. Raises `DataFileError` for one of a cell that the run doesn't have."""
        if line.cell not in self._tallies:
            raise DataFileError(f"A line belongs to “{line.cell}”, which isn't among the cells of {self._manifest.id}.")
        self._tallies[line.cell].add(line)

    def figures(self, took: float | None = None) -> dict[str, Any]:
        """All as plain data, cell by cell, as `docs/evals.md` describes them.

        `took` is how long the run took in seconds, where that is known.
        """
        manifest = self._manifest
        cells = {name: tally.figures() for name, tally in self._tallies.items()}
        graded = sum(cell["graded"] for cell in cells.values())
        return {
            "run": manifest.id,
            "suite": manifest.suite,
            "leanin_version": manifest.leanin_version,
            "rubric_hash": manifest.fingerprints.rubric,
            "grades": manifest.grades,
            "began": manifest.began,
            "seconds": took,
            "units": manifest.units,
            "items": sum(cell["items"] for cell in cells.values()),
            "errors": sum(cell["errors"] for cell in cells.values()),
            "graded": graded,
            "graded_a_second": round(graded / took, 2) if took and graded else None,
            "cells": cells,
        }


def figures(manifest: Manifest, lines: Iterable[Line], took: float | None = None) -> dict[str, Any]:
    """The figures of lines that are all there, read once and one after the other, as `RunFigures` says."""
    counted = RunFigures(manifest)
    for line in lines:
        counted.add(line)
    return counted.figures(took)


def tables(data: dict[str, Any], *, short: bool = False) -> "list[RenderableType]":
    """The figures as tables for a terminal: with several cells a comparison first, then each by itself unless `short`.

    Below each cell's tables a line for each kind of fault and for each language model says what it met or used.
    """
    from rich.rule import Rule
    from rich.text import Text

    cells = data["cells"]
    if len(cells) == 1:
        return _details(next(iter(cells.values())), data)
    shown: list[RenderableType] = [overview.table_of(cells)]
    if not short:
        for name, cell in cells.items():
            shown += [Rule(Text(name), align="left"), *_details(cell, data)]
    return shown


def prepare() -> None:
    """Load what tables need, ahead of time."""
    import rich.console
    import rich.rule
    import rich.table  # noqa: F401 - loaded for those below


def save(folder: RunFolder, data: dict[str, Any]) -> None:
    """Write `figures.json` and `tables.txt` into a run's folder. Raises `DataFileError` where that can't be done."""
    from rich.console import Console

    page = io.StringIO()
    console = Console(file=page, width=140)
    for each in tables(data):
        console.print(each)
    folder.write("figures.json", json.dumps(data, indent=2, ensure_ascii=False) + "\n")
    folder.write("tables.txt", page.getvalue())


def _details(cell: dict[str, Any], data: dict[str, Any]) -> "list[RenderableType]":
    from rich.text import Text

    shown = agreement.tables(cell) if cell["replies"] else []
    for kind in (injections, pairs, codes):
        if part := cell[kind.__name__.rpartition(".")[2]]:
            shown += kind.tables(part)
    if cell["conversations"]:
        shown += trajectories.tables(cell)
    if again := cell["epochs"]:
        shown.append(_between_epochs(again))
    if cell["latency"]:
        shown.append(_latency(cell))
    for name, faults in cell["faults"].items():
        first = faults["first"][0]
        shown.append(Text(f"{name}: {faults['count']:,}; one is {first['kind']} {first['id']}: {first['error']}"))
    if len(data["cells"]) == 1 and data["graded_a_second"] is not None:
        shown.append(
            Text(f"{cell['evaluator_model']}: {cell['graded']:,} grades, {rate(cell['graded'] / data['seconds'])}")
        )
    return shown + [Text(f"{part}: {_used(counts)}") for part, counts in cell["usage"].items()]


def _used(counts: dict[str, Any]) -> str:
    used = Usage(counts["input_tokens"], counts["output_tokens"], counts["cost"]).in_words()
    cached = f" ({counts['cached']:,} from the cache)" if counts["cached"] else ""
    return f"{counts['calls']:,} calls{cached}, {used}"


def _between_epochs(again: dict[str, Any]) -> "RenderableType":
    heading = (
        f"The same again · {again['items']:,} gradings in {again['epochs']} epochs, {again['steady']:,} never moved"
    )
    made = table(heading, "step", "same level in two epochs")
    for step in Step:
        made.add_row(STEP_TITLES[step], share(again["steps"][step.value]))
    return made


def _latency(cell: dict[str, Any]) -> "RenderableType":
    made = table("How long calls took", "part", "calls", "p50", "p95", "first token p50", "p95", "cost")
    for part, row in cell["latency"].items():
        call, first = row["call"], row["first_token"]
        times = (call["p50"], call["p95"], first["p50"], first["p95"])
        made.add_row(part, f"{call['count']:,}", *map(seconds, times), dollars(cell["usage"][part]["cost"]))
    return made
