from pathlib import Path

import pytest
from tests.doubles import PERSONA_TEXT

from leanin.errors import DataFileError
from leanin.locations import own_personas_dir
from leanin.persona import PersonaFile
from leanin.persona_shelf import (
    Place,
    ShelvedPersona,
    find_persona,
    on_shelf,
    persona_paths,
    place_in_words,
    shelf,
)
from leanin.resources import shipped


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
    known = ", ".join(persona_paths())
    assert caught.value.message == f"There is no persona called “rossa”. Did you mean “rosa”? Known: {known}."


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


def _project(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def _called(name: str) -> str:
    return PERSONA_TEXT.replace("id: ada", f"id: {name}")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder, worked in."""
    project = tmp_path / "course"
    project.mkdir()
    monkeypatch.chdir(project)
    return project


def _where(name: str) -> tuple[Place, tuple[Place, ...], str]:
    file = on_shelf(name)
    assert file is not None
    return file.place, file.shadows, place_in_words(file)


def test_ones_own_stands_in_for_the_projects_and_that_for_the_shipped_one(elsewhere: Path):
    assert _where("rosa") == (Place.SHIPPED, (), "")
    project = _project(elsewhere / "personas", "rosa", _called("rosa"))
    assert find_persona("rosa").path == str(project.relative_to(elsewhere))
    assert _where("rosa") == (Place.PROJECT, (Place.SHIPPED,), "this project's, in place of the shipped one")
    own = _own("rosa", _called("rosa"))
    assert find_persona("rosa").path == str(own)
    words = "your own, in place of this project's and the shipped one"
    assert _where("rosa") == (Place.OWN, (Place.SHIPPED, Place.PROJECT), words)
    assert len([entry for entry in shelf() if isinstance(entry, PersonaFile) and entry.persona.id == "rosa"]) == 1


def test_a_persona_that_stands_in_for_nobody_says_only_whose_it_is(elsewhere: Path):
    _project(elsewhere / "personas", "ada", PERSONA_TEXT)
    _own("ben", _called("ben"))
    assert (_where("ada")[2], _where("ben")[2]) == ("this project's", "your own")
    assert place_in_words(find_persona("personas/ada.yaml")) == "", "it was given by its path"


def test_the_projects_folder_can_be_named(tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch):
    _project(elsewhere / "personas", "ben", _called("ben"))
    _project(tmp_path / "shared", "ada", PERSONA_TEXT)
    monkeypatch.setenv("LEANIN_PERSONAS_DIR", str(tmp_path / "shared"))
    assert _where("ada")[0] is Place.PROJECT
    assert "ben" not in persona_paths(), "the named folder takes the place of the one that is here"


def test_a_named_folder_that_is_not_there_is_told_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LEANIN_PERSONAS_DIR", "/no/such/folder")
    first, *others = shelf()
    assert isinstance(first, DataFileError)
    assert first.message == "LEANIN_PERSONAS_DIR: there is no folder /no/such/folder."
    assert "rosa" in [entry.persona.id for entry in others if isinstance(entry, PersonaFile)]
    with pytest.raises(DataFileError, match=r"no persona called “ada”.* there is no folder /no/such/folder\."):
        find_persona("ada")


def test_within_a_checkout_the_shipped_ones_are_nobodys_shadow(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(shipped("personas").parent)
    assert {entry.place for entry in shelf() if isinstance(entry, ShelvedPersona)} == {Place.SHIPPED}
    monkeypatch.setenv("LEANIN_PERSONAS_DIR", str(shipped("personas")))
    assert _where("rosa") == (Place.SHIPPED, (), "")


def test_a_mere_copy_of_a_shipped_one_is_no_shadow_in_a_project(elsewhere: Path):
    text = (shipped("personas") / "rosa.yaml").read_text(encoding="utf-8")
    copy = _project(elsewhere / "personas", "rosa", text)
    assert _where("rosa") == (Place.SHIPPED, (), "")
    copy.write_text(text.replace("age: 68", "age: 69"), encoding="utf-8")
    assert _where("rosa")[0] is Place.PROJECT


def test_ones_own_folder_counts_once_where_one_works_in_it(monkeypatch: pytest.MonkeyPatch):
    _own("ada", PERSONA_TEXT)
    monkeypatch.chdir(own_personas_dir().parent)
    assert _where("ada") == (Place.OWN, (), "your own")


@pytest.mark.parametrize(
    "text",
    ["brand: x\nname: Busy Parent\nage: 35\nabout: Buys shoes.\n", "", "- a\n- b\n", "opening: 9 to 5\n", "\x00\xff"],
)
def test_a_folder_of_that_name_with_other_things_in_it_does_no_harm(elsewhere: Path, text: str):
    _project(elsewhere / "personas", "other", text)
    (elsewhere / "personas" / "folder.yaml").mkdir()
    (elsewhere / "personas" / "gone.yaml").symlink_to("/nowhere")
    (elsewhere / "personas" / "endless.yaml").symlink_to("/dev/zero")
    assert not [entry for entry in shelf() if isinstance(entry, DataFileError)]
    assert not {"other", "folder", "gone", "endless"} & set(persona_paths())


def test_in_a_folder_that_was_named_nothing_is_passed_over(elsewhere: Path, monkeypatch: pytest.MonkeyPatch):
    _project(elsewhere / "shared", "other", "brand: x\n")
    monkeypatch.setenv("LEANIN_PERSONAS_DIR", "shared")
    assert any("other.yaml" in entry.message for entry in shelf() if isinstance(entry, DataFileError))


def test_a_projects_persona_with_a_slip_in_it_is_told(elsewhere: Path):
    _project(elsewhere / "personas", "ada", PERSONA_TEXT.replace("schema:", "shema:"))
    (fault,) = [entry for entry in shelf() if isinstance(entry, DataFileError)]
    assert "shema: there is no such key here; did you mean “schema”?" in fault.message


def test_a_folder_that_was_deleted_under_ones_feet_has_no_personas(elsewhere: Path):
    elsewhere.rmdir()
    assert _where("rosa") == (Place.SHIPPED, (), "")
