import pytest
from tests.doubles import EMPTY, FULL, ScriptedEvaluator, session_with
from tests.strategies import grade_of

from leanin.evals.paths import Direction, monotone_pairs, path_agreement
from leanin.rubric import Grade, Trap
from leanin.session.record import Record

DEFENCE = grade_of(0, 0, 0, Trap.DEFENDING)


async def record_of(*grades: Grade) -> Record:
    """A session with these grades, until the client leaves."""
    session, _ = session_with(ScriptedEvaluator(*grades))
    for number in range(len(grades)):
        if not session.record.client_left:
            await session.reply(f"Reply {number}.")
    return session.record


@pytest.mark.parametrize(
    ("expected", "agreed"),
    [
        (["up", "up"], 2),
        (["up", "down"], 1),
        (["not down", "any"], 1),
        (["not up", "not up"], 0),
        (["up", "up", "gone"], 3),
        (["up", "up", "up"], 2),
    ],
)
async def test_each_reply_is_held_against_its_direction(expected: list[str], agreed: int) -> None:
    record = await record_of(FULL, FULL)
    directions = [Direction(word) for word in expected]
    judged = sum(direction is not Direction.ANY for direction in directions)
    assert path_agreement(directions, record) == (agreed, judged)


async def test_a_client_at_the_floor_need_not_sink_further() -> None:
    record = await record_of(*[DEFENCE] * 6)
    states = record.states()
    floor = next(place for place, state in enumerate(states) if state.trust == 0)
    downs = [Direction.DOWN] * (len(states) - 1)
    assert floor < len(states)
    assert path_agreement(downs, record) == (len(downs), len(downs))
    assert path_agreement([*downs, Direction.GONE], record)[0] == len(downs) + 1


async def test_better_replies_in_the_same_state_leave_the_client_no_worse() -> None:
    records = [await record_of(grade, FULL) for grade in (FULL, EMPTY, DEFENCE, grade_of(1, 1, 1))]
    kept, pairs = monotone_pairs(("ada", record.turns) for record in records)
    assert pairs >= 4
    assert kept == pairs


async def test_a_client_who_punishes_the_better_reply_is_found() -> None:
    good, bad = await record_of(FULL), await record_of(EMPTY)
    good.turns[0].after, bad.turns[0].after = bad.turns[0].after, good.turns[0].after
    kept, pairs = monotone_pairs([("ada", good.turns), ("ada", bad.turns)])
    assert (kept, pairs) == (0, 1)


async def test_the_same_grade_twice_is_no_pair_and_other_clients_are_not_compared() -> None:
    one, same = await record_of(FULL), await record_of(FULL)
    assert monotone_pairs([("ada", one.turns), ("ada", same.turns)]) == (0, 0)
    other = await record_of(EMPTY)
    assert monotone_pairs([("ada", one.turns), ("rosa", other.turns)]) == (0, 0)
    assert monotone_pairs([("ada", one.turns), ("ada", same.turns), ("ada", other.turns)]) == (2, 2)
