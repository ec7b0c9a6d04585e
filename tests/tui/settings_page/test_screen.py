from typing import Any

import pytest
from tests.tui.contrast import faint
from tests.tui.rooms import NARROW, ScriptedPractice, opened, settled, shown, words
from textual.pilot import Pilot
from textual.widgets import Input, RadioSet

from leanin.locations import config_file
from leanin.settings import load_settings, remember
from leanin.tui.gallery.screen import GalleryScreen
from leanin.tui.settings_page.fields import SettingField
from leanin.tui.settings_page.screen import SettingsScreen
from leanin.tui.themes import OWN_THEMES


class Kept(ScriptedPractice):
    """A practice room whose settings are on disk."""

    def remember(self, **changes: Any) -> None:
        remember(**changes)
        self.settings = load_settings()


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def field(pilot: Pilot[None], name: str) -> SettingField:
    return next(one for one in pilot.app.screen.query(SettingField) if one.entry.name == name)


def type_into(pilot: Pilot[None], name: str, text: str) -> None:
    control = field(pilot, name).control
    assert isinstance(control, Input)
    control.focus()
    control.value = text


async def test_a_model_is_set_by_the_keyboard_with_who_would_receive_the_words() -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text("# mine\nseed: 7  # always\n")
    practice = Kept()
    async with opened(practice, NARROW) as pilot:
        await press(pilot, "o")
        assert "Built-in client and evaluator: your words stay on this machine." in words(pilot)
        assert "Who plays" in words(pilot) and "Now: the default." in words(pilot)
        await press(pilot, *"openai/x", "tab")
        assert "client: openai/x, words go to OpenAI (api.openai.com)" in words(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, GalleryScreen) and "Saved in" in words(pilot)
    assert config_file().read_text() == "# mine\nseed: 7  # always\nclient_model: openai/x\n"


async def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved() -> None:
    practice = Kept()
    async with opened(practice, NARROW) as pilot:
        await press(pilot, "o")
        type_into(pilot, "therapist.age", "three")
        type_into(pilot, "therapist.training", "Evening classes")
        await press(pilot, "ctrl+s")
        assert "! a whole number was expected" in words(pilot)
        focused = pilot.app.screen.focused
        assert focused is field(pilot, "therapist.age").control
        assert not config_file().exists()
        type_into(pilot, "therapist.age", "41")
        await press(pilot, "escape")
        assert "Not saved yet: Ctrl+S saves." in words(pilot)
        await press(pilot, "ctrl+s")
    assert load_settings().therapist is not None
    assert config_file().read_text() == "therapist:\n  age: 41\n  training: Evening classes\n"


async def test_choices_are_made_with_the_arrows_and_show_at_once() -> None:
    practice = Kept()
    async with opened(practice, NARROW) as pilot:
        pilot.app.animation_level = "full"
        await press(pilot, "o")
        for name in ("theme", "motion"):
            control = field(pilot, name).control
            assert isinstance(control, RadioSet)
            control.focus()
            await pilot.pause()
            assert "← → and Space choose." in words(pilot)
            await press(pilot, "right", "space")
        await press(pilot, "ctrl+s")
        assert (pilot.app.theme, pilot.app.animation_level) == ("leanin-paper", "none")
        await press(pilot, "o")
        client = field(pilot, "client_model").control
        assert isinstance(client, Input) and not client.cursor_blink, "nothing moves by itself"
    assert (load_settings().theme, load_settings().motion.value) == ("leanin-paper", "reduced")


async def test_what_the_environment_says_cannot_be_changed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANIN_CLIENT_MODEL", "openai/theirs")
    async with opened(Kept(), NARROW) as pilot:
        await press(pilot, "o")
        assert field(pilot, "client_model").control.disabled
        assert "LEANIN_CLIENT_MODEL in the environment counts" in words(pilot)
        assert "openai/theirs" in shown(pilot) and "words go to OpenAI" in words(pilot)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, SettingsScreen), "nothing was changed, so nothing is asked"


async def test_all_of_it_can_be_read_in_every_theme_and_on_a_small_screen() -> None:
    async with opened(ScriptedPractice(), (60, 20)) as pilot:
        await press(pilot, "o", "pagedown")
        for theme in OWN_THEMES:
            pilot.app.theme = theme.name
            await settled(pilot)
            assert faint(pilot.app) == []
