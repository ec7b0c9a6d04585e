"""`leanin grade`: grade replies from a file or a pipe."""

import asyncio
import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from leanin.cli.options import EvaluatorModel, Grades, say_if_one_grade


def grade(
    file: Annotated[str, typer.Argument(help="A JSON Lines file of replies, or - for standard input.")],
    evaluator_model: EvaluatorModel = None,
    grades: Grades = None,
    api_base: Annotated[str | None, typer.Option(help="Address of an OpenAI-compatible server.", metavar="URL")] = None,
    evaluator_api_base: Annotated[str | None, typer.Option(help="The same as --api-base.", metavar="URL")] = None,
    at_once: Annotated[int, typer.Option(help="How many replies a language model grades at a time.", min=1)] = 4,
) -> None:
    """Grade each line {"id", "client", "reply", …} and write one line of JSON for it, in order.

    A line that can't be graded gets an error object on stderr; the exit code is then 1, after the rest is done.
    """
    with contextlib.ExitStack() as opened:
        if file == "-":
            lines = sys.stdin.buffer if sys.stdin else io.BytesIO()
        else:
            with _readable(file):
                lines = opened.enter_context(Path(file).open("rb"))

        def read_line() -> bytes:
            with _readable(file):
                return lines.readline()

        failed = asyncio.run(_grade_all(read_line, at_once, evaluator_model, evaluator_api_base or api_base, grades))
    if failed:
        raise typer.Exit(1)


@contextlib.contextmanager
def _readable(file: str) -> Iterator[None]:
    """Say what is wrong with the input, and with nothing else. Raises `DataFileError`."""
    from leanin.errors import DataFileError

    try:
        yield
    except OSError as error:
        name = "Standard input" if file == "-" else file
        raise DataFileError(f"{name} can't be read: {error.strerror or error}.") from None


async def _grade_all(
    read_line: Callable[[], bytes], at_once: int, model: str | None, base: str | None, grades: int | None
) -> bool:
    from leanin.casting import cast_evaluator, parts
    from leanin.evals.grading import Failure, grade_lines
    from leanin.settings import load_settings

    settings = load_settings(evaluator_model=model, evaluator_api_base=base, grades=grades)
    part = parts(settings).evaluator
    say_if_one_grade(grades, part)
    evaluator = cast_evaluator(part, settings)
    failed = False
    out = sys.stdout.buffer
    try:
        async for result in grade_lines(read_line, evaluator, at_once=1 if part.is_builtin else at_once):
            if isinstance(result, Failure):
                failed = True
                sys.stderr.write(result.as_json() + "\n")
                sys.stderr.flush()
            else:
                out.write(result.as_json().encode() + b"\n")
                out.flush()
    finally:
        if close := getattr(evaluator, "close", None):
            await close()
    return failed
