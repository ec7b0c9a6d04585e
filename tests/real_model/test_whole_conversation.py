"""A whole conversation with a real model as client and evaluator. Run by `./dev test-llm`; prints what was said."""

import json
import os
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.llm

PATIENCE = "900"
"""Seconds for a first token: on a busy machine these models read a prompt at some sixty tokens a second."""

REPLIES = [
    "You're right, I am young, and I haven't raised children. Maybe you wonder whether your family is in good hands "
    "with me. What worries you most about that?",
    "A doctor doesn't need to have had cancer to treat it, you know.",
    "That came out as an excuse, I'm sorry. I did pass over what you said. Tell me more about what you've seen.",
    "It sounds like it would be hard to trust anyone with them right now. What would you need from me?",
]


@pytest.fixture(scope="module")
def served() -> tuple[str, str]:
    if "REAL_MODEL_ADDRESS" not in os.environ:
        pytest.skip("no real model is served; run ./dev test-llm")
    return os.environ["REAL_MODEL"], os.environ["REAL_MODEL_ADDRESS"]


def leanin(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "leanin", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env=os.environ | {"LEANIN_FIRST_TOKEN_SECONDS": PATIENCE},
    )


@pytest.mark.parametrize(("route", "replies"), [("openai/", REPLIES), ("litellm/openai/", REPLIES[:1])])
def test_it_plays_and_grades_a_conversation(served: tuple[str, str], route: str, replies: list[str]) -> None:
    name, address = served
    models = ("--client-model", route + name, "--evaluator-model", route + name, "--api-base", address)
    began = time.monotonic()
    done = leanin("play", "rosa", "--plain", "--json", "--seed", "7", *models, stdin="\n".join(replies) + "\n")
    took = time.monotonic() - began
    assert "Traceback" not in done.stderr, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    print(f"\n— {route}{name}: {took:.0f} s, exit code {done.returncode}")
    for event in events:
        print("  " + json.dumps(event, ensure_ascii=False)[:600])
    print(done.stderr)

    kinds = [event["event"] for event in events]
    heard = [event for event in events if event["event"] == "reply"]
    unheard = [event for event in events if event["event"] == "unsaid"]
    assert [event["text"] for event in heard + unheard] == replies
    assert kinds[-1] == "outcome"
    assert kinds.count("grade") + kinds.count("grade_missing") == len(heard)
    for event in events:
        if event["event"] == "grade":
            reply = REPLIES[event["turn"] - 1].casefold()
            for step in ("responsibility", "reflection", "invitation"):
                assert event[step]["level"] in (0, 1, 2)
                assert event[step]["evidence"].casefold() in reply
                assert event[step]["level"] < 2 or event[step]["evidence"]
        if event["event"] == "client":
            assert event["said"] or not event["complete"]


def test_the_doctor_says_that_it_works(served: tuple[str, str]) -> None:
    name, address = served
    done = leanin("doctor", "--json", "--client-model", f"openai/{name}", "--api-base", address)
    findings = json.loads(done.stdout)
    client = next(part for part in findings["parts"] if part["part"] == "client")
    assert client["check"]["ok"], client
    assert "127.0.0.1" in client["receiver"]
    print(json.dumps(client, indent=2))
