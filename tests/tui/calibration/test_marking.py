from pathlib import Path

from tests.calibration.samples import begun
from tests.tui.calibration.desks import at_round, press
from tests.tui.rooms import shown, words
from textual.widgets import Static

from leanin.rubric import TRAPS
from leanin.tui.calibration.grading import GradingScreen
from leanin.tui.calibration.marking import NoteScreen, TrapsScreen


async def test_every_trap_is_on_a_small_screen_with_what_the_chosen_one_looks_like(tmp_path: Path) -> None:
    async with at_round(begun(tmp_path)) as pilot:
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, TrapsScreen)
        for facts in TRAPS.values():
            assert facts.title in words(pilot)
            looks = pilot.app.screen.query_one("#looks", Static)
            assert str(looks.visual) == facts.looks_like
            assert len(facts.looks_like) <= looks.size.width + 40 and looks.size.height == 2, "it isn't cut off"
            await press(pilot, "down")


async def test_space_and_enter_turn_a_trap_on_and_off_and_its_mark_is_a_shape(tmp_path: Path) -> None:
    async with at_round(begun(tmp_path)) as pilot:
        await press(pilot, "t", "space")
        assert "✕ ① defending" in shown(pilot)
        await press(pilot, "enter")
        assert "✕" not in shown(pilot)
        await press(pilot, "down", "space", "escape", "t")
        assert "✕ ① taking too much" in shown(pilot)


async def test_a_note_that_is_left_stays_as_it_was(tmp_path: Path) -> None:
    async with at_round(begun(tmp_path)) as pilot:
        await press(pilot, "n", *"one", "enter", "n", *"two", "escape")
        assert isinstance(pilot.app.screen, GradingScreen)
        assert "note: one" in shown(pilot) and "two" not in shown(pilot)
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, NoteScreen)
        await press(pilot, "backspace", "backspace", "backspace", "enter")
        assert "note:" not in shown(pilot)
