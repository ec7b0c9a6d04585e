import json
import signal
from pathlib import Path

import pytest
from tests.authoring.answers import typed
from tests.doubles import PERSONA_TEXT
from tests.program import leanin, piped

from leanin.authoring.questions import QUESTIONS, Kind
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


def test_personas_are_found_by_words_and_kind() -> None:
    rows = json.loads(leanin("persona", "search", "school", "--rupture", "bond", "--json").stdout)
    assert "rosa" in {row["id"] for row in rows}
    assert all(row["rupture"] == "bond" for row in rows)
    assert leanin("persona", "search", "submarine-xyz").stdout == "None of the personas fits.\n"
    wrong = leanin("persona", "search", "--marker", "anger")
    assert wrong.returncode == 1 and "confrontation, withdrawal" in wrong.stderr


def test_a_search_does_not_give_the_story_away() -> None:
    assert json.loads(leanin("persona", "search", "nineteen", "days", "--json").stdout) == []


def test_a_persona_can_be_read_through() -> None:
    shown = leanin("persona", "show", "rosa").stdout
    for part in (
        "Rosa Medeiros, 68",
        "Doubts",
        "Beneath",
        "Tells, in order",
        "Typical mistakes",
        "You are 26",
    ):
        assert part in shown


def test_the_schema_is_json() -> None:
    assert json.loads(leanin("persona", "schema").stdout)["title"] == "leanin persona"


def test_three_trainees_stand_side_by_side() -> None:
    shown = leanin("persona", "preview", "rosa", "--words").stdout
    for part in ("leans in", "half-way", "defends", "softening", "leaving", "withdrew", "Thought, and not said"):
        assert part in shown


def test_a_persona_is_written_by_lines_and_can_be_played(tmp_path: Path) -> None:
    answers = "\n".join(typed(one) + ("\n" if one.kind is Kind.LINES else "") for one in QUESTIONS)
    first, rest = answers.split("\n", 1)
    left = leanin("persona", "new", stdin=f"{first}\n/quit\n")
    assert "Left." in left.stdout
    done = leanin("persona", "new", stdin=f"what\n{rest}\n")
    assert "Going on with the draft: 1 of" in done.stdout
    assert "A number is needed" in done.stdout
    assert "Written:" in done.stdout and "leanin play iris" in done.stdout
    assert "What would you know" in leanin("play", "iris", "--plain", stdin="Yes.\n").stdout


def test_an_editor_is_opened_on_a_copy_and_the_file_checked_afterwards(tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/^opening:/openign:/' \"$1\"\n")
    editor.chmod(0o700)
    done = leanin("persona", "edit", "rosa", env={"EDITOR": str(editor), "VISUAL": ""})
    assert "Copied to" in done.stdout
    assert "did you mean “opening”" in done.stdout
    assert (own_personas_dir() / "rosa.yaml").read_text().count("openign:") == 1
    missing = leanin("persona", "edit", "desmond", env={"EDITOR": "no-such-editor", "VISUAL": ""})
    assert missing.returncode == 1 and "no-such-editor" in missing.stderr


@pytest.mark.parametrize("editor", ["vi 'x", " ", "no-such-editor --wait"])
def test_an_editor_that_cannot_be_started_is_told_in_words(editor: str, tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_text(PERSONA_TEXT)
    path.chmod(0o700)
    done = leanin("persona", "edit", str(path), env={"EDITOR": editor, "VISUAL": "", "PATH": str(tmp_path)})
    assert done.returncode == 1
    assert "can't be started" in done.stderr and "Traceback" not in done.stderr


def test_a_broken_file_of_ones_own_can_be_edited_by_its_name() -> None:
    own_personas_dir().mkdir(parents=True)
    (own_personas_dir() / "ivy.yaml").write_text("name: [")
    done = leanin("persona", "edit", "ivy", env={"EDITOR": "true", "VISUAL": ""})
    assert "isn't valid YAML" in done.stdout


def test_words_typed_before_leaving_are_kept() -> None:
    leanin("persona", "new", stdin="Iris\n71\nshe\nA life.\nAnna\nBerta\n")
    again = leanin("persona", "new", stdin="/quit\n")
    assert "So far: Anna\nBerta" in again.stdout


def test_a_watched_file_is_checked_at_every_save(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_text(PERSONA_TEXT)
    with piped("persona", "lint", "--watch", str(path)) as watching:
        lines = iter(watching.stdout.readline, "")
        assert any("voice.lines" in line for line in lines)
        path.write_text(PERSONA_TEXT.replace("opening:", "openign:"))
        assert any("did you mean “opening”" in line for line in lines)
        watching.program.send_signal(signal.SIGINT)
        assert watching.program.wait(timeout=10) == 0
