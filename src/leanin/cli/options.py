"""The options that several commands share, so that they are named and explained alike everywhere."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from leanin.casting import Part

ClientModel = Annotated[
    str | None, typer.Option(help="Who plays the client: builtin, or a model as openai/NAME.", metavar="MODEL")
]
EvaluatorModel = Annotated[
    str | None, typer.Option(help="Who grades each reply; its grade moves the client.", metavar="MODEL")
]
CoachModel = Annotated[
    str | None, typer.Option(help="Whose feedback is shown; the evaluator's unless set.", metavar="MODEL")
]
Grades = Annotated[
    int | None,
    typer.Option(
        "--grades",
        help="How many grades a language model gives each reply; the median counts. The built-in one gives one.",
        metavar="K",
        min=1,
        max=9,
    ),
]
ApiBase = Annotated[str | None, typer.Option(help="Address of an OpenAI-compatible server.", metavar="URL")]
EvaluatorApiBase = Annotated[
    str | None, typer.Option(help="The same for the evaluator, where it differs.", metavar="URL")
]
Seed = Annotated[int | None, typer.Option(help="Fix chance: the same input then gives the same session.")]


def say_if_one_grade(grades: int | None, evaluator: "Part") -> None:
    """Say on standard error that several grades were asked of the built-in evaluator, which gives one."""
    if evaluator.is_builtin and (grades or 1) > 1:
        from leanin.casting import ONE_GRADE

        typer.echo(f"leanin: {ONE_GRADE}", err=True)


def at_a_terminal() -> bool:
    """Whether somebody can type; nobody can where standard input was closed."""
    return sys.stdin is not None and sys.stdin.isatty()
