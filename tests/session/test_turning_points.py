from hypothesis import given
from hypothesis import strategies as st
from tests.doubles import FULL, ScriptedEvaluator, session_with
from tests.strategies import grade_of, grades

from leanin.dynamics import Stance
from leanin.rubric import Grade, Trap
from leanin.session.record import Record
from leanin.session.turning_points import turning_points

DEFENCE = grade_of(0, 0, 0, Trap.DEFENDING)


async def played(*script: Grade) -> Record:
    session, _ = session_with(ScriptedEvaluator(*script))
    for number in range(len(script)):
        await session.reply(f"Reply {number + 1}.")
    return session.record


async def test_the_largest_rise_and_fall_of_trust_are_named_once_each() -> None:
    record = await played(FULL, DEFENCE, FULL, FULL)
    points = turning_points(record)
    assert [point.place for point in points if point.most > 0] == [1], "the first of several alike"
    assert [point.place for point in points if point.most < 0] == [2]
    first = points[0]
    assert first.rose is True and first.trust == (30, record.turns[0].after.trust)
    assert first.in_words().startswith("trust rose most, 30 → 40")


async def test_a_change_of_stance_and_what_was_told_are_named_with_the_clients_secret_where_it_is_known() -> None:
    record = await played(FULL, FULL)
    told = [point for point in turning_points(record) if point.told]
    assert [point.told for point in told] == [1, 2]
    assert told[0].stances == (Stance.CONFRONTING, Stance.SCEPTICAL)
    assert "confronting → sceptical" in told[0].in_words()
    assert "told: A harder test" in told[0].in_words(["A harder test.", "The worry."])
    assert "told: something that was kept back" in told[1].in_words(["A harder test."])


async def test_nothing_turned_where_nothing_moved_or_nothing_was_graded() -> None:
    assert turning_points(await played()) == []
    assert turning_points(Record()) == []


async def test_what_was_tried_beside_the_conversation_turned_nothing() -> None:
    session, _ = session_with(ScriptedEvaluator(FULL, DEFENCE))
    await session.reply("One.")
    before = turning_points(session.record)
    await session.what_if(1, "Else.")
    assert turning_points(session.record) == before


@given(script=st.lists(grades, max_size=5))
async def test_every_turning_point_has_something_to_say_and_stands_in_its_place(script: list[Grade]) -> None:
    record = await played(*script)
    points = turning_points(record)
    assert [point.place for point in points] == sorted({point.place for point in points})
    assert all(point.in_words() and point.turn is record.turns[point.place - 1] for point in points)
    assert sum(point.most > 0 for point in points) <= 1 and sum(point.most < 0 for point in points) <= 1
