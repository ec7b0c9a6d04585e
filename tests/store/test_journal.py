import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.doubles import ScriptedEvaluator, ScriptedVoice, persona_file
from tests.store.samples import RESUMED, sessions

from leanin.errors import JournalError
from leanin.locations import journal_file
from leanin.session.engine import Cast, Session
from leanin.session.events import ClientSpeaking, Ended, Event, Replied, TakenBack
from leanin.session.opening import header
from leanin.session.outcome import Outcome
from leanin.session.record import Record
from leanin.store.journal import JournalStore, SessionJournal
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

    @settings(deadline=None, max_examples=30)
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
                earlier.append(RESUMED)
            earlier.close()
            later.append(RESUMED)
            assert store.summary(session_id).running, "closing the earlier one must not let it go"
        assert store.events(session_id) == [*rosa_session[:5], RESUMED]

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


class TestWithTheEngine:
    async def test_an_event_is_kept_before_it_is_told(self, store: JournalStore) -> None:
        with store.begin() as journal, JournalStore(store.path) as other:
            session = played_into(journal)
            heard: list[Event] = []

            def listen(event: Event) -> None:
                heard.append(event)
                if not isinstance(event, ClientSpeaking):
                    assert other.events(journal.id)[-1] == event

            session.listen(listen)
            await session.reply("I am young.")
            session.end()
            assert len(heard) >= 5

    async def test_a_session_goes_on_from_what_was_kept_as_if_nothing_had_been(self, store: JournalStore) -> None:
        with store.begin() as journal:
            session = played_into(journal)
            await session.reply("I am young.")
            await session.reply("A doctor need not have had cancer.")
            session.take_back()
        assert Record.of(store.events(journal.id)) == session.record
        with store.reopen(journal.id) as reopened:
            resumed = Session(session.cast, reopened, Record.of(store.events(journal.id)))
            resumed.resume(RESUMED)
            await resumed.reply("What worries you most?")
            ended = resumed.end()
        kept = store.events(journal.id)
        assert Record.of(kept) == resumed.record and kept[-1] == ended
        assert store.summary(journal.id).replies == 2


def played_into(journal: SessionJournal) -> Session:
    """An opened session of doubles that is kept in a real journal."""
    file = persona_file()
    cast = Cast(persona=file.persona, evaluator=ScriptedEvaluator(), voice=ScriptedVoice(), seed=7)
    session = Session(cast, journal)
    session.open(header(file, cast))
    return session


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
