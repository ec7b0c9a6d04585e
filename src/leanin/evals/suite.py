"""An eval suite: a folder with `suite.yaml` and JSON Lines files of things to measure with, checked before a run.

`SuiteSource` reads rows as they are needed and holds none of them, for runs; `load_suite` holds all, for those who pick
and count.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from leanin.datafile import FileProblems, Problem, is_file, load_yaml, nearest, read_text
from leanin.errors import DataFileError
from leanin.evals.codes import CodedReply
from leanin.evals.injections import Injection
from leanin.evals.items import LabelledReply, ScriptedConversation
from leanin.evals.matrix import Matrix
from leanin.evals.pairs import ReplyPair
from leanin.evals.rows import Rows
from leanin.resources import shipped

_NAME = r"^[a-z0-9][a-z0-9-]*$"
"""A name becomes part of the name of a folder."""


class Kind(StrEnum):
    """A kind of item; its value is the key of `suite.yaml` that names its files."""

    REPLIES = "replies"
    INJECTIONS = "injections"
    PAIRS = "pairs"
    CODES = "codes"
    CONVERSATIONS = "conversations"


Item = LabelledReply | Injection | ReplyPair | CodedReply | ScriptedConversation

MODELS: Final[dict[Kind, type[Item]]] = {
    Kind.REPLIES: LabelledReply,
    Kind.INJECTIONS: Injection,
    Kind.PAIRS: ReplyPair,
    Kind.CODES: CodedReply,
    Kind.CONVERSATIONS: ScriptedConversation,
}

CALLED: Final[dict[Kind, str]] = {kind: kind.value for kind in Kind} | {Kind.CODES: "coded replies"}
"""What the items of a kind are called on screens."""


def group_of(item: Item) -> str:
    """What an item has in common with those that resemble it: its situation, topic or persona."""
    return str(next(name for key in ("situation", "topic", "persona") if (name := getattr(item, key, None))))


def _near(pattern: str) -> str:
    parts = PurePosixPath(pattern).parts
    below = parts[1:] if parts[:1] == ("..",) else parts
    if (
        not below
        or pattern.startswith("/")
        or ".." in below
        or any("**" in part for part in below)
        or "\\" in pattern
        or ":" in pattern
    ):
        raise ValueError(
            "expected a file beside suite.yaml or in the folder above it (../NAME), or a pattern such as *.jsonl"
        )
    return pattern


Files = Annotated[str, AfterValidator(_near)]
"""A JSON Lines file, or a pattern for several, beside `suite.yaml` or in the folder above it."""


class SuiteFile(BaseModel):
    """What `suite.yaml` holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = Field(alias="schema", ge=1, le=1)
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
    matrix: Matrix = Matrix()
    """With what the suite is run unless told otherwise: models, prompts, personas, seeds, epochs."""

    @field_validator("splits")
    @classmethod
    def _no_situation_twice(cls, splits: dict[str, list[str]]) -> dict[str, list[str]]:
        listed = [situation for situations in splits.values() for situation in situations]
        if twice := sorted({situation for situation in listed if listed.count(situation) > 1}):
            raise ValueError(f"a situation belongs to one part at most, but these are in several: {', '.join(twice)}")
        return splits


@dataclass(frozen=True, slots=True)
class Checked:
    """What reading a suite once from end to end found."""

    counts: dict[Kind, int]
    """Items of each kind that it has, in the order in which they run."""
    digest: str
    """SHA-256 over all of its files, hexadecimal."""
    personas: tuple[str, ...]
    """The personas of its conversations."""
    clients: tuple[str, ...]
    """What its other items say for a persona: the name of one, or a description of the client."""
    groups: dict[Kind, list[str]] = field(repr=False)
    """The group of each item, in order."""


@dataclass(frozen=True, slots=True)
class SuiteSource:
    """A suite on disk. Every pass reads its files anew, so that a long suite takes no more memory than a short one."""

    name: str
    about: str
    folder: Path
    file: SuiteFile
    situations: frozenset[str] | None = None
    """Those of the chosen split; None for all."""
    personas: frozenset[str] | None = None
    """Only conversations with these; None for all."""
    chosen: dict[Kind, frozenset[int]] | None = field(default=None, repr=False)
    """The places of the items that were picked, among those of their kind; None for all."""

    def items(self, digest: str = "") -> Iterator[tuple[Kind, Item]]:
        """Every item, kind by kind.

        Raises `DataFileError` where a row can't be used, and at the end where the files have another digest than this.
        """
        found = self._digest()
        for kind in Kind:
            rows = self._rows(kind, found)
            for place, item in enumerate(self._within(kind, rows)):
                if self.chosen is None or place in self.chosen[kind]:
                    yield kind, item
            rows.raise_problems()
        if digest and found.hexdigest() != digest:
            raise DataFileError(
                f"The files of the suite in {self.folder} were changed while the run was going on: its results are of "
                "two kinds. Begin a new one.",
                title="The suite changed",
            )

    def rows(self, kind: Kind) -> tuple[list[Item], list[Problem]]:
        """All items of a kind, and what is wrong with the rows that aren't among them."""
        rows = self._rows(kind)
        return list(self._within(kind, rows)), rows.problems

    def check(self) -> Checked:
        """Read everything once. Raises `FileProblems` with all that is wrong, by file, line and key."""
        digest = self._digest()
        problems = []
        groups: dict[Kind, list[str]] = {}
        personas: dict[str, None] = {}
        clients: dict[str, None] = {}
        for kind in Kind:
            rows = self._rows(kind, digest)
            groups[kind] = []
            for place, item in enumerate(self._within(kind, rows)):
                if self.chosen is None or place in self.chosen[kind]:
                    groups[kind].append(group_of(item))
                    if persona := getattr(item, "persona", None):
                        (personas if kind is Kind.CONVERSATIONS else clients)[persona] = None
            problems += rows.problems
        if problems:
            raise FileProblems(problems)
        counts = {kind: len(of_kind) for kind, of_kind in groups.items() if of_kind}
        return Checked(counts, digest.hexdigest(), tuple(personas), tuple(clients), groups)

    def first(self, count: int, checked: Checked) -> "SuiteSource":
        """No more than `count` items of each kind, for slow models: the first of every group by turns.

        Groups are situations, topics or personas, so that few items still see as much of the suite as they can.
        """
        chosen = {
            kind: frozenset(self._place(kind, place) for place in by_turns(groups)[:count])
            for kind, groups in checked.groups.items()
        }
        return replace(self, chosen=chosen, name=f"{self.name}-first-{count}")

    def sample(self, count: int, checked: Checked, seed: int) -> "SuiteSource":
        """`count` items of each kind drawn at random, the same for the same seed."""
        import random

        chance = random.Random(seed)
        chosen = {
            kind: frozenset(
                self._place(kind, place) for place in chance.sample(range(len(groups)), min(count, len(groups)))
            )
            for kind, groups in checked.groups.items()
        }
        return replace(self, chosen=chosen, name=f"{self.name}-sample-{count}")

    def _digest(self) -> Any:
        return hashlib.sha256(str(sorted(self.situations or ())).encode())

    def _place(self, kind: Kind, place: int) -> int:
        """The place among all items of a kind of the one that has this place among those that were picked."""
        return place if self.chosen is None else sorted(self.chosen[kind])[place]

    def _rows(self, kind: Kind, digest: Any = None) -> Rows[Item]:
        pattern: str | None = getattr(self.file, kind.value)
        paths = (sorted(self.folder.glob(pattern)) or [self.folder / pattern]) if pattern else []
        return Rows(paths, MODELS[kind], digest)

    def _within(self, kind: Kind, rows: Iterable[Item]) -> Iterator[Item]:
        """The items of the chosen split and personas; conversations belong to no split and stay."""
        for item in rows:
            if kind is Kind.CONVERSATIONS:
                if self.personas is None or group_of(item) in self.personas:
                    yield item
            elif self.situations is None or group_of(item) in self.situations:
                yield item


class Suite(BaseModel):
    """A suite, read and checked, with all of its items."""

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
        return {called: count for kind, called in CALLED.items() if (count := len(getattr(self, kind.value)))}


def by_turns(groups: Sequence[str]) -> list[int]:
    """Places in rounds: one of each group, then the next of each."""
    turn: Counter[str] = Counter()
    rounds = []
    for place, group in enumerate(groups):
        rounds.append((turn[group], place))
        turn[group] += 1
    return [place for _, place in sorted(rounds)]


def suite_folders() -> dict[str, Path]:
    """The shipped suites by name."""
    folder = shipped("evals")
    return {path.parent.name: path.parent for path in sorted(folder.glob("*/suite.yaml"))} if folder.is_dir() else {}


def open_suite(name: str, split: str | None = None) -> SuiteSource:
    """A suite by its folder, or by the name of a shipped one; with `split`, only that part of its replies.

    Only `suite.yaml` is read here. Raises `DataFileError`: no such suite or split (the nearest is offered), or
    `suite.yaml` says what it may not, with line and key.
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
    return SuiteSource(
        name=f"{file.name}-{split}" if split else file.name,
        about=file.about,
        folder=folder,
        file=file,
        situations=_situations_of(split, file, path) if split else None,
    )


def load_suite(name: str, split: str | None = None) -> Suite:
    """All of a suite, as `open_suite` finds it. Raises `FileProblems` with file, line and key of all that is wrong."""
    source = open_suite(name, split)
    rows: dict[str, Any] = {}
    problems: list[Problem] = []
    for kind in Kind:
        rows[kind.value], wrong = source.rows(kind)
        problems += wrong
    if problems:
        raise FileProblems(problems)
    return Suite.model_construct(name=source.name, about=source.about, folder=source.folder, **rows)


def _situations_of(split: str, file: SuiteFile, path: Path) -> frozenset[str]:
    if split not in file.splits:
        close = nearest(split, file.splits)
        offer = f" Did you mean “{close}”?" if close else ""
        known = ", ".join(file.splits) or "none"
        raise DataFileError(f"{path} has no split “{split}”.{offer} It has: {known}.", title="No such split")
    return frozenset(file.splits[split])
