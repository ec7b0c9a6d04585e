from hypothesis import given
from hypothesis import strategies as st
from tests.doubles import session_with

from leanin.session.engine import NotNow
from leanin.session.record import Record
from leanin.tui.debrief.order import in_order, title_of, told_in


async def test_other_tries_and_what_came_after_them_stand_behind_what_was_kept() -> None:
    session, _ = session_with()
    for reply in ("One.", "Two.", "Three."):
        await session.reply(reply)
    await session.what_if(1, "Else.")
    session.take_back(2)
    await session.reply("Two, again.")
    record = session.record
    assert [turn.reply for turn in in_order(record)] == ["One.", "Else.", "Two, again.", "Two.", "Three."]
    titles = {turn.reply: title_of(turn, record) for turn in in_order(record)}
    assert titles == {
        "One.": "Reply 1 · 2 tries at this moment",
        "Else.": "∥ Reply 1b, tried beside the conversation · 2 tries at this moment",
        "Two, again.": "Reply 2b · 2 tries at this moment",
        "Two.": "↶ Reply 2, taken back · 2 tries at this moment",
        "Three.": "↶ Reply 3, taken back",
    }


async def test_what_the_client_tells_is_read_off_the_persona_as_it_was() -> None:
    session, _ = session_with()
    assert told_in(session.record)[0] == "A harder test."
    assert told_in(Record()) == []
    opened = session.record.opened
    for text in ("disclosures: [1]", "disclosures: 1", "a: [", "[]"):
        broken = Record(opened=opened.model_copy(update={"persona_text": text}))
        assert told_in(broken) == []


STEPS = st.lists(
    st.tuples(st.sampled_from(["reply", "back", "what_if", "choose"]), st.integers(1, 6)), min_size=1, max_size=10
)


@given(steps=STEPS)
async def test_every_reply_stands_there_once_in_its_place(steps: list[tuple[str, int]]) -> None:
    session, _ = session_with()
    for what, number in steps:
        try:
            match what:
                case "reply":
                    await session.reply("Reply.")
                case "back":
                    session.take_back(number)
                case "what_if":
                    await session.what_if(number, "Else.")
                case _:
                    session.choose(number)
        except NotNow:
            continue
    record = session.record
    found = list(in_order(record))
    assert sorted(turn.number for turn in found) == [turn.number for turn in record.attempts]
    assert all(turn.place == len(record.exchanges(before=turn)) + 1 for turn in found)
    assert len({turn.name for turn in found}) == len(found)
    line = [turn.number for turn in found if not turn.aside and not turn.taken_back]
    assert line == [turn.number for turn in record.turns]
