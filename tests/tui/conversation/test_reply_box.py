from tests.tui.rooms import NARROW, ScriptedPractice, box, conversing, settled, shown, words
from textual.events import Key, Paste

from leanin.session.hearing import MOST_HEARD


async def test_enter_sends_and_other_keys_break_the_line() -> None:
    practice = ScriptedPractice()
    async with conversing(practice) as pilot:
        await pilot.press("H", "i", "ctrl+j", "y", "shift+enter", "z", "enter")
        await settled(pilot)
        assert box(pilot).text == ""
        assert [turn.reply for turn in practice.sessions[0].record.turns] == ["Hi\ny\nz"]


async def test_keys_keep_their_order_however_fast_they_come() -> None:
    practice = ScriptedPractice()
    async with conversing(practice) as pilot:
        for key in (*"one", "enter", *"two"):
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        await settled(pilot)
        assert [turn.reply for turn in practice.sessions[0].record.turns] == ["one"]
        assert box(pilot).text == "two"


async def test_a_pasted_text_keeps_its_lines_and_is_not_sent() -> None:
    practice = ScriptedPractice()
    async with conversing(practice) as pilot:
        pilot.app.post_message(Paste("(silence)\n\n"))
        await settled(pilot)
        assert box(pilot).text == "(silence)\n\n"
        assert not practice.sessions[0].record.turns
        await pilot.press("enter")
        await settled(pilot)
        assert "(silence)" in shown(pilot)


async def test_the_box_grows_with_the_reply_and_no_further_than_it_should() -> None:
    async with conversing(ScriptedPractice(), NARROW) as pilot:
        assert box(pilot).size.height == 1
        await pilot.press("ctrl+j", "ctrl+j", "ctrl+j")
        assert box(pilot).size.height == 4
        box(pilot).load_text("word " * 400)
        await pilot.pause()
        assert box(pilot).size.height == 6


async def test_an_empty_reply_gets_a_hint_and_a_very_long_one_is_told_and_kept_whole() -> None:
    practice = ScriptedPractice()
    async with conversing(practice) as pilot:
        await pilot.press("space", "enter")
        assert "Nothing to send yet." in words(pilot)
        await pilot.press("x")
        assert "Nothing to send yet." not in words(pilot)
        box(pilot).load_text("x" * 20_000)
        await pilot.pause()
        assert f"20,000 characters: only the first {MOST_HEARD:,} are heard" in words(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert len(practice.sessions[0].record.turns[0].reply) == 20_000
        assert len(practice.evaluator.asked[0].reply) == MOST_HEARD
