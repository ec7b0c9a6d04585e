"""`leanin drill`: one statement, one reply, the grade at once, and again until it is there."""

import asyncio
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leanin.cli.options import ApiBase, EvaluatorApiBase, EvaluatorModel, Grades, Seed, say_if_one_grade

if TYPE_CHECKING:
    from leanin.drills.wish import Wish
    from leanin.settings import Settings


def drill(
    step: Annotated[
        str | None,
        typer.Option(help="Only this step counts: responsibility, reflection or invitation.", metavar="STEP"),
    ] = None,
    trap: Annotated[str | None, typer.Option(help="A trap to unlearn, such as defending.", metavar="TRAP")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="The reply as a whole counts.")] = False,
    rupture: Annotated[str | None, typer.Option(help="Only ruptures of the bond, the goals or the tasks.")] = None,
    marker: Annotated[str | None, typer.Option(help="Only clients in confrontation, or in withdrawal.")] = None,
    count: Annotated[int | None, typer.Option(help="How many statements; 10 unless set.", min=1)] = None,
    seconds: Annotated[
        int | None, typer.Option(help="For each reply; then what is written is sent.", min=5, max=3600)
    ] = None,
    seed: Seed = None,
    evaluator_model: EvaluatorModel = None,
    grades: Grades = None,
    api_base: ApiBase = None,
    evaluator_api_base: EvaluatorApiBase = None,
    plain: Annotated[bool, typer.Option("--plain", help="By lines, without the app.")] = False,
    export: Annotated[
        str | None,
        typer.Option(
            help="Write all that was practised to a file: .jsonl or .csv; - is standard output.", metavar="FILE"
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="With --export: replace the file if it is there.")] = False,
    delete: Annotated[bool, typer.Option("--delete", help="Delete all that was practised in drills for good.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --delete: don't ask.")] = False,
) -> None:
    """Practise in short loops: a client's words, your reply, what was there and what to try next.

    Without a choice of yours, leanin chooses: what is weak more often, what was missed again, harder as you get better.
    """
    if export and delete:
        raise typer.BadParameter("--export and --delete don't go together.")
    if sum(map(bool, (step, trap, whole))) > 1:
        raise typer.BadParameter("--step, --trap and --whole don't go together.")
    if export:
        _export(export, force=force)
    elif delete:
        _delete(yes=yes)
    else:
        wish, chosen = _wish(step, trap, whole, rupture, marker, count, seconds)
        flags: dict[str, Any] = {
            "seed": seed,
            "evaluator_model": evaluator_model,
            "grades": grades,
            "evaluator_api_base": evaluator_api_base or api_base,
        }
        if _by_lines(plain):
            _drill_by_lines(wish, flags)
        else:
            _in_the_app(wish if chosen else None, flags)


def _by_lines(plain: bool) -> bool:
    """Whether to go by lines: when asked, and wherever there is no terminal to draw on."""
    return plain or not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())


def _wish(
    step: str | None,
    trap: str | None,
    whole: bool,
    rupture: str | None,
    marker: str | None,
    count: int | None,
    seconds: int | None,
) -> "tuple[Wish, bool]":
    """What is wanted, and whether anything of it was chosen."""
    from leanin.drills.focus import WHOLE, Focus
    from leanin.drills.wish import DEFAULT_COUNT, Wish
    from leanin.persona import Component, Marker
    from leanin.rubric import Step, Trap

    focus = WHOLE if whole else None
    if step:
        focus = Focus(step=Step(_one_of("--step", step, Step)))
    if trap:
        focus = Focus(trap=Trap(_one_of("--trap", trap, Trap)))
    wish = Wish(
        focus=focus,
        component=Component(_one_of("--rupture", rupture, Component)) if rupture else None,
        marker=Marker(_one_of("--marker", marker, Marker)) if marker else None,
        count=DEFAULT_COUNT if count is None else count,
        limit=seconds,
    )
    return wish, wish != Wish()


def _one_of(option: str, typed: str, known: Iterable[str]) -> str:
    """The name that was meant: the whole of it, or the beginning of just one."""
    from leanin.datafile import nearest

    names = [str(name) for name in known]
    wanted = typed.strip().casefold().replace("-", "_")
    fitting = [name for name in names if name == wanted] or [
        name for name in names if wanted and name.startswith(wanted)
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise typer.BadParameter(f"{option}: “{typed}” may mean {' or '.join(fitting)}.")
    close = nearest(wanted, names)
    offer = f" Did you mean {close}?" if close else ""
    raise typer.BadParameter(f"{option}: there is no “{typed}”.{offer} Known: {', '.join(names)}.")


def _in_the_app(wish: "Wish | None", flags: dict[str, Any]) -> None:
    from leanin.tui.app import LeaninApp, run

    def enter(app: LeaninApp) -> None:
        app.open_drills(wish)

    run(room=enter, **flags)


def _drill_by_lines(wish: "Wish", flags: dict[str, Any]) -> None:
    from leanin.drills.desk import evaluator_part
    from leanin.settings import load_settings

    settings = load_settings(**flags)
    say_if_one_grade(flags["grades"], evaluator_part(settings))
    if not asyncio.run(_sitting(wish, settings)):
        raise typer.Exit(1)


async def _sitting(wish: "Wish", settings: "Settings") -> bool:
    """One round by lines. Returns whether every reply of a script got its grade."""
    from leanin.cli.drill_plain import Sitting, piped_lines, printer
    from leanin.cli.keyboard import Left, interrupts, typed_lines
    from leanin.drills import desk

    practised = desk.begin(wish, settings)
    say = printer(sys.stdout)
    say(f"({desk.evaluator_part(settings).in_words()})")
    by_hand = bool(sys.stdin and sys.stdin.isatty())
    sitting = Sitting(practised, say, by_hand=by_hand)
    try:
        if not by_hand:
            return await sitting.run(piped_lines(sys.stdin))
        try:
            with interrupts(lambda: False):
                return await sitting.run(typed_lines(lambda: input("You: ")))
        except Left:
            say("\nLeft; every reply that was graded is kept.")
            return True
    finally:
        await practised.close()


def _export(to: str, *, force: bool) -> None:
    from leanin.drills import book
    from leanin.drills.export import FORMS, as_json_lines, write

    if to != "-" and Path(to).suffix.casefold() not in FORMS:
        raise typer.BadParameter(f"--export: the file's name should end in {' or '.join(FORMS)}.")
    kept = book.history()
    if kept.unread:
        typer.echo(f"leanin: lines that couldn't be read were left out: {kept.unread}", err=True)
    if to == "-":
        typer.echo(as_json_lines(kept.attempts).encode(), nl=False)
        return
    write(kept.attempts, Path(to), force=force)
    typer.echo(f"Replies written to {to}: {len(kept.attempts)}.", err=True)


def _delete(*, yes: bool) -> None:
    from leanin.drills import book

    if not yes:
        typer.confirm("Delete every reply, grade and hint of your drills for good?", abort=True, err=True)
    typer.echo(f"Rounds deleted: {book.delete()}.", err=True)
