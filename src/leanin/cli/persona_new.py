"""`leanin persona new` and `leanin persona edit`: writing a persona by questions, or by hand with an editor."""

import os
import shlex
import subprocess
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leanin.cli.options import at_a_terminal

if TYPE_CHECKING:
    from leanin.authoring.interview import Interview
    from leanin.authoring.questions import Question

_OWN_WINDOW = ("code", "codium", "subl", "gedit", "kate", "gnome-text-editor", "mate", "zed", "notepad", "notepad++")
"""Editors that leave the terminal free, so that findings can be shown in it while they are open."""


def new(
    out: Annotated[Path | None, typer.Option(help="Where to write it; your own personas folder unless given.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="By lines, without the app.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew, without the draft that was left.")] = False,
) -> None:
    """Write a persona by answering questions. Every answer is kept; leave when you like and go on later."""
    from leanin.authoring.draft import Draft
    from leanin.authoring.finish import check_place
    from leanin.authoring.interview import Interview

    if out:
        check_place(out)
    draft = Draft.kept()
    if fresh:
        draft.forget()
    if not plain and at_a_terminal() and sys.stdout.isatty():
        from leanin.tui.app import run

        run(room=lambda house: house.open_interview(out))
    else:
        _by_lines(Interview(draft), out)


def edit(
    persona: Annotated[str, typer.Argument(help="A path to a persona file, or a persona's name.")],
) -> None:
    """Open a persona in your editor ($VISUAL or $EDITOR) and check it whenever it is saved, or after you close it.

    A shipped persona is copied into your own personas folder first; yours then takes its place.
    """
    path = _own_copy(path_of(persona))
    while True:
        _open_in_editor(path)
        sound = _check(path)
        if sound or not (at_a_terminal() and typer.confirm("Edit again?", default=True)):
            return


def path_of(persona: str) -> Path:
    """The file of a persona, by path or by name, whether or not it can be used. Raises `DataFileError` for none."""
    from leanin.datafile import is_file
    from leanin.persona_shelf import find_persona, persona_paths

    if is_file(Path(persona)):
        return Path(persona)
    return persona_paths().get(persona.casefold()) or Path(find_persona(persona).path)


def _by_lines(interview: "Interview", out: Path | None) -> None:
    """The interview at a prompt or from a pipe."""
    from leanin.authoring.finish import finish, in_words
    from leanin.authoring.interview import LENGTH
    from leanin.authoring.questions import Kind, Unfit
    from leanin.errors import DataFileError

    typer.echo("A new persona. An empty line ends an answer of several lines, or leaves what needn't be answered.")
    typer.echo("/back goes back, /quit leaves; every answer is kept.\n")
    if interview.place:
        typer.echo(f"Going on with the draft: {interview.place} of {LENGTH} questions are through.\n")
    while question := interview.question:
        _ask(interview, question)
        text, leaving = _read(several=question.kind is Kind.LINES)
        if leaving:
            interview.begin(text)
        if leaving is _Leaving.BACK:
            interview.back()
            continue
        if leaving:
            typer.echo("\nLeft. `leanin persona new` goes on from here.")
            return
        try:
            interview.answer(text)
        except Unfit as reason:
            typer.echo(f"  {reason}\n")
    try:
        path = finish(interview.draft, out)
    except DataFileError:
        interview.back()  # the next call asks the last question again, and /back leads on from there
        interview.begin(interview.answered)
        raise
    typer.echo(f"\nWritten: {in_words(path)}")


def _ask(interview: "Interview", question: "Question") -> None:
    typer.echo(f"({interview.where()})\n{question.ask}")
    for number, (choice, meaning) in enumerate(question.choices.items(), 1):
        typer.echo(f"  {number}  {choice}: {meaning}")
    if question.help:
        typer.echo(f"  {question.help}")
    if question.example:
        typer.echo(f"  For example: {question.example}")
    if question.advised:
        typer.echo(f"  {question.advised} or more are good to have; one is enough to begin with.")
    if interview.answered:
        typer.echo(f"  So far: {interview.answered}")


class _Leaving(Enum):
    """How a question was left without an answer."""

    BACK = "/back"
    QUIT = "/quit"


def _read(*, several: bool) -> tuple[str, _Leaving | None]:
    """What is typed, and whether the question is left with it; the end of the input leaves the interview."""
    lines: list[str] = []
    while True:
        try:
            line = input("> " if at_a_terminal() else "")
        except (EOFError, KeyboardInterrupt, RuntimeError):  # closed, at its end, interrupted, or never there
            return "\n".join(lines), _Leaving.QUIT
        if line.strip() in ("/back", "/quit"):
            return "\n".join(lines), _Leaving(line.strip())
        if not several:
            return line, None
        if not line.strip():
            return "\n".join(lines), None
        lines.append(line)


def _own_copy(path: Path) -> Path:
    """The path to edit: an own file as it is, a copy of a shipped one."""
    from leanin.authoring.keeping import own_path, write_new
    from leanin.resources import shipped

    if path.parent != shipped("personas"):
        return path
    own = own_path(path.stem)
    if not own.exists():
        write_new(own, path.read_text(encoding="utf-8"))
        typer.echo(f"Copied to {own}; your own now takes the shipped one's place.")
    return own


def _open_in_editor(path: Path) -> None:
    from leanin.errors import SettingsError

    chosen = (os.environ.get("VISUAL", ""), os.environ.get("EDITOR", ""), "notepad" if os.name == "nt" else "vi")
    named = next(name for name in chosen if name.strip())
    try:
        command = shlex.split(named, posix=os.name != "nt")
        running = subprocess.Popen([*command, str(path)])
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise SettingsError(f"The editor “{named}” can't be started: {why}. Set $EDITOR.") from None
    if Path(command[0]).stem in _OWN_WINDOW:
        _check_while(running, path)
    running.wait()


def _check_while(running: "subprocess.Popen[bytes]", path: Path) -> None:
    """Check the file at every save for as long as the editor is open."""
    saved = path.stat().st_mtime
    while running.poll() is None:
        try:
            running.wait(timeout=0.3)
        except subprocess.TimeoutExpired:
            if path.exists() and path.stat().st_mtime != saved:
                saved = path.stat().st_mtime
                _check(path)


def _check(path: Path) -> bool:
    """Print what is wrong or weak in the file; returns whether it is sound."""
    from leanin.cli.persona import report
    from leanin.errors import LeaninError
    from leanin.persona import read_persona

    try:
        return report(read_persona(path))
    except LeaninError as error:
        typer.echo(error.message)
        return False
