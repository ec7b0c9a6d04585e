"""`--grades` in `leanin grade` and `leanin eval run`: samples, their median, their cost; one grade for the builtin."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from tests.loopback import ScriptedServer, answer, serving
from typer.testing import CliRunner

from leanin.cli.main import app

REPLY = "I'm young, that's true. What worries you most?"
LINE = json.dumps({"id": 1, "client": "How old are you?", "reply": REPLY})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    """Each three samples in turn find 0, 2 and 1 on the first step."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-1234567890abcdef")
    levels = itertools.cycle([0, 2, 1])
    with serving(lambda _prompt: answer((next(levels), 0, 2), "that's true")) as server:
        yield server


def leanin(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=stdin)


def by_model(server: ScriptedServer) -> list[str]:
    return ["--evaluator-model", "openai/judge", "--evaluator-api-base", server.address]


def test_the_median_of_three_is_written_and_its_spread_noted(server: ScriptedServer) -> None:
    done = leanin("grade", "-", *by_model(server), "--grades", "3", stdin=LINE)
    assert done.exit_code == 0, done.stderr
    graded = json.loads(done.stdout)
    assert (graded["responsibility"]["level"], graded["invitation"]["level"]) == (1, 2)
    assert graded["responsibility"]["note"] == "As scripted; median of 3 grades: 0, 1, 2"
    assert graded["invitation"]["note"] == "As scripted."
    assert len(server.requests) == 3


def test_the_environment_sets_it_too(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANIN_GRADES", "5")
    assert leanin("grade", "-", *by_model(server), stdin=LINE).exit_code == 0
    assert len(server.requests) == 5


def test_the_builtin_gives_one_grade_and_says_so() -> None:
    once = leanin("grade", "-", stdin=LINE)
    thrice = leanin("grade", "-", "--grades", "3", stdin=LINE)
    assert thrice.stdout == once.stdout
    assert "grades once" in thrice.stderr and once.stderr == ""


def test_an_eval_run_counts_what_every_sample_used(server: ScriptedServer, tmp_path: Path) -> None:
    (tmp_path / "suite.yaml").write_text("schema: 1\nname: tiny\nabout: Two replies.\nreplies: replies.jsonl\n")
    labels = {"responsibility": 1, "reflection": 0, "invitation": 2, "traps": []}
    rows = [json.loads(LINE) | {"id": n, "situation": "s", "labels": labels, "why": "So."} for n in (1, 2)]
    (tmp_path / "replies.jsonl").write_text("\n".join(map(json.dumps, rows)))
    done = leanin("eval", "run", str(tmp_path), *by_model(server), "--grades", "3", "--json")
    assert done.exit_code == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["grades"] == 3
    assert len(server.requests) == 6
    (cell,) = data["cells"].values()
    assert cell["usage"]["openai/judge"]["input_tokens"] == 600
