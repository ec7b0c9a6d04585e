"""`leanin persona export` and `leanin persona import`: personas as Character Card V2, and cards as personas."""

from pathlib import Path
from typing import Annotated

import typer

from leanin.screen_text import harmless

Force = Annotated[bool, typer.Option("--force", help="Replace what is there already.")]


def export_persona(
    persona: Annotated[str, typer.Argument(help="A path to a persona file, or a persona's name.")],
    to: Annotated[Path | None, typer.Option(help="Where to write the card; standard output unless given.")] = None,
    force: Force = False,
) -> None:
    """Write a persona as a Character Card V2 (JSON): complete for leanin, and its plain texts for other tools."""
    from leanin.authoring.character_card import as_json
    from leanin.authoring.character_card_export import exported
    from leanin.authoring.character_card_files import write_private
    from leanin.persona_shelf import find_persona

    card, said = exported(find_persona(persona))
    if to is None:
        typer.echo(as_json(card), nl=False)
    else:
        write_private(to, as_json(card), force=force)
        said = [f"Written: {to}", *said]
    for line in said:
        typer.echo(harmless(line), err=True)


def import_card(
    card: Annotated[Path, typer.Argument(help="A Character Card V2 as a JSON file.")],
    out: Annotated[
        Path | None, typer.Option(help="Where the persona is to stand; your own personas folder unless given.")
    ] = None,
    user: Annotated[str, typer.Option(help="The name that stands for {{user}} in the card.")] = "the therapist",
    force: Force = False,
) -> None:
    """Take in a Character Card V2. One from leanin becomes its persona again, any other a draft to go on with."""
    from leanin.authoring.character_card import read_card
    from leanin.authoring.character_card_import import take_in

    for line in take_in(read_card(card), out, force=force, user=user).said:
        typer.echo(harmless(line))
