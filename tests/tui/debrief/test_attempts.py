import asyncio

from tests.doubles import ScriptedEvaluator, ScriptedVoice
from tests.tui.rooms import (
    DEFENDS,
    LEANS_IN,
    NARROW,
    REPLY,
    WIDE,
    ScriptedPractice,
    box,
    conversing,
    exchange,
    footer,
    send,
    settled,
    words,
)
from textual.pilot import Pilot
from textual.widgets import Static

from leanin.errors import ModelFault
from leanin.tui.conversation.screen import ConversationScreen
from leanin.tui.conversation.what_if import WhatIfScreen
from leanin.tui.debrief.attempts import AttemptsScreen
from leanin.tui.debrief.screen import DebriefScreen


def practice(*grades: object) -> ScriptedPractice:
    return ScriptedPractice(
        ScriptedEvaluator(*(grades or (DEFENDS, DEFENDS, LEANS_IN))),  # type: ignore[arg-type]
        ScriptedVoice(["Is that so."], ["Fine."], ["Go on."], thought="Maybe."),
    )


def read(pilot: Pilot[None]) -> str:
    return " ".join(" ".join(str(part.visual).split()) for part in pilot.app.screen.query(Static))


async def to_the_debrief(pilot: Pilot[None]) -> None:
    await exchange(pilot, "But I have studied this.")
    await exchange(pilot, "Anything else?")
    await pilot.press("ctrl+e")
    await settled(pilot)


async def tried_beside_the_first(pilot: Pilot[None], text: str = REPLY) -> None:
    await to_the_debrief(pilot)
    await pilot.press("right", "w")
    await settled(pilot)
    await exchange(pilot, text)


async def test_another_reply_is_tried_from_the_debrief_and_stands_beside_the_first() -> None:
    room = practice()
    async with conversing(room, WIDE) as pilot:
        await tried_beside_the_first(pilot)
        assert isinstance(pilot.app.screen, AttemptsScreen)
        compared = read(pilot)
        assert "Reply 1: 2 tries" in compared
        assert "Reply 1 · kept · 0 of 6 ▸ Reply 1b · ∥ beside it · 5 of 6" in compared
        assert "But I have studied this✕." in compared and "I am young①" in compared
        assert "✕ defending “I have studied this”" in compared
        assert "Is that so." in compared and "Go on." in compared
        assert compared.count("thought, and didn't say Maybe.") == 2
        assert "trust 30 → " in compared
        assert [turn.reply for turn in room.sessions[0].record.turns] == ["But I have studied this.", "Anything else?"]
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, DebriefScreen)
        assert "∥ Reply 1b, tried beside the conversation · 2 tries at this moment · 5 of 6" in read(pilot)
        assert "▸ Reply 1 · 2 tries at this moment" in read(pilot)
        assert room.sessions[0].record.outcome, "the outcome stands until one goes on"


async def test_going_on_from_a_try_makes_it_the_conversation() -> None:
    room = practice()
    async with conversing(room, WIDE) as pilot:
        await tried_beside_the_first(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConversationScreen)
        assert "You go on after reply 1b" in words(pilot)
        await exchange(pilot, "And then?")
        record = room.sessions[0].record
        assert [turn.reply for turn in record.turns] == [REPLY, "And then?"]
        assert record.outcome is None


async def test_more_tries_than_fit_are_leafed_through() -> None:
    async with conversing(practice(), (60, 24)) as pilot:
        await tried_beside_the_first(pilot)
        assert "Reply 1: 2 tries, shown 2" in words(pilot)
        await pilot.press("left")
        await settled(pilot)
        assert "Reply 1: 2 tries, shown 1" in words(pilot) and "Reply 1 · kept" in words(pilot)
        await pilot.press("left", "right", "w")
        await settled(pilot)
        assert isinstance(pilot.app.screen, WhatIfScreen), "yet another can be tried at once"


async def test_it_can_be_used_at_any_size() -> None:
    async with conversing(practice(), (20, 8)) as pilot:
        await tried_beside_the_first(pilot)
        for size in ((20, 8), (40, 14), NARROW):
            await pilot.resize_terminal(*size)
            assert "Reply 1b" in words(pilot), size
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConversationScreen)


async def test_a_draft_waits_until_it_is_sent_and_nothing_is_sent_without_words() -> None:
    room = practice()
    async with conversing(room) as pilot:
        await to_the_debrief(pilot)
        await pilot.press("w")
        await settled(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Nothing to send yet." in words(pilot)
        await pilot.press(*"maybe", "escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, DebriefScreen)
        screen = next(screen for screen in pilot.app.screen_stack if isinstance(screen, ConversationScreen))
        assert screen.unsent == "maybe", "quitting keeps it"
        await pilot.press("w")
        await settled(pilot)
        assert box(pilot).text == "maybe"
        await pilot.press("enter")
        await settled(pilot)
        assert screen.unsent == ""
        assert room.sessions[0].record.attempts[-1].reply == "maybe"


async def test_while_it_is_answered_another_waits_in_the_box_and_escape_stops() -> None:
    room = practice()
    async with conversing(room) as pilot:
        await to_the_debrief(pilot)
        await pilot.press("w")
        await settled(pilot)
        room.voice.gate = asyncio.Event()
        await send(pilot, "Else.")
        while len(room.voice.asked) < 3:
            await pilot.pause()
        await pilot.pause()
        assert "is speaking. Esc stops." in words(pilot) and "Stop" in footer(pilot)
        await send(pilot, "And more.")
        await pilot.pause()
        assert "is still answering" in words(pilot) and box(pilot).text == "And more."
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, AttemptsScreen)
        assert "You stopped the client here." in read(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "hasn't answered that reply" in words(pilot)
        await pilot.press("w")
        await settled(pilot)
        assert box(pilot).text == "And more."


async def test_where_the_grade_is_missing_it_can_be_asked_for_again() -> None:
    room = practice(LEANS_IN, LEANS_IN, ModelFault("It is down."), LEANS_IN)
    async with conversing(room) as pilot:
        await tried_beside_the_first(pilot, "Else.")
        assert "No grade: It is down." in read(pilot) and "Ask again" in footer(pilot)
        await pilot.press("r")
        await settled(pilot)
        tried = room.sessions[0].record.attempts[-1]
        assert tried.finished and tried.aside and tried.reply == "Else."
        assert isinstance(pilot.app.screen, AttemptsScreen)
        assert "It is down." not in read(pilot) and "Ask again" not in footer(pilot)


async def test_a_full_disk_loses_no_word() -> None:
    room = practice()
    async with conversing(room) as pilot:
        await to_the_debrief(pilot)
        await pilot.press("w")
        await settled(pilot)
        room.journal.full = True
        await exchange(pilot, "Else.")
        assert isinstance(pilot.app.screen, WhatIfScreen)
        assert box(pilot).text == "Else." and "The disk is full." in words(pilot)
