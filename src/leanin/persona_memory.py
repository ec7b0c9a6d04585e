"""Remembering personas that were read, because YAML takes a hundred times as long to read as JSON does.

One file a persona in the cache folder, which can be deleted at any time. What is remembered is checked like a persona
file, and counts only for the very same text.
"""

import contextlib
import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from leanin import __version__
from leanin.datafile import read_text
from leanin.locations import cache_dir, make_private
from leanin.persona import Persona, PersonaFile, parse_persona


class _Remembered(BaseModel):
    model_config = ConfigDict(frozen=True)

    key: str
    persona: Persona


def read_remembered(path: Path) -> PersonaFile:
    """The persona file at `path`, from memory where its text hasn't changed.

    Raises `DataFileError` with file, line and key where it can't be used, as `read_persona` does.
    """
    text = read_text(path)
    key = hashlib.sha256(f"{__version__}\n{text}".encode()).hexdigest()
    kept = cache_dir() / "personas" / f"{path.stem}.json"
    with contextlib.suppress(OSError, ValidationError):
        remembered = _Remembered.model_validate_json(kept.read_bytes())
        if remembered.key == key:
            return PersonaFile(persona=remembered.persona, text=text, path=str(path))
    file = parse_persona(text, str(path))
    with contextlib.suppress(OSError):  # it is then read from YAML again, which only takes longer
        make_private(kept.parent)
        fresh = kept.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(_Remembered(key=key, persona=file.persona).model_dump_json(by_alias=True), encoding="utf-8")
        fresh.replace(kept)
    return file
