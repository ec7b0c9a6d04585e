"""All commands under one roof, and the one place where an error becomes words and an exit code."""

import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from leanin.cli import (
    calibrate,
    doctor,
    drill,
    evals,
    grade,
    intro,
    persona,
    play,
    progress,
    regrade,
    report,
    sessions,
    settings,
)
from leanin.errors import LeaninError

app = typer.Typer(
    name="leanin",
    help="Practise the moment when a client doubts you. Without a command, the app opens.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("play")(play.play)
app.command("intro")(intro.intro)
app.command("drill")(drill.drill)
app.add_typer(sessions.app, name="sessions")
app.command("grade")(grade.grade)
app.command("regrade")(regrade.regrade)
app.command("progress")(progress.progress)
app.command("report")(report.report)
app.add_typer(persona.app, name="persona")
app.add_typer(evals.app, name="eval")
app.command("calibrate")(calibrate.calibrate)
app.add_typer(settings.app, name="settings")
app.command("doctor")(doctor.doctor)


@app.callback(invoke_without_command=True)
def _leanin(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    if version:
        from leanin import __version__

        typer.echo(f"leanin {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        play.play()


def run_command(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 fine, 1 failed, 2 wrong usage, 130 interrupted.

    A `LeaninError` is shown on stderr as title and message, never as a traceback.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(args=list(arguments), prog_name="leanin")
        sys.stdout.flush()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except LeaninError as error:
        show_error(error)
        return 1
    except BrokenPipeError:
        # whoever read our output has gone; nothing more can be said to them, not even by Python's own flush at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except OSError as error:
        show_error(LeaninError(f"The output can't be written: {error.strerror or error}."))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    return 0


def show_error(error: LeaninError) -> None:
    """Say an error on stderr: the title, then the message."""
    message = error.message.replace("\n", "\n  ")
    typer.echo(f"{error.title}\n  {message}", err=True)
