from tests.doubles import ScriptedEvaluator
from tests.tui.rooms import (
    DEFENDS,
    WIDE,
    ScriptedPractice,
    box,
    conversing,
    exchange,
    footer,
    settled,
    transcript,
    words,
)

from leanin.session.hints import HintKind
from leanin.tui.conversation.screen import ConversationScreen
from leanin.tui.conversation.what_if import WhatIfScreen
from leanin.tui.parts.notice import NoticeScreen


async def test_nudges_come_in_steps_go_with_the_reply_and_stand_in_the_debrief() -> None:
    room = ScriptedPractice(ScriptedEvaluator(DEFENDS))
    async with conversing(room, WIDE) as pilot:
        assert "Hint" in footer(pilot)
        await pilot.press("f5")
        await settled(pilot)
        assert "Hint Take some responsibility" in transcript(pilot) and "F5 goes a step further" in words(pilot)
        await exchange(pilot, "/hint")
        await exchange(pilot, "/hint")
        assert "There may be fear in it." in transcript(pilot) and "That was the last nudge" in words(pilot)
        await pilot.press("f6")
        await settled(pilot)
        assert isinstance(pilot.app.screen, NoticeScreen) and "Two ways to do it" in words(pilot)
        assert "By the author of Ada Moss" in words(pilot)
        await pilot.press("escape")
        await exchange(pilot, "I have studied this.")
        assert "Hint" not in transcript(pilot), "they were for that reply"
        record = room.sessions[0].record
        assert [turn.reply for turn in record.turns] == ["I have studied this."]
        assert [hint.kind for hint in record.turns[0].hints] == list(HintKind)
        await pilot.press("ctrl+e")
        await settled(pilot)
        assert "Hints before it: which step, the concern, a beginning, whole replies" in words(pilot)


async def test_another_reply_beside_the_conversation_can_be_helped_too() -> None:
    room = ScriptedPractice(ScriptedEvaluator(DEFENDS))
    async with conversing(room, WIDE) as pilot:
        await exchange(pilot, "I have studied this.")
        await pilot.press("f4", "w")
        await settled(pilot)
        assert isinstance(pilot.app.screen, WhatIfScreen)
        await pilot.press("f5")
        await settled(pilot)
        assert "Hint Take some responsibility" in transcript(pilot)
        assert room.sessions[0].record.hints[0].follows == 0
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConversationScreen) and "Hint" not in transcript(pilot)
        room.journal.full = True
        box(pilot).focus()
        await pilot.press("f5")
        await settled(pilot)
        assert "The disk is full." in words(pilot)
