import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import grade_of, grades, grades_better_and_worse

from leanin.drills.focus import WHOLE, Focus, Reached
from leanin.drills.items import DrillError
from leanin.rubric import TRAPS, Grade, Step, Trap

FOCUSES = [WHOLE, *(Focus(step=step) for step in Step), *(Focus(trap=trap) for trap in Trap)]
RANKS = list(Reached)
OWN = Focus(step=Step.RESPONSIBILITY)


@given(st.sampled_from(FOCUSES))
def test_a_focus_is_known_by_its_key(focus: Focus) -> None:
    assert Focus.of(focus.key) == focus


def test_an_unknown_key_is_told() -> None:
    with pytest.raises(DrillError, match="neither a step nor a trap"):
        Focus.of("kindness")


@pytest.mark.parametrize(
    ("focus", "grade", "reached"),
    [
        (OWN, grade_of(2, 0, 0), Reached.THERE),
        (OWN, grade_of(1, 2, 2), Reached.PARTLY),
        (OWN, grade_of(0, 2, 2), Reached.MISSED),
        (OWN, grade_of(2, 0, 0, Trap.DEFENDING), Reached.PARTLY),
        (OWN, grade_of(2, 0, 0, Trap.REASSURING), Reached.THERE),
        (OWN, grade_of(0, 2, 2, called_for=frozenset({Step.REFLECTION})), Reached.THERE),
        (Focus(trap=Trap.ADVISING), grade_of(0, 0, 1), Reached.THERE),
        (Focus(trap=Trap.ADVISING), grade_of(2, 2, 0), Reached.PARTLY),
        (Focus(trap=Trap.ADVISING), grade_of(2, 2, 2, Trap.ADVISING), Reached.MISSED),
        (Focus(trap=Trap.HOSTILE), grade_of(0, 1, 0), Reached.THERE),
        (Focus(trap=Trap.HOSTILE), grade_of(0, 0, 0), Reached.PARTLY),
        (WHOLE, grade_of(2, 2, 2), Reached.THERE),
        (WHOLE, grade_of(2, 2, 2, Trap.ADVISING), Reached.PARTLY),
        (WHOLE, grade_of(1, 1, 1), Reached.PARTLY),
        (WHOLE, grade_of(1, 1, 0), Reached.MISSED),
    ],
)
def test_how_far_a_reply_got(focus: Focus, grade: Grade, reached: Reached) -> None:
    assert focus.reached(grade) is reached


@given(st.sampled_from(FOCUSES), grades_better_and_worse)
def test_a_better_reply_is_never_less_there(focus: Focus, pair: tuple[Grade, Grade]) -> None:
    better, worse = (focus.reached(grade) for grade in pair)
    assert RANKS.index(better) >= RANKS.index(worse)


@given(st.sampled_from(FOCUSES), grades)
def test_there_is_always_one_thing_to_try_and_it_is_about_the_focus(focus: Focus, grade: Grade) -> None:
    grade = grade.settled()
    tip = focus.next_try(grade)
    assert tip
    if focus.step and focus.reached(grade) is not Reached.THERE:
        others = {facts.instead for facts in TRAPS.values() if facts.step is not focus.step}
        assert tip not in others
