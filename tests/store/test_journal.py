import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.store.samples import sessions

from leanin.errors import JournalError
from leanin.locations import journal_file
from leanin.session.events import ClientSpeaking, Ended, Event, Replied, Resumed, TakenBack, Unsaid
from leanin.session.outcome import Outcome
from leanin.store.journal import JournalStore
from leanin.store.kept import KeptSession, StampedEvent

Events = list[Event]
Keep = Callable[[Events], str]


class Clock:
    """A clock that goes on a minute each time it is looked at."""

    def __init__(self) -> None:
        self.at = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


class TestKeeping:
    def test_what_was_appended_is_read_back_by_another_reader(
        self, store: JournalStore, keep: Keep, rosa_session: Events
    ) -> None:
        session_id = keep(rosa_session)
        with JournalStore(store.path) as other:
            assert other.events(session_id) == rosa_session

    @settings(deadline=None, max_examples=60)
    @given(events=sessions())
    def test_any_session_is_read_back_exactly(self, tmp_path_factory: pytest.TempPathFactory, events: Events) -> None:
        with JournalStore(tmp_path_factory.mktemp("any") / "journal.sqlite") as store:
            with store.begin() as journal:
                for event in events:
                    journal.append(event)
            assert store.events(journal.id) == events

    def test_each_event_is_there_before_append_returns(self, store: JournalStore, rosa_session: Events) -> None:
        with store.begin() as journal, JournalStore(store.path) as other:
            for count, event in enumerate(rosa_session, 1):
                journal.append(event)
                assert other.events(journal.id) == rosa_session[:count]

    def test_events_are_numbered_and_timed(self, tmp_path: Path, rosa_session: Events) -> None:
        with JournalStore(tmp_path / "journal.sqlite", clock=Clock()) as store:
            with store.begin() as journal:
                for event in rosa_session:
                    journal.append(event)
            stamped = store.stamped(journal.id)
        assert [entry.seq for entry in stamped] == list(range(1, len(rosa_session) + 1))
        assert stamped[0].time == "2025-03-01T12:02:00.000000Z"
        assert stamped[1].at - stamped[0].at == timedelta(minutes=1)

    def test_persona_and_prompts_are_stored_once(self, store: JournalStore, keep: Keep, rosa_session: Events) -> None:
        for _ in range(3):
            keep(rosa_session)
        with store._database.reading() as db:
            assert db.execute("SELECT COUNT(*) FROM texts").fetchone()[0] == 3
            assert "Uncle" not in "".join(row["body"] for row in db.execute("SELECT body FROM events"))

    def test_pieces_of_speech_are_passed_over(self, store: JournalStore, rosa_session: Events) -> None:
        with store.begin() as journal:
            journal.append(rosa_session[0])
            journal.append(ClientSpeaking(turn=1, said="Well"))
        assert store.events(journal.id) == rosa_session[:1]

    def test_a_session_begins_with_what_it_runs_on_and_only_once(
        self, store: JournalStore, rosa_session: Events
    ) -> None:
        with store.begin() as journal:
            with pytest.raises(JournalError, match="begins with what it runs on"):
                journal.append(rosa_session[1])
            assert store.sessions() == []
            journal.append(rosa_session[0])
            with pytest.raises(JournalError, match="and does so once"):
                journal.append(rosa_session[0])
        assert store.events(journal.id) == rosa_session[:1]

    def test_broken_characters_are_refused_and_nothing_is_kept(self, store: JournalStore, rosa_session: Events) -> None:
        with store.begin() as journal:
            for event in rosa_session[:3]:
                journal.append(event)
            with pytest.raises(JournalError, match="broken characters"):
                journal.append(Replied(turn=1, text="\udcff"))
            journal.append(Replied(turn=1, text="I am young."))
        assert store.events(journal.id)[3:] == [Replied(turn=1, text="I am young.")]

    def test_the_default_is_the_users_own_journal(self) -> None:
        with JournalStore() as store:
            assert store.path == journal_file()


WRITE = """
import sys
from pathlib import Path
from leanin.session.events import Unsaid, SessionOpened
from leanin.store.journal import JournalStore
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
            journal.append(Resumed())
        assert store.events(writer.id) == [rosa_session[0], Resumed()]


class TestReopening:
    def test_it_goes_on_where_it_stopped(self, store: JournalStore, keep: Keep, rosa_session: Events) -> None:
        session_id = keep(rosa_session[:5])
        with store.reopen(session_id) as journal:
            for event in rosa_session[5:]:
                journal.append(event)
        assert store.events(session_id) == rosa_session
        assert [entry.seq for entry in store.stamped(session_id)][-1] == len(rosa_session)

    def test_not_by_two_at_once(self, store: JournalStore, keep: Keep, rosa_session: Events) -> None:
        session_id = keep(rosa_session[:5])
        with (
            store.reopen(session_id),
            JournalStore(store.path) as other,
            pytest.raises(JournalError, match="is open in another window"),
        ):
            other.reopen(session_id)
        with JournalStore(store.path) as other:
            other.reopen(session_id).close()

    def test_within_one_program_the_later_opening_counts(
        self, store: JournalStore, keep: Keep, rosa_session: Events
    ) -> None:
        session_id = keep(rosa_session[:5])
        earlier = store.reopen(session_id)
        with store.reopen(session_id) as later:
            with pytest.raises(JournalError, match="no longer open here"):
                earlier.append(Resumed())
            earlier.close()
            later.append(Resumed())
            assert store.summary(session_id).running, "closing the earlier one must not let it go"
        assert store.events(session_id) == [*rosa_session[:5], Resumed()]

    def test_one_that_was_closed_before_it_began(self, store: JournalStore, rosa_session: Events) -> None:
        journal = store.begin()
        journal.close()
        with pytest.raises(JournalError, match="no longer open here"):
            journal.append(rosa_session[0])
        assert store.sessions() == []

    def test_once_closed_it_takes_nothing_more(self, store: JournalStore, rosa_session: Events) -> None:
        journal = store.begin()
        journal.append(rosa_session[0])
        journal.close()
        journal.close()
        with pytest.raises(JournalError, match="no longer open here"):
            journal.append(rosa_session[1])

    def test_closing_the_store_lets_its_sessions_go(self, tmp_path: Path, rosa_session: Events) -> None:
        store = JournalStore(tmp_path / "journal.sqlite")
        journal = store.begin()
        journal.append(rosa_session[0])
        store.close()
        store.close()
        journal.close()
        with JournalStore(tmp_path / "journal.sqlite") as other:
            assert other.summary(journal.id).cut_off
            other.reopen(journal.id).close()

    def test_an_unknown_one(self, store: JournalStore) -> None:
        with pytest.raises(JournalError, match="There is no session nonsense"):
            store.reopen("nonsense")


class TestList:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[JournalStore]:
        with JournalStore(tmp_path / "journal.sqlite", clock=Clock()) as opened_store:
            yield opened_store

    def test_latest_first_with_what_a_list_shows(self, store: JournalStore, keep: Keep, rosa_session: Events) -> None:
        first, second, third = keep(rosa_session), keep(rosa_session[:4]), keep(rosa_session[:9])
        listed = store.sessions()
        assert [summary.id for summary in listed] == [third, second, first]
        assert [summary.replies for summary in listed] == [1, 1, 1], "a reply that was taken back doesn't count"
        assert [summary.outcome for summary in listed] == [None, None, Outcome.UNRESOLVED]
        assert [summary.finished for summary in listed] == [False, False, True]
        assert {summary.persona for summary in listed} == {"rosa"}
        assert store.sessions(limit=2) == listed[:2]
        assert store.summary(first) == listed[2]
        assert listed[2].started.isoformat() == "2025-03-01T12:02:00+00:00"

    def test_a_session_that_goes_on_after_its_end_isnt_finished(
        self, store: JournalStore, keep: Keep, rosa_session: Events
    ) -> None:
        session_id = keep([*rosa_session, TakenBack(turn=2)])
        assert not store.summary(session_id).finished
        with store.reopen(session_id) as journal:
            journal.append(Ended(outcome=Outcome.REPAIRED, attended=8, of=8))
        assert store.summary(session_id).outcome is Outcome.REPAIRED

    def test_ids_are_the_day_and_four_letters(self, store: JournalStore, keep: Keep, rosa_session: Events) -> None:
        ids = {keep(rosa_session[:1]) for _ in range(20)}
        assert len(ids) == 20
        assert all(re.fullmatch(r"2025-03-0[12]-[2-9a-hjkmnp-z]{4}", session_id) for session_id in ids)

    def test_offers_the_latest_that_was_cut_off(self, store: JournalStore, keep: Keep, rosa_session: Events) -> None:
        assert store.cut_off() is None
        older, newer = keep(rosa_session[:4]), keep(rosa_session[:5])
        keep(rosa_session[:3])  # no reply: nothing to go back for
        offered = store.cut_off()
        assert offered and offered.id == newer
        with store.reopen(newer):
            offered = store.cut_off()
            assert offered and offered.id == older, "the running one is passed over"
        with store.reopen(keep(rosa_session)):
            assert store.cut_off() is None, "the finished one counts even while its window is open"
        assert store.cut_off() is None, "what came before a finished session is let rest"

    @pytest.mark.parametrize("wanted", ["2025-03-01-abcd", "2025-03-01-a", "abcd", " ABCD ", "last"])
    def test_finding(self, store: JournalStore, rosa_session: Events, wanted: str) -> None:
        write_as(store, "2025-02-27-wxyz", rosa_session[:1])
        write_as(store, "2025-03-01-abcd", rosa_session[:1])
        assert store.find(wanted) == "2025-03-01-abcd"

    def test_finding_several_or_none(self, store: JournalStore, rosa_session: Events) -> None:
        with pytest.raises(JournalError, match="no sessions yet"):
            store.find("last")
        for session_id in ("2025-03-01-abcd", "2025-03-01-efgh"):
            write_as(store, session_id, rosa_session[:1])
        with pytest.raises(JournalError, match="fits 2 sessions: 2025-03-01-efgh, 2025-03-01-abcd"):
            store.find("2025-03")
        with pytest.raises(JournalError, match="Did you mean 2025-03-01-efgh"):
            store.find("2025-03-01-efhg")
        with pytest.raises(JournalError, match="There is no session “”"):
            store.find("")


class TestDeleting:
    def test_no_word_of_it_is_left_on_the_disk(self, store: JournalStore, keep: Keep, rosa_session: Events) -> None:
        session_id, other = keep(rosa_session), keep(rosa_session[:3])
        store.delete(session_id)
        assert [summary.id for summary in store.sessions()] == [other]
        assert store.events(other) == rosa_session[:3], "texts that another session needs stay"
        store.delete(other)
        content = b"".join(file.read_bytes() for file in store.path.parent.rglob("*") if file.is_file())
        for word in ("Delgado", "fully trained", session_id):
            assert word.encode() not in content

    def test_an_unknown_one(self, store: JournalStore) -> None:
        with pytest.raises(JournalError, match="There is no session"):
            store.delete("2025-01-01-aaaa")

    def test_a_session_that_was_deleted_meanwhile_takes_nothing_more(
        self, store: JournalStore, rosa_session: Events
    ) -> None:
        with store.begin() as journal:
            journal.append(rosa_session[0])
            with store._database.writing() as db:
                db.execute("DELETE FROM sessions")
            with pytest.raises(JournalError, match="was deleted while it was open"):
                journal.append(rosa_session[1])


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


def write_as(store: JournalStore, session_id: str, events: Events) -> None:
    """Keep a session under an id of our choice."""
    time = "2025-03-01T12:00:00.000000Z"
    stamped = tuple(StampedEvent(seq, time, event) for seq, event in enumerate(events, 1))
    store.take_in([KeptSession(session_id, time, stamped)])


def test_nothing_is_left_behind_when_all_is_closed(tmp_path: Path, rosa_session: Events) -> None:
    with JournalStore(tmp_path / "data" / "journal.sqlite") as store, store.begin() as journal:
        journal.append(rosa_session[0])
    left = sorted(os.path.relpath(file, tmp_path) for file in (tmp_path / "data").rglob("*"))
    assert left == ["data/journal.sqlite", "data/journal.sqlite-holders"]
