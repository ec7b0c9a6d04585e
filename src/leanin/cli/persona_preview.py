"""`leanin persona preview`: three scripted trainees against a persona, their curves side by side."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from leanin.screen_text import harmless, on_one_line

if TYPE_CHECKING:
    from leanin.persona import PersonaFile
    from leanin.session.record import Record

_BARS = " ▁▂▃▄▅▆▇█"


def preview(
    persona: Annotated[str, typer.Argument(help="A path to a persona file, or a persona's name.")],
    turns: Annotated[int, typer.Option(help="Replies at most.", min=1, max=15)] = 8,
    seed: Annotated[int, typer.Option(help="Another seed chooses other lines.")] = 7,
    words: Annotated[bool, typer.Option("--words", help="Show what is said, too.")] = False,
) -> None:
    """Play three scripted trainees against a persona: one leans in, one stays half-way, one defends.

    Their grades are set by the script, so this shows how the client answers good and bad work.
    """
    from leanin.persona_shelf import find_persona

    file = find_persona(persona)
    records = asyncio.run(_rehearsed(file, turns, seed))
    _show(file, records)
    if words:
        for name, record in records.items():
            _say(file, name, record)


async def _rehearsed(file: "PersonaFile", turns: int, seed: int) -> "dict[str, Record]":
    from leanin.authoring.rehearsal import TRAINEES, rehearse

    return {trainee.name: await rehearse(file, trainee, turns=turns, seed=seed) for trainee in TRAINEES}


def _show(file: "PersonaFile", records: "dict[str, Record]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from leanin.authoring.rehearsal import TRAINEES
    from leanin.session.outcome import outcome_of

    console = Console(width=None if sys.stdout.isatty() else 100)
    curves = Table(title=Text(f"{on_one_line(file.persona.name)}: three trainees"), title_justify="left")
    curves.add_column("")
    for trainee in TRAINEES:
        curves.add_column(f"{trainee.name}\n({trainee.about})")
    for measure in ("trust", "tension", "candour"):
        curves.add_row(measure, *(_curve([getattr(at, measure) for at in one.states()]) for one in records.values()))
    longest = max(len(record.states()) for record in records.values())
    for place in range(longest):
        stands = [record.states()[place] if place < len(record.states()) else None for record in records.values()]
        cells = [
            f"{at.stance.value}{_told(record, place)}" if at else ""
            for at, record in zip(stands, records.values(), strict=True)
        ]
        curves.add_row("start" if place == 0 else f"reply {place}", *cells, end_section=place == longest - 1)
    ends = [outcome_of(record.state, record.disclosed) for record in records.values() if record.state]
    curves.add_row("in the end", *(outcome.value.replace("_", " ") for outcome in ends))
    console.print(curves)


def _curve(values: list[float]) -> str:
    """A line of bars for values 0–100, with the first and the last of them."""
    bars = "".join(_BARS[max(1, round(value / 100 * (len(_BARS) - 1)))] for value in values)
    return f"{bars}  {values[0]:.0f} → {values[-1]:.0f}"


def _told(record: "Record", place: int) -> str:
    return f" · tells {record.states()[place].disclosed}" if place and record.turns[place - 1].newly_disclosed else ""


def _say(file: "PersonaFile", name: str, record: "Record") -> None:
    client = on_one_line(file.persona.name)
    typer.echo(harmless(f"\n— {name}\n{client}: {record.opening}"))
    for turn in record.turns:
        typer.echo(f"Trainee: {turn.reply}")
        if turn.answer:
            typer.echo(harmless(f"{client}: {turn.answer.said}\n  Thought, and not said: {turn.answer.thought}"))
