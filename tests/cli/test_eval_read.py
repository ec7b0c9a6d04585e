import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.evals.lines import CELL, OTHER, run_of
from tests.evals.test_tally import LINES

from leanin.cli.eval_read import browse, read
from leanin.errors import LeaninError
from leanin.evals.run_folder import RunFolder
from leanin.locations import eval_runs_dir


@pytest.fixture
def run() -> RunFolder:
    return run_of(eval_runs_dir() / "20261123-mine", LINES, CELL, OTHER)


Said = Callable[..., list[str]]


@pytest.fixture
def lines(run: RunFolder, capfdbinary: pytest.CaptureFixture[bytes]) -> Said:
    def said(**wanted: Any) -> list[str]:
        read("last", wanted.pop("identity", None), **wanted)
        return capfdbinary.readouterr().out.decode().splitlines()

    return said


def ids(rows: list[str]) -> list[str]:
    return [row.split("\t")[2] for row in rows]


def test_a_line_for_each_result(lines: Said) -> None:
    assert len(lines()) == len(LINES)
    assert all(row.startswith("differs\t") for row in lines(differs=True))
    (failed,) = lines(errors=True)
    assert failed.split("\t")[0] == "error" and "Too many requests." in failed
    assert ids(lines(kind="pairs")) == [str(line.id) for line in LINES if line.kind == "pairs"]
    assert lines(cell=OTHER.name) == []


def test_one_in_full_and_as_it_is_kept(lines: Said) -> None:
    told = lines(identity="r1")
    assert told[0].startswith("replies: r1 · openai/a") and "  I am young." in told
    assert [json.loads(row)["id"] for row in lines(identity="r1", json=True)] == ["r1"]


def test_what_is_not_there_is_said_in_words(lines: Said, run: RunFolder) -> None:
    with pytest.raises(LeaninError, match="has no such result of “nobody”"):
        lines(identity="nobody")
    with pytest.raises(typer.BadParameter, match="there is no kind “reply”"):
        lines(kind="reply")
    with pytest.raises(typer.BadParameter, match="don't go together"):
        lines(differs=True, errors=True)
    with pytest.raises(LeaninError, match="There is no run “elsewhere”"):
        read("elsewhere", None)


def test_the_app_opens_at_the_run(run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("leanin.tui.app.run", lambda room: opened.append(room))
    with pytest.raises(LeaninError, match="needs a terminal"):
        browse(None)
    monkeypatch.setattr("leanin.cli.eval_read.at_a_terminal", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    browse(run.path.name)
    browse(None)
    assert [room.keywords["opened"] and room.keywords["opened"].path for room in opened] == [Path(run.path), None]
