import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.doubles import PERSONA_TEXT, persona_file, session_with
from tests.tui.rooms import NARROW, ScriptedPractice, footer, opened, send, settled, shown, summary_of, words
from textual.widgets import ListItem

from leanin.errors import DataFileError, JournalError, SettingsError
from leanin.persona import PersonaFile, parse_persona
from leanin.tui.app import LeaninApp
from leanin.tui.conversation.screen import ConversationScreen
from leanin.tui.gallery.cards import GoOnCard, PersonaCard
from leanin.tui.gallery.screen import GalleryScreen
from leanin.tui.parts.notice import NoticeScreen
from leanin.tui.scene.screen import SceneScreen

BROKEN = DataFileError("ben.yaml, line 3: nmae: there is no such key here.\nben.yaml, line 9: worse.")


def another(name: str) -> PersonaFile:
    return parse_persona(PERSONA_TEXT.replace("id: ada", f"id: {name.lower()}").replace("Ada Moss", name), "x.yaml")


async def test_a_card_says_who_what_kind_of_rupture_and_how_hard() -> None:
    async with opened(ScriptedPractice()) as pilot:
        assert "Ada Moss, 61" in words(pilot)
        assert "Doubts that you have lived enough." in words(pilot)
        assert "▲▲△ firm · bond rupture · confronts" in words(pilot)
        assert "built-in client, no language model" in words(pilot)


async def test_choosing_a_card_by_key_or_mouse_opens_the_scene() -> None:
    async with opened(ScriptedPractice(shelf=[persona_file(), another("Ben")])) as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SceneScreen)
        assert "Ben, 61" in words(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, GalleryScreen)
        await pilot.click(pilot.app.screen.query(PersonaCard).first())
        await pilot.pause()
        assert "Ada Moss, 61" in words(pilot)


async def test_a_broken_file_has_its_card_and_says_all_that_is_wrong_when_chosen() -> None:
    async with opened(ScriptedPractice(shelf=[BROKEN])) as pilot:
        assert "! This file can't be used" in shown(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, NoticeScreen)
        assert "line 9: worse." in words(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, GalleryScreen)


async def test_an_empty_shelf_says_so() -> None:
    async with opened(ScriptedPractice(shelf=[])) as pilot:
        assert "No personas were found." in words(pilot)


async def test_settings_that_cannot_be_used_are_told_and_the_app_stays() -> None:
    def refuse() -> ScriptedPractice:
        raise SettingsError("config.yaml, line 2: coach: expected live, after or off.")

    app = LeaninApp(refuse)  # type: ignore[arg-type]
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "The settings can't be used." in words(pilot)
        assert "config.yaml, line 2: coach" in words(pilot)
        await pilot.press("s", "enter")
        assert isinstance(app.screen, GalleryScreen)


async def test_keys_act_while_the_cards_are_still_being_read() -> None:
    reading = threading.Event()

    class Slow(ScriptedPractice):
        def personas(self) -> Iterator[PersonaFile | DataFileError]:
            yield persona_file()
            reading.wait(10)
            yield another("Ben")

    app = LeaninApp(lambda: Slow())  # type: ignore[arg-type, return-value]
    app.animation_level = "none"
    async with app.run_test(size=NARROW) as pilot:
        while not app.screen.query(PersonaCard):
            await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        try:
            assert isinstance(app.screen, SceneScreen)
        finally:
            reading.set()
        await settled(pilot)
        await pilot.press("escape")
        assert len(app.gallery.query(PersonaCard)) == 2


async def test_a_session_that_was_cut_off_comes_first_and_enter_goes_on_with_it() -> None:
    practice = ScriptedPractice(left=summary_of("old"))
    practice.resumable["old"], _ = session_with()
    async with opened(practice) as pilot:
        assert "Go on where you stopped Ada Moss · 3 replies · 3 March 2026" in words(pilot)
        assert [card.highlighted for card in pilot.app.screen.query(ListItem)] == [True, False], "one is chosen"
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConversationScreen)
        assert pilot.app.screen.session is practice.resumable["old"]


async def test_it_can_be_left() -> None:
    async with opened(ScriptedPractice(left=summary_of("old"))) as pilot:
        assert "Leave it" in footer(pilot)
        await pilot.press("d")
        await pilot.pause()
        assert not pilot.app.screen.query(GoOnCard)
        assert "Leave it" not in footer(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SceneScreen)


async def test_a_journal_that_cannot_be_read_is_told_and_the_cards_stay() -> None:
    async with opened(ScriptedPractice(left=JournalError("You may not write to /data."))) as pilot:
        assert "You may not write to /data." in words(pilot)
        assert pilot.app.screen.query(PersonaCard)


async def test_a_conversation_left_for_now_can_be_gone_on_with_draft_and_all() -> None:
    practice = ScriptedPractice()
    async with opened(practice) as pilot:
        await pilot.press("enter", "enter")
        await settled(pilot)
        await send(pilot, "I am young.")
        await settled(pilot)
        await pilot.press("h", "a", "ctrl+g")
        await settled(pilot)
        assert isinstance(pilot.app.screen, GalleryScreen)
        assert "Ada Moss · 1 reply · just now" in words(pilot)
        await pilot.press("enter")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ConversationScreen)
        assert screen.unsent == "ha"
        assert len(practice.sessions) == 1
        assert len(screen.session.record.turns) == 1
        await pilot.press("ctrl+e")
        await settled(pilot)
        await pilot.press("g")
        await settled(pilot)
        assert not pilot.app.screen.query(GoOnCard), "what has ended isn't offered"
        assert [card.highlighted for card in pilot.app.screen.query(PersonaCard)] == [True]


async def test_a_named_persona_opens_its_scene_straight_away(tmp_path: Path) -> None:
    path = tmp_path / "ben.yaml"
    path.write_text(another("Ben").text, encoding="utf-8")
    async with opened(ScriptedPractice(), persona=str(path)) as pilot:
        assert isinstance(pilot.app.screen, SceneScreen)
        assert "Ben, 61" in words(pilot)


async def test_a_name_that_nobody_has_is_told() -> None:
    async with opened(ScriptedPractice(), size=(120, 40), persona="roza") as pilot:
        assert "There is no persona called “roza”. Did you mean “rosa”?" in words(pilot)


async def test_a_named_session_is_resumed_straight_away() -> None:
    practice = ScriptedPractice(left=summary_of("old"))
    practice.resumable["old"], _ = session_with()
    async with opened(practice, session="old") as pilot:
        assert isinstance(pilot.app.screen, ConversationScreen)
        assert not pilot.app.gallery.query(GoOnCard)  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_quitting_lets_go_of_the_practice_room(key: str) -> None:
    practice = ScriptedPractice()
    async with opened(practice) as pilot:
        await pilot.press(key)
    assert practice.closed
