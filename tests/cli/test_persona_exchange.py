"""`leanin persona export` and `import` as an educator meets them, and what no file may send to a terminal."""

import json
import re
from pathlib import Path

from tests.authoring.cards import FOREIGN
from tests.doubles import PERSONA_TEXT
from tests.program import leanin

from leanin.locations import own_personas_dir

ESCAPES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_a_persona_goes_out_and_comes_back(tmp_path: Path) -> None:
    card = tmp_path / "rosa.json"
    done = leanin("persona", "export", "rosa", "--to", str(card))
    assert done.stdout == "" and f"Written: {card}" in done.stderr and "concern" in done.stderr
    assert leanin("persona", "export", "rosa", "--to", str(card)).returncode == 1
    assert leanin("persona", "export", "rosa", "--to", str(card), "--force").returncode == 0
    assert leanin("persona", "export", "rosa").stdout == card.read_text()
    taken = leanin("persona", "import", str(card))
    assert taken.stdout.startswith(f"Rosa Medeiros is in {own_personas_dir() / 'rosa.yaml'}.\nIt takes the place")
    assert leanin("persona", "export", "rosa").stdout == card.read_text()


def test_a_foreign_card_goes_on_in_the_interview(tmp_path: Path) -> None:
    card = tmp_path / "ines.json"
    card.write_text(json.dumps(FOREIGN))
    done = leanin("persona", "import", str(card), "--user", "Kim")
    assert "Missing: disclosures" in done.stdout and "first_mes → opening (names put in" in done.stdout
    assert "Going on with the draft" in leanin("persona", "new", "--plain", stdin="/quit\n").stdout


def test_no_file_commands_the_terminal(tmp_path: Path) -> None:
    own_personas_dir().mkdir(parents=True)
    told = r"(?m)^(name|pronouns|summary|about|opening|concern|story): (.*)$"
    evil = re.sub(told, r'\1: "\\e]0;PWNED\\a\\u202e\2"', PERSONA_TEXT)
    evil = (
        evil.replace("[Go on.]", r'["\e[2JGo on."]').replace("[Hm.]", r'["\e[2JHm."]').replace("[Cry.]", r'["\e[2J"]')
    )
    (own_personas_dir() / "ada.yaml").write_text(evil)
    (own_personas_dir() / "bad.yaml").write_text('schema: 1\nid: bad\ndifficulty: "\\e]0;PWNED\\a"\n"\\e[2J": 1\n')
    card = tmp_path / "evil.json"
    card.write_text(json.dumps(FOREIGN | {"\x1b[2J": 1, "spec_version": "\x1b]0;PWNED\x07"}))
    for command in (
        ("list",),
        ("search", "welder"),
        ("show", "ada"),
        ("show", "bad"),
        ("preview", "ada", "--words"),
        ("lint", "ada"),
        ("export", "ada"),
        ("import", str(card)),
    ):
        done = leanin("persona", *command)
        told = done.stdout + done.stderr
        assert "PWNED" in told or command[0] == "lint", command
        assert not ESCAPES.search(told), (command, told)
