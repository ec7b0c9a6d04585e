import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from tests.doubles import FULL
from tests.progress.journals import kept, practised, session_of
from typer.testing import CliRunner

from leanin.cli.main import app
from leanin.errors import JournalError
from leanin.reports.page import CannotReport
from leanin.store.journal import JournalStore


@pytest.fixture
def store() -> Iterator[JournalStore]:
    with JournalStore() as opened:
        practised(opened, [session_of([FULL]), session_of([FULL, FULL])])
        yield opened


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", *arguments])


def test_one_session_in_a_file_of_its_name(store: JournalStore, own_folder: Path) -> None:
    result = run("last")
    assert result.exit_code == 0, result.output
    path = own_folder / "leanin-report-2026-01-06-0001.html"
    assert "A session with Ada Moss" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert isinstance(run("last").exception, CannotReport)
    assert run("last", "--force").exit_code == 0


def test_several_with_an_overview_first(store: JournalStore) -> None:
    store.take_in([kept(session_of([FULL]), 30, 99)])
    page = run("--since", "2026-01-01", "--out", "-").stdout
    assert page.index("Progress") < page.index("A session with Ada Moss")
    assert "Sessions since 1 January 2026" in page
    assert page.count("A session with Ada Moss") == 2
    assert run("--since", "2026-01-01", "--imported", "-o", "-").stdout.count("A session with Ada Moss") == 3


def test_names_can_be_blanked(store: JournalStore) -> None:
    result = run("--since", "2026-01-01", "--redact", "--name", "Kevin", "--out", "-")
    assert "Ada" not in result.stdout and "Moss" not in result.stdout and "client 1" in result.stdout
    assert "Ada Moss → [client]" in result.stderr and "read it first" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("last", "--since", "30d"),
        ("last", "--trainee"),
        ("--trainee", "--since", "30d"),
        ("last", "--name", "Kevin"),
        ("last", "--imported"),
        ("--since", "x"),
    ],
)
def test_wrong_usage(store: JournalStore, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_what_isnt_there(store: JournalStore) -> None:
    assert isinstance(run("nothing").exception, JournalError)
    result = run("--since", "2026-01-01", "--persona", "rosa")
    assert isinstance(result.exception, CannotReport) and "fits" in str(result.exception)


def test_more_than_an_hour_holds(store: JournalStore) -> None:
    store.take_in([kept(session_of([FULL]), 40, number) for number in range(1000, 1061)])
    result = run("--since", "2026-01-01", "--imported")
    assert "a report takes 60 at the most" in str(result.exception)
    page = run("--trainee", "--imported", "-o", "-").stdout
    assert "The latest 60 of 63 sessions" in page and page.count("A session with Ada Moss") == 60
    assert "63 sessions" in page[page.index('id="progress"') :], "all of them are counted"
    whole = run("--trainee", "-o", "-").stdout
    assert "All sessions" in whole and whole.count("A session with Ada Moss") == 2
