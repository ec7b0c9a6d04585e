"""What a run is of: all that decides its results, so that it can be gone on with, checked and compared."""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from leanin import __version__, rubric
from leanin.casting import BUILTIN
from leanin.evals.matrix import Cell
from leanin.persona import PersonaFile
from leanin.prompts import load_prompt

ROLES: Final = "evaluator", "client"
READER_ROLES: Final = "reader", "leak_reader"
SHIPPED: Final = "shipped"
"""Names leanin's own prompts, whatever the user's folder holds."""


class Fingerprints(BaseModel):
    """SHA-256 digests, hexadecimal, of all that could change a result without changing its name."""

    model_config = ConfigDict(frozen=True)

    data: str
    """Of the suite's files, and the chosen split."""
    rubric: str
    prompts: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By folder (empty for what the settings say), by role."""
    personas: dict[str, str] = Field(default_factory=dict)
    builtin: str = ""
    """Of the built-in evaluator's and client's code and weights; empty where neither plays."""

    def changed_from(self, before: "Fingerprints") -> list[str]:
        """What differs from an earlier run, in words."""
        found = []
        if self.data != before.data:
            found.append("the suite's items")
        if self.rubric != before.rubric:
            found.append("the rubric")
        for folder, roles in self.prompts.items():
            earlier = before.prompts.get(folder, {})
            found += [
                f"the prompt “{role}”{f' in {folder}' if folder else ''}"
                for role in roles
                if roles[role] != earlier.get(role)
            ]
        for name in dict.fromkeys([*before.personas, *self.personas]):
            if self.personas.get(name) != before.personas.get(name):
                found.append(f"the persona “{name}”")
        if self.builtin != before.builtin:
            found.append("the built-in evaluator or client")
        return found


class Manifest(BaseModel):
    """A run's `run.json`, written before the first item and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = Field(default=1, alias="schema", ge=1, le=1)
    id: str
    """The name of its folder."""
    suite: str
    """The name of the suite and the part of it that is run."""
    suite_path: str
    split: str | None = None
    limit: int | None = None
    sample: int | None = None
    sample_seed: int = 0
    cells: list[Cell]
    personas: list[str] = Field(default_factory=list)
    """Only conversations with these; empty for all."""
    seeds: list[int] = Field(default_factory=list)
    epochs: int = 1
    grades: int = 1
    """How many grades a language model gives each reply, of which the median counts."""
    api_base: str = ""
    evaluator_api_base: str = ""
    reader_model: str = ""
    reader_api_base: str = ""
    counts: dict[str, int]
    """Items of each kind, before cells, epochs and seeds multiply them."""
    units: int
    """How many results a whole run has."""
    fingerprints: Fingerprints
    leanin_version: str = __version__
    python: str = sys.version.split()[0]
    began: str
    """When, UTC, ISO 8601."""


def fingerprints(data: str, cells: Iterable[Cell], personas: Iterable[PersonaFile], *, reader: bool) -> Fingerprints:
    """Take them now. Raises `DataFileError` where a prompt can't be read."""
    played = list(cells)
    prompts = {
        folder: {role: load_prompt(role, prompts_folder(folder)).digest for role in roles}
        for folder in dict.fromkeys(cell.prompts for cell in played)
        if (roles := _roles([cell for cell in played if cell.prompts == folder]))
    }
    if reader:  # always by the settings' own prompts
        prompts[""] = prompts.get("", {}) | {role: load_prompt(role).digest for role in READER_ROLES}
    return Fingerprints(
        data=data,
        rubric=rubric.digest(),
        prompts=prompts,
        personas={file.persona.id: hashlib.sha256(file.text.encode()).hexdigest() for file in personas},
        builtin=_builtin_digest() if any(BUILTIN in (cell.evaluator, cell.client) for cell in played) else "",
    )


def prompts_folder(name: str) -> Path | None:
    """The folder of a cell's prompts; None for what the settings say."""
    from leanin.resources import shipped

    return shipped("prompts") if name == SHIPPED else Path(name) if name else None


def _roles(cells: list[Cell]) -> list[str]:
    return [role for role in ROLES if any(getattr(cell, role) != BUILTIN for cell in cells)]


def _builtin_digest() -> str:
    import leanin.client
    import leanin.evaluator

    digest = hashlib.sha256()
    for package in (leanin.evaluator, leanin.client):
        for path in sorted(Path(package.__path__[0]).rglob("*")):
            if path.suffix in (".py", ".json", ".jsonl", ".txt"):
                digest.update(path.read_bytes())
    return digest.hexdigest()
