from pathlib import Path

from tests.calibration.samples import begun, blind
from tests.tui.calibration.desks import at_round, on_disk, press
from tests.tui.rooms import WIDE, footer, shown, words

from leanin.calibration import book
from leanin.rubric import ANCHORS, Step, Trap
from leanin.tui.calibration.grading import GradingScreen
from leanin.tui.calibration.result import ResultScreen
from leanin.tui.calibration.rounds import RoundsScreen


async def test_a_reply_is_graded_with_three_keys_and_kept_at_once(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    async with at_round(kept) as pilot:
        assert "Reply 1 of 4 · not graded" in shown(pilot)
        await press(pilot, "2", "1")
        assert on_disk().grades == {}
        await press(pilot, "0")
        assert on_disk().grades == {kept.items[0].id: blind(2, 1, 0)}
        assert "Reply 1 of 4 · kept · 1 graded" in shown(pilot)
        await press(pilot, "enter")
        assert "Reply 2 of 4 · not graded" in shown(pilot)
        assert kept.items[1].reply in words(pilot)


async def test_all_that_is_needed_is_on_a_small_screen_and_nothing_of_the_labels(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    item = kept.items[0]
    async with at_round(kept) as pilot:
        for told in (item.client, item.reply, item.concern, str(item.therapist)):
            assert told in words(pilot)
        for place, step in enumerate(Step):
            for anchor in ANCHORS[step]:
                assert anchor in words(pilot), "the levels of the marked step are explained"
            await press(pilot, str(place))
        for _ in range(3):
            await press(pilot, "right", "1", "1", "1")
            assert "secret" not in words(pilot) and "≠" not in words(pilot)
        assert {"Next", "Back", "Skip", "Traps", "Note", "End", "Leave"} <= footer(pilot)


async def test_on_a_tall_screen_every_level_is_explained_at_once(tmp_path: Path) -> None:
    async with at_round(begun(tmp_path), WIDE) as pilot:
        assert all(anchor in words(pilot) for anchors in ANCHORS.values() for anchor in anchors)


async def test_traps_and_a_note_are_kept_with_the_grade(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    async with at_round(kept) as pilot:
        await press(pilot, "n", *"Hm", "enter", "t", "a", "n", "escape")
        assert on_disk().grades == {}
        await press(pilot, "0", "0", "0")
        assert on_disk().grades[kept.items[0].id] == blind(0, 0, 0, Trap.DEFENDING, Trap.ADVISING, note="Hm")
        assert "✕ defending, advising" in shown(pilot) and "note: Hm" in shown(pilot)
        await press(pilot, "t", "a", "t", "n", "x", "escape")
        assert on_disk().grades[kept.items[0].id] == blind(0, 0, 0, Trap.ADVISING, note="Hm")


async def test_going_on_needs_every_level_or_a_skip(tmp_path: Path) -> None:
    async with at_round(begun(tmp_path)) as pilot:
        await press(pilot, "2", "enter")
        assert "Reply 1 of 4" in shown(pilot)
        assert "Give ② Reflect the concern and ③ Invite more a level first" in words(pilot)
        await press(pilot, "s")
        assert "Reply 2 of 4" in shown(pilot) and "a level first" not in words(pilot)
        await press(pilot, "left")
        assert "● full" in shown(pilot), "what was given before the skip is still there"
        await press(pilot, "escape")
        assert "1 reply had no level for every step" in words(pilot)


async def test_a_grade_can_be_changed_until_the_end(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    async with at_round(kept) as pilot:
        await press(pilot, "2", "1", "0", "enter", "left", "left")
        assert "Reply 1 of 4" in shown(pilot), "there is nothing before the first"
        await press(pilot, "0")
        assert on_disk().grades[kept.items[0].id] == blind(0, 1, 0)
        await press(pilot, "down", "2", "k", "k", "1")
        assert on_disk().grades[kept.items[0].id] == blind(0, 2, 1)


async def test_skipped_replies_come_round_again_and_then_the_end(tmp_path: Path) -> None:
    kept = begun(tmp_path, count=3)
    async with at_round(kept) as pilot:
        await press(pilot, "s", *"111", "enter", *"111", "enter")
        assert "Reply 1 of 3" in shown(pilot)
        assert "1 reply is still without a grade" in words(pilot)
        await press(pilot, "s", "s", "s")
        assert "Reply 1 of 3" in shown(pilot), "once round the others, and here again"
        await press(pilot, *"222", "enter")
        assert "See the result?" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, GradingScreen) and not on_disk().finished
        await press(pilot, "e", "tab", "enter")
        assert isinstance(pilot.app.screen, ResultScreen) and on_disk().finished


async def test_stopping_early_needs_a_grade_and_a_yes(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    async with at_round(kept) as pilot:
        await press(pilot, "e")
        assert "Grade at least one reply first" in words(pilot)
        await press(pilot, *"210", "e")
        assert "Stop here and see the result?" in words(pilot)
        assert "3 replies stay without a grade" in words(pilot)
        await press(pilot, "tab", "enter")
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "Agreement on 1 reply, each graded blind" in words(pilot)


async def test_a_round_that_was_left_goes_on_where_it_stopped(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    async with at_round(kept) as pilot:
        await press(pilot, *"210", "enter", *"21")
    async with at_round(on_disk()) as pilot:
        assert "Reply 2 of 4 · not graded · 1 graded" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, RoundsScreen)
        assert "go on: 1 of 4 graded" in words(pilot)


async def test_more_is_offered_where_a_reply_is_longer_than_the_screen(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    async with at_round(kept, (80, 12)) as pilot:
        assert "More" in footer(pilot)
        for _ in range(6):
            await press(pilot, "space")
        assert "More" not in footer(pilot)
        assert "graduate school" in words(pilot)
        await press(pilot, "pageup")
        assert "More" in footer(pilot)


async def test_a_grade_that_cant_be_kept_is_told(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    async with at_round(kept) as pilot:
        book.delete(kept.header.id)
        await press(pilot, *"210")
        assert "deleted?" in words(pilot)
        assert "not graded" in shown(pilot)


async def test_the_end_says_who_will_receive_the_replies(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    settings = {"evaluator_model": "openai/scripted", "evaluator_api_base": "http://127.0.0.1:9/v1"}
    async with at_round(kept, WIDE, **settings) as pilot:
        await press(pilot, *"210", "e")
        assert "The replies, not your grades, then go out to be graded" in words(pilot)
        assert "this machine (127.0.0.1:9)" in words(pilot)


async def test_words_are_shown_as_they_are(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    path = book.file_of(kept.header.id)
    path.write_text(path.read_text().replace("How old are you?", "[b]How[/b] old?\\u001b[2J"))
    async with at_round(on_disk()) as pilot:
        assert "[b]How[/b] old?[2J" in shown(pilot)
