"""`leanin eval read`: single results of a run, listed by lines or told in full; `leanin eval browse`: in the app."""

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from leanin.cli.options import at_a_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from leanin.evals.lines import Line
    from leanin.evals.reading import Levels, Part

Run = Annotated[str, typer.Argument(help="A run's id, the beginning of one, its folder, or last.")]


def read(
    run: Run = "last",
    identity: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="An item's id: tell all of its results in full.")
    ] = None,
    differs: Annotated[bool, typer.Option("--differs", help="Only results that aren't as they should be.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="Only items that got no whole result.")] = False,
    kind: Annotated[
        str | None, typer.Option(help="Only replies, injections, pairs, codes or conversations.", metavar="KIND")
    ] = None,
    cell: Annotated[str | None, typer.Option(help="Only this evaluator, client and prompts.", metavar="CELL")] = None,
    full: Annotated[bool, typer.Option("--full", help="Tell each result in full.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the lines of the run's files as they are.")] = False,
) -> None:
    """Read single results of a run: a line for each, or one in full.

    A line holds verdict, kind, id, cell and what differs, with a tab between.
    """
    from leanin.errors import DataFileError
    from leanin.evals.lines import as_text
    from leanin.evals.run_folder import find_run
    from leanin.evals.suite import Kind

    if kind is not None and kind not in list(Kind):
        raise typer.BadParameter(f"there is no kind “{kind}”; there are {', '.join(Kind)}.", param_hint="--kind")
    if differs and errors:
        raise typer.BadParameter("--differs and --errors don't go together.")
    found = 0
    for line in _wanted(run, identity, differs=differs, errors=errors, kind=kind or "", cell=cell or ""):
        if json:
            _out(as_text(line))
        elif identity is not None or full:
            _out("\n" * bool(found) + "".join(f"{words}\n" for words in in_lines(line)))
        else:
            _out(_in_a_line(line))
        found += 1
    if not found and identity is not None:
        raise DataFileError(f"{find_run(run).path.name} has no such result of “{identity}”.", title="No such result")
    if not found:
        typer.echo("No such results.", err=True)


def browse(run: Annotated[str | None, typer.Argument(help="Open this run; all are listed without it.")] = None) -> None:
    """Browse runs and read single results in the app."""
    from leanin.errors import LeaninError
    from leanin.evals.run_folder import find_run

    if not (at_a_terminal() and sys.stdout.isatty()):
        raise LeaninError("Browsing needs a terminal. `leanin eval read` tells the same by lines.", title="No terminal")
    from leanin.tui import app
    from leanin.tui.evals.rooms import open_runs

    app.run(room=partial(open_runs, opened=find_run(run) if run else None))


def in_lines(line: "Line") -> "Iterator[str]":
    """A result in full, as lines of plain text."""
    from leanin.evals.reading import told
    from leanin.screen_text import harmless

    for part in told(line):
        for words in _part(part):
            yield harmless(words)


def _part(part: "Part") -> "Iterable[str]":
    from leanin.evals.reading import Levels, Said

    match part:
        case Said(who, words):
            return ("", f"{who}:", *(f"  {row}" for row in words.splitlines()))
        case Levels():
            return _levels(part)
        case _:
            return (part.text,)


def _levels(part: "Levels") -> "Iterator[str]":
    yield ""
    for title, levels, note in part.rows:
        side_by_side = ", ".join(f"{column} {level}" for column, level in zip(part.columns, levels, strict=True))
        yield f"  {title}: {side_by_side}{f'. {note}' if note else ''}"


def _in_a_line(line: "Line") -> str:
    from leanin.evals.verdicts import differences, verdict
    from leanin.screen_text import on_one_line

    apart = line.error or "; ".join(differences(line))
    return "\t".join(map(on_one_line, (verdict(line).value, line.kind, str(line.id), line.cell, apart))) + "\n"


def _wanted(run: str, identity: str | None, *, differs: bool, errors: bool, kind: str, cell: str) -> "Iterator[Line]":
    from leanin.evals.browsing import Wanted, places
    from leanin.evals.run_folder import find_run
    from leanin.evals.verdicts import Verdict

    wanted = Wanted(Verdict.ERROR if errors else Verdict.DIFFERS if differs else None, kind, cell)
    for place, line in places(find_run(run)):
        if wanted.holds(place) and (identity is None or str(line.id) == identity):
            yield line


def _out(text: str) -> None:
    """To standard output, as UTF-8 whatever the terminal's encoding is."""
    sys.stdout.flush()
    typer.echo(text.encode(), nl=False)
