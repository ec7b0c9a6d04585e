"""`leanin play --plain` as a person or a script meets it, in a process of its own."""

import json
import os
from itertools import pairwise
from pathlib import Path

import pytest
from tests.program import leanin

LEAN_IN = [
    "You're right, I am young, and I've never raised a child. I wonder if you're asking yourself whether your family "
    "is safe with someone like me. What worries you most about that?",
    "That's fair, I came in last week and never asked what you've carried. Maybe you're afraid that one more stranger "
    "will decide about your grandchildren without knowing them. Tell me more about that.",
    "I don't know what it is to raise a family, that's true. It sounds like what's at stake is keeping them together. "
    "What would I need to understand about them?",
]
DEFEND = [
    "A doctor doesn't need to have had cancer to treat it. I have a master's degree.",
    "My age has nothing to do with it. I'm supervised by a psychologist with twenty years of experience.",
    "As I said, I'm fully qualified. You don't need to be a mother to understand families.",
]
TOO_MUCH = [
    "You're right, I know nothing about families. I probably shouldn't even be here. I'm so, so sorry.",
    "I'm so sorry, I'm useless at this, I have no idea how to help you.",
    "It's all my fault. I'm a terrible therapist and you deserve somebody better than me.",
]


def play(replies: list[str], *arguments: str) -> list[dict[str, object]]:
    done = leanin("play", "rosa", "--plain", "--json", "--seed", "7", *arguments, stdin="\n".join(replies) + "\n")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def states(events: list[dict[str, object]]) -> list[dict[str, object]]:
    return [event for event in events if event["event"] == "state"]


def test_leaning_in_softens_rosa() -> None:
    events = play(LEAN_IN)
    assert [event["event"] for event in events] == [
        "opening",
        "state",
        *["reply", "grade", "state", "client"] * 3,
        "outcome",
    ]
    first, *_, last = states(events)
    assert last["trust"] > first["trust"] + 15
    assert last["stance"] in ("softening", "open")


def test_defending_makes_rosa_polite_and_gone() -> None:
    events = play(DEFEND)
    assert states(events)[-1]["stance"] in ("withdrawn", "leaving")
    outcome = events[-1]
    assert outcome["outcome"] == "withdrew"
    assert outcome["attended"] < outcome["of"]


def test_taking_too_much_never_raises_trust() -> None:
    trust = [state["trust"] for state in states(play(TOO_MUCH))]
    assert all(later <= earlier for earlier, later in pairwise(trust))


def test_what_each_event_holds() -> None:
    events = play(LEAN_IN[:1])
    opening, state, reply, grade, _, client, outcome = events
    assert opening["said"]
    assert {"trust", "tension", "candour", "stance"} <= state.keys()
    assert reply["text"] == LEAN_IN[0]
    assert {"responsibility", "reflection", "invitation", "traps", "trap_evidence", "score", "tip"} <= grade.keys()
    assert {"level", "called_for", "evidence", "note"} == grade["responsibility"].keys()
    assert client["said"]
    assert client["thought"]
    assert {"outcome", "attended", "of"} <= outcome.keys()


def test_the_same_input_and_seed_give_the_same_bytes() -> None:
    first, second = (
        leanin("play", "rosa", "--plain", "--json", "--seed", "7", stdin="\n".join(LEAN_IN), fresh=fresh).stdout
        for fresh in (True, False)
    )
    assert first == second


def test_replies_after_the_client_has_left_are_unsaid() -> None:
    events = play([*DEFEND, *DEFEND, "Wait."])
    assert events[-1]["event"] == "outcome"
    assert events[-2] == {"event": "unsaid", "text": "Wait."}


def test_blank_lines_are_skipped_and_silence_is_a_turn() -> None:
    events = play(["", "   ", "(silence)", ""])
    assert [event["text"] for event in events if event["event"] == "reply"] == ["(silence)"]


def test_the_end_of_input_alone_gives_an_outcome() -> None:
    done = leanin("play", "rosa", "--plain", "--json", stdin="")
    assert [json.loads(line)["event"] for line in done.stdout.splitlines()] == ["opening", "state", "outcome"]


def test_a_long_reply_is_kept_whole_and_said_so() -> None:
    long = "word " * 4000
    done = leanin("play", "rosa", "--plain", "--json", stdin=long + "\n")
    assert done.returncode == 0
    assert "4,000" in done.stderr
    reply = next(event for line in done.stdout.splitlines() if (event := json.loads(line))["event"] == "reply")
    assert reply["text"] == long.strip()


def test_control_characters_and_broken_bytes_do_no_harm() -> None:
    done = leanin("play", "rosa", "--plain", stdin=b"You're \x1b[31mright\x00\xff\n")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout


def test_plain_text_shows_the_scene_the_words_and_the_outcome() -> None:
    done = leanin("play", "rosa", "--plain", "--seed", "7", stdin=LEAN_IN[0] + "\n")
    assert "Take some responsibility" in done.stdout
    assert "Try next" in done.stdout
    assert "built-in client" in done.stdout
    assert "the model's guess" in done.stdout


def test_a_blind_try_shows_no_feedback() -> None:
    off = leanin("play", "rosa", "--plain", "--coach", "off", stdin=LEAN_IN[0] + "\n").stdout
    assert "Take some responsibility" not in off
    after = leanin("play", "rosa", "--plain", "--coach", "after", stdin=LEAN_IN[0] + "\n").stdout
    for shown in (off, after):
        during, _, looking_back = shown.partition("Debrief")
        assert "trust" not in during
        assert "Thought, and not said" in looking_back
    assert "Take some responsibility" in after.partition("Debrief")[2]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["play", "rosas", "--plain"], "Did you mean “rosa”"),
        (["play", "./nowhere.yaml", "--plain"], "There is no file"),
        (["play", "rosa", "--plain", "--coach", "often"], "expected one of"),
        (["play", "rosa", "--plain", "--api-base", "http://127.0.0.1:1/v1"], "no model"),
        (["play", "rosa", "--plain", "--client-model", "nonsense"], "nonsense"),
    ],
)
def test_bad_input_gets_a_clear_message(arguments: list[str], says: str) -> None:
    done = leanin(*arguments)
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_persona_file_of_ones_own_by_path(tmp_path: Path) -> None:
    from tests.doubles import PERSONA_TEXT

    path = tmp_path / "ada.yaml"
    path.write_text(PERSONA_TEXT)
    done = leanin("play", str(path), "--plain", "--json", stdin="I am young.\n")
    assert json.loads(done.stdout.splitlines()[0])["said"] == "How old are you, anyway?"
    path.write_bytes(os.urandom(400))
    done = leanin("play", str(path), "--plain", "--json")
    assert done.returncode == 1
    assert "ada.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_folder_that_cannot_be_written_says_so(empty_home: Path) -> None:
    empty_home.mkdir(parents=True, exist_ok=True)
    (empty_home / "data").write_text("a file where the folder should be")
    done = leanin("play", "rosa", "--plain", "--json", stdin="I am young.\n")
    assert done.returncode == 1
    assert "journal" in done.stderr.lower()
    assert "Traceback" not in done.stderr
