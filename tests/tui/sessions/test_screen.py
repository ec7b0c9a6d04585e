from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.tui.rooms import WIDE, ScriptedPractice, conversing, exchange, footer, opened, settled, words

from leanin.locations import data_dir
from leanin.session.engine import Session
from leanin.session.record import Record
from leanin.store import drafts
from leanin.store.journal import JournalStore
from leanin.tui.conversation.screen import ConversationScreen
from leanin.tui.debrief.screen import DebriefScreen
from leanin.tui.sessions.screen import SessionsScreen


@pytest.fixture
def store() -> Iterator[JournalStore]:
    with JournalStore(data_dir() / "journal.sqlite") as store:
        yield store


async def test_a_past_session_can_be_looked_back_on(store: JournalStore) -> None:
    practice = ScriptedPractice(store=store)
    async with conversing(practice, WIDE) as pilot:
        await exchange(pilot)
        await pilot.press("ctrl+e")
        await settled(pilot)
        await pilot.press("g", "s")
        await settled(pilot)
        assert isinstance(pilot.app.screen, SessionsScreen)
        assert "Ada Moss" in words(pilot) and "1 reply · unresolved" in words(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, DebriefScreen)
        assert "Unresolved" in words(pilot)
        assert {"Take back", "What if", "Export", "Gallery"} <= footer(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConversationScreen), "one goes on from any moment of it"
        await exchange(pilot, "Another way.")
        kept = store.events(store.find("last"))
        assert [event.event for event in kept if event.event in ("outcome", "resumed", "taken_back")] == [
            "outcome",
            "resumed",
            "taken_back",
        ]


async def test_one_with_its_names_blanked_can_only_be_read(store: JournalStore) -> None:
    practice = ScriptedPractice(store=store)
    async with conversing(practice, WIDE) as pilot:
        await exchange(pilot)
        await pilot.press("ctrl+e")
        await settled(pilot)
        whole = store.whole(store.find("last"))
        store.take_in([replace(whole, id="2026-01-01-abcd", redacted=True)])
        await pilot.press("g", "s")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, DebriefScreen)
        assert "Names were blanked in this session" in words(pilot) and "What if" not in footer(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, SessionsScreen)


async def test_one_that_was_not_ended_is_gone_on_with(store: JournalStore) -> None:
    practice = ScriptedPractice(store=store)
    with store_of_another_window() as other:
        left = ScriptedPractice(store=other)
        session = left.begin(left.shelf[0])  # type: ignore[arg-type]
        await session.reply("I am young.")
    session_id = store.find("last")
    practice.resumable[session_id] = Session(
        session.cast, store.reopen(session_id), Record.of(store.events(session_id))
    )
    async with opened(practice, WIDE) as pilot:
        await pilot.press("s")
        await settled(pilot)
        assert "1 reply · " in words(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConversationScreen)
        assert "I am young①" in words(pilot)


async def test_one_without_a_reply_is_listed_only_for_its_draft(store: JournalStore) -> None:
    practice = ScriptedPractice(store=store)
    practice.begin(practice.shelf[0])  # type: ignore[arg-type]
    async with opened(practice, WIDE) as pilot:
        await pilot.press("s")
        await settled(pilot)
        assert "None yet." in words(pilot)
        drafts.keep(store.find("last"), "I am")
        await pilot.press("escape", "s")
        await settled(pilot)
        assert "0 replies" in words(pilot)


async def test_none_yet(store: JournalStore) -> None:
    async with opened(ScriptedPractice(store=store)) as pilot:
        await pilot.press("s")
        await settled(pilot)
        assert "None yet." in words(pilot)
        await pilot.press("enter", "escape")
        await settled(pilot)
        assert "Ada Moss" in words(pilot)


def store_of_another_window() -> JournalStore:
    return JournalStore(data_dir() / "journal.sqlite")
