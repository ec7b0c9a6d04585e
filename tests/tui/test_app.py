import pytest
from tests.tui.rooms import NARROW, ScriptedPractice, box, conversing, opened, settled, shown, words

from leanin.errors import JournalError
from leanin.tui.app import LeaninApp
from leanin.tui.parts.notice import NoticeScreen


async def test_the_palette_offers_what_the_keys_of_the_screen_do() -> None:
    async with conversing(ScriptedPractice(), (100, 70)) as pilot:
        await pilot.press("ctrl+p")
        await settled(pilot)
        await pilot.pause(0.2)
        assert shown(pilot).count("New line") == 1
        for offered in ("Send", "When to coach", "Leave for now", "Help", "Theme: light", "Theme: high contrast"):
            assert offered in shown(pilot)
        await pilot.press(*"leave", "enter")
        await settled(pilot)
        assert "Go on where you stopped" in words(pilot)


async def test_the_theme_is_taken_up_at_once_and_remembered() -> None:
    practice = ScriptedPractice()
    async with opened(practice) as pilot:
        assert pilot.app.theme == "leanin-dusk"
        assert {"leanin-dusk", "leanin-paper", "leanin-contrast", "nord"} <= set(pilot.app.available_themes)
        pilot.app.theme = "leanin-paper"
        await settled(pilot)
        assert practice.settings.theme == "leanin-paper"


def test_a_theme_that_is_gone_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANIN_THEME", "no-such-theme")
    assert LeaninApp().theme == "leanin-dusk"


async def test_short_errors_pass_by_and_long_ones_wait() -> None:
    async with opened(ScriptedPractice(), NARROW) as pilot:
        app = pilot.app
        assert isinstance(app, LeaninApp)
        app.tell(JournalError("[bold]Short.[/bold]"))
        await pilot.pause()
        assert "[bold]Short.[/bold]" in words(pilot)
        app.tell(JournalError("One line.\nAnother line."))
        await pilot.pause()
        assert isinstance(app.screen, NoticeScreen)
        assert "The journal can't be used" in words(pilot) and "Another line." in words(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert not isinstance(app.screen, NoticeScreen)


async def test_an_unexpected_fault_ends_the_app_in_words_and_gives_the_draft_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with conversing(ScriptedPractice()) as pilot:
            box(pilot).load_text("You're right, I am young.")
            pilot.app.call_later(lambda: 1 / 0)
            await pilot.pause()
    told = capsys.readouterr().err
    assert "a fault of its own (ZeroDivisionError at" in told
    assert "You're right, I am young." in told
    assert "Traceback" not in told
