"""A coach's model other than the evaluator: it speaks to the trainee, while the evaluator's grade moves the client."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import Result
from tests.cli.test_play import LEAN_IN, states
from tests.cli.test_regrade import practised
from tests.loopback import ScriptedServer, answer, serving
from typer.testing import CliRunner

from leanin.cli.main import app

COACH_TIP = "Keep it as plain as that."
EVALUATOR_TIP = "Nothing here helped."
BOTH = ("--evaluator-model", "openai/grader", "--coach-model", "openai/coach")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    """The evaluator finds nothing good in any reply, the coach nothing bad."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-1234567890abcdef")
    with serving(lambda _prompt: answer((0, 0, 0), "") | {"tip": EVALUATOR_TIP}) as server:
        server.grader_of["coach"] = lambda _prompt: answer((2, 2, 2), "that") | {"tip": COACH_TIP}
        yield server


def leanin(*arguments: str, stdin: str) -> Result:
    return CliRunner().invoke(app, arguments, input=stdin)


def events(server: ScriptedServer, *models: str, replies: list[str], code: int = 0) -> list[dict[str, Any]]:
    done = leanin(
        *("play", "rosa", "--plain", "--json", "--seed", "7", *models, "--evaluator-api-base", server.address),
        stdin="\n".join(replies) + "\n",
    )
    assert done.exit_code == code, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_evaluator_moves_the_client_and_the_coach_is_kept_beside_it(server: ScriptedServer) -> None:
    seen = events(server, *BOTH, replies=LEAN_IN[:1])
    grade = next(event for event in seen if event["event"] == "grade")
    coaching = next(event for event in seen if event["event"] == "coaching")
    assert (grade["by"], grade["score"], grade["tip"]) == ("openai/grader", 0, EVALUATOR_TIP)
    assert (coaching["by"], coaching["score"], coaching["tip"]) == ("openai/coach", 6, COACH_TIP)
    first, last = states(seen)
    assert last["trust"] < first["trust"]
    assert sorted(request["model"] for request in server.requests) == ["coach", "grader"]


def test_in_words_the_coachs_feedback_is_shown_and_the_evaluators_isnt(server: ScriptedServer) -> None:
    done = leanin(
        *("play", "rosa", "--plain", "--seed", "7", *BOTH, "--evaluator-api-base", server.address), stdin=LEAN_IN[0]
    )
    assert done.exit_code == 0, done.stderr
    assert COACH_TIP in done.stdout
    assert EVALUATOR_TIP not in done.stdout
    assert "evaluator: openai/grader" in " ".join(done.stdout.split())
    assert "coach: openai/coach" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("models", "moves", "speaks"),
    [
        (("--coach-model", "openai/coach"), "builtin", "openai/coach"),
        (("--evaluator-model", "openai/grader", "--coach-model", "builtin"), "openai/grader", "builtin"),
    ],
)
def test_either_of_the_two_may_be_the_builtin(
    server: ScriptedServer, models: tuple[str, ...], moves: str, speaks: str
) -> None:
    seen = events(server, *models, replies=LEAN_IN[:1])
    assert [(event["event"], event["by"]) for event in seen if event["event"] in ("grade", "coaching")] in (
        [("grade", moves), ("coaching", speaks)],
        [("coaching", speaks), ("grade", moves)],
    )
    assert len(server.requests) == 1


def test_a_coach_that_is_down_is_told_and_the_evaluators_feedback_stands_in(server: ScriptedServer) -> None:
    server.status = 404
    seen = events(server, "--coach-model", "openai/coach", replies=LEAN_IN[:1], code=1)
    assert "coaching_missing" in [event["event"] for event in seen]
    assert next(event for event in seen if event["event"] == "grade")["by"] == "builtin"
    assert seen[-1]["event"] == "outcome"


def test_a_resumed_session_takes_the_coach_that_is_set_now(server: ScriptedServer) -> None:
    left = practised(LEAN_IN[:1], ended=False)
    done = leanin(
        *("sessions", "resume", left, "--plain", "--json", *BOTH, "--evaluator-api-base", server.address),
        stdin=LEAN_IN[1] + "\n",
    )
    assert done.exit_code == 0, done.stderr
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event["by"] for event in seen if event["event"] == "coaching"] == ["openai/coach"]


def test_several_grades_are_taken_by_both_and_all_are_counted(server: ScriptedServer) -> None:
    done = leanin(
        *("play", "rosa", "--plain", "--json", *BOTH, "--grades", "3", "--evaluator-api-base", server.address),
        stdin=LEAN_IN[0] + "\n",
    )
    assert done.exit_code == 0, done.stderr
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert {event["by"] for event in seen if event["event"] in ("grade", "coaching")} == {
        "openai/grader, median of 3",
        "openai/coach, median of 3",
    }
    assert len(server.requests) == 6
    assert "600 tokens read, 120 written" in done.stderr
