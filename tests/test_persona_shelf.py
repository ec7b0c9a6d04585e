from pathlib import Path

import pytest
from tests.doubles import PERSONA_TEXT

from leanin.errors import DataFileError
from leanin.locations import own_personas_dir
from leanin.persona import PersonaFile
from leanin.persona_shelf import find_persona, on_shelf, persona_paths, shelf


def _own(name: str, text: str, ending: str = ".yaml") -> Path:
    path = own_personas_dir() / f"{name}{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_shipped_personas_are_found_by_name_however_it_is_written():
    assert find_persona("rosa").persona.name == "Rosa Medeiros"
    assert find_persona("Rosa").persona.id == "rosa"


def test_ones_own_persona_stands_beside_the_shipped_ones_and_replaces_its_namesake():
    _own("ada", PERSONA_TEXT)
    assert {"ada", "rosa", "desmond"} <= set(persona_paths())
    own = _own("rosa", PERSONA_TEXT.replace("id: ada", "id: rosa"))
    assert find_persona("rosa").path == str(own)


@pytest.mark.parametrize(("name", "ending"), [("Ada", ".yaml"), ("ADA", ".yml"), ("ada", ".YML")])
def test_capitals_and_the_short_ending_make_no_difference(name: str, ending: str):
    path = _own(name, PERSONA_TEXT, ending)
    assert "ada" in persona_paths()
    for called in ("ada", "Ada", "ADA"):
        assert find_persona(called).path == str(path)
        assert on_shelf(called) == find_persona(called)


def test_what_isnt_on_the_shelf_is_nobody():
    assert on_shelf("a tired man of fifty") is None
    assert on_shelf("") is None


def test_a_file_that_isnt_called_by_its_id_is_refused_on_the_shelf_only():
    path = _own("twin", PERSONA_TEXT)
    said = f"{path}, line 2: id: call the file ada.yaml, or change the id to the file's name."
    for find in (find_persona, on_shelf):
        with pytest.raises(DataFileError) as caught:
            find("twin")
        assert caught.value.message == said
    found = list(shelf())
    assert [entry.message for entry in found if isinstance(entry, DataFileError)] == [said]
    assert "ada" not in [entry.persona.id for entry in found if isinstance(entry, PersonaFile)]
    assert find_persona(str(path)).persona.id == "ada"


def test_a_name_that_no_file_can_have_is_no_persona():
    with pytest.raises(DataFileError, match=r"There is no persona called “a{300}”"):
        find_persona("a" * 300)
    with pytest.raises(DataFileError, match="can't be read: File name too long"):
        find_persona("a" * 300 + ".yaml")
    with pytest.raises(DataFileError, match="can't be read: embedded null byte"):
        find_persona("a/\0")


def test_a_persona_is_found_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "ada.yaml"
    path.write_text(PERSONA_TEXT)
    assert find_persona(str(path)).persona.id == "ada"
    monkeypatch.chdir(tmp_path)
    assert find_persona("ada.yaml").persona.id == "ada"


def test_the_nearest_name_is_offered_with_all_that_are_known():
    with pytest.raises(DataFileError) as caught:
        find_persona("rossa")
    assert caught.value.title == "No such persona"
    assert "There is no persona called “rossa”. Did you mean “rosa”? Known: desmond, " in caught.value.message


def test_a_name_like_none_gets_the_known_ones():
    with pytest.raises(DataFileError) as caught:
        find_persona("qqqqq")
    assert "Did you mean" not in caught.value.message
    assert "rosa" in caught.value.message


def test_a_path_to_nothing_is_named():
    with pytest.raises(DataFileError, match=r"There is no file nowhere/ada\.yaml\."):
        find_persona("nowhere/ada.yaml")


def test_a_broken_persona_leaves_the_others_on_the_shelf():
    broken = _own("broken", "id: [")
    found = list(shelf())
    faults = [entry for entry in found if isinstance(entry, DataFileError)]
    assert len(faults) == 1
    assert f"{broken}, line 1: this isn't valid YAML" in faults[0].message
    assert {"rosa", "desmond"} <= {entry.persona.id for entry in found if isinstance(entry, PersonaFile)}
