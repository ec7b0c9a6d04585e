"""A client who speaks German, played with the built-in and through a model's API on loopback."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.german import ENGLISH_LINES, GERMAN_LINES
from tests.loopback import answer, serving
from tests.program import leanin

NOTE = "This client speaks German."


@pytest.fixture
def german(tmp_path: Path) -> Path:
    path = tmp_path / "ada.yaml"
    path.write_text(GERMAN_LINES)
    return path


def test_the_builtin_says_the_lines_as_written_and_what_it_cannot_do_before_the_first_word(german: Path) -> None:
    told = leanin("play", str(german), "--plain", "--seed", "7", stdin="Ich bin jung, das stimmt.\n").stdout
    assert told.index(NOTE) < told.index("The built-in evaluator reads English only") < told.index("Ada Moss: Wie alt")
    german.write_text(ENGLISH_LINES)
    told = leanin("play", str(german), "--plain", stdin="").stdout
    assert "as they were written, in English." in told
    assert "Ada Moss: How old are you, anyway?" in told


def test_a_script_is_told_apart_from_its_events(german: Path) -> None:
    done = leanin("play", str(german), "--plain", "--json", stdin="Ja.\n")
    assert [json.loads(line)["event"] for line in done.stdout.splitlines()][:2] == ["opening", "state"]
    assert f"leanin: {NOTE}" in done.stderr


def test_a_model_is_told_which_language_and_so_is_the_evaluators(german: Path) -> None:
    def graded(_: str) -> dict[str, Any]:
        return answer((2, 2, 2), "das stimmt")

    with serving(graded) as server:
        server.words = "So? Na dann."
        models = ("--client-model", "openai/scripted", "--evaluator-model", "openai/scripted")
        done = leanin(
            *("play", str(german), "--plain", *models, "--api-base", server.address),
            stdin="Ich bin jung, das stimmt.\n",
            env={"OPENAI_API_KEY": "sk-test-1234567890abcdef"},
        )
    assert done.returncode == 0, done.stderr
    assert "So? Na dann." in done.stdout
    assert f"({NOTE})" in done.stdout, "a model can speak and read it: nothing to warn of"
    client = next(request for request in server.requests if request.get("stream"))
    assert "Speak German and nothing else" in client["messages"][0]["content"]
    evaluator = next(request for request in server.requests if not request.get("stream"))
    assert "The two speak German." in evaluator["messages"][-1]["content"]
