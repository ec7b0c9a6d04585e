"""Where an educator's personas go: written once, never over another file, open to their owner alone."""

import os
from pathlib import Path

from leanin.errors import DataFileError
from leanin.locations import make_private, own_personas_dir


def own_path(persona_id: str) -> Path:
    """The path of an own persona of this id, in the folder that the gallery reads."""
    return own_personas_dir() / f"{persona_id}.yaml"


def free_path(persona_id: str) -> Path:
    """A path for a new persona of this id, or of this id with a number after it where the name is taken."""
    from leanin.persona_shelf import persona_paths

    taken = persona_paths()
    number = 1
    name = persona_id
    while name in taken or own_path(name).exists():
        number += 1
        name = f"{persona_id}-{number}"
    return own_path(name)


def write_new(path: Path, text: str) -> None:
    """Write a persona file that isn't there yet, readable by its owner alone.

    Raises `DataFileError` where it is there, or can't be written.
    """
    try:
        if path.parent == own_personas_dir():
            make_private(path.parent)
        private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(private, "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise DataFileError(f"{path} is there already; give another path with --out.", title="Not written") from None
    except OSError as error:
        raise DataFileError(f"{path} can't be written: {error.strerror or error}.", title="Not written") from None
