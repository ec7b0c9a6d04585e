from tests.doubles import FULL, ScriptedEvaluator, ScriptedVoice
from tests.strategies import grade_of
from tests.tui.rooms import (
    DEFENDS,
    LEANS_IN,
    NARROW,
    WIDE,
    ScriptedPractice,
    conversing,
    exchange,
    footer,
    settled,
    shown,
    words,
)
from textual.pilot import Pilot
from textual.widgets import Static

from leanin.tui.debrief.screen import DebriefScreen
from leanin.tui.debrief.turn_view import TurnView


def part(pilot: Pilot[None], name: str) -> str:
    return str(pilot.app.screen.query_one(f"#{name}", Static).visual)


async def looked_back(pilot: Pilot[None], replies: int = 3) -> None:
    for number in range(replies):
        await exchange(pilot, f"Reply {number + 1}.")
    await pilot.press("ctrl+e")
    await settled(pilot)


async def test_the_first_page_holds_outcome_curves_and_steps_on_a_small_terminal() -> None:
    async with conversing(ScriptedPractice(ScriptedEvaluator(DEFENDS, LEANS_IN, FULL)), NARROW) as pilot:
        await looked_back(pilot)
        page = shown(pilot)
        assert "Unresolved  The doubt still stands between you." in page
        assert "(the model's guess)" in page
        for measure in ("trust  30 → ", "tension  60 → ", "candour  64 → "):
            assert measure in page
        assert "① responsibility     ○   ●   ●" in page and "✕ traps              ✕   ·   ·" in page
        assert "→ To practise: Take some responsibility: full in 2 of 3 replies." in words(pilot)


async def test_turning_points_and_traps_are_named_with_what_was_told_and_said() -> None:
    async with conversing(ScriptedPractice(ScriptedEvaluator(DEFENDS, FULL, FULL, FULL)), WIDE) as pilot:
        await looked_back(pilot, 4)
        assert "▼ reply 1: trust fell most, 30 → " in part(pilot, "turning-points")
        assert "told: A harder test" in part(pilot, "turning-points")
        assert "✕ reply 1: defending  “I have studied this”" in part(pilot, "traps")
        assert "▼" in part(pilot, "chart-trust") and "▼" not in part(pilot, "chart-tension")
        assert "✓ Done well: Reflect the concern: full in 3 of 3 replies." in part(pilot, "take-along")


async def test_a_blind_session_shows_how_the_client_moved_but_nothing_that_a_grade_tells() -> None:
    async with conversing(ScriptedPractice(ScriptedEvaluator(DEFENDS), coach="off"), WIDE) as pilot:
        await looked_back(pilot, 1)
        assert "trust  30 → " in part(pilot, "chart-trust")
        assert not pilot.app.screen.query("#strip, #take-along, #traps, #rule")
        assert "Practise" not in footer(pilot)


async def test_a_reply_is_chosen_with_the_arrows_and_pointed_at_above_and_below() -> None:
    async with conversing(ScriptedPractice(), WIDE) as pilot:
        await looked_back(pilot)
        screen = pilot.app.screen
        await pilot.press("right", "right", "left", "left")
        await settled(pilot)
        assert [view.number for view in screen.query(TurnView) if view.has_class("-chosen")] == [1]
        assert "▸1" in part(pilot, "strip") and "▸ Reply 1 · 5 of 6" in words(pilot)
        await pilot.press("home")
        await settled(pilot)
        assert "▸" not in part(pilot, "strip") and not screen.query(".-chosen")
        await pilot.press("left")
        await settled(pilot)
        assert "▸3" in part(pilot, "strip"), "backwards it begins with the last"


async def test_a_chosen_reply_is_taken_back_and_one_that_was_left_is_gone_on_from() -> None:
    room = ScriptedPractice()
    async with conversing(room, WIDE) as pilot:
        await looked_back(pilot)
        await pilot.press("right", "right", "t")
        await settled(pilot)
        record = room.sessions[0].record
        assert [turn.reply for turn in record.turns] == ["Reply 1."]
        await pilot.press("ctrl+e")
        await settled(pilot)
        await pilot.press("left")  # the last in the order: the third reply, taken back
        await settled(pilot)
        assert "Go on" in footer(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert isinstance(pilot.app.screen, DebriefScreen) and "isn't in the conversation" in words(pilot)
        await pilot.press("c")
        await settled(pilot)
        assert [turn.reply for turn in record.turns] == ["Reply 1.", "Reply 2.", "Reply 3."]
        assert record.outcome is None and not isinstance(pilot.app.screen, DebriefScreen)


async def test_practise_opens_a_drill_on_the_weakest_step() -> None:
    from leanin.tui.drills.screen import DrillScreen

    voice = ScriptedVoice()
    async with conversing(ScriptedPractice(ScriptedEvaluator(grade_of(2, 1, 2)), voice), WIDE) as pilot:
        await looked_back(pilot, 1)
        assert "Practise" in footer(pilot)
        await pilot.press("p")
        await settled(pilot)
        assert isinstance(pilot.app.screen, DrillScreen)
        assert "Reflect the concern" in words(pilot)
    async with conversing(ScriptedPractice(ScriptedEvaluator(FULL)), WIDE) as pilot:
        await looked_back(pilot, 1)
        assert "Practise" not in footer(pilot), "nothing is left to practise"


async def test_a_long_session_is_shown_at_any_size() -> None:
    async with conversing(ScriptedPractice(), (20, 8)) as pilot:
        await looked_back(pilot, 12)
        for size in ((20, 8), (40, 14)):
            await pilot.resize_terminal(*size)
            await pilot.press("home")
            await settled(pilot)
            assert "Unresolved" in words(pilot) or "Repaired" in words(pilot), size
            await pilot.press("right", "pagedown", "end")
            await settled(pilot)
            assert "scripted" in words(pilot), size
