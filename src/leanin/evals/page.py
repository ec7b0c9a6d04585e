"""A run as one HTML page: figures side by side, and every single result behind them, to filter, sort and read.

It asks nothing of anybody: no script, font or picture from elsewhere. Its policy lets only its own style sheet and its
own script work, each named by its hash; what models and people said is data that the script shows as text. Without
JavaScript the tables are there all the same.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from leanin.evals.manifest import Manifest
from leanin.evals.page_picks import Picked, as_script
from leanin.evals.page_talks import TalkView, fidelity_table, talk_views
from leanin.evals.page_view import Figures, Linked, TableView, at, cell_tables, link, overview
from leanin.evals.run_folder import RunFolder
from leanin.evals.verdicts import Verdict
from leanin.reports.templating import TEMPLATES, digest, environment
from leanin.rubric import STEP_TITLES, TRAPS, Step

NAME: Final = "report.html"
_TEMPLATE: Final = "run.html.j2"
_OWN: Final = Path(__file__).parent / "templates"


class CellView(NamedTuple):
    """One combination of models and prompts."""

    id: str
    name: str
    tables: tuple[TableView, ...]
    talks: list[TalkView]
    talks_of: int
    """Conversations of the whole run; `talks` may hold fewer."""
    fidelity: TableView | None
    faults: tuple[Linked, ...]


def write_page(run: RunFolder, manifest: Manifest, picked: Picked, figures: Figures) -> Path:
    """Make `report.html` in the run's folder from its results and its figures (`{"cells": {name: …}}`).

    Raises `DataFileError` where the page can't be written.
    """
    return run.write(NAME, page(manifest, picked, figures))


def prepare() -> None:
    """Load what a page needs, ahead of time: while a run waits for its models, this costs nobody anything."""
    environment(_OWN).get_template(_TEMPLATE)


def page(manifest: Manifest, picked: Picked, figures: Figures) -> Iterator[str]:
    """The page's text, piece by piece."""
    from markupsafe import Markup

    css = "\n".join(
        (folder / name).read_text(encoding="utf-8") for folder, name in ((TEMPLATES, "report.css"), (_OWN, "run.css"))
    )
    script = "\n".join((_OWN / name).read_text(encoding="utf-8") for name in ("reading.js", "run.js"))
    return (
        environment(_OWN)
        .get_template(_TEMPLATE)
        .generate(
            run=manifest,
            facts=tuple(_facts(manifest)),
            picked=picked,
            overview=overview(figures),
            cells=[_cell(place, name, cell) for place, (name, cell) in enumerate(_cells(figures), 1)],
            counts={verdict.value: picked.counts[verdict] for verdict in Verdict},
            css=Markup(css),  # our own files, and their hashes are in the policy
            script=Markup(script),
            css_digest=digest(css),
            script_digest=digest(script),
            data=map(Markup, _data(picked)),  # nothing in it can end the script element
        )
    )


def _cells(figures: Figures) -> Iterator[tuple[str, Figures]]:
    yield from (at(figures, "cells") or {}).items()


def _cell(place: int, name: str, cell: Figures) -> CellView:
    faults = ((fault, at(found, "count")) for fault, found in (at(cell, "faults") or {}).items())
    return CellView(
        f"cell-{place}",
        name,
        tuple(cell_tables(name, cell)),
        talk_views(name, cell),
        at(cell, "ends", "conversations") or 0,
        fidelity_table(cell),
        tuple(Linked(f"{fault}: {count}", link(cell=name, verdict="error", q=fault)) for fault, count in faults),
    )


def _data(picked: Picked) -> Iterator[str]:
    named = {
        "steps": {step.value: STEP_TITLES[step] for step in Step},
        "traps": {trap.value: facts.title for trap, facts in TRAPS.items()},
        "total": picked.total,
    }
    yield as_script(named)[:-1] + ","
    yield from picked.pieces()
    yield "}"


def _facts(manifest: Manifest) -> Iterator[tuple[str, str]]:
    yield "Run", manifest.id
    yield "Began", manifest.began
    yield "Suite", f"{manifest.suite} ({manifest.suite_path})"
    yield "Items", ", ".join(f"{count:,} {kind}" for kind, count in manifest.counts.items())
    if manifest.split:
        yield "Split", manifest.split
    if manifest.limit is not None:
        yield "Limit", f"the first {manifest.limit} of each kind"
    if manifest.sample is not None:
        yield "Sample", f"{manifest.sample} of each kind, drawn with seed {manifest.sample_seed}"
    if manifest.epochs > 1:
        yield "Epochs", str(manifest.epochs)
    if manifest.seeds:
        yield "Seeds", ", ".join(map(str, manifest.seeds))
    if manifest.personas:
        yield "Personas", ", ".join(manifest.personas)
    if manifest.grades > 1:
        yield "Grades of each reply", f"{manifest.grades}, of which the median counts"
    if manifest.reader_model:
        yield "Reader", manifest.reader_model
    yield "leanin", f"{manifest.leanin_version}, Python {manifest.python}"
    yield from _fingerprints(manifest)


def _fingerprints(manifest: Manifest) -> Iterator[tuple[str, str]]:
    prints = manifest.fingerprints
    yield "Items, SHA-256", prints.data
    yield "Rubric, SHA-256", prints.rubric
    for folder, roles in prints.prompts.items():
        for role, print_ in roles.items():
            yield f"Prompt {role}{f' in {folder}' if folder else ''}, SHA-256", print_
    if prints.builtin:
        yield "Built-in evaluator and client, SHA-256", prints.builtin
    for persona, print_ in prints.personas.items():
        yield f"Persona {persona}, SHA-256", print_
