"""A journal in a folder of its own, a session to keep in it, and a disk that is small enough to fill."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.store import samples

from leanin.session.events import Event
from leanin.store.journal import JournalStore


@pytest.fixture
def rosa_session() -> list[Event]:
    return samples.rosa_session()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JournalStore]:
    with JournalStore(tmp_path / "data" / "journal.sqlite") as opened_store:
        yield opened_store


@pytest.fixture
def keep(store: JournalStore) -> Callable[[list[Event]], str]:
    """Write events as one session, let it go, and return its id."""

    def write(events: list[Event]) -> str:
        with store.begin() as journal:
            for event in events:
                journal.append(event)
            return journal.id

    return write


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", folder]).returncode:
        pytest.skip("only root can mount a disk that is small enough to fill")
    yield folder
    subprocess.run(["umount", folder], check=True)
