"""The lines of a run's `results.jsonl` and `errors.jsonl`: one for each item that was run, written when it is done.

`docs/evals.md` says the same in words. Anything that reads a run reads these.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from leanin.evals.codes import CodeResult
from leanin.evals.conversations import ConversationResult
from leanin.evals.injections import InjectionResult
from leanin.evals.items import LabelledReply
from leanin.evals.pairs import PairResult
from leanin.rubric import Grade
from leanin.store.wire import json_line


class ReplyResult(BaseModel):
    """One labelled reply and the grade it got; `error` where it got none."""

    model_config = ConfigDict(frozen=True)

    reply: LabelledReply
    grade: Grade | None = None
    error: str = ""


class Calls(BaseModel):
    """What was asked of one language model for one item."""

    model_config = ConfigDict(frozen=True)

    calls: int = 0
    """How many answers came, those out of the cache included."""
    cached: int = 0
    seconds: list[float] = Field(default_factory=list)
    """How long each call took that went out: the server's time for the last attempt."""
    first_token_seconds: list[float] = Field(default_factory=list)
    """How long each streamed call waited for its first token."""
    input_tokens: int | None = 0
    """None where a call's aren't known; likewise below."""
    output_tokens: int | None = 0
    cost: float | None = 0.0
    """US dollars."""


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True)

    key: str
    """Tells this run of this item from all others of the run: `cell/epoch/kind/id`, and `/seed` for conversations."""
    cell: str
    """The name of the combination of models and prompts (`matrix.Cell.name`)."""
    epoch: int = Field(ge=1)
    id: str | int
    group: str
    """The situation, topic or persona."""
    seconds: float
    """From the beginning of the item to its end."""
    calls: dict[str, Calls] = Field(default_factory=dict)
    """By model; empty where no language model was asked."""
    fault: str = ""
    """The kind of fault, such as `RateLimited`, where the item got no whole result; empty where it did."""
    error: str = ""
    """What went wrong, in words."""


class ReplyLine(_Line):
    """A labelled reply that was graded."""

    kind: Literal["replies"] = "replies"
    result: ReplyResult


class InjectionLine(_Line):
    """An injection and its honest remainder that were graded."""

    kind: Literal["injections"] = "injections"
    result: InjectionResult


class PairLine(_Line):
    """A pair of which both replies were graded."""

    kind: Literal["pairs"] = "pairs"
    result: PairResult


class CodeLine(_Line):
    """A coded reply that was graded."""

    kind: Literal["codes"] = "codes"
    result: CodeResult


class ConversationLine(_Line):
    """A scripted conversation that was played."""

    kind: Literal["conversations"] = "conversations"
    seed: int
    result: ConversationResult


Line = Annotated[
    ReplyLine | InjectionLine | PairLine | CodeLine | ConversationLine,
    Field(discriminator="kind"),
]

LINES: TypeAdapter[Line] = TypeAdapter(Line)


def as_text(line: Line) -> str:
    """The line as JSON, with its end; the same for the same line."""
    data: dict[str, Any] = line.model_dump(mode="json", round_trip=True)
    return json_line({"kind": line.kind} | data) + "\n"


def read_lines(path: Path) -> Iterator[Line]:
    """The whole lines of a file, one after the other; none where it isn't there.

    A last line without its end was being written when the run was killed, and is passed over. Raises
    `ValidationError` for any other that isn't a line of this version.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        for raw in file:
            if raw.endswith(b"\n"):
                yield LINES.validate_json(raw)
