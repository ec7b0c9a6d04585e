from hypothesis import given
from hypothesis import strategies as st
from tests.doubles import session_with

from leanin.session.engine import NotNow
from leanin.session.record import Record
from leanin.tui.debrief.order import in_places, title_of, told_in


async def test_other_tries_and_what_came_after_them_stand_behind_what_was_kept() -> None:
    session, _ = session_with()
    for reply in ("One.", "Two.", "Three."):
        await session.reply(reply)
    await session.what_if(1, "Else.")
    session.take_back(2)
    await session.reply("Two, again.")
    record = session.record
    order = [(turn.reply, place) for turn, place in in_places(record)]
    assert order == [("One.", 1), ("Else.", 1), ("Two, again.", 2), ("Two.", 2), ("Three.", 3)]
    titles = {turn.reply: title_of(turn, place, record) for turn, place in in_places(record)}
    assert titles == {
        "One.": "Reply 1 · 2 tries at this moment",
        "Else.": "∥ Beside it: another try at reply 1",
        "Two, again.": "Reply 2 · 2 tries at this moment",
        "Two.": "↶ Taken back: another try at reply 2",
        "Three.": "↶ Taken back: reply 3 on another way",
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
    found = list(in_places(record))
    assert sorted(turn.number for turn, _ in found) == [turn.number for turn in record.attempts]
    assert all(place == len(record.exchanges(before=turn)) + 1 for turn, place in found)
    line = [turn.number for turn, _ in found if not turn.aside and not turn.taken_back]
    assert line == [turn.number for turn in record.turns]
