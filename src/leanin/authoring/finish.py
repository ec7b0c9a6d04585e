"""The end of the interview: the persona is written, and its author told how good it is and what to do next."""

import shlex
from pathlib import Path

from leanin.authoring.draft import Draft
from leanin.authoring.keeping import free_path, write_new
from leanin.authoring.rehearsed import all_findings
from leanin.locations import own_personas_dir
from leanin.persona import read_persona

_MOST_SHOWN = 12
"""Findings that are told at once; more of them only discourage."""


def finish(draft: Draft, out: Path | None = None) -> Path:
    """Write the persona and forget the draft. Raises `DataFileError` where it can't be written or used."""
    path = out or free_path(draft.persona_id())
    draft.as_file(path)
    write_new(path, draft.as_text(path.stem))
    draft.forget()
    return path


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
