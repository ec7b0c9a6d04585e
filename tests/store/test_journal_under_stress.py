"""The journal under stress: several processes, kills, a full disk, a damaged event."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.store.samples import RESUMED

from leanin.errors import JournalError
from leanin.session.events import Event, Replied, Unsaid
from leanin.store.journal import JournalStore

Events = list[Event]
Keep = Callable[[Events], str]

WRITE = """
import sys
from pathlib import Path
from leanin.session.events import Unsaid, SessionOpened
from leanin.store.journal import JournalStore, SessionJournal
from leanin.store.kept import KeptSession, StampedEvent
from tests.store.samples import sessions
path, count, opened = Path(sys.argv[1]), int(sys.argv[2]), SessionOpened.model_validate_json(sys.argv[3])
store = JournalStore(path)
journal = store.begin()
journal.append(opened)
print(journal.id, flush=True)
sys.stdin.readline()
for number in range(count):
    journal.append(Unsaid(text=f"{journal.id} {number}"))
    print(number, flush=True)
"""


class Writer:
    """Another process that writes a session of its own, and says each event that it has kept."""

    def __init__(self, path: Path, count: int, opened: Event) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-c", WRITE, str(path), str(count), opened.model_dump_json()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.child.stdout and self.child.stdin
        self.said = self.child.stdout
        self.id = self.said.readline().strip()

    def go(self) -> None:
        assert self.child.stdin
        self.child.stdin.write("go\n")
        self.child.stdin.flush()

    def kill(self) -> list[str]:
        """Kill it now; returns the lines that it still got out."""
        self.child.send_signal(signal.SIGKILL)
        rest = self.said.read().split()
        self.close()
        return rest

    def close(self) -> int:
        assert self.child.stdin
        self.child.stdin.close()
        code = self.child.wait(timeout=30)
        self.said.close()
        return code


class TestSeveralProcesses:
    def test_two_write_two_sessions_into_one_journal(self, store: JournalStore, rosa_session: Events) -> None:
        writers = [Writer(store.path, 60, rosa_session[0]) for _ in range(2)]
        for writer in writers:
            writer.go()
        assert [writer.close() for writer in writers] == [0, 0]
        for writer in writers:
            expected = [Unsaid(text=f"{writer.id} {number}") for number in range(60)]
            assert store.events(writer.id)[1:] == expected

    def test_what_was_said_to_be_kept_outlives_a_kill(self, store: JournalStore, rosa_session: Events) -> None:
        writer = Writer(store.path, 100_000, rosa_session[0])
        writer.go()
        heard = [writer.said.readline() for _ in range(25)]
        heard += writer.kill()
        kept = store.events(writer.id)[1:]
        assert len(kept) >= len(heard) >= 25
        assert kept == [Unsaid(text=f"{writer.id} {number}") for number in range(len(kept))]

    def test_a_running_session_is_not_cut_off_and_cant_be_taken_up_or_deleted(
        self, store: JournalStore, rosa_session: Events
    ) -> None:
        writer = Writer(store.path, 0, rosa_session[0])
        summary = store.summary(writer.id)
        assert summary.running and not summary.cut_off
        with pytest.raises(JournalError, match="is open in another window"):
            store.reopen(writer.id)
        with pytest.raises(JournalError, match="is open"):
            store.delete(writer.id)
        writer.kill()
        summary = store.summary(writer.id)
        assert summary.cut_off and not summary.running
        with store.reopen(writer.id) as journal:
            journal.append(RESUMED)
        assert store.events(writer.id) == [rosa_session[0], RESUMED]


class TestFaults:
    def test_a_full_disk_loses_nothing_and_may_be_tried_again(self, tiny_disk: Path, rosa_session: Events) -> None:
        with JournalStore(tiny_disk / "journal.sqlite") as store:
            journal = store.begin()
            for event in rosa_session[:3]:
                journal.append(event)
            ballast = tiny_disk / "ballast"
            with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
                while True:
                    file.write(b"x" * 4096)
            long_reply = Replied(turn=1, text="I am young. " * 1600)
            for _ in range(3):
                with pytest.raises(JournalError, match="All that was kept before is safe"):
                    journal.append(long_reply)
                assert store.events(journal.id) == rosa_session[:3]
            ballast.unlink()
            journal.append(long_reply)
            assert store.events(journal.id) == [*rosa_session[:3], long_reply]

    def test_an_event_that_cant_be_read_is_named(self, store: JournalStore, keep: Keep, rosa_session: Events) -> None:
        session_id = keep(rosa_session[:2])
        with store._database.writing() as db:
            db.execute("INSERT INTO events VALUES (?, 3, 't', 'omen', '{\"event\": \"omen\"}')", (session_id,))
        with pytest.raises(JournalError, match=f"Event 3 of session {session_id} .* newer leanin wrote it"):
            store.events(session_id)
