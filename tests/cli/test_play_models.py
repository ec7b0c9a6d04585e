"""Whole conversations through a language model's API, by both routes, against a scripted server on loopback."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.cli.test_play import DEFEND, LEAN_IN, TOO_MUCH, states
from tests.loopback import ScriptedServer, answer, serving
from tests.program import Done, leanin

ROUTES = ["openai/scripted", "litellm/openai/scripted"]


def graded_by_script(prompt: str) -> dict[str, Any]:
    if any(reply in prompt.rpartition("trainee's reply")[2] for reply in DEFEND):
        return answer((0, 0, 0), "", "defending")
    if any(reply in prompt.rpartition("trainee's reply")[2] for reply in TOO_MUCH):
        return answer((1, 0, 0), "I", "taking_too_much")
    return answer((2, 2, 2), "that")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with serving(graded_by_script) as server:
        yield server


def play(server: ScriptedServer, route: str, replies: list[str], **environment: str) -> Done:
    models = ("--client-model", route, "--evaluator-model", route, "--api-base", server.address)
    return leanin(
        *("play", "rosa", "--plain", "--json", "--seed", "7", *models),
        stdin="\n".join(replies) + "\n",
        env={"OPENAI_API_KEY": "sk-test-1234567890abcdef"} | environment,
    )


def events_of(done: Done) -> list[dict[str, Any]]:
    assert "Traceback" not in done.stderr, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("route", ROUTES)
def test_the_same_two_scripts_end_as_they_do_with_the_builtin(server: ScriptedServer, route: str) -> None:
    softened = play(server, route, LEAN_IN)
    assert softened.returncode == 0, softened.stderr
    events = events_of(softened)
    assert states(events)[-1]["stance"] in ("softening", "open")
    client = next(event for event in events if event["event"] == "client")
    assert client["said"] == "I hear what you say. We'll see about that."
    assert client["thought"] == "Hm, this one stays in the chair."
    assert "tokens read" in softened.stderr
    assert "cost unknown" in softened.stderr

    gone = events_of(play(server, route, DEFEND))
    assert states(gone)[-1]["stance"] in ("withdrawn", "leaving")
    assert gone[-1]["outcome"] == "withdrew"
    assert gone[-1]["attended"] < gone[-1]["of"]
    assert any(request.get("stream") for request in server.requests)


@pytest.mark.parametrize(("status", "says"), [(401, "key"), (404, "model")])
def test_a_wrong_key_or_model_is_told_and_the_conversation_goes_on(
    server: ScriptedServer, status: int, says: str
) -> None:
    server.status = status
    done = play(server, "openai/scripted", LEAN_IN[:1])
    assert done.returncode == 1
    kinds = [event["event"] for event in events_of(done)]
    assert kinds == ["opening", "state", "reply", "grade_missing", "client", "outcome"]
    assert says in done.stderr
    assert "sk-test" not in done.stderr + done.stdout


def test_a_server_that_is_down_is_named() -> None:
    with serving(graded_by_script) as server:
        pass
    done = play(server, "openai/scripted", LEAN_IN[:1])
    assert done.returncode == 1
    assert [event["event"] for event in events_of(done)][-1] == "outcome"
    assert server.address.removesuffix("/v1").removeprefix("http://") in done.stderr


def test_a_server_that_hangs_is_given_up_on(server: ScriptedServer) -> None:
    server.hangs = True
    done = play(server, "openai/scripted", LEAN_IN[:1], LEANIN_FIRST_TOKEN_SECONDS="0.5")
    assert done.returncode == 1
    assert [event["event"] for event in events_of(done)][-1] == "outcome"
    assert "0.5" in done.stderr


def test_no_key_reaches_the_journal(server: ScriptedServer) -> None:
    from leanin.locations import journal_file

    play(server, "openai/scripted", LEAN_IN[:1])
    assert "Bearer sk-test-1234567890abcdef" in server.keys
    kept = b"".join(path.read_bytes() for path in journal_file().parent.rglob("*") if path.is_file())
    assert b"sk-test" not in kept
