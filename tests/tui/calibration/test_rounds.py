from pathlib import Path

from tests.calibration.samples import begun, blind, graded_like_labels, suite_folder
from tests.tui.calibration.desks import at_round, on_disk, press
from tests.tui.rooms import WIDE, ScriptedPractice, footer, opened, settled, words
from textual.widgets import Input

from leanin.calibration import book, desk
from leanin.tui.calibration.choice import ChoiceScreen
from leanin.tui.calibration.grading import GradingScreen
from leanin.tui.calibration.result import ResultScreen
from leanin.tui.calibration.rounds import RoundsScreen
from leanin.tui.gallery.screen import GalleryScreen


async def test_a_round_is_two_keys_from_the_gallery() -> None:
    async with opened(ScriptedPractice()) as pilot:
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, RoundsScreen)
        assert "Begin: 20 replies of replies-test, seed 1" in words(pilot)
        assert "built-in evaluator, no language model" in words(pilot)
        assert "Delete" not in footer(pilot) and "Open" in footer(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, GradingScreen)
        assert len(on_disk().items) == 20
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, GalleryScreen)


async def test_the_palette_knows_the_way_too() -> None:
    async with opened(ScriptedPractice()) as pilot:
        commands = {command.title: command for command in pilot.app.get_system_commands(pilot.app.screen)}
        await commands["Calibrate"].callback()
        await settled(pilot)
        assert isinstance(pilot.app.screen, RoundsScreen)


async def test_what_was_left_is_chosen_and_what_is_finished_is_shown(tmp_path: Path) -> None:
    left = begun(tmp_path, rater="AB")
    desk.give(left, left.items[0].id, blind(1, 1, 1))
    done = graded_like_labels(begun(tmp_path, rater="CD"))
    newer = done.header.id
    assert newer != left.header.id
    async with at_round(None) as pilot:
        assert "go on: 1 of 4 graded" in words(pilot) and "finished" in words(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, GradingScreen) and "1 graded" in words(pilot)
        await press(pilot, "escape", "home", "down" if newer > left.header.id else "end", "enter")
        assert isinstance(pilot.app.screen, ResultScreen)


async def test_another_choice_is_put_in_by_hand(tmp_path: Path) -> None:
    folder = suite_folder(tmp_path)
    async with at_round(None) as pilot:
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, ChoiceScreen)
        for name, value in {"rater": "AB", "count": "many", "seed": "3", "suite": folder, "split": ""}.items():
            pilot.app.screen.query_one(f"#{name}", Input).value = value
        await press(pilot, "ctrl+s")
        assert "whole numbers" in words(pilot)
        pilot.app.screen.query_one("#count", Input).value = "0"
        await press(pilot, "ctrl+s")
        assert "At least one" in words(pilot)
        pilot.app.screen.query_one("#count", Input).value = "3"
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, GradingScreen)
        header = on_disk().header
        assert (header.rater, header.seed, header.suite, header.split, len(header.items)) == ("AB", 3, "mine", None, 3)
        await press(pilot, "escape", "n", "escape")
        assert isinstance(pilot.app.screen, RoundsScreen)


async def test_a_suite_that_isnt_there_is_told() -> None:
    async with at_round(None, WIDE) as pilot:
        await press(pilot, "n")
        pilot.app.screen.query_one("#suite", Input).value = "replis"
        await press(pilot, "ctrl+s")
        assert "Did you mean “replies”" in words(pilot)


async def test_a_round_is_deleted_after_a_question(tmp_path: Path) -> None:
    begun(tmp_path)
    async with at_round(None) as pilot:
        await press(pilot, "delete", "escape")
        assert len(book.rounds()) == 1
        await press(pilot, "delete", "tab", "enter")
        assert book.rounds() == []
        assert "0 of 4 graded" not in words(pilot)


async def test_a_broken_round_is_told_and_the_others_are_there(tmp_path: Path) -> None:
    begun(tmp_path)
    (book.calibration_dir() / "20200101-000000-aaaa.jsonl").write_text("{oops\n")
    async with at_round(None, WIDE) as pilot:
        assert "This file can't be used" in words(pilot) and "0 of 4 graded" in words(pilot)
        await press(pilot, "end", "enter")
        assert "this isn't valid JSON" in words(pilot)


async def test_a_rater_who_saw_the_labels_is_warned(tmp_path: Path) -> None:
    graded_like_labels(begun(tmp_path))
    async with at_round(begun(tmp_path)) as pilot:
        assert "you aren't blind to them any more" in words(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, GradingScreen)
