"""The options that several commands share, so that they are named and explained alike everywhere."""

from typing import Annotated

import typer

ClientModel = Annotated[
    str | None, typer.Option(help="Who plays the client: builtin, or a model as openai/NAME.", metavar="MODEL")
]
EvaluatorModel = Annotated[
    str | None, typer.Option(help="Who grades each reply; its grade moves the client.", metavar="MODEL")
]
CoachModel = Annotated[
    str | None, typer.Option(help="Whose feedback is shown; the evaluator's unless set.", metavar="MODEL")
]
ApiBase = Annotated[str | None, typer.Option(help="Address of an OpenAI-compatible server.", metavar="URL")]
EvaluatorApiBase = Annotated[
    str | None, typer.Option(help="The same for the evaluator, where it differs.", metavar="URL")
]
Seed = Annotated[int | None, typer.Option(help="Fix chance: the same input then gives the same session.")]
