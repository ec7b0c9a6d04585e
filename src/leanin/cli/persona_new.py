"""`leanin persona new` and `leanin persona edit`: writing a persona by questions, or by hand with an editor."""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
    from leanin.authoring.interview import Interview

    draft = Draft.kept()
    if fresh:
        draft.forget()
    if not plain and sys.stdin.isatty() and sys.stdout.isatty():
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
    from leanin.persona_shelf import find_persona

    path = Path(persona) if Path(persona).is_file() else _own_copy(Path(find_persona(persona).path))
    while True:
        _open_in_editor(path)
        sound = _check(path)
        if sound or not (sys.stdin.isatty() and typer.confirm("Edit again?", default=True)):
            return


def _by_lines(interview: "Interview", out: Path | None) -> None:
    """The interview at a prompt or from a pipe."""
    from leanin.authoring.finish import finish, in_words
    from leanin.authoring.interview import LENGTH
    from leanin.authoring.questions import Kind, Unfit

    typer.echo("A new persona. An empty line ends an answer of several lines, or leaves what needn't be answered.")
    typer.echo("/back goes back, /quit leaves; every answer is kept.\n")
    if interview.place:
        typer.echo(f"Going on with the draft: {interview.place} of {LENGTH} questions are through.\n")
    while question := interview.question:
        _ask(interview, question)
        text = _read(question, several=question.kind is Kind.LINES)
        if text is None or text.strip() == "/quit":
            typer.echo("\nLeft. `leanin persona new` goes on from here.")
            return
        if text.strip() == "/back":
            interview.back()
            continue
        try:
            interview.answer(text)
        except Unfit as reason:
            typer.echo(f"  {reason}\n")
    typer.echo(f"\nWritten: {in_words(finish(interview.draft, out))}")


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


def _read(question: "Question", *, several: bool) -> str | None:
    """What is typed; None at the end of the input."""
    lines: list[str] = []
    while True:
        try:
            line = input("> " if sys.stdin.isatty() else "")
        except (EOFError, KeyboardInterrupt):
            return None
        if not several or line.strip() in ("/back", "/quit"):
            return line
        if not line.strip():
            return "\n".join(lines)
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

    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    command = shlex.split(named, posix=os.name != "nt")
    try:
        running = subprocess.Popen([*command, str(path)])
    except OSError as error:
        raise SettingsError(f"The editor “{named}” can't be started: {error.strerror or error}. Set $EDITOR.") from None
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
