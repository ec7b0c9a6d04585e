"""`leanin calibrate`: grade replies blind, then see how far you agree with the labels and with the evaluator."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leanin.errors import LeaninError

if TYPE_CHECKING:
    from leanin.calibration.desk import Wish
    from leanin.calibration.rounds import Round
    from leanin.settings import Settings

RoundId = "a round's id, the beginning of one, its last four letters, or last"


def calibrate(
    suite: Annotated[str | None, typer.Option(help="The suite whose replies you grade; replies unless set.")] = None,
    split: Annotated[
        str | None, typer.Option(help="Only this part of it, or all; of the suite replies, test unless set.")
    ] = None,
    count: Annotated[int | None, typer.Option(help="How many replies; 20 unless set.", min=1)] = None,
    seed: Annotated[
        int | None, typer.Option(help="Which replies: raters who give the same seed grade the same ones; 1 unless set.")
    ] = None,
    rater: Annotated[str | None, typer.Option(help="Your name or initials, kept with your grades.")] = None,
    evaluator_model: Annotated[
        str | None,
        typer.Option(help="Who grades the same replies: builtin, or a model as openai/NAME.", metavar="MODEL"),
    ] = None,
    api_base: Annotated[str | None, typer.Option(help="Address of an OpenAI-compatible server.", metavar="URL")] = None,
    evaluator_api_base: Annotated[str | None, typer.Option(help="The same as --api-base.", metavar="URL")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="By lines, without the app.")] = False,
    resume: Annotated[str | None, typer.Option(help=f"Go on with this round: {RoundId}.", metavar="ROUND")] = None,
    new: Annotated[bool, typer.Option("--new", help="Begin anew, even where such a round was left.")] = False,
    list_rounds: Annotated[bool, typer.Option("--list", help="List the rounds, latest first.")] = False,
    show: Annotated[str | None, typer.Option(help="Show what came of a finished round.", metavar="ROUND")] = None,
    compare: Annotated[
        tuple[str, str] | None, typer.Option(help="Two raters' finished rounds against each other.", metavar="ROUND…")
    ] = None,
    export: Annotated[str | None, typer.Option(help="Write a finished round to a file.", metavar="ROUND")] = None,
    to: Annotated[str | None, typer.Option(help="That file: .jsonl or .csv; - is standard output, as .jsonl.")] = None,
    force: Annotated[bool, typer.Option("--force", help="With --export: replace the file if it is there.")] = False,
    delete: Annotated[str | None, typer.Option(help="Delete a round for good.", metavar="ROUND")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --delete: don't ask.")] = False,
) -> None:
    """Grade replies blind, then see where you, the published labels and the evaluator agree and where you differ.

    Each reply is kept as it is graded; a round that was left goes on where it stopped.

    Nothing that you write leaves this machine; a model named as evaluator gets the suite's replies when you are done.
    """
    from leanin.calibration import book

    deeds = [name for name, given in _deeds(list_rounds, show, compare, export, delete, resume).items() if given]
    if len(deeds) > 1:
        raise typer.BadParameter(f"{' and '.join(deeds)} don't go together.")
    if bool(to) != bool(export):
        raise typer.BadParameter("--export ROUND and --to FILE go together.")
    flags = {"evaluator_model": evaluator_model, "evaluator_api_base": evaluator_api_base or api_base}
    if list_rounds:
        _list()
    elif compare:
        _compare(*compare)
    elif export:
        _export(export, to or "", flags, force=force)
    elif delete:
        _delete(delete, yes=yes)
    elif show:
        kept = book.read(book.find(show))
        kept.check_finished()
        if _by_lines(plain):
            _show(kept, flags)
        else:
            _in_the_app(kept, flags)
    else:
        chosen = any(option is not None for option in (suite, split, count, seed, rater)) or new
        wish = _wish(suite, split, count, seed, rater)
        _grade(wish if chosen else None, resume, flags, plain=_by_lines(plain), anew=new)


def _deeds(
    list_rounds: bool, show: str | None, compare: object, export: str | None, delete: str | None, resume: str | None
) -> dict[str, object]:
    return {
        "--list": list_rounds,
        "--show": show,
        "--compare": compare,
        "--export": export,
        "--delete": delete,
        "--resume": resume,
    }


def _by_lines(plain: bool) -> bool:
    """Whether to go by lines: when asked, and wherever there is no terminal to draw on."""
    return plain or not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())


def _wish(suite: str | None, split: str | None, count: int | None, seed: int | None, rater: str | None) -> "Wish":
    from leanin.calibration.desk import DEFAULT_COUNT, DEFAULT_SEED, DEFAULT_SPLIT, DEFAULT_SUITE, Wish

    if split is None and suite in (None, DEFAULT_SUITE):
        split = DEFAULT_SPLIT
    return Wish(
        suite=suite or DEFAULT_SUITE,
        split=None if split == "all" else split,
        count=DEFAULT_COUNT if count is None else count,
        seed=DEFAULT_SEED if seed is None else seed,
        rater=rater or "",
    )


def _grade(wish: "Wish | None", resume: str | None, flags: dict[str, Any], *, plain: bool, anew: bool) -> None:
    """Go on with the round that is named, or that fits the wish; without either, with the latest that was left."""
    from leanin.calibration import book, desk
    from leanin.settings import load_settings

    settings = load_settings(**flags)
    kept: Round | None = None
    if resume:
        kept = book.read(book.find(resume))
        if kept.finished:
            raise LeaninError(
                f"Round {kept.header.id} is finished. `leanin calibrate --show {kept.header.id}` shows the result.",
                title="Nothing left to grade",
            )
    elif wish:
        kept = desk.take_up(wish, settings, anew=anew)
    elif plain:
        kept = next(desk.unfinished_rounds(), None) or desk.take_up(desk.Wish(), settings)
    if not plain:
        _in_the_app(kept, flags)
        return
    assert kept is not None, "by lines there is always a round to grade"
    from leanin.cli.calibrate_plain import grade_by_lines

    if grade_by_lines(kept, settings, sys.stdin, sys.stdout):
        _show(kept, flags | {"evaluator_model": settings.evaluator_model})


def _in_the_app(kept: "Round | None", flags: dict[str, Any]) -> None:
    from leanin.tui.app import LeaninApp, run

    def enter(app: LeaninApp) -> None:
        app.open_calibration(kept, flags["evaluator_model"] or "")

    run(room=enter, **flags)


def _show(kept: "Round", flags: dict[str, Any]) -> None:
    from leanin.calibration import desk
    from leanin.calibration.results import result_of
    from leanin.cli.calibrate_plain import printer
    from leanin.cli.calibrate_words import result_in_lines

    evaluator = _asked(kept, flags)
    say = printer(sys.stdout)
    for line in result_in_lines(result_of(kept, evaluator, desk.finished_rounds())):
        say(line)


def _asked(kept: "Round", flags: dict[str, Any]) -> str:
    """The evaluator to compare with, once it has graded what it hadn't yet; says on stderr what it couldn't grade."""
    from leanin.calibration import desk
    from leanin.settings import load_settings

    evaluator = desk.evaluator_of(kept, flags["evaluator_model"] or "")
    if not desk.lacks(kept, evaluator):
        return evaluator
    settings = load_settings(**flags)
    desk.check_may_ask(kept, evaluator, settings)
    for failure in asyncio.run(_ask(kept, settings)):
        typer.echo(f"No grade: {failure}", err=True)
    return evaluator


async def _ask(kept: "Round", settings: "Settings") -> list[str]:
    from leanin.calibration import desk
    from leanin.casting import parts

    part = parts(settings).evaluator
    if not part.is_builtin:
        typer.echo(f"The replies are graded by the {part.in_words()}.", err=True)

    def progress(done: int, of: int) -> None:
        sys.stderr.write(f"\r{done} of {of} graded")
        sys.stderr.flush()

    if part.is_builtin or not sys.stderr.isatty():
        return await desk.ask_evaluator(kept, settings)
    try:
        return await desk.ask_evaluator(kept, settings, progress=progress)
    finally:
        sys.stderr.write("\n")


def _list() -> None:
    from leanin.calibration import book
    from leanin.calibration.rounds import Round
    from leanin.calibration.words import round_in_words, state_in_words

    found = book.rounds()
    if not found:
        typer.echo("No rounds yet. `leanin calibrate` begins the first.", err=True)
    for kept in found:
        if isinstance(kept, Round):
            typer.echo("\t".join((kept.header.id, state_in_words(kept), round_in_words(kept))))
        else:
            typer.echo(f"{kept.title}: {kept.message}", err=True)
    if any(not isinstance(kept, Round) for kept in found):
        raise typer.Exit(1)


def _compare(one: str, other: str) -> None:
    from leanin.calibration import book
    from leanin.calibration.results import compare_raters
    from leanin.cli.calibrate_plain import printer
    from leanin.cli.calibrate_words import raters_in_lines

    first, second = (book.read(book.find(wanted)) for wanted in (one, other))
    say = printer(sys.stdout)
    for line in raters_in_lines(first, second, compare_raters(first, second)):
        say(line)


def _export(wanted: str, to: str, flags: dict[str, Any], *, force: bool) -> None:
    from leanin.calibration import book, desk
    from leanin.calibration.export import FORMS, as_json_lines, write
    from leanin.calibration.results import result_of

    if to != "-" and Path(to).suffix.casefold() not in FORMS:
        raise typer.BadParameter(f"--to: the file's name should end in {' or '.join(FORMS)}.")
    kept = book.read(book.find(wanted))
    kept.check_finished()
    result = result_of(kept, _asked(kept, flags), desk.finished_rounds())
    if to == "-":
        typer.echo(as_json_lines(result).encode(), nl=False)
        return
    write(result, Path(to), force=force)
    typer.echo(f"Written to {to}.", err=True)


def _delete(wanted: str, *, yes: bool) -> None:
    from leanin.calibration import book

    round_id = book.find(wanted)
    if not yes:
        if sys.stdin is None:
            raise typer.BadParameter("Nobody can be asked here; say --yes.")
        typer.confirm(f"Delete round {round_id} with its grades for good?", abort=True, err=True)
    book.delete(round_id)
    typer.echo(f"Deleted {round_id}.", err=True)
