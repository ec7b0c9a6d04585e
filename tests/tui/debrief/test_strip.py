from tests.doubles import ScriptedEvaluator, session_with
from tests.strategies import grade_of

from leanin.errors import ModelFault
from leanin.rubric import Step, Trap
from leanin.session.record import Turn
from leanin.tui.debrief.strip import strip


async def turns(count: int = 4) -> list[Turn]:
    spared = grade_of(0, 1, 2, Trap.DEFENDING, Trap.ADVISING, called_for=frozenset({Step.REFLECTION, Step.INVITATION}))
    script = [grade_of(0, 1, 2), grade_of(2, 2, 2, Trap.DEFENDING), spared, ModelFault("Down.")]
    session, _ = session_with(ScriptedEvaluator(*script))
    for number in range(count):
        await session.reply(f"Reply {number + 1}.")
    return session.record.turns


async def test_each_step_has_a_row_of_shapes_and_traps_have_theirs() -> None:
    assert strip(await turns(), 60, chosen=2).plain.splitlines() == [
        "reply                1  ▸2   3   4",
        "① responsibility     ○   ●   –   ?",
        "② reflection         ◐   ●   ◐   ?",
        "③ invitation         ●   ●   ●   ?",
        "✕ traps              ·   ✕  2✕   ·",
    ]


async def test_where_there_is_little_room_it_goes_on_below() -> None:
    blocks = strip(await turns(6), 30).plain.split("\n\n")
    assert [block.splitlines()[0].split()[1:] for block in blocks] == [["1", "2", "3"], ["4", "5", "6"]]
    assert all(len(line) <= 30 for block in blocks for line in block.splitlines())
