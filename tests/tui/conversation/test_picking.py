import asyncio

from tests.doubles import ScriptedEvaluator, ScriptedVoice
from tests.tui.rooms import DEFENDS, LEANS_IN, ScriptedPractice, box, conversing, exchange, footer, send, settled, words

from leanin.tui.conversation.screen import ConversationScreen
from leanin.tui.conversation.speech import OwnSpeech
from leanin.tui.conversation.what_if import WhatIfScreen
from leanin.tui.debrief.attempts import AttemptsScreen


async def test_an_earlier_reply_is_chosen_and_taken_back_into_the_box() -> None:
    room = ScriptedPractice()
    async with conversing(room) as pilot:
        assert "Try" not in footer(pilot), "there is nothing to choose yet"
        for reply in ("One.", "Two.", "Three."):
            await exchange(pilot, reply)
        await pilot.press("d", "f4", "up", "up", "up", "down")
        await settled(pilot)
        chosen = [speech for speech in pilot.app.screen.query(OwnSpeech) if speech.has_class("-chosen")]
        assert [str(speech.visual).split() for speech in chosen] == [["▸", "You", "Two."]]
        assert "Reply 2: T takes it back, W tries another." in words(pilot)
        assert pilot.app.screen.check_action("take_back", ()) is False  # one key at a time says “Take back”
        assert footer(pilot) >= {"Earlier", "Later", "Take back", "What if", "Back"}
        await pilot.press("t")
        await settled(pilot)
        assert box(pilot).text == "Two.\nd" and box(pilot).has_focus
        assert [turn.reply for turn in room.sessions[0].record.turns] == ["One."]
        assert not pilot.app.screen.query(".-chosen")


async def test_escape_goes_back_to_writing() -> None:
    async with conversing(ScriptedPractice()) as pilot:
        await exchange(pilot, "One.")
        await pilot.press("f4", "escape")
        await settled(pilot)
        await pilot.press("x")
        assert box(pilot).text == "x"
        assert "Compare" not in footer(pilot) and "Later" not in footer(pilot)


async def test_another_reply_is_tried_beside_an_earlier_one_and_gone_on_from() -> None:
    room = ScriptedPractice(
        ScriptedEvaluator(DEFENDS, DEFENDS, LEANS_IN), ScriptedVoice(["A."], ["B."], ["C."], thought="Hidden.")
    )
    async with conversing(room, (120, 40)) as pilot:
        await exchange(pilot, "One.")
        await exchange(pilot, "Two.")
        await pilot.press("f4", "up", "w")
        await settled(pilot)
        assert isinstance(pilot.app.screen, WhatIfScreen)
        assert "How old are you, anyway?" in words(pilot) and "You said: One." in words(pilot)
        await exchange(pilot, "Else.")
        assert isinstance(pilot.app.screen, AttemptsScreen)
        assert "A." in words(pilot) and "C." in words(pilot)
        assert "Hidden." not in words(pilot), "thoughts wait until the debrief"
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConversationScreen)
        assert "C." not in words(pilot), "the conversation stays as it was"
        assert "A compares 2 tries" in words(pilot)
        await pilot.press("a", "right", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConversationScreen)
        assert [turn.reply for turn in room.sessions[0].record.turns] == ["Else."]
        assert "C." in words(pilot) and "B." not in words(pilot)


async def test_a_blind_try_shows_no_grade_among_the_tries() -> None:
    async with conversing(ScriptedPractice(coach="after"), (120, 40)) as pilot:
        await exchange(pilot, "One.")
        await pilot.press("f4", "w")
        await settled(pilot)
        await exchange(pilot, "Else.")
        assert isinstance(pilot.app.screen, AttemptsScreen)
        assert "Else." in words(pilot)
        assert "Take some responsibility" not in words(pilot) and "trust" not in words(pilot)


async def test_nothing_is_chosen_while_the_client_is_answering() -> None:
    voice = ScriptedVoice(["One ", "two."])
    voice.gate = asyncio.Event()
    async with conversing(ScriptedPractice(voice=voice)) as pilot:
        await send(pilot, "One.")
        while not voice.asked:
            await pilot.pause()
        await pilot.pause()
        await pilot.press("f4")
        await pilot.pause()
        assert "is still answering. Esc stops" in words(pilot)
        assert not pilot.app.screen.query(".-chosen") and box(pilot).has_focus
        voice.gate.set()
        await settled(pilot)
