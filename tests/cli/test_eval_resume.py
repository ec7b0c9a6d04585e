"""Runs that are killed or stopped, in real processes, and gone on with."""

import json
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.cli.test_evals import GRADE
from tests.evals.runs import suite_in
from tests.evals.test_suite import REPLY
from tests.loopback import serving
from tests.program import Piped, leanin, piped

REPLIES = 40


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    rows = [REPLY | {"id": number, "reply": f"I am young, number {number}."} for number in range(REPLIES)]
    return suite_in(tmp_path / "mine", "replies", rows={"replies": rows})


def slowly(asked: str) -> dict[str, object]:
    time.sleep(0.04)
    return GRADE | {"tip": f"Tip {len(asked)}."}


def begun(suite: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> AbstractContextManager[Piped]:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    where = "--evaluator-model", "openai/m", "--api-base", address
    return piped("eval", "run", str(suite), *where, "--at-once", "2", "--json")


def once(there: Callable[[], bool], running: Piped) -> None:
    for _ in range(600):
        if there():
            return
        assert running.program.poll() is None, running.stderr.read()
        time.sleep(0.02)
    raise AssertionError("it took too long")


def lines_of(home: Path) -> dict[str, object]:
    (results,) = (home / "data" / "eval-runs").glob("*/results.jsonl")
    rows = [json.loads(line) for line in results.read_text().splitlines()]
    assert len({row["key"] for row in rows}) == len(rows), "nothing is there twice"
    return {row["key"]: row["result"] for row in rows}


def test_a_killed_run_is_gone_on_with_and_ends_like_one_that_wasnt_disturbed(
    suite: Path, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(slowly) as server:
        with begun(suite, server.address, monkeypatch) as running:
            once(lambda: len(server.requests) >= 12, running)
            running.program.send_signal(signal.SIGKILL)
            running.program.wait(10)
        asked = len(server.requests)
        kept = lines_of(empty_home)
        assert asked - 5 <= len(kept) < REPLIES, "what is lost was in flight"
        done = leanin("eval", "resume", "last", "--json", "--no-cache")
        assert done.returncode == 0, done.stderr
        assert len(server.requests) - asked == REPLIES - len(kept)
        resumed = lines_of(empty_home)
        assert {key: resumed[key] for key in kept} == kept
        (empty_home / "data").rename(empty_home / "first")
        with begun(suite, server.address, monkeypatch) as running:
            running.stdout.read()
            assert running.program.wait(60) == 0
        assert lines_of(empty_home) == resumed


def test_ctrl_c_once_finishes_what_is_in_flight_and_the_rest_can_be_done_later(
    suite: Path, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(slowly) as server, begun(suite, server.address, monkeypatch) as running:
        once(lambda: len(server.requests) >= 6, running)
        running.program.send_signal(signal.SIGINT)
        said = running.stderr.read()
        assert running.program.wait(30) == 130
        assert "Finishing what is in flight" in said
        assert "`leanin eval resume" in said
        assert len(lines_of(empty_home)) == len(server.requests) < REPLIES
