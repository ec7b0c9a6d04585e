"""An eval suite: a folder with `suite.yaml`, labelled replies and scripted conversations, checked before a run."""

from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from leanin.datafile import FileProblems, Problem, faults_of, is_file, load_yaml, nearest, read_text
from leanin.dynamics import Stance
from leanin.errors import DataFileError
from leanin.evals.dataset import ReplyLine, parse_object, refuse_half_characters
from leanin.resources import shipped
from leanin.rubric import Level, Trap
from leanin.session.engine import cleaned
from leanin.session.outcome import Outcome

Row = TypeVar("Row", bound=BaseModel)


_NAME = r"^[a-z0-9][a-z0-9-]*$"
"""A name becomes part of the name of a folder."""


def _with_words(reply: str) -> str:
    if not cleaned(reply):
        raise ValueError("a reply needs words; to let silence speak, write (silence)")
    return reply


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
    replies: Annotated[list[Annotated[str, AfterValidator(_with_words)]], Field(min_length=1)]
    expected: Expected
    seed: int = 7


class SuiteFile(_Part):
    """What `suite.yaml` holds."""

    schema_version: Literal[1] = Field(alias="schema")
    name: str = Field(pattern=_NAME, description="lower-case letters, digits and hyphens, beginning with no hyphen")
    about: str
    replies: str | None = None
    """File of labelled replies beside `suite.yaml`, or a pattern such as `*.jsonl`."""
    conversations: str | None = None
    """File of scripted conversations, beside `suite.yaml`."""
    splits: dict[Annotated[str, Field(pattern=_NAME)], list[str]] = Field(default_factory=dict)
    """Parts of the suite by name, each a list of situations; a situation belongs to one part at most."""

    @field_validator("splits")
    @classmethod
    def _no_situation_twice(cls, splits: dict[str, list[str]]) -> dict[str, list[str]]:
        listed = [situation for situations in splits.values() for situation in situations]
        if twice := sorted({situation for situation in listed if listed.count(situation) > 1}):
            raise ValueError(f"a situation belongs to one part at most, but these are in several: {', '.join(twice)}")
        return splits


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


def load_suite(name: str, split: str | None = None) -> Suite:
    """Read a suite by its folder, or by the name of a shipped one; with `split`, only that part of its replies.

    Raises `DataFileError`: no such suite or split (the nearest is offered), or a file of it says what it may not, with
    file, line and key.
    """
    folder = Path(name)
    if not is_file(folder / "suite.yaml"):
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
    replies = _rows(folder, file.replies, LabelledReply) if file.replies else []
    if split is not None:
        situations = _situations_of(split, file, path)
        replies = [reply for reply in replies if reply.situation in situations]
    return Suite(
        name=f"{file.name}-{split}" if split else file.name,
        about=file.about,
        folder=folder,
        replies=replies,
        conversations=_rows(folder, file.conversations, ScriptedConversation) if file.conversations else [],
    )


def _situations_of(split: str, file: SuiteFile, path: Path) -> set[str]:
    if split not in file.splits:
        close = nearest(split, file.splits)
        offer = f" Did you mean “{close}”?" if close else ""
        known = ", ".join(file.splits) or "none"
        raise DataFileError(f"{path} has no split “{split}”.{offer} It has: {known}.", title="No such split")
    return set(file.splits[split])


def _rows(folder: Path, pattern: str, model: type[Row]) -> list[Row]:
    """The rows of the JSON Lines files that fit the pattern, or all that is wrong with them at once."""
    paths = sorted(folder.glob(pattern)) or [folder / pattern]
    rows: list[Row] = []
    problems: list[Problem] = []
    seen: set[object] = set()
    for path in paths:
        _read_rows(path, model, rows, problems, seen)
    if problems:
        raise FileProblems(problems)
    return rows


def _read_rows(path: Path, model: type[Row], rows: list[Row], problems: list[Problem], seen: set[object]) -> None:
    """Add a file's rows to `rows` and what is wrong with it to `problems`; `seen` holds the ids so far."""
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            data = parse_object(line)
            refuse_half_characters(data)
            row = model.model_validate(data)
        except DataFileError as error:
            problems.append(Problem(str(path), number, "", error.message))
            continue
        except ValidationError as error:
            problems += [Problem(str(path), number, *fault) for fault in faults_of(error, model)]
            continue
        identity = getattr(row, "id", number)
        if identity in seen:
            problems.append(Problem(str(path), number, "id", f"“{identity}” is used twice."))
        seen.add(identity)
        rows.append(row)
