"""An eval suite: a folder with `suite.yaml`, labelled replies and scripted conversations, checked before a run."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leanin.datafile import FileProblems, Problem, explain, load_yaml, nearest, read_text
from leanin.dynamics import Stance
from leanin.errors import DataFileError
from leanin.evals.dataset import ReplyLine
from leanin.resources import shipped
from leanin.rubric import Level, Trap
from leanin.session.outcome import Outcome

Row = TypeVar("Row", bound=BaseModel)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CalledFor(_Part):
    """Which steps the moment asks for."""

    responsibility: bool = True
    reflection: bool = True
    invitation: bool = True


class Labels(_Part):
    """What a person (or whoever the data card names) says the reply deserves."""

    responsibility: Level
    reflection: Level
    invitation: Level
    called_for: CalledFor = CalledFor()
    traps: list[Trap] = Field(default_factory=list)


class LabelledReply(ReplyLine):
    """A reply with its labels."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    situation: str
    """The rupture situation it belongs to; agreement is only as independent as situations are."""
    labels: Labels
    why: str
    """The label's reason, in a line."""


class Expected(_Part):
    """How a clinician would expect the client to move; each given key must hold at the end."""

    stance: list[Stance] = Field(default_factory=list)
    """Any of these; empty: any."""
    outcome: list[Outcome] = Field(default_factory=list)
    """Any of these; empty: any."""
    trust: Literal["up", "down", "not up", "any"] = "any"
    """Against the start."""


class ScriptedConversation(_Part):
    """A scripted trainee against one persona."""

    id: str
    persona: str
    about: str
    replies: Annotated[list[str], Field(min_length=1)]
    expected: Expected
    seed: int = 7


class SuiteFile(_Part):
    """What `suite.yaml` holds."""

    schema_version: Literal[1] = Field(alias="schema")
    name: str
    about: str
    replies: str | None = None
    """File of labelled replies, beside `suite.yaml`."""
    conversations: str | None = None
    """File of scripted conversations, beside `suite.yaml`."""


class Suite(BaseModel):
    """A suite, read and checked."""

    model_config = ConfigDict(frozen=True)

    name: str
    about: str
    folder: Path
    replies: list[LabelledReply]
    conversations: list[ScriptedConversation]


def suite_folders() -> dict[str, Path]:
    """The shipped suites by name."""
    folder = shipped("evals")
    return {path.parent.name: path.parent for path in sorted(folder.glob("*/suite.yaml"))} if folder.is_dir() else {}


def load_suite(name: str) -> Suite:
    """Read a suite by its folder, or by the name of a shipped one.

    Raises `DataFileError`: no such suite (the nearest is offered), or a file of it says what it may not, with file,
    line and key.
    """
    folder = Path(name)
    if not (folder / "suite.yaml").is_file():
        known = suite_folders()
        stem = folder.name
        if stem not in known:
            close = nearest(stem, known)
            offer = f" Did you mean “{close}”?" if close else ""
            shipped_ones = ", ".join(known) or "none"
            raise DataFileError(f"There is no suite.yaml in {name}.{offer} Shipped suites: {shipped_ones}.")
        folder = known[stem]
    path = folder / "suite.yaml"
    file = load_yaml(read_text(path), str(path)).as_model(SuiteFile)
    return Suite(
        name=file.name,
        about=file.about,
        folder=folder,
        replies=list(_rows(folder / file.replies, LabelledReply)) if file.replies else [],
        conversations=list(_rows(folder / file.conversations, ScriptedConversation)) if file.conversations else [],
    )


def _rows(path: Path, model: type[Row]) -> Iterator[Row]:
    """The rows of a JSON Lines file, or all that is wrong with it at once."""
    rows, problems, seen = [], [], set()
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = model.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            problems.append(Problem(str(path), number, "", f"this isn't valid JSON: {error}"))
            continue
        except ValidationError as error:
            problems += [
                Problem(str(path), number, ".".join(map(str, details["loc"])), explain(details, model))
                for details in error.errors(include_url=False)
            ]
            continue
        identity = getattr(row, "id", number)
        if identity in seen:
            problems.append(Problem(str(path), number, "id", f"“{identity}” is used twice."))
        seen.add(identity)
        rows.append(row)
    if problems:
        raise FileProblems(problems)
    return iter(rows)
