import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.calibration.samples import blind
from tests.strategies import grade_of, grades

from leanin.calibration.agreement import FEW, TOO_FEW, Marks, caution, compare, distance, marks_of
from leanin.evals.items import Labels
from leanin.rubric import Grade, Step, Trap

levels = st.integers(0, 2)
marks = st.builds(
    Marks, levels, levels, levels, st.frozensets(st.sampled_from((Trap.DEFENDING, Trap.ADVISING)), max_size=2)
)
graders = st.dictionaries(st.integers(0, 12), marks, max_size=12)


def one_situation_each(*given: dict[int, Marks]) -> dict[str | int, str]:
    return {item: f"s{item % 3}" for each in given for item in each}


def test_the_marks_are_the_same_whoever_gave_them() -> None:
    wanted = Marks(2, 1, 0, frozenset({Trap.ADVISING}))
    assert marks_of(blind(2, 1, 0, Trap.ADVISING, note="Hm.")) == wanted
    assert marks_of(Labels(responsibility=2, reflection=1, invitation=0, traps=[Trap.ADVISING])) == wanted
    assert marks_of(grade_of(2, 1, 0, Trap.ADVISING)) == wanted


def test_figures_and_traps_over_the_replies_that_both_graded() -> None:
    one = {
        1: Marks(0, 0, 0, frozenset({Trap.DEFENDING})),
        2: Marks(2, 2, 1, frozenset({Trap.ADVISING})),
        3: Marks(1, 1, 1, frozenset()),
    }
    other = {
        1: Marks(0, 0, 0, frozenset({Trap.DEFENDING})),
        2: Marks(2, 1, 1, frozenset({Trap.BLAMING})),
        4: Marks(2, 2, 2, frozenset()),
    }
    found = compare("you", one, "labels", other, one_situation_each(one, other))  # type: ignore[arg-type]
    assert (found.left, found.right, found.replies) == ("you", "labels", 2)
    assert found.steps[Step.RESPONSIBILITY].exact == 1
    assert found.steps[Step.RESPONSIBILITY].kappa == 1
    assert found.steps[Step.REFLECTION].exact == 0.5
    assert found.steps[Step.REFLECTION].kappa == pytest.approx(2 / 3)
    assert found.traps == {Trap.DEFENDING: (1, 0, 0), Trap.BLAMING: (0, 0, 1), Trap.ADVISING: (0, 1, 0)}


def test_an_interval_is_drawn_only_over_enough_replies() -> None:
    one = {item: Marks(item % 3, item % 2, 0, frozenset()) for item in range(TOO_FEW)}
    other = one | {0: Marks(2, 1, 0, frozenset())}
    enough = compare("a", one, "b", other, one_situation_each(one))  # type: ignore[arg-type]
    interval = enough.steps[Step.RESPONSIBILITY].interval
    assert interval and interval.low <= (enough.steps[Step.RESPONSIBILITY].kappa or 0) <= interval.high
    assert enough.steps[Step.INVITATION].interval is None, "it is never defined"
    del one[1]
    fewer = compare("a", one, "b", other, one_situation_each(other))  # type: ignore[arg-type]
    assert all(figures.interval is None for figures in fewer.steps.values())


def test_without_a_common_reply_there_are_no_figures() -> None:
    found = compare("you", {}, "labels", {}, {})
    assert found.replies == 0
    assert all(figures == (None, None, None) for figures in found.steps.values())


@given(graders, graders)
def test_agreement_is_the_same_from_both_sides(one: dict[int, Marks], other: dict[int, Marks]) -> None:
    situations = one_situation_each(one, other)
    there = compare("a", one, "b", other, situations)  # type: ignore[arg-type]
    back = compare("b", other, "a", one, situations)  # type: ignore[arg-type]
    for step in Step:
        assert there.steps[step].exact == back.steps[step].exact
        assert there.steps[step].kappa == pytest.approx(back.steps[step].kappa)
    assert {trap: (both, right, left) for trap, (both, left, right) in there.traps.items()} == back.traps


@given(grades, grades)
def test_the_distance_is_nought_only_between_equal_marks(one: Grade, other: Grade) -> None:
    apart = distance(marks_of(one), marks_of(other))
    assert apart == distance(marks_of(other), marks_of(one))
    assert (apart == 0) == (marks_of(one) == marks_of(other))


def test_a_word_of_caution_where_there_are_few() -> None:
    assert "1 reply is far too few" in caution(1)
    assert f"{TOO_FEW} replies are few" in caution(TOO_FEW)
    assert caution(FEW) == ""
