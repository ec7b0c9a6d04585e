from pathlib import Path

import pytest
from tests.doubles import PERSONA_TEXT

from leanin import persona_memory
from leanin.datafile import FileProblems
from leanin.locations import cache_dir
from leanin.persona import read_persona
from leanin.persona_memory import read_remembered


@pytest.fixture(autouse=True)
def cold_cache(empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANIN_CACHE_DIR", str(empty_home / "cache"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ada.yaml"
    path.write_text(PERSONA_TEXT)
    return path


def kept() -> Path:
    return cache_dir() / "personas" / "ada.json"


def test_what_is_remembered_is_what_was_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_remembered(path)
    monkeypatch.setattr(persona_memory, "parse_persona", lambda *_: pytest.fail("it was read before"))
    assert read_remembered(path) == first == read_persona(path)


def test_a_changed_text_is_read_anew(path: Path) -> None:
    read_remembered(path)
    path.write_text(PERSONA_TEXT.replace("How old are you, anyway?", "Who are you?"))
    assert read_remembered(path).persona.opening == "Who are you?"
    assert read_remembered(path).persona.opening == "Who are you?"


def test_what_was_remembered_before_a_key_was_added_still_serves(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_remembered(path)
    kept().write_text(kept().read_text().replace(',"second_example":""', ""))
    assert "second_example" not in kept().read_text()
    monkeypatch.setattr(persona_memory, "parse_persona", lambda *_: pytest.fail("it was read before"))
    assert read_remembered(path) == whole


@pytest.mark.parametrize("damage", [b"", b"{", b'{"key": "x"}', b"\xff\x00"])
def test_a_damaged_memory_does_no_harm(path: Path, damage: bytes) -> None:
    whole = read_remembered(path)
    kept().write_bytes(damage)
    assert read_remembered(path) == whole


def test_a_broken_persona_is_never_remembered(path: Path) -> None:
    path.write_text(PERSONA_TEXT.replace("age: 61", "age: old"))
    for _ in range(2):
        with pytest.raises(FileProblems, match="line 4"):
            read_remembered(path)
    assert not kept().exists()


def test_without_a_folder_to_write_to_it_is_read_all_the_same(path: Path, empty_home: Path) -> None:
    empty_home.mkdir(parents=True, exist_ok=True)
    (empty_home / "cache").write_text("a file where the folder should be")
    assert read_remembered(path).persona.id == "ada"


def test_it_is_the_owners_only(path: Path) -> None:
    read_remembered(path)
    assert oct(kept().stat().st_mode & 0o777) == "0o600"
