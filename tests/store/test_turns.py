import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from tests.doubles import PERSONA_TEXT
from tests.store.samples import opened, rosa_session, sessions, state

from leanin.rubric import Step
from leanin.session.events import Event, Opening, Replied
from leanin.session.record import Record
from leanin.store import turns
from leanin.store.database import MIGRATIONS
from leanin.store.journal import JournalStore
from leanin.store.kept import KeptSession, StampedEvent

Keep = Callable[[list[Event]], str]

TIME = "2026-03-01T18:05:09.123456Z"


def stamped(events: list[Event], session_id: str = "2026-03-01-aaaa") -> KeptSession:
    return KeptSession(session_id, TIME, tuple(StampedEvent(seq, TIME, event) for seq, event in enumerate(events, 1)))


def rows(store: JournalStore, table: str) -> list[dict[str, object]]:
    with store.reading() as db:
        return [dict(row) for row in db.execute(f"SELECT * FROM {table}")]


def by_record(record: Record) -> list[tuple[object, ...]]:
    """What the table of turns should hold, by the fold that the app itself uses."""
    met: list[int] = []
    expected = []
    for turn in record.attempts:
        met.append(turn.follows)
        standing = "aside" if turn.aside else "taken_back" if turn.taken_back else "kept"
        steps = [turn.grade.step(step) for step in Step] if turn.grade else []
        levels = [step.level if step.called_for else None for step in steps] or [None] * len(Step)
        expected.append((turn.number, turn.follows, met.count(turn.follows), standing, *levels))
    return expected


@given(sessions())
@settings(max_examples=60, deadline=None)
def test_the_tables_agree_with_the_record_for_any_session(events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder, JournalStore(Path(folder) / "journal.sqlite") as store:
        store.take_in([stamped(events)])
        kept = [
            tuple(row[name] for name in ("turn", "follows", "try", "standing", *Step)) for row in rows(store, "turns")
        ]
        assert kept == by_record(Record.of(events))
        before = {table: rows(store, table) for table in ("turns", "practised", "scenes")}
        with store._database.writing() as db:
            turns.rebuild(db)
        assert {table: rows(store, table) for table in before} == before


def test_replies_are_summed_up_first_tries_and_later_ones_apart(store: JournalStore, keep: Keep) -> None:
    keep(rosa_session())
    first, again = rows(store, "practised")
    assert (first["again"], first["replies"], first["taken_back"], first["trapped"]) == (0, 1, 1, 1)
    assert first["traps"] == '{"defending": 1}' and first["graders"] == '{"builtin": 1}'
    assert (again["again"], again["replies"], again["taken_back"], again["trapped"]) == (1, 1, 0, 0)
    assert (again["responsibility_2"], again["invitation_1"], again["invitation_of"]) == (1, 1, 1)


def test_a_persona_is_read_once_and_loosely(store: JournalStore, keep: Keep) -> None:
    keep([opened(PERSONA_TEXT)])
    keep([opened(PERSONA_TEXT)])
    keep([opened("name: [no, name")])
    kept = {(row["name"], row["component"], row["marker"]) for row in rows(store, "scenes")}
    assert kept == {("Ada Moss", "bond", "confrontation"), ("", "", "")}


def test_what_is_deleted_is_counted_no_more(store: JournalStore, keep: Keep) -> None:
    store.delete(keep(rosa_session()))
    assert [rows(store, table) for table in ("turns", "practised", "scenes")] == [[], [], []]


def test_a_number_beyond_all_bounds_is_kept_but_not_counted(store: JournalStore) -> None:
    huge = Replied(turn=10**30, text="Hello.")
    store.take_in([stamped([opened(), Opening(said="Hm."), state(0, 30), huge])])
    assert rows(store, "turns") == []
    assert store.events("2026-03-01-aaaa")[-1] == huge


def test_an_older_journal_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with JournalStore(path) as store:
        store.take_in([stamped(rosa_session())])
        now = {table: rows(store, table) for table in ("sessions", "turns", "practised", "scenes")}
    old = sqlite3.connect(path)
    for table in ("practised", "turns", "scenes"):
        old.execute(f"DROP TABLE {table}")
    old.execute("ALTER TABLE sessions DROP COLUMN scene")
    old.execute("PRAGMA user_version = 1")
    old.commit()
    old.close()
    with JournalStore(path) as store:
        assert {table: rows(store, table) for table in now} == now
        with store.reading() as db:
            assert db.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
        assert store.events("2026-03-01-aaaa") == rosa_session()


def test_a_reading_view_refuses_to_write(store: JournalStore, keep: Keep) -> None:
    import pytest

    from leanin.errors import JournalError

    keep(rosa_session())
    with pytest.raises(JournalError, match="can be read but not written"), store.reading() as db:
        db.execute("DELETE FROM practised")
    assert len(rows(store, "practised")) == 2
    keep(rosa_session())  # the store itself still writes
