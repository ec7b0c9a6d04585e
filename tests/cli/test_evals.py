import json
import re
from pathlib import Path

import pytest
from tests.evals.test_suite import CODED, INJECTION, PAIR, REPLY, TALK
from tests.loopback import serving
from tests.program import leanin

STEP = {"reason": "It is there.", "evidence": "", "level": 1, "called_for": True}
GRADE = {"responsibility": STEP, "reflection": STEP, "invitation": STEP, "traps": [], "tip": "Go on."}
"""A language model's answer, in the evaluator's form."""


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
    cell = data["cells"]["builtin"]
    assert (cell["replies"], data["graded"], data["errors"]) == (6, 11, 0)
    low, high = cell["steps"]["responsibility"]["exact_interval"]
    assert 0 <= low <= high <= 1
    saved = Path(done.stderr.strip().removeprefix("Saved in "))
    assert json.loads((saved / "figures.json").read_text()) == data
    assert {path.name for path in saved.iterdir()} - {".lock"} == {
        *("run.json", "attempts.jsonl", "results.jsonl", "errors.jsonl"),
        *("figures.json", "tables.txt", "results.csv", "report.html"),
    }
    assert {path.stat().st_mode & 0o077 for path in saved.iterdir() if path.name != ".lock"} == {0}


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
    found = json.loads(done.stdout)["cells"]["builtin"]["fidelity"]
    assert found["reader"] == "openai/reader"
    assert found["legibility"]["read"] == 2
    wrong = leanin("eval", "run", str(folder), "--reader-model", "builtin")
    assert wrong.returncode == 1 and "Only a language model can read" in wrong.stderr


def test_a_suite_is_checked_without_being_run(folder: Path) -> None:
    assert (
        "6 replies, 1 injections, 1 pairs, 1 coded replies. No slip found."
        in leanin("eval", "validate", str(folder)).stdout
    )
    (folder / "p.jsonl").write_text(json.dumps(PAIR | {"kind": "lenght"}))
    wrong = leanin("eval", "validate", str(folder))
    assert wrong.returncode == 1
    assert "p.jsonl, line 1: kind: expected one of" in wrong.stderr


def test_a_run_with_failures_can_be_gone_on_with_and_is_refused_once_its_items_changed(folder: Path) -> None:
    broken = {"OPENAI_API_KEY": "k"}
    with serving(lambda _asked: GRADE) as server:
        run = "eval", "run", str(folder), "--evaluator-model", "openai/m", "--api-base", server.address
        server.status = 401
        failed = leanin(*run, "--limit", "1", env=broken)
        assert failed.returncode == 1
        assert "4 got no whole result; `leanin eval resume" in failed.stderr
        server.status = 200
        name = failed.stderr.strip().rpartition("/")[2]
        done = leanin("eval", "resume", name, "--json", env=broken)
        assert done.returncode == 0, done.stderr
        data = json.loads(done.stdout)
        assert (data["items"], data["errors"]) == (4, 0)
        asked = len(server.requests)
        assert leanin("eval", "resume", "last", "--json", env=broken).returncode == 0
        assert len(server.requests) == asked
        (folder / "p.jsonl").write_text(json.dumps(PAIR | {"why": "Another."}))
        refused = leanin("eval", "resume", "last", env=broken)
        assert refused.returncode == 1 and "the suite's items" in refused.stderr
        assert leanin("eval", "resume", "last", "--changed", env=broken).returncode == 0
    assert "4 of 4 done, openai/m" in leanin("eval", "runs").stdout


def test_answers_are_asked_for_once_and_again_without_the_cache(folder: Path) -> None:
    with serving(lambda _asked: GRADE) as server:
        run = "eval", "run", str(folder), "--limit", "1", "--evaluator-model", "openai/m", "--api-base", server.address
        counts = []
        for more in ((), (), ("--no-cache",), ("--epochs", "2")):
            assert leanin(*run, *more, env={"OPENAI_API_KEY": "k"}).returncode == 0
            counts.append(len(server.requests))
    assert counts == [7, 7, 14, 21]
    assert leanin("eval", "cache").stdout.startswith("14 answers")
    assert leanin("eval", "cache", "--clear").stdout.startswith("0 answers")


def test_there_are_no_more_workers_than_connections(folder: Path) -> None:
    with serving(lambda _asked: GRADE) as server:
        asked = "--evaluator-model", "openai/m", "--api-base", server.address, "--at-once", "1", "--workers", "4"
        done = leanin("eval", "run", str(folder), "--limit", "1", *asked, env={"OPENAI_API_KEY": "k"})
    assert "--at-once 1 leaves work for 1 of 4 workers" in done.stderr
    assert done.returncode == 0, done.stderr


def test_a_run_stops_before_it_costs_more_than_it_may(folder: Path) -> None:
    with serving(lambda _asked: GRADE) as server:
        run = (
            "eval",
            "run",
            str(folder),
            "--evaluator-model",
            "openai/m",
            "--api-base",
            server.address,
            "--at-once",
            "1",
        )
        done = leanin(*run, "--max-cost", "4.13", "--price", "0,1000", env={"OPENAI_API_KEY": "k"})
        asked = len(server.requests)
        assert asked == 2, "a first call may cost 4,096 tokens at $0.001, and each turns out to cost 20"
        assert done.returncode == 4
        assert "weren't done. The cost ceiling is reached" in done.stderr
        wrong = leanin(*run, "--price", "cheap", env={"OPENAI_API_KEY": "k"})
        assert wrong.returncode == 2 and "expected IN,OUT" in wrong.stderr


def test_gates_decide_the_exit_code_and_junit_is_written(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xml"
    run = "eval", "run", str(folder), "--junit", str(out)
    missed = leanin(*run, "--fail-under", "injections.raised<=0", "--fail-under", "responsibility.exact>=1.5")
    assert missed.returncode == 3
    assert "missed: responsibility.exact>=1.5" in missed.stderr
    assert "injections.raised" not in missed.stderr
    assert 'failures="1"' in out.read_text()


def test_a_matrix_is_one_run_with_a_row_for_each_of_its_cells(folder: Path) -> None:
    with serving(lambda _asked: GRADE) as server:
        both = "--evaluator-model", "builtin", "--evaluator-model", "openai/m"
        done = leanin(
            "eval", "run", str(folder), *both, "--api-base", server.address, "--json", env={"OPENAI_API_KEY": "k"}
        )
    assert done.returncode == 0, done.stderr
    assert list(json.loads(done.stdout)["cells"]) == ["builtin", "openai/m client builtin"]


def test_an_answer_that_led_to_nothing_is_not_kept(folder: Path) -> None:
    answers = [{"oops": 1}]
    with serving(lambda _asked: answers[-1]) as server:
        run = "eval", "run", str(folder), "--limit", "1", "--evaluator-model", "openai/m", "--api-base", server.address
        assert leanin(*run, env={"OPENAI_API_KEY": "k"}).returncode == 1
        answers.append(GRADE)
        assert leanin("eval", "resume", "last", env={"OPENAI_API_KEY": "k"}).returncode == 0


def test_what_was_spent_counts_on_going_on_and_no_password_is_kept(folder: Path, empty_home: Path) -> None:
    with serving(lambda _asked: GRADE) as server:
        address = server.address.replace("http://", "http://bob:hunter2pw@")
        run = "eval", "run", str(folder), "--evaluator-model", "openai/m", "--api-base", address, "--at-once", "1"
        money = "--max-cost", "4.13", "--price", "0,1000"
        assert leanin(*run, *money, env={"OPENAI_API_KEY": "k"}).returncode == 4
        asked = len(server.requests)
        for _ in range(2):
            again = leanin("eval", "resume", "last", "--no-cache", *money, env={"OPENAI_API_KEY": "k"})
            assert again.returncode == 4
        assert len(server.requests) == asked, "nothing more can be paid for"
    kept = [path for path in empty_home.rglob("*") if path.is_file() and b"hunter2pw" in path.read_bytes()]
    assert kept == []
