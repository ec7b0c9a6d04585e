import csv
import io
import json
from collections.abc import Iterator

import pytest
from click.testing import Result
from tests.doubles import EMPTY, FULL
from tests.progress.journals import kept, practised, session_of
from typer.testing import CliRunner

from leanin.cli.main import app
from leanin.store.journal import JournalStore


@pytest.fixture
def store() -> Iterator[JournalStore]:
    with JournalStore() as opened:
        yield opened


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["progress", *arguments])


def test_nothing_yet() -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No replies yet" in result.stderr
    assert json.loads(run("--json").stdout)["sessions"] == 0


def test_tables_with_ranges_and_words(store: JournalStore) -> None:
    practised(store, [session_of([EMPTY, FULL], again=True), session_of([FULL] * 8), session_of([EMPTY])])
    text = " ".join(run().stdout.split())
    assert "11 replies in 3 sessions: 10 first tries, 1 later at the same moment (1 taken back" in text
    assert ("1 of 1: too few to tell" in text and "weeks with practice" in text) or "week with practice" in text
    assert "100%" in text and "Ada Moss" in text and "bond, confrontation" in text
    assert "\x1b" not in run().stdout


def test_for_other_programs(store: JournalStore) -> None:
    practised(store, [session_of([FULL])])
    store.take_in([kept(session_of([FULL]), 30, 99)])
    assert json.loads(run("--json").stdout)["sessions"] == 1
    assert json.loads(run("--json", "--imported").stdout)["sessions"] == 2
    assert json.loads(run("--json", "--since", "2026-01-06").stdout)["sessions"] == 0
    assert json.loads(run("--json", "--persona", "Ada").stdout)["sessions"] == 1
    assert next(csv.reader(io.StringIO(run("--csv").stdout)))[0] == "what"


def test_wrong_usage() -> None:
    assert run("--json", "--csv").exit_code == 2
    result = run("--since", "yesterday")
    assert result.exit_code == 2 and "is no day" in result.output


def test_nothing_fits() -> None:
    assert "fits" in run("--persona", "nobody").stderr
