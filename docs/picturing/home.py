"""A home that is empty and lasts as long as the pictures take, so that nothing of the user's is read or written."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

_TOLD_BY_LEANIN = ("LEANIN_", "TEXTUAL", "NO_COLOR", "OPENAI_", "OLLAMA_")
_SHOWN = {"LEANIN_CONFIG_DIR": "/home/trainee/.config/leanin", "LEANIN_DATA_DIR": "/home/trainee/.local/share/leanin"}


@contextmanager
def new_home() -> Iterator[None]:
    """Every folder of leanin's in a new place, none of the user's settings or keys, the time of day as in Greenwich."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_TOLD_BY_LEANIN)}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        places = {f"LEANIN_{kind}_DIR": f"{home}/{kind.lower()}" for kind in ("CONFIG", "DATA", "CACHE", "PERSONAS")}
        given = {**kept, **places, "LEANIN_OFFER_ANSWERED": "true", "TZ": "UTC"}
        with mock.patch.dict(os.environ, given, clear=True):
            for place in places.values():
                Path(place).mkdir()
            _read_time_zone()
            yield
    _read_time_zone()


@contextmanager
def paths_as_at_a_trainees() -> Iterator[None]:
    """Say the usual paths while a screen that names them is drawn; nothing is read or written there."""
    with mock.patch.dict(os.environ, _SHOWN):
        yield


def _read_time_zone() -> None:
    if hasattr(time, "tzset"):  # not on Windows
        time.tzset()
