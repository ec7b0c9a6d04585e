from collections.abc import Iterator

import pytest
from tests.doubles import EMPTY, FULL
from tests.progress.journals import kept, practised, session_of
from tests.tui.rooms import NARROW, WIDE, ScriptedPractice, footer, opened, settled, shown, words
from textual.pilot import Pilot
from textual.widgets import Static

from leanin.errors import JournalError
from leanin.locations import data_dir
from leanin.store.journal import JournalStore
from leanin.tui.progress.screen import ProgressScreen


@pytest.fixture
def store() -> Iterator[JournalStore]:
    with JournalStore(data_dir() / "journal.sqlite") as opened_store:
        yield opened_store


def figures(pilot: Pilot[None]) -> str:
    """All figures, scrolled out of sight or not."""
    return " ".join(
        " ".join(str(part.visual).split()) for part in pilot.app.screen.query("#figures Static").results(Static)
    )


async def test_progress_is_one_key_from_the_gallery(store: JournalStore) -> None:
    practised(store, [session_of([EMPTY, FULL], again=True)] * 4)
    async with opened(ScriptedPractice(store=store), NARROW) as pilot:
        await pilot.press("r")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ProgressScreen)
        assert "8 replies in 4 sessions: 4 first tries, 4 later at the same moment" in words(pilot)
        assert {"Time", "Imported", "Back"} <= footer(pilot) and "Persona" not in footer(pilot)
        assert "0% (0–49%) of 4" in figures(pilot) and "Ada Moss" in figures(pilot)
        assert "too few to tell" in figures(pilot)
        assert all(len(line) <= 80 for line in shown(pilot).splitlines())
        await pilot.press("escape")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, ProgressScreen)


async def test_time_and_imported_sessions_can_be_chosen(store: JournalStore) -> None:
    store.take_in([kept(session_of([FULL]), 0, 1)])
    async with opened(ScriptedPractice(store=store), WIDE) as pilot:
        await pilot.press("r")
        await settled(pilot)
        assert "No replies yet" in figures(pilot)
        await pilot.press("i")
        await settled(pilot)
        assert "1 reply in 1 session" in figures(pilot) and "with imported sessions" in words(pilot)
        await pilot.press("w")
        await settled(pilot)
        assert "the last 90 days" in words(pilot) and "No replies in this choice." in figures(pilot)


async def test_one_persona_after_another(store: JournalStore) -> None:
    other = session_of([FULL])
    other[0] = other[0].model_copy(update={"persona": "bo", "persona_text": "name: Bo Hale\nrupture: {}\n"})
    practised(store, [session_of([FULL]), session_of([FULL]), other])
    async with opened(ScriptedPractice(store=store), WIDE) as pilot:
        await pilot.press("r")
        await settled(pilot)
        assert "3 replies in 3 sessions" in figures(pilot)
        await pilot.press("p")
        await settled(pilot)
        assert "2 replies in 2 sessions" in figures(pilot) and "all of it · Ada Moss" in words(pilot)
        await pilot.press("p")
        await settled(pilot)
        assert "1 reply in 1 session" in figures(pilot) and "kind not known" in figures(pilot)


async def test_a_journal_that_cant_be_read_is_told(store: JournalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(ScriptedPractice(store=store), NARROW) as pilot:
        monkeypatch.setattr(store, "reading", lambda: (_ for _ in ()).throw(JournalError("It is damaged.")))
        await pilot.press("r")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, ProgressScreen)
        assert "It is damaged." in words(pilot)
