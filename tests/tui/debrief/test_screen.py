import pytest
from tests.doubles import ScriptedEvaluator, ScriptedVoice
from tests.tui.rooms import (
    DEFENDS,
    LEANS_IN,
    NARROW,
    WIDE,
    ScriptedPractice,
    box,
    conversing,
    exchange,
    footer,
    settled,
    words,
)
from textual.pilot import Pilot
from textual.widgets import Static

from leanin.locations import data_dir
from leanin.store.journal import JournalStore
from leanin.tui.conversation.screen import ConversationScreen
from leanin.tui.debrief.screen import DebriefScreen
from leanin.tui.gallery.screen import GalleryScreen


def read(pilot: Pilot[None]) -> str:
    """All of the debrief, scrolled out of sight or not."""
    assert isinstance(pilot.app.screen, DebriefScreen)
    return " ".join(" ".join(str(part.visual).split()) for part in pilot.app.screen.query(Static))


async def to_the_debrief(pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+e")
    await settled(pilot)
    assert isinstance(pilot.app.screen, DebriefScreen)


async def test_it_looks_back_on_outcome_curve_and_each_turn() -> None:
    practice = ScriptedPractice(
        ScriptedEvaluator(DEFENDS, LEANS_IN), ScriptedVoice(["Is that so."], ["Well."], thought="Another [expert].")
    )
    async with conversing(practice) as pilot:
        await exchange(pilot, "But I have studied this.")
        await pilot.press("ctrl+t")
        await settled(pilot)
        box(pilot).clear()
        await exchange(pilot)
        await to_the_debrief(pilot)
        debrief = read(pilot)
        assert "Unresolved The doubt still stands between you." in debrief
        ended = practice.sessions[0].record.outcome
        assert ended and f"kept {ended.attended} of the next 8 appointments (the model's guess)" in debrief
        assert "trust 30 → 3" in debrief and "candour 64 → " in debrief
        assert "How old are you, anyway?" in debrief
        assert "↶ Reply 1, taken back · 2 tries at this moment · 0 of 6 You But I have studied this✕." in debrief
        assert "✕ defending “I have studied this”" in debrief
        assert "Reply 1b · 2 tries at this moment · 5 of 6 You You're right, I am young①" in debrief
        assert debrief.index("Reply 1b · ") < debrief.index("↶ Reply 1,"), "what was kept comes first"
        assert "② Reflect the concern ◐ partial Close to her words." in debrief
        assert "client: scripted · grades: scripted" in debrief
        assert "thought, and didn't say Another [expert]." in debrief
        assert footer(pilot) >= {"Take back", "Anew", "Gallery"}
        assert "Export" not in footer(pilot), "this session isn't kept on disk"
        for size in ((20, 8), WIDE, NARROW):
            await pilot.resize_terminal(*size)
        assert "Unresolved" in words(pilot)


@pytest.mark.parametrize(("coach", "graded"), [("after", True), ("off", False)])
async def test_grades_are_shown_after_a_blind_try_but_not_where_the_coach_is_off(coach: str, graded: bool) -> None:
    async with conversing(ScriptedPractice(coach=coach)) as pilot:
        await exchange(pilot)
        await to_the_debrief(pilot)
        assert ("① Take some responsibility ● full Plain and true." in read(pilot)) is graded
        assert ("I am young①" in read(pilot)) is graded
        assert ("The coach is off, so no grades are shown." in read(pilot)) is not graded
        assert "thought, and didn't say" in read(pilot)


async def test_taking_back_goes_on_where_the_last_reply_was() -> None:
    practice = ScriptedPractice()
    async with conversing(practice) as pilot:
        await exchange(pilot, "One.")
        await exchange(pilot, "Two.")
        await to_the_debrief(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConversationScreen)
        assert box(pilot).text == "Two."
        assert practice.sessions[0].record.outcome is None
        await exchange(pilot, "Another two.")
        assert [turn.reply for turn in practice.sessions[0].record.turns] == ["One.", "Another two."]


async def test_another_try_begins_anew_with_the_same_client_and_therapist() -> None:
    practice = ScriptedPractice()
    async with conversing(practice) as pilot:
        await exchange(pilot)
        await to_the_debrief(pilot)
        await pilot.press("n")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConversationScreen)
        first, second = practice.sessions
        assert pilot.app.screen.session is second
        assert second.cast.persona == first.cast.persona
        assert second.record.turns == []
        await pilot.press("ctrl+g")
        await settled(pilot)
        assert isinstance(pilot.app.screen, GalleryScreen)


async def test_the_transcript_is_written_into_the_data_folder() -> None:
    with JournalStore(data_dir() / "journal.sqlite") as store:
        practice = ScriptedPractice(store=store)
        async with conversing(practice, WIDE) as pilot:
            await exchange(pilot)
            await to_the_debrief(pilot)
            await pilot.press("x")
            await pilot.pause()
            assert "Transcript written" in words(pilot)
            page = data_dir() / f"{store.find('last')}.md"
            assert "young, and maybe you wonder" in page.read_text(encoding="utf-8")
            assert page.stat().st_mode & 0o077 == 0
            page.unlink()
            page.mkdir()
            await pilot.press("x")
            await pilot.pause()
            assert "The transcript can't be written" in words(pilot)
