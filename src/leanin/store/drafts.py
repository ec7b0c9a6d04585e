"""Half-written replies: one file a session in the data folder, for its owner's eyes only.

A draft is no part of the journal, which holds what was said; it waits beside it until it is sent or thrown away.
"""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final
from urllib.parse import quote

from leanin.errors import LeaninError
from leanin.locations import data_dir, make_private

_FOLDER: Final = "drafts"


class DraftError(LeaninError):
    """A draft can't be kept or read."""

    title = "The half-written reply can't be kept"


def keep(session_id: str, text: str) -> None:
    """Keep a draft in place of the one before; a text with nothing in it deletes it. Raises `DraftError`."""
    path = _file(session_id)
    try:
        if text.strip():
            _write(path, text)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise DraftError(f"{path} can't be written: {error.strerror or error}.") from None


def take(session_id: str) -> str:
    """The draft of this session, empty where there is none. It stays kept until `keep` is given something else.

    Raises `DraftError`.
    """
    path = _file(session_id)
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise DraftError(f"{path} can't be read: {error.strerror or error}.") from None


def _file(session_id: str) -> Path:
    return data_dir() / _FOLDER / f"{quote(session_id, safe='')}.txt"


def _write(path: Path, text: str) -> None:
    """Write the whole or nothing: a full disk leaves the draft before as it was."""
    make_private(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    written = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
            file.write(text)
        written.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            written.unlink()
        raise
