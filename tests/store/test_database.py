import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from leanin.errors import JournalError
from leanin.store.database import MIGRATIONS, Database


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_journal_and_all_its_files_belong_to_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "share" / "data" / "journal.sqlite"
    before = os.umask(0)
    try:
        database = Database(path)
    finally:
        os.umask(before)
    with database.writing() as db:
        db.execute("INSERT INTO texts VALUES ('a', 'b')")
    assert mode(path.parent) == mode(path.parent.parent) == 0o700
    files = {file.name: mode(file) for file in path.parent.iterdir()}
    assert files == {"journal.sqlite": 0o600, "journal.sqlite-wal": 0o600, "journal.sqlite-shm": 0o600}
    database.close()


def test_a_journal_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    Database(path).close()
    path.chmod(0o644)
    Database(path).close()
    assert mode(path) == 0o600


def test_a_folder_that_others_could_enter_is_closed_to_them(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    Database(folder / "journal.sqlite").close()
    assert mode(folder) == 0o700


def test_it_is_durable_and_checks_references(tmp_path: Path) -> None:
    database = Database(tmp_path / "journal.sqlite")
    with database.reading() as db:
        settings = [
            db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
        version = db.execute("PRAGMA user_version").fetchone()[0]
    database.close()
    assert settings == ["wal", 2, 1]
    assert version == len(MIGRATIONS) == 2


def test_events_can_be_neither_changed_nor_removed_but_go_with_their_session(tmp_path: Path) -> None:
    database = Database(tmp_path / "journal.sqlite")
    with database.writing() as db:
        db.execute("INSERT INTO sessions (id, started, persona) VALUES ('s', 't', 'rosa')")
        db.execute("INSERT INTO events VALUES ('s', 1, 't', 'opening', '{}')")
    for statement in ("UPDATE events SET body = 'x'", "DELETE FROM events"):
        with pytest.raises(JournalError, match="an event is never"), database.writing() as db:
            db.execute(statement)
    with database.writing() as db:
        db.execute("DELETE FROM sessions")
        assert db.execute("SELECT COUNT(*) FROM events").fetchone()[0] == 0
    database.close()


def test_a_block_that_fails_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "journal.sqlite")
    with pytest.raises(KeyError), database.writing() as db:
        db.execute("INSERT INTO texts VALUES ('a', 'b')")
        raise KeyError
    with database.reading() as db:
        assert db.execute("SELECT COUNT(*) FROM texts").fetchone()[0] == 0
    database.close()


def test_many_processes_may_create_it_at_once(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    code = (
        "import sys; from pathlib import Path; from leanin.store.database import Database; "
        "sys.stdin.readline(); Database(Path(sys.argv[1])).close()"
    )
    children = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    for child in children:
        assert child.stdin
        child.stdin.write(b"go\n")
        child.stdin.flush()
    errors = [child.communicate(timeout=30)[1].decode() for child in children]
    assert errors == [""] * 6
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert db.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'events'").fetchone()[0] == 1
    db.close()


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(JournalError, match="should be a folder, but a file is in its place"):
        Database(tmp_path / "data" / "journal.sqlite")
    with pytest.raises(JournalError, match="a file is in its place"):
        Database(tmp_path / "data" / "deeper" / "journal.sqlite")


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").mkdir()
    with pytest.raises(JournalError, match="can't be opened or created"):
        Database(tmp_path / "journal.sqlite")


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder that may be read and not written, reachable by any user."""
    parent = Path(tempfile.mkdtemp())
    parent.chmod(0o755)
    folder = parent / "data"
    folder.mkdir()
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(parent)


def opened_without_rights(path: Path) -> str:
    """What opening the journal says to a user without special rights, in a process of its own."""
    code = (
        "import os, sys; from pathlib import Path; from leanin.errors import JournalError\n"
        "from leanin.store.database import Database\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "try: Database(Path(sys.argv[1]))\n"
        "except JournalError as error: print(error.message)"
    )
    child = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=30)
    assert child.stderr == ""
    return child.stdout


def test_no_permission_to_the_folder(locked_folder: Path) -> None:
    locked_folder.chmod(0o555)
    said = opened_without_rights(locked_folder / "journal.sqlite")
    assert said.startswith(f"You may not write to the folder {locked_folder}.")
    assert "LEANIN_DATA_DIR" in said


def test_no_permission_to_the_folder_above(locked_folder: Path) -> None:
    locked_folder.chmod(0o555)
    said = opened_without_rights(locked_folder / "leanin" / "journal.sqlite")
    assert said.startswith("You may not write to the folder")


def test_no_permission_to_the_file(locked_folder: Path) -> None:
    path = locked_folder / "journal.sqlite"
    Database(path).close()
    path.chmod(0o444)
    locked_folder.chmod(0o555)
    if os.geteuid() != 0:
        path.chmod(0o000)
    assert "can't be opened" in (said := opened_without_rights(path)) or "can be read but not written" in said


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    path.write_text("Dear diary, " * 200)
    with pytest.raises(JournalError, match="is not a leanin journal"):
        Database(path)
    assert path.read_text() == "Dear diary, " * 200


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match="a database of another program"):
        Database(path)
    assert path.read_bytes() == before


def test_a_newer_journal_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    Database(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    with pytest.raises(JournalError, match=r"written by a newer leanin \(journal version 3; this one reads up to 2\)"):
        Database(path)


def test_a_damaged_journal(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    database = Database(path)
    with database.writing() as db:
        db.executemany("INSERT INTO texts VALUES (?, ?)", [(str(n), "x" * 3000) for n in range(50)])
    database.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(JournalError, match="is damaged"):
        damaged = Database(path)
        try:
            with damaged.reading() as db:
                db.execute("SELECT * FROM texts").fetchall()
        finally:
            damaged.close()


def test_a_locked_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leanin.store.database.BUSY_SECONDS", 0.05)
    path = tmp_path / "journal.sqlite"
    database = Database(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(JournalError, match=r"Another program keeps .* locked"), database.writing():
        pass
    other.execute("ROLLBACK")
    with database.writing() as db:
        db.execute("INSERT INTO texts VALUES ('a', 'b')")
    other.close()
    database.close()


def test_a_closed_journal_says_so_and_can_be_closed_again(tmp_path: Path) -> None:
    database = Database(tmp_path / "journal.sqlite")
    database.close()
    database.close()
    with pytest.raises(JournalError), database.reading():
        pass


def test_a_disk_that_is_full_from_the_start(tiny_disk: Path) -> None:
    (tiny_disk / "other").write_bytes(b"x" * 399 * 1024)
    with pytest.raises(JournalError, match=r"full|no room"):
        Database(tiny_disk / "journal.sqlite")
