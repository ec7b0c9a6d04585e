"""An eval suite: a folder with `suite.yaml` and files of things to measure with, checked before a run."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from leanin.datafile import FileProblems, Problem, faults_of, is_file, load_yaml, nearest, read_text
from leanin.dynamics import Stance
from leanin.errors import DataFileError
from leanin.evals.codes import CodedReply
from leanin.evals.dataset import ReplyLine, parse_object, refuse_half_characters
from leanin.evals.injections import Injection
from leanin.evals.pairs import ReplyPair
from leanin.evals.paths import Direction
from leanin.resources import shipped
from leanin.rubric import Level, Trap
from leanin.session.outcome import Outcome
from leanin.session.words import cleaned

Row = TypeVar("Row", bound=BaseModel)


_NAME = r"^[a-z0-9][a-z0-9-]*$"
"""A name becomes part of the name of a folder."""


def _with_words(reply: str) -> str:
    if not cleaned(reply):
        raise ValueError("a reply needs words; to let silence speak, write (silence)")
    return reply


def _near(pattern: str) -> str:
    parts = PurePosixPath(pattern).parts
    below = parts[1:] if parts[:1] == ("..",) else parts
    if not below or pattern.startswith("/") or {"..", "**"} & set(below) or "\\" in pattern or ":" in pattern:
        raise ValueError(
            "expected a file beside suite.yaml or in the folder above it (../NAME), or a pattern such as *.jsonl"
        )
    return pattern


Files = Annotated[str, AfterValidator(_near)]
"""A JSON Lines file, or a pattern for several, beside `suite.yaml` or in the folder above it."""


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
    path: list[Direction] = Field(default_factory=list)
    """Where each reply should take the client's trust, in order; empty: not judged."""


class ScriptedConversation(_Part):
    """A scripted trainee against one persona."""

    id: str
    persona: str
    about: str
    replies: Annotated[list[Annotated[str, AfterValidator(_with_words)]], Field(min_length=1)]
    expected: Expected
    kind: str = ""
    """What kind of trainee it is, such as `lean_in` or `defend`."""
    seed: int = 7

    @model_validator(mode="after")
    def _a_direction_for_each_reply(self) -> "ScriptedConversation":
        if self.expected.path and len(self.expected.path) != len(self.replies):
            raise ValueError(
                f"expected.path needs a direction for each of the {len(self.replies)} replies; "
                f"it has {len(self.expected.path)}"
            )
        return self


class SuiteFile(_Part):
    """What `suite.yaml` holds."""

    schema_version: Literal[1] = Field(alias="schema")
    name: str = Field(pattern=_NAME, description="lower-case letters, digits and hyphens, beginning with no hyphen")
    about: str
    replies: Files | None = None
    """Labelled replies."""
    conversations: Files | None = None
    """Scripted conversations."""
    injections: Files | None = None
    """Replies that talk to the machine, each with its honest remainder."""
    pairs: Files | None = None
    """Pairs of replies that deserve the same."""
    codes: Files | None = None
    """Replies coded for questions and reflections."""
    splits: dict[Annotated[str, Field(pattern=_NAME)], list[str]] = Field(default_factory=dict)
    """Parts of the suite by name, each a list of situations (topics, for coded replies), each in one at most."""

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
    replies: list[LabelledReply] = Field(default_factory=list)
    conversations: list[ScriptedConversation] = Field(default_factory=list)
    injections: list[Injection] = Field(default_factory=list)
    pairs: list[ReplyPair] = Field(default_factory=list)
    codes: list[CodedReply] = Field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many items there are, by what they are called; without those of which there are none."""
        kinds: dict[str, Sequence[BaseModel]] = {
            "replies": self.replies,
            "conversations": self.conversations,
            "injections": self.injections,
            "pairs": self.pairs,
            "coded replies": self.codes,
        }
        return {name: len(items) for name, items in kinds.items() if items}

    def first(self, count: int) -> "Suite":
        """The suite with no more than `count` items of each kind, for slow models: the first of every group by turns.

        Groups are situations, topics or personas, so that few items still see as much of the suite as they can.
        """
        kinds = "replies", "conversations", "injections", "pairs", "codes"
        fewer: dict[str, Any] = {kind: _by_turns(getattr(self, kind))[:count] for kind in kinds}
        return self.model_copy(update=fewer | {"name": f"{self.name}-first-{count}"})


def _by_turns(items: Sequence[Any]) -> list[Any]:
    """The items in rounds: one of each group, then the next of each."""
    place: Counter[str] = Counter()
    rounds = []
    for item in items:
        group = next((name for key in ("situation", "topic", "persona") if (name := getattr(item, key, None))), "")
        rounds.append((place[group], item))
        place[group] += 1
    return [item for _, item in sorted(rounds, key=lambda one: one[0])]


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
    suite = Suite(
        name=f"{file.name}-{split}" if split else file.name,
        about=file.about,
        folder=folder,
        replies=_rows(folder, file.replies, LabelledReply),
        conversations=_rows(folder, file.conversations, ScriptedConversation),
        injections=_rows(folder, file.injections, Injection),
        pairs=_rows(folder, file.pairs, ReplyPair),
        codes=_rows(folder, file.codes, CodedReply),
    )
    return suite if split is None else _part_of(suite, _situations_of(split, file, path))


def _part_of(suite: Suite, situations: set[str]) -> Suite:
    """The suite with the items of these situations (topics) only; conversations, which have none, stay."""

    def within(rows: Sequence[Any]) -> list[Any]:
        return [row for row in rows if row.situation in situations]

    return suite.model_copy(
        update={
            "replies": within(suite.replies),
            "injections": within(suite.injections),
            "pairs": within(suite.pairs),
            "codes": [row for row in suite.codes if row.topic in situations],
        }
    )


def _situations_of(split: str, file: SuiteFile, path: Path) -> set[str]:
    if split not in file.splits:
        close = nearest(split, file.splits)
        offer = f" Did you mean “{close}”?" if close else ""
        known = ", ".join(file.splits) or "none"
        raise DataFileError(f"{path} has no split “{split}”.{offer} It has: {known}.", title="No such split")
    return set(file.splits[split])


def _rows(folder: Path, pattern: str | None, model: type[Row]) -> list[Row]:
    """The rows of the JSON Lines files that fit the pattern, or all that is wrong with them at once."""
    if pattern is None:
        return []
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
