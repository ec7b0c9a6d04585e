"""The end of the interview: the persona is written, and its author told how good it is and what to do next."""

import re
import shlex
from pathlib import Path

from leanin.authoring.draft import Draft
from leanin.authoring.keeping import free_path, write_new
from leanin.authoring.rehearsed import all_findings
from leanin.errors import DataFileError
from leanin.locations import own_personas_dir
from leanin.persona import ID_PATTERN, read_persona

_MOST_SHOWN = 12
"""Findings that are told at once; more of them only discourage."""


def finish(draft: Draft, out: Path | None = None) -> Path:
    """Write the persona and forget the draft. Raises `DataFileError` where it can't be written or used."""
    path = out or free_path(draft.persona_id())
    draft.as_file(path)
    write_new(path, draft.as_text(path.stem))
    read_persona(path)
    draft.forget()
    return path


def check_place(out: Path) -> None:
    """Raise `DataFileError` where no persona can be written to this path, before anybody has answered a question."""
    if not re.fullmatch(ID_PATTERN, out.stem) or out.suffix not in (".yaml", ".yml"):
        raise DataFileError(
            f"{out.name} can't be a persona's file: its name is the persona's id, lower-case letters, digits and "
            "hyphens, and it ends with .yaml, such as ivy-moss.yaml.",
            title="Not there",
        )
    if out.exists():
        raise DataFileError(f"{out} is there already; give another path with --out.", title="Not there")


def in_words(path: Path) -> str:
    """Where the persona is, what would make it better, and how to go on."""
    name = path.stem if path.parent == own_personas_dir() else shlex.quote(str(path))
    found = all_findings(read_persona(path))
    parts = [str(path), ""]
    if found:
        parts += [
            "It can be played. To make it better:",
            *(f"· line {one.line}: {one.message}" for one in found[:_MOST_SHOWN]),
        ]
        if len(found) > _MOST_SHOWN:
            parts.append(f"· and {len(found) - _MOST_SHOWN} more; `leanin persona lint {name}` lists them all.")
    else:
        parts.append("Nothing to find fault with.")
    return "\n".join(
        [
            *parts,
            "",
            f"Try it: leanin play {name}",
            f"See three trainees against it: leanin persona preview {name}",
            f"Go on writing: leanin persona edit {name}",
        ]
    )
