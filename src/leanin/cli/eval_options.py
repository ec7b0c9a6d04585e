"""The options of `leanin eval run` and `leanin eval resume`, named and explained alike."""

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from leanin.evals.runner import Engine
    from leanin.evals.workshop import Job

Evaluators = Annotated[
    list[str] | None,
    typer.Option("--evaluator-model", help="Who grades each reply. Repeat it for a matrix.", metavar="MODEL"),
]
Clients = Annotated[
    list[str] | None,
    typer.Option(
        "--client-model",
        help="Who plays the client: builtin, or a model as openai/NAME. Repeat it for a matrix.",
        metavar="MODEL",
    ),
]
Prompts = Annotated[
    list[str] | None,
    typer.Option("--prompts", help="A folder with prompts, or shipped. Repeat it for a matrix.", metavar="FOLDER"),
]
Personas = Annotated[
    list[str] | None,
    typer.Option("--persona", help="Only conversations with this persona; repeatable.", metavar="NAME"),
]
Seeds = Annotated[
    list[int] | None,
    typer.Option("--seed", help="Play each conversation with this seed; repeatable.", metavar="N"),
]
Epochs = Annotated[
    int | None, typer.Option(help="Run each item so often, to see how far chance moves the figures.", min=1, max=100)
]
Limit = Annotated[
    int | None, typer.Option(help="Only the first N items of each kind, for slow models.", metavar="N", min=1)
]
Sample = Annotated[int | None, typer.Option(help="N items of each kind, drawn at random.", metavar="N", min=1)]
SampleSeed = Annotated[int, typer.Option(help="Which draw.", metavar="N")]
ReaderModel = Annotated[
    str, typer.Option(help="Reads the client's words: its stance, and whether it tells too much.", metavar="MODEL")
]
ReaderApiBase = Annotated[
    str, typer.Option(help="Address of an OpenAI-compatible server for the reader.", metavar="URL")
]
AtOnce = Annotated[int, typer.Option(help="Connections to one server.", min=1, max=1000)]
RequestsAMinute = Annotated[
    float | None, typer.Option(help="Requests to one server in a minute, at most.", metavar="N", min=0.1)
]
TokensAMinute = Annotated[
    float | None, typer.Option(help="Tokens to and from one server in a minute, at most.", metavar="N", min=1)
]
MaxCost = Annotated[
    float | None,
    typer.Option(help="Stop before the run has cost more, in US dollars.", metavar="DOLLARS", min=0.000001),
]
Price = Annotated[
    list[str] | None,
    typer.Option(
        "--price",
        help="What a million tokens cost, read and written, where it isn't known: IN,OUT, or MODEL=IN,OUT.",
        metavar="IN,OUT",
    ),
]
Cache = Annotated[bool, typer.Option("--cache/--no-cache", help="Keep models' answers, and use kept ones.")]
Workers = Annotated[
    int, typer.Option(help="Processes on this machine, where one core is the limit.", metavar="N", min=1, max=256)
]


class Engines(StrEnum):
    """Where the work is done."""

    LOCAL = "local"
    RAY = "ray"


EngineName = Annotated[Engines, typer.Option("--engine", help="Where the work is done: on this machine, or on Ray.")]
Address = Annotated[str, typer.Option(help="With --engine ray: the cluster; a local one is begun unless named.")]
Json = Annotated[bool, typer.Option("--json", help="Print the figures as JSON instead of tables.")]


def stated_prices(stated: list[str], models: list[str]) -> dict[str, tuple[float, float]]:
    """Prices by model, from `MODEL=IN,OUT`, or `IN,OUT` for all. Raises `typer.BadParameter`."""
    prices: dict[str, tuple[float, float]] = {}
    for one in stated:
        model, equals, numbers = one.rpartition("=")
        read, comma, written = numbers.partition(",")
        try:
            price = float(read), float(written)
        except ValueError:
            price = (-1.0, -1.0)
        if not comma or not all(map(math.isfinite, price)) or min(price) < 0:
            raise typer.BadParameter(f"--price: expected IN,OUT or MODEL=IN,OUT, such as 0.25,2; got “{one}”.")
        prices |= dict.fromkeys([model] if equals else models, price)
    return prices


def engine_of(name: Engines, job: "Job", workers: int, address: str) -> "Engine":
    """The engine that does the work. Raises `LeaninError` where it isn't installed."""
    if name is Engines.RAY:
        from leanin.evals.on_ray import RayEngine

        return RayEngine(job, address, workers)
    if workers > 1:
        from leanin.evals.processes import ProcessesEngine

        return ProcessesEngine(job, workers)
    from leanin.evals.runner import LocalEngine

    return LocalEngine(job)
