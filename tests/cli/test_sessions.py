import json
import os
import pty
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from tests.program import leanin, start
from tests.store.samples import opened, rosa_session
from typer.testing import CliRunner

from leanin.cli.sessions import app
from leanin.errors import DataFileError, JournalError, LeaninError
from leanin.session.events import Event
from leanin.store import drafts
from leanin.store.journal import JournalStore

Keep = Callable[[list[Event]], str]


@pytest.fixture
def store() -> Iterator[JournalStore]:
    """The user's own journal: the one that the commands open."""
    with JournalStore() as opened_store:
        yield opened_store


@pytest.fixture
def keep(store: JournalStore) -> Keep:
    def write(events: list[Event]) -> str:
        with store.begin() as journal:
            for event in events:
                journal.append(event)
            return journal.id

    return write


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=typed)


def done(*arguments: str) -> str:
    """What a command that succeeds writes to standard output."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(kind: type[LeaninError], *arguments: str) -> str:
    """What a command says that fails."""
    result = run(*arguments)
    assert isinstance(result.exception, kind)
    assert result.stdout == ""
    return str(result.exception)


def on_a_terminal(*arguments: str) -> str:
    """What a command shows on a terminal."""
    ours, theirs = pty.openpty()
    size = {"COLUMNS": "100", "TERM": "xterm"}
    child = start(["sessions", *arguments], theirs, theirs, theirs, environment=size)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux reports the end of a terminal as an error
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert child.wait(timeout=30) == 0
    return shown.decode()


class TestList:
    def test_nothing_yet(self) -> None:
        result = run("list")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "No sessions yet" in result.stderr
        assert done("list", "--json") == ""

    def test_by_lines_for_other_programs(self, keep: Keep) -> None:
        finished, cut_off = keep(rosa_session()), keep(rosa_session()[:5])
        first, second = (line.split("\t") for line in done("list").splitlines())
        assert [first[0], *first[2:]] == [cut_off, "rosa", "1", "cut off"]
        assert [second[0], *second[2:]] == [finished, "rosa", "1", "unresolved"]
        assert done("list", "--limit", "1").count("\n") == 1

    def test_as_json(self, keep: Keep, store: JournalStore) -> None:
        session_id = keep(rosa_session())
        with store.reopen(keep(rosa_session()[:5])):
            running, finished = map(json.loads, done("list", "--json").splitlines())
        assert running["state"] == "running" and running["outcome"] is None
        assert finished == {
            "id": session_id,
            "started": finished["started"],
            "persona": "rosa",
            "replies": 1,
            "state": "finished",
            "outcome": "unresolved",
            "imported": False,
            "redacted": False,
        }

    def test_as_a_table_on_a_terminal(self, keep: Keep) -> None:
        session_id = keep(rosa_session())
        shown = on_a_terminal("list")
        assert "How it came out" in shown and session_id in shown and "│" in shown

    def test_no_persona_can_command_the_terminal(self, keep: Keep) -> None:
        keep([opened(persona="\x1b[2J\tx")])
        line = done("list")
        assert "�[2J�x" in line and "\x1b" not in line


class TestShow:
    def test_as_plain_markdown(self, keep: Keep) -> None:
        session_id = keep(rosa_session())
        page = done("show", session_id)
        assert page.startswith("# A session with Rosa Delgado\n") and "<details>" not in page
        assert done("show", "last") == done("show", session_id[-4:]) == page

    def test_rendered_on_a_terminal(self, keep: Keep) -> None:
        keep(rosa_session())
        shown = on_a_terminal("show", "last")
        assert "A session with Rosa Delgado" in shown and "# A session" not in shown

    def test_no_such_session(self, keep: Keep) -> None:
        assert "no sessions yet" in refused(JournalError, "show", "last")
        session_id = keep(rosa_session())
        typo = session_id[:-1] + "0"
        assert f"Did you mean {session_id}?" in refused(JournalError, "show", typo)


class TestExport:
    def test_markdown_with_persona_and_prompts(self, keep: Keep) -> None:
        keep(rosa_session())
        page = done("export", "last")
        assert page.startswith("# A session with Rosa Delgado\n") and page.count("<details>") == 3

    def test_json_lines_come_back_as_they_were(self, keep: Keep, store: JournalStore, tmp_path: Path) -> None:
        session_id = keep(rosa_session())
        path = tmp_path / "session.jsonl"
        assert done("export", "last", "--format", "jsonl", "-o", str(path)) == ""
        store.delete(session_id)
        assert done("import", str(path)) == f"{session_id}\n"
        assert store.events(session_id) == rosa_session()
        assert done("export", session_id, "--format", "jsonl").encode() == path.read_bytes()

    def test_a_file_is_the_owners_only_and_isnt_replaced_unasked(self, keep: Keep, tmp_path: Path) -> None:
        keep(rosa_session())
        path = tmp_path / "session.md"
        result = run("export", "last", "--output", str(path))
        assert result.stderr == f"Written to {path}.\n"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.write_text("mine")
        assert "is there already; --force replaces it" in refused(LeaninError, "export", "last", "-o", str(path))
        assert path.read_text() == "mine"
        done("export", "last", "-o", str(path), "--force")
        assert path.read_text().startswith("# A session")

    def test_a_file_that_cant_be_written(self, keep: Keep, tmp_path: Path) -> None:
        keep(rosa_session())
        path = tmp_path / "no such folder" / "session.md"
        assert "No such file or directory" in refused(LeaninError, "export", "last", "-o", str(path))
        assert "File name too long" in refused(LeaninError, "export", "last", "-o", "a" * 300)
        assert "Is a directory" in refused(LeaninError, "export", "last", "--force", "-o", str(tmp_path))
        assert not [left for left in tmp_path.parent.iterdir() if left.name.startswith(".leanin")]

    @pytest.mark.parametrize("form", ["markdown", "jsonl"])
    def test_with_names_blanked(self, keep: Keep, form: str) -> None:
        keep(rosa_session())
        result = run("export", "last", "--format", form, "--redact", "--name", "cancer")
        assert result.exit_code == 0
        for name in ("Rosa", "Delgado", "Dana", "Whitfield", "Maria", "cancer"):
            assert name.casefold() not in result.stdout.casefold()
        assert "Rosa Delgado → [client]; Dana Whitfield → [therapist]" in result.stderr
        assert "read it first" in result.stderr

    def test_a_redacted_export_can_be_imported_and_read_but_not_resumed(
        self, keep: Keep, store: JournalStore, tmp_path: Path
    ) -> None:
        session_id = keep(rosa_session()[:5])
        path = tmp_path / "session.jsonl"
        done("export", "last", "--format", "jsonl", "--redact", "-o", str(path))
        store.delete(session_id)
        done("import", str(path))
        assert "[client]" in done("show", "last")
        assert done("export", "last", "--format", "jsonl").encode() == path.read_bytes()
        assert done("list").rstrip().endswith("cut off, imported, redacted")
        with pytest.raises(JournalError, match="Names were blanked"):
            store.reopen(session_id)

    def test_names_alone_are_a_mistake(self, keep: Keep) -> None:
        keep(rosa_session())
        result = run("export", "last", "--name", "Dana")
        assert result.exit_code == 2 and "--name goes with --redact" in result.output


class TestImport:
    def test_twice(self, keep: Keep, tmp_path: Path) -> None:
        session_id = keep(rosa_session())
        path = tmp_path / "session.jsonl"
        done("export", "last", "--format", "jsonl", "-o", str(path))
        result = run("import", str(path))
        assert (result.exit_code, result.stdout) == (0, "")
        assert f"Session {session_id} was in the journal already" in result.stderr

    def test_broken_files(self, tmp_path: Path, store: JournalStore) -> None:
        path = tmp_path / "session.jsonl"
        path.write_text('{"leanin":"session"\n')
        assert f"{path}, line 1: this isn't an exported session" in refused(DataFileError, "import", str(path))
        assert "There is no file" in refused(DataFileError, "import", str(tmp_path / "none"))
        assert store.sessions() == []


class TestDelete:
    def test_asks_first(self, keep: Keep, store: JournalStore) -> None:
        session_id = keep(rosa_session())
        for answer in ("n\n", ""):
            result = run("delete", "last", typed=answer)
            assert result.exit_code == 1
            assert f"Delete session {session_id}" in result.stderr
            assert store.events(session_id) == rosa_session()
        assert run("delete", "last", typed="y\n").exit_code == 0
        assert store.sessions() == []

    def test_unasked(self, keep: Keep, store: JournalStore) -> None:
        first = keep(rosa_session())
        second = keep(rosa_session())
        assert run("delete", first, "--yes").stderr == f"Deleted {first}.\n"
        assert [summary.id for summary in store.sessions()] == [second]

    def test_takes_the_half_typed_reply_along(self, keep: Keep, store: JournalStore) -> None:
        session = keep(rosa_session())
        drafts.keep(session, "I was going to say")
        run("delete", session, "--yes")
        assert drafts.take(session) == ""


def test_a_journal_that_cant_be_opened_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LEANIN_DATA_DIR", str(tmp_path / "file"))
    result = leanin("sessions", "list")
    assert (result.returncode, result.stdout) == (1, "")
    assert "should be a folder, but a file is in its place" in result.stderr
    assert "Traceback" not in result.stderr
