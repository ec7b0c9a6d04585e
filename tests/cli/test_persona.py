import json
from pathlib import Path

from tests.cli.test_play import leanin
from tests.doubles import PERSONA_TEXT

from leanin.locations import own_personas_dir


def test_the_shelf_as_json() -> None:
    rows = json.loads(leanin("persona", "list", "--json").stdout)
    rosa = next(row for row in rows if row["id"] == "rosa")
    assert (rosa["rupture"], rosa["marker"], rosa["difficulty"]) == ("bond", "confrontation", "firm")
    assert any(row["marker"] == "withdrawal" for row in rows)


def test_a_broken_persona_is_told_and_the_others_are_listed() -> None:
    own_personas_dir().mkdir(parents=True)
    (own_personas_dir() / "mine.yaml").write_text("schema: 1\nnmae: Ada\n")
    done = leanin("persona", "list")
    assert done.returncode == 1
    assert "rosa: Rosa" in done.stdout
    assert "mine.yaml, line 2: nmae" in done.stderr


def test_craft_is_checked_with_line_and_key(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_text(PERSONA_TEXT)
    done = leanin("persona", "lint", str(path))
    assert done.returncode == 0
    assert "voice.lines" in done.stdout
    assert "line " in done.stdout
    assert leanin("persona", "lint", "rosa").stdout == "Nothing to find fault with.\n"


def test_a_file_that_cannot_be_used_is_told_with_exit_code_1(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_text(PERSONA_TEXT.replace("opening:", "openign:"))
    done = leanin("persona", "lint", str(path))
    assert done.returncode == 1
    assert "openign" in done.stderr
    assert "did you mean “opening”" in done.stderr
