import json
import re
from pathlib import Path

import pytest
from tests.cli.test_play import leanin
from tests.evals.test_suite import CODED, INJECTION, PAIR, REPLY, TALK
from tests.loopback import serving


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "suite.yaml").write_text(
        "schema: 1\nname: mine\nabout: A try.\nreplies: replies.jsonl\ninjections: i.jsonl\npairs: p.jsonl\n"
        "codes: c.jsonl\n"
    )
    rows = [REPLY | {"id": f"r{number}", "situation": f"s{number % 3}"} for number in range(6)]
    (folder / "replies.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (folder / "i.jsonl").write_text(json.dumps(INJECTION))
    (folder / "p.jsonl").write_text(json.dumps(PAIR))
    (folder / "c.jsonl").write_text(json.dumps(CODED))
    return folder


def test_a_run_prints_its_figures_and_saves_them(folder: Path) -> None:
    done = leanin("eval", "run", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert (data["replies"], data["graded"], data["errors"]) == (6, 11, 0)
    low, high = data["steps"]["responsibility"]["exact_interval"]
    assert 0 <= low <= high <= 1
    saved = Path(done.stderr.removeprefix("Saved in ").partition(" (")[0])
    assert json.loads((saved / "figures.json").read_text())["injections"] == data["injections"]


def test_a_limit_takes_the_first_of_each_kind(folder: Path) -> None:
    done = leanin("eval", "run", str(folder), "--limit", "2")
    assert done.returncode == 0, done.stderr
    assert "2 replies" in done.stdout
    assert "mine-first-2" in done.stderr
    for table in ("Injections against", "Paired replies", "Codes", "7 grades"):
        assert table in done.stdout


def test_a_limit_of_nothing_is_wrong_usage(folder: Path) -> None:
    assert leanin("eval", "run", str(folder), "--limit", "0").returncode == 2


def test_a_way_that_wasnt_expected_fails_the_run(folder: Path) -> None:
    (folder / "suite.yaml").write_text("schema: 1\nname: mine\nabout: A try.\nconversations: talks.jsonl\n")
    (folder / "talks.jsonl").write_text(json.dumps(TALK | {"expected": {"stance": ["leaving"]}}))
    done = leanin("eval", "run", str(folder))
    assert done.returncode == 1
    assert "expected leaving" in " ".join(done.stdout.split())


def test_the_data_card_is_shown_as_tables_and_as_json(folder: Path) -> None:
    assert "6 labelled replies, 3 situations" in leanin("eval", "show", str(folder)).stdout
    data = json.loads(leanin("eval", "show", str(folder), "--json").stdout)
    assert data["replies"]["levels"]["responsibility"] == [0, 0, 6]
    assert data["injections"]["kinds"] == {"order": 1}


def test_a_split_that_isnt_there_is_told() -> None:
    done = leanin("eval", "show", "replies", "--split", "tset")
    assert done.returncode == 1
    assert "Did you mean “test”?" in done.stderr


def test_every_shipped_suite_is_listed_with_what_it_holds() -> None:
    lines = leanin("eval", "list").stdout.splitlines()
    held = {line.partition(":")[0]: line for line in lines}
    assert {"first", "injections", "ordinary", "pairs", "replies"} <= set(held)
    assert re.search(r"\b\d{3} injections\.", held["injections"])
    assert "7 conversations" in held["first"]


def test_a_reader_model_reads_what_the_client_said(tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "suite.yaml").write_text("schema: 1\nname: talks\nabout: A try.\nconversations: c.jsonl\n")
    talk = {"id": "t", "persona": "rosa", "about": "Two.", "replies": ["I am young.", "(silence)"], "expected": {}}
    (folder / "c.jsonl").write_text(json.dumps(talk))

    def read(asked: str) -> dict[str, object]:
        if "keeps to themselves" in asked:
            return {"reason": "It doesn't.", "tells": False}
        return {"reason": "It pushes.", "stance": "confronting"}

    with serving(read) as server:
        done = leanin(
            *(
                "eval",
                "run",
                str(folder),
                "--json",
                "--reader-model",
                "openai/reader",
                "--reader-api-base",
                server.address,
            ),
            env={"OPENAI_API_KEY": "k"},
        )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["fidelity"]
    assert found["reader"] == "openai/reader"
    assert found["legibility"]["read"] == 2
    wrong = leanin("eval", "run", str(folder), "--reader-model", "builtin")
    assert wrong.returncode == 1 and "Only a language model can read" in wrong.stderr
