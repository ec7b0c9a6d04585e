"""Where personas come from and what they speak, as the commands tell it: with real files, each in its own process."""

import json
from pathlib import Path

import pytest
from tests.doubles import PERSONA_TEXT
from tests.german import ENGLISH_LINES
from tests.program import leanin

from leanin.locations import own_personas_dir
from leanin.resources import shipped


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a Rosa of its own, worked in."""
    project = tmp_path / "course"
    (project / "personas").mkdir(parents=True)
    text = (shipped("personas") / "rosa.yaml").read_text(encoding="utf-8")
    (project / "personas" / "rosa.yaml").write_text(text.replace("Rosa Medeiros", "Rosa Melo"), encoding="utf-8")
    own_personas_dir().mkdir(parents=True)
    (own_personas_dir() / "ada.yaml").write_text(ENGLISH_LINES)
    monkeypatch.chdir(project)
    return project


def test_the_list_says_where_a_persona_comes_from_and_what_it_stands_in_for(course: Path) -> None:
    lines = leanin("persona", "list").stdout.splitlines()
    assert "ada: Ada Moss (bond rupture, confrontation, firm, speaks German) · your own" in lines
    assert "rosa: Rosa Melo (bond rupture, confrontation, firm) · this project's, in place of the shipped one" in lines
    (desmond,) = [line for line in lines if line.startswith("desmond:")]
    assert desmond.endswith(")"), "a shipped one goes without saying"
    (own_personas_dir() / "rosa.yaml").write_text(PERSONA_TEXT.replace("id: ada", "id: rosa"))
    (found,) = [line for line in leanin("persona", "search", "welder").stdout.splitlines() if line.startswith("rosa:")]
    assert found.endswith(" · your own, in place of this project's and the shipped one")


def test_as_json_two_keys_more_say_it(course: Path) -> None:
    rows = {row["id"]: row for row in json.loads(leanin("persona", "list", "--json").stdout)}
    assert (rows["rosa"]["place"], rows["rosa"]["shadows"]) == ("project", ["shipped"])
    assert (rows["ada"]["place"], rows["ada"]["shadows"], rows["ada"]["language"]) == ("own", [], "de")
    assert (rows["desmond"]["place"], rows["desmond"]["shadows"]) == ("shipped", [])
    assert {"id", "name", "rupture", "marker", "difficulty"} < rows["rosa"].keys()


def test_who_reads_or_plays_one_is_told_too(course: Path) -> None:
    shown = leanin("persona", "show", "rosa").stdout.splitlines()
    assert shown[1] == f"{Path('personas', 'rosa.yaml')} · this project's, in place of the shipped one"
    assert "speaks German" in leanin("persona", "show", "ada").stdout.splitlines()[0]
    played = leanin("play", "rosa", "--plain", stdin="Yes.\n").stdout
    said = f"({Path('personas', 'rosa.yaml')}: this project's, in place of the shipped one)"
    assert said in played and played.index(said) < played.index("Before you open that folder.")


def test_in_a_checkout_nothing_is_listed_twice_nor_stands_in_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shipped("personas").parent)
    rows = json.loads(leanin("persona", "list", "--json").stdout)
    assert len({row["id"] for row in rows}) == len(rows)
    assert {(row["place"], tuple(row["shadows"])) for row in rows} == {("shipped", ())}


def test_a_named_folder_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    done = leanin("persona", "list", env={"LEANIN_PERSONAS_DIR": "/no/such/folder"})
    assert done.returncode == 1
    assert "LEANIN_PERSONAS_DIR: there is no folder /no/such/folder." in done.stderr
    assert "rosa: Rosa Medeiros" in done.stdout
