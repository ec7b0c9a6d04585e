"""`leanin persona`: which personas there are, and what is wrong with one."""

import json as json_module
from typing import Annotated, Any

import typer

app = typer.Typer(no_args_is_help=True, help="List personas and check persona files.")


@app.command("list")
def list_personas(json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False) -> None:
    """List the personas on the shelf: the shipped ones and your own. Exit code 1 where one can't be used."""
    from leanin.errors import DataFileError
    from leanin.persona_shelf import shelf

    rows: list[dict[str, Any]] = []
    broken = False
    for entry in shelf():
        if isinstance(entry, DataFileError):
            broken = True
            typer.echo(entry.message, err=True)
            continue
        persona = entry.persona
        rows.append(
            {
                "id": persona.id,
                "name": persona.name,
                "rupture": persona.rupture.component.value,
                "marker": persona.rupture.marker.value,
                "difficulty": persona.difficulty.value,
            }
        )
    if json:
        typer.echo(json_module.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            typer.echo(f"{row['id']}: {row['name']} ({row['rupture']} rupture, {row['marker']}, {row['difficulty']})")
    if broken:
        raise typer.Exit(1)


@app.command("lint")
def lint_persona(
    persona: Annotated[str, typer.Argument(help="A path to a persona file, or a persona's name.")],
) -> None:
    """Check a persona file: what can't be used, and what could be better crafted. Exit code 1 for the former."""
    from leanin.persona_lint import lint
    from leanin.persona_shelf import find_persona

    findings = lint(find_persona(persona))
    for finding in findings:
        typer.echo(str(finding))
    if not findings:
        typer.echo("Nothing to find fault with.")
