"""Writing what an exchange makes: open to its owner alone, over another file only where that is asked for."""

import os
from pathlib import Path

from leanin.errors import DataFileError
from leanin.locations import make_private, own_personas_dir


def write_private(path: Path, text: str, *, force: bool = False) -> None:
    """Write a file that only its owner may read; with `force`, in place of one that is there.

    The own personas folder is made where it is missing; any other folder stays as it is. Raises `DataFileError`.
    """
    try:
        if path.parent == own_personas_dir():
            make_private(path.parent)
        if force:
            unfinished = path.with_name(f".{path.name}.part")
            unfinished.unlink(missing_ok=True)
            _write(unfinished, text)
            unfinished.replace(path)
        else:
            _write(path, text)
    except FileExistsError:
        raise DataFileError(f"{path} is there already; --force replaces it.", title="Not written") from None
    except OSError as error:
        raise DataFileError(f"{path} can't be written: {error.strerror or error}.", title="Not written") from None


def refuse_to_replace(path: Path, *, force: bool) -> None:
    """Raise `DataFileError` where a file is there and isn't to be replaced, before anything is written."""
    if not force and path.exists():
        raise DataFileError(f"{path} is there already; --force replaces it.", title="Not written")


def _write(path: Path, text: str) -> None:
    private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(private, "w", encoding="utf-8", newline="") as file:
        file.write(text)
