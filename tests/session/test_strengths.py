from hypothesis import given
from hypothesis import strategies as st
from tests.doubles import ScriptedEvaluator, session_with
from tests.strategies import grade_of, grades

from leanin.errors import ModelFault
from leanin.rubric import ANCHORS, Grade, Step, StepGrade, Trap
from leanin.session.record import Turn
from leanin.session.strengths import done_well, level_on, steps_shown, to_practise, traps_shown


async def turns(*script: Grade | ModelFault) -> list[Turn]:
    session, _ = session_with(ScriptedEvaluator(*script))
    for number in range(len(script)):
        await session.reply(f"Reply {number + 1}.")
    return session.record.turns


async def test_the_weakest_step_is_to_be_practised_and_the_strongest_was_done_well() -> None:
    played = await turns(grade_of(0, 1, 2), grade_of(1, 1, 2), grade_of(0, 2, 1))
    weak, strong = to_practise(played), done_well(played)
    assert weak and weak.step is Step.RESPONSIBILITY and weak.levels == (0, 1, 0)
    assert strong and strong.step is Step.INVITATION and strong.best is played[1]
    assert weak.in_words(well=False) == (
        f"Take some responsibility: full in 0 of 3 replies. Full is: {ANCHORS[Step.RESPONSIBILITY][2]}."
    )
    assert strong.in_words(well=True) == "Invite more: full in 2 of 3 replies."


async def test_of_steps_alike_the_first_is_practised_and_another_praised() -> None:
    played = await turns(grade_of(1, 1, 1))
    assert to_practise(played).step is Step.RESPONSIBILITY
    assert done_well(played).step is Step.REFLECTION
    assert to_practise(await turns(grade_of(2, 2, 2))) is None
    assert done_well(await turns(grade_of(2, 2, 2))).step is Step.RESPONSIBILITY
    assert done_well(await turns(grade_of(0, 0, 0))) is None
    nearest = done_well(await turns(grade_of(0, 1, 0)))
    assert nearest.in_words(well=True) == "Reflect the concern: partial in 1 of 1 reply.", "no full one is claimed"


async def test_what_was_not_called_for_or_not_graded_counts_nowhere() -> None:
    spared = grade_of(0, 2, 1, called_for=frozenset({Step.REFLECTION, Step.INVITATION}))
    played = await turns(spared, ModelFault("It is down."))
    assert [shown.step for shown in steps_shown(played)] == [Step.REFLECTION, Step.INVITATION]
    assert [level_on(turn, Step.RESPONSIBILITY) for turn in played] == [None, None]
    assert [level_on(turn, Step.REFLECTION) for turn in played] == [2, None]
    assert to_practise([]) is None and done_well([]) is None


async def test_the_best_words_stand_beside_what_was_done_well() -> None:
    quoted = Grade(
        responsibility=StepGrade(level=2, evidence="I am young"),
        reflection=StepGrade(level=0),
        invitation=StepGrade(level=0),
    )
    played = await turns(quoted)
    assert done_well(played).in_words(well=True) == "Take some responsibility: full in 1 of 1 reply. “I am young”"


async def test_traps_come_with_their_replies_and_words() -> None:
    defended = grade_of(0, 0, 0, Trap.DEFENDING, Trap.CLOSED_QUESTION).model_copy(
        update={"trap_evidence": {Trap.DEFENDING: "six years of study"}}
    )
    found = traps_shown(await turns(grade_of(2, 2, 2), defended))
    assert [(one.turn.name, one.trap, one.words) for one in found] == [
        ("2", Trap.DEFENDING, "six years of study"),
        ("2", Trap.CLOSED_QUESTION, ""),
    ]


@given(script=st.lists(grades, min_size=1, max_size=4))
async def test_no_step_is_both_and_the_praised_is_never_weaker(script: list[Grade]) -> None:
    played = await turns(*script)
    weak, strong = to_practise(played), done_well(played)
    if weak and strong:
        assert weak.step is not strong.step
        assert weak.average <= strong.average
    for shown in steps_shown(played):
        assert level_on(shown.best, shown.step) == max(shown.levels)
