"""`leanin persona`: which personas there are, what is in one, what is wrong with one, and a new one."""

import json as json_module
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leanin.cli import persona_exchange, persona_new, persona_preview
from leanin.screen_text import harmless, on_one_line

if TYPE_CHECKING:
    from leanin.persona import Persona, PersonaFile
    from leanin.persona_shelf import ShelvedPersona

app = typer.Typer(no_args_is_help=True, help="Find, read, check, try out and write personas.")
app.command("new")(persona_new.new)
app.command("preview")(persona_preview.preview)
app.command("edit")(persona_new.edit)
app.command("export")(persona_exchange.export_persona)
app.command("import")(persona_exchange.import_card)

Json = Annotated[bool, typer.Option("--json", help="Print them as JSON.")]
Named = Annotated[str, typer.Argument(help="A path to a persona file, or a persona's name.")]

_WATCHED_EVERY = 0.3
"""Seconds between two looks at a file that is being edited."""


@app.command("list")
def list_personas(json: Json = False) -> None:
    """List the personas on the shelf: the shipped ones, this project's and your own.

    A project's are those in the folder “personas” here, or in the one that LEANIN_PERSONAS_DIR names. Exit code 1 where
    one can't be used.
    """
    files, broken = _on_shelf()
    _print(files, as_json=json)
    if broken:
        raise typer.Exit(1)


@app.command("search")
def search_personas(
    words: Annotated[list[str] | None, typer.Argument(help="Words that stand in the persona, all of them.")] = None,
    rupture: Annotated[str | None, typer.Option(help="bond, goals or tasks.")] = None,
    marker: Annotated[str | None, typer.Option(help="confrontation or withdrawal.")] = None,
    difficulty: Annotated[str | None, typer.Option(help="gentle, firm or hard.")] = None,
    json: Json = False,
) -> None:
    """Find personas by words in their summary, life, doubt, setting or educator's notes, and by kind."""
    from leanin.persona import Component, Difficulty, Marker

    kinds = {
        "rupture": _one_of("--rupture", rupture, Component),
        "marker": _one_of("--marker", marker, Marker),
        "difficulty": _one_of("--difficulty", difficulty, Difficulty),
    }
    wanted = [word.casefold() for word in words or []]

    def fits(file: "ShelvedPersona") -> bool:
        row = _row(file)
        text = _searched(file.persona)
        return all(word in text for word in wanted) and all(row[key] == kind for key, kind in kinds.items() if kind)

    files, broken = _on_shelf()
    found = [file for file in files if fits(file)]
    _print(found, as_json=json)
    if not found and not json:
        typer.echo("None of the personas fits.")
    if broken:
        raise typer.Exit(1)


@app.command("show")
def show_persona(persona: Named) -> None:
    """Read a persona: who they are, what broke, what lies beneath, and the notes for educators."""
    from leanin.cli.persona_words import persona_in_lines
    from leanin.persona_shelf import find_persona

    for line in persona_in_lines(find_persona(persona)):
        typer.echo(line)


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of a persona file, with which editors complete and explain its keys."""
    from leanin.authoring.schema import persona_schema

    typer.echo(json_module.dumps(persona_schema(), ensure_ascii=False, indent=2))


@app.command("lint")
def lint_persona(
    persona: Named,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever the file is saved; Ctrl+C ends.")
    ] = False,
) -> None:
    """Check a persona file: what can't be used, and what could be better crafted. Exit code 1 for the former."""
    from leanin.persona_shelf import find_persona

    if watch:
        _watch(persona_new.path_of(persona))
    else:
        report(find_persona(persona))


def report(file: "PersonaFile") -> bool:
    """Print what is weak in a persona that can be used; returns whether there was nothing."""
    from leanin.authoring.rehearsed import all_findings

    findings = all_findings(file)
    for finding in findings:
        typer.echo(harmless(str(finding)))
    if not findings:
        typer.echo("Nothing to find fault with.")
    return not findings


def _watch(path: Path) -> None:
    """Check the file now and whenever it changes, until Ctrl+C."""
    from leanin.errors import LeaninError
    from leanin.persona import read_persona

    seen: tuple[float, int] | None = None
    try:
        while True:
            if (stamp := _stamp(path)) != seen:
                seen = stamp
                typer.echo(f"\n— {time.strftime('%H:%M:%S')} {path.name}")
                try:
                    report(read_persona(path))
                except LeaninError as error:
                    typer.echo(harmless(error.message))
            time.sleep(_WATCHED_EVERY)
    except KeyboardInterrupt:
        typer.echo("")


def _stamp(path: Path) -> tuple[float, int] | None:
    """When the file was saved and how long it is; None while an editor is just replacing it."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime, status.st_size


def _on_shelf() -> "tuple[list[ShelvedPersona], bool]":
    """The personas that can be used, and whether there are others; what is wrong with those is told."""
    from leanin.errors import DataFileError
    from leanin.persona_shelf import shelf

    files, broken = [], False
    for entry in shelf():
        if isinstance(entry, DataFileError):
            broken = True
            typer.echo(harmless(entry.message), err=True)
        else:
            files.append(entry)
    return files, broken


def _row(file: "ShelvedPersona") -> dict[str, Any]:
    persona = file.persona
    return {
        "id": persona.id,
        "name": persona.name,
        "rupture": persona.rupture.component.value,
        "marker": persona.rupture.marker.value,
        "difficulty": persona.difficulty.value,
        "language": persona.language,
        "place": file.place.value,
        "shadows": [place.value for place in file.shadows],
    }


def _print(files: "Iterable[ShelvedPersona]", *, as_json: bool) -> None:
    if as_json:
        typer.echo(json_module.dumps([_row(file) for file in files], ensure_ascii=False))
    else:
        for file in files:
            typer.echo(_line(file))


def _line(file: "ShelvedPersona") -> str:
    """Who it is and what kind; the language where it isn't English, and the place where it isn't shipped."""
    from leanin.languages import speaks
    from leanin.persona_shelf import place_in_words

    row = _row(file)
    kind = (f"{row['rupture']} rupture", row["marker"], row["difficulty"], speaks(row["language"]))
    said = f"{row['id']}: {on_one_line(row['name'])} ({', '.join(filter(None, kind))})"
    return " · ".join(filter(None, (said, place_in_words(file))))


def _one_of(flag: str, word: str | None, kinds: type[Any]) -> str | None:
    from leanin.errors import SettingsError

    known = [kind.value for kind in kinds]
    if word is None or word.casefold() in known:
        return word.casefold() if word else None
    raise SettingsError(f"{flag}: “{word}” isn't one of {', '.join(known)}.")


def _searched(persona: "Persona") -> str:
    """All that a search looks at: nothing that the client keeps to themselves."""
    notes, therapist = persona.educator, persona.therapist
    parts = [persona.name, persona.summary, persona.about, persona.rupture.about, persona.opening, notes.trains]
    return " ".join([*parts, *notes.mistakes, therapist.setting, therapist.so_far, persona.id]).casefold()
