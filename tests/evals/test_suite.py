import json
from pathlib import Path

import pytest

from leanin.datafile import FileProblems
from leanin.errors import DataFileError
from leanin.evals.suite import load_suite, suite_folders

REPLY = {
    "id": "r1",
    "situation": "s1",
    "client": "How old are you?",
    "concern": "Safety.",
    "reply": "I am young.",
    "labels": {"responsibility": 2, "reflection": 0, "invitation": 0, "traps": []},
    "why": "Plain.",
}
TALK = {
    "id": "c1",
    "persona": "rosa",
    "about": "One reply.",
    "replies": ["I am young."],
    "expected": {"trust": "up"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "suite.yaml").write_text(
        "schema: 1\nname: mine\nabout: A try.\nreplies: replies.jsonl\nconversations: talks.jsonl\n"
    )
    (tmp_path / "replies.jsonl").write_text(json.dumps(REPLY) + "\n")
    (tmp_path / "talks.jsonl").write_text(json.dumps(TALK) + "\n")
    return tmp_path


def test_a_suite_is_read_from_its_folder(folder: Path) -> None:
    suite = load_suite(str(folder))
    assert (len(suite.replies), len(suite.conversations)) == (1, 1)


def test_every_shipped_suite_can_be_read_and_is_large_enough() -> None:
    assert "first" in suite_folders()
    suite = load_suite("first")
    assert len(suite.replies) >= 40
    assert len(suite.conversations) >= 6
    assert len({reply.situation for reply in suite.replies}) >= 10


def test_an_unknown_suite_offers_the_nearest() -> None:
    with pytest.raises(DataFileError, match="Did you mean “first”"):
        load_suite("evals/frist")


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("replies.jsonl", "{oops", "replies.jsonl, line 1: this isn't valid JSON"),
        ("replies.jsonl", json.dumps(REPLY) + "\n" + json.dumps(REPLY), "line 2: id: “r1” is used twice"),
        (
            "replies.jsonl",
            json.dumps(REPLY | {"repyl": "x"}),
            "line 1: repyl: there is no such key here; did you mean “reply”",
        ),
        (
            "replies.jsonl",
            json.dumps(REPLY | {"labels": REPLY["labels"] | {"traps": ["defendin"]}}),
            "labels.traps.0: expected one of",
        ),
        ("talks.jsonl", json.dumps(TALK | {"replies": []}), "line 1: replies"),
        ("talks.jsonl", json.dumps(TALK | {"expected": {"trust": "sideways"}}), "expected.trust"),
        ("suite.yaml", "schema: 1\nname: mine\nabout: A try.\nreplys: x\n", "line 4: replys: there is no such key"),
    ],
)
def test_what_is_wrong_is_told_by_file_line_and_key(folder: Path, file: str, content: str, says: str) -> None:
    (folder / file).write_text(content)
    with pytest.raises(FileProblems) as error:
        load_suite(str(folder))
    assert says in error.value.message


def test_a_file_that_is_missing_is_named(folder: Path) -> None:
    (folder / "talks.jsonl").unlink()
    with pytest.raises(DataFileError, match=r"talks\.jsonl"):
        load_suite(str(folder))
