"""Trying again from anywhere: the session as a tree of attempts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.doubles import EMPTY, FULL, MemoryJournal, ScriptedEvaluator, ScriptedVoice, session_with

from leanin.errors import ModelFault
from leanin.session.engine import NotNow, Session
from leanin.session.record import Record
from leanin.session.turn import name_at


async def after(*replies: str) -> tuple[Session, MemoryJournal]:
    session, journal = session_with(ScriptedEvaluator(FULL))
    for reply in replies:
        await session.reply(reply)
    return session, journal


def said(record: Record) -> list[str]:
    return [turn.reply for turn in record.turns]


async def test_any_reply_can_be_taken_back_with_all_that_came_after() -> None:
    session, _ = await after("One.", "Two.", "Three.")
    trust = session.record.turns[0].after.trust
    assert session.take_back(2) == "Two."
    assert said(session.record) == ["One."]
    assert session.record.now.trust == trust
    await session.reply("Two, again.")
    assert said(session.record) == ["One.", "Two, again."]
    assert [turn.reply for turn in session.record.tries_at(session.record.turns[1])] == ["Two.", "Two, again."]
    assert [turn.taken_back for turn in session.record.attempts] == [False, True, True, False]


async def test_what_if_stands_beside_the_conversation_and_leaves_it_as_it_is() -> None:
    session, journal = await after("One.", "Two.", "Three.")
    now, words = session.record.now, session.record.client_words
    tried = await session.what_if(2, "Something else.")
    assert (tried.aside, tried.answered, tried.grade) == (True, True, FULL)
    assert tried.client == session.record.turns[1].client
    assert tried.before == session.record.turns[1].before
    assert said(session.record) == ["One.", "Two.", "Three."]
    assert (session.record.now, session.record.client_words) == (now, words)
    assert [one.reply for one in session.record.tries_at(tried)] == ["Two.", "Something else."]
    assert Record.of(journal.events) == session.record


async def test_what_is_heard_aside_is_what_led_up_to_it() -> None:
    evaluator = ScriptedEvaluator(FULL)
    session, _ = session_with(evaluator)
    for reply in ("One.", "Two.", "Three."):
        await session.reply(reply)
    await session.what_if(2, "Something else.")
    assert [past.reply for past in evaluator.asked[-1].history] == ["One."]


async def test_a_try_can_be_made_the_conversation_and_gone_on_from() -> None:
    session, journal = await after("One.", "Two.")
    tried = await session.what_if(1, "Better.")
    session.choose(tried.number)
    assert said(session.record) == ["Better."]
    assert [turn.taken_back for turn in session.record.attempts] == [True, True, False]
    await session.reply("On.")
    assert said(session.record) == ["Better.", "On."]
    session.choose(2)
    assert said(session.record) == ["One.", "Two."], "what was taken back can be returned to"
    assert Record.of(journal.events) == session.record


async def test_trying_works_after_the_end_and_leaves_the_outcome() -> None:
    session, _ = await after("One.")
    ended = session.end()
    tried = await session.what_if(1, "Else.")
    assert session.record.outcome == ended
    session.choose(tried.number)
    assert session.record.outcome is None


async def test_what_cannot_be_tried_is_refused_in_words() -> None:
    session, _ = await after("One.")
    with pytest.raises(NotNow, match="no such reply"):
        await session.what_if(7, "Else.")
    with pytest.raises(NotNow, match="nothing to send"):
        await session.what_if(1, "  ")
    with pytest.raises(NotNow, match="no such reply"):
        session.choose(9)
    with pytest.raises(NotNow, match="no such reply"):
        session.take_back(5)


async def test_a_try_that_was_cut_off_does_not_hold_the_conversation_up() -> None:
    session, journal = await after("One.", "Two.")
    await session.what_if(1, "Else.")
    cut = Record.of(journal.events[:-1])
    assert cut.unfinished_turn is None
    assert not cut.attempts[-1].answered


async def test_a_try_whose_answer_broke_off_is_finished_beside_the_conversation() -> None:
    session, _ = session_with(voice=ScriptedVoice(["One."], ["Well", ModelFault("gone")], ["Well then."]))
    await session.reply("First.")
    tried = await session.what_if(1, "Else.")
    assert not tried.finished and session.record.unfinished_turn is None
    await session.go_on(tried.number)
    assert tried.finished and tried.answer and tried.answer.said == "Well then."
    assert session.record.head == 1 and tried.aside
    asked = len(session.record.attempts)
    await session.go_on(tried.number)
    assert len(session.record.attempts) == asked, "what is whole isn't asked for again"


async def test_names_tell_place_and_try_and_stay() -> None:
    session, _ = await after("One.", "Two.")
    await session.what_if(1, "Else.")  # 1b
    await session.what_if(2, "Other.")  # 2b
    session.choose(3)
    await session.reply("Two, on the other way.")  # 2c
    names = [turn.name for turn in session.record.attempts]
    assert names == ["1", "2", "1b", "2b", "2c"]
    assert [turn.name for turn in session.record.turns] == ["1b", "2c"]
    found = session.record.called("2B")
    assert found and found.number == 4 and session.record.called("3") is None
    assert [name_at(7, earlier) for earlier in (0, 1, 25, 26)] == ["7", "7b", "7z", "7ba"]


STEPS = st.lists(
    st.tuples(st.sampled_from(["reply", "back", "what_if", "choose"]), st.integers(1, 6)), min_size=1, max_size=12
)


@given(steps=STEPS)
async def test_whatever_is_tried_the_record_is_a_tree_and_a_fold_of_its_events(steps: list[tuple[str, int]]) -> None:
    session, journal = session_with(ScriptedEvaluator(FULL, EMPTY, FULL), voice=ScriptedVoice())
    for place, (what, number) in enumerate(steps):
        try:
            match what:
                case "reply":
                    await session.reply(f"Reply {place}.")
                case "back":
                    session.take_back(number)
                case "what_if":
                    await session.what_if(number, f"Else {place}.")
                case _:
                    session.choose(number)
        except NotNow:
            continue
    record = session.record
    assert Record.of(journal.events) == record
    line = [turn.number for turn in record.turns]
    assert len(set(line)) == len(line)
    assert [turn.follows for turn in record.turns] == [0, *line[:-1]][: len(line)]
    for turn in record.attempts:
        assert (turn.number in line) == (not turn.taken_back and not turn.aside)
        assert turn.follows < turn.number
