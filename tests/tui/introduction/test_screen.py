from tests.tui.contrast import faint
from tests.tui.rooms import NARROW, ScriptedPractice, an_offer, box, opened, settled, words
from textual.pilot import Pilot

from leanin.introduction import EXPLAINS, LEANS_IN
from leanin.tui.app import LeaninApp
from leanin.tui.gallery.offer import OfferScreen
from leanin.tui.gallery.screen import GalleryScreen
from leanin.tui.introduction.screen import IntroductionScreen
from leanin.tui.introduction.trying import TryingScreen
from leanin.tui.themes import OWN_THEMES


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def test_at_the_first_start_two_replies_can_be_sent_with_enter_alone() -> None:
    practice = ScriptedPractice(introduction_seen=False)
    async with opened(practice, NARROW) as pilot:
        assert "Take some responsibility" in words(pilot) and "unknown" in words(pilot)
        await press(pilot, "enter")
        assert practice.settings.introduction_seen
        assert box(pilot).text == EXPLAINS
        await press(pilot, "f2")
        assert box(pilot).text == LEANS_IN
        await press(pilot, "f2", "enter")
        assert "✕ defending" in words(pilot) and "trust 30 → 14" in words(pilot)
        assert box(pilot).text == LEANS_IN, "the other one comes by itself"
        await press(pilot, "enter")
        assert "③ ● full" in words(pilot) and "trust 30 → 41" in words(pilot)
        assert "After the one that explains: trust 14, the one that leans in: trust 41." in words(pilot)
        await press(pilot, "enter")
        assert "Write a reply, or F2 for an example." in words(pilot)
        await press(pilot, *"No.", "enter", "pageup")
        assert len(pilot.app.screen.query(".try")) == 3
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, GalleryScreen)
    assert not practice.sessions, "nothing of it is a session"


async def test_one_key_skips_it_for_good_and_others_bring_it_back() -> None:
    practice = ScriptedPractice(introduction_seen=False, offers=[an_offer()])
    async with opened(practice, NARROW) as pilot:
        assert isinstance(pilot.app.screen, IntroductionScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, OfferScreen), "the offer waits for it"
        await press(pilot, "escape", "f1")
        await press(pilot, "i")
        assert isinstance(pilot.app.screen, IntroductionScreen)
        await press(pilot, "escape", "i", "enter")
        assert isinstance(pilot.app.screen, TryingScreen)
        await press(pilot, "escape")
        titles = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        assert {"Introduction", "Settings"} <= titles
    assert practice.settings.introduction_seen


async def test_it_does_not_come_in_the_way_of_what_was_asked_for() -> None:
    practice = ScriptedPractice(introduction_seen=False)
    asked: list[object] = []
    app = LeaninApp(lambda: practice, room=asked.append)  # type: ignore[arg-type, return-value]
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert asked == [app] and isinstance(app.screen, GalleryScreen)


async def test_all_of_it_can_be_read_in_every_theme() -> None:
    async with opened(ScriptedPractice(introduction_seen=False), (60, 20)) as pilot:
        for theme in OWN_THEMES:
            pilot.app.theme = theme.name
            await settled(pilot)
            assert faint(pilot.app) == []
        await press(pilot, "enter", "enter")
        for theme in OWN_THEMES:
            pilot.app.theme = theme.name
            await settled(pilot)
            assert faint(pilot.app) == []
