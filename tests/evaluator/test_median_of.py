"""The median of several grades: pure combination by property, and what a wrapped evaluator is asked."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.doubles import ScriptedEvaluator
from tests.strategies import grade_of, grades

from leanin.errors import ModelFault
from leanin.evaluator.builtin import BuiltinEvaluator
from leanin.evaluator.median_of import MedianOf, median_grade
from leanin.llm.port import Usage
from leanin.rubric import Grade, Step, StepGrade, Trap
from leanin.session.moments import ReplyMoment

MOMENT = ReplyMoment(client="How old are you?", reply="I am young.")

noted = st.builds(
    lambda grade, note: grade.model_copy(
        update={
            "responsibility": grade.responsibility.model_copy(update={"note": note, "evidence": note}),
            "trap_evidence": dict.fromkeys(grade.traps, note),
        }
    ).settled(),
    grades,
    st.sampled_from(["", "One.", "Two."]),
)
samples = st.lists(noted, min_size=1, max_size=9)


def levels(grade: Grade) -> list[int]:
    return [grade.step(step).level for step in Step]


@given(samples, st.randoms(use_true_random=False))
def test_the_order_of_the_grades_makes_no_difference(given_grades: list[Grade], random: object) -> None:
    shuffled = list(given_grades)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert median_grade(shuffled) == median_grade(given_grades)


@given(samples)
def test_each_level_is_one_that_was_given_with_half_of_the_others_on_either_side(given_grades: list[Grade]) -> None:
    median = median_grade(given_grades)
    for step in Step:
        given_levels = [grade.step(step).level for grade in given_grades]
        level = median.step(step).level
        assert level in given_levels
        assert 2 * sum(other < level for other in given_levels) < len(given_levels)
        assert 2 * sum(other > level for other in given_levels) <= len(given_levels)


@given(noted, st.integers(1, 9))
def test_equal_grades_give_that_grade(grade: Grade, count: int) -> None:
    assert median_grade([grade] * count) == grade


@given(samples)
def test_a_trap_counts_that_more_than_half_of_them_name(given_grades: list[Grade]) -> None:
    median = median_grade(given_grades)
    for trap in Trap:
        votes = sum(trap in grade.traps for grade in given_grades)
        assert (trap in median.traps) == (2 * votes > len(given_grades))


@given(samples)
def test_the_rubrics_caps_hold_without_being_applied_again(given_grades: list[Grade]) -> None:
    median = median_grade(given_grades)
    assert median.settled() == median


@given(st.lists(noted.filter(lambda grade: bool(grade.called_for())), min_size=1, max_size=9))
def test_something_is_called_for_where_each_of_them_calls_for_something(given_grades: list[Grade]) -> None:
    assert median_grade(given_grades).called_for()


def said(level: int, words: str) -> Grade:
    grade = grade_of(level, 1, 1)  # type: ignore[arg-type]
    step = StepGrade(level=level, evidence=words, note=f"It says {words}.")  # type: ignore[arg-type]
    return grade.model_copy(update={"responsibility": step, "tip": f"Tip for {words}."})


def test_words_come_from_a_grade_that_holds_the_median_and_the_note_tells_the_spread() -> None:
    median = median_grade([said(0, "no"), said(2, "yes"), said(1, "half")])
    assert median.responsibility == StepGrade(
        level=1, evidence="half", note="It says half; median of 3 grades: 0, 1, 2"
    )
    assert median.tip == "Tip for half."
    assert median.reflection.note == "", "where all are of one mind there is nothing to tell"


def test_an_even_number_takes_the_lower_of_the_two_in_the_middle() -> None:
    assert levels(median_grade([grade_of(2), grade_of(1)])) == [1, 0, 0]
    assert levels(median_grade([grade_of(2), grade_of(2), grade_of(0), grade_of(1)])) == [1, 0, 0]


def test_grades_that_are_missing_are_told_even_where_the_rest_agree() -> None:
    median = median_grade([grade_of(1)] * 2, asked=3)
    assert median.responsibility.note == "Median of 2 of 3 grades: 1, 1"


async def test_samples_are_asked_for_at_once() -> None:
    evaluator = ScriptedEvaluator(grade_of(0), grade_of(2), grade_of(2))
    evaluator.gate = asyncio.Event()
    grading = asyncio.create_task(MedianOf(evaluator, 3).grade(MOMENT))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert len(evaluator.asked) == 3
    evaluator.gate.set()
    assert levels(await grading) == [2, 0, 0]


async def test_a_sample_that_fails_is_left_out_while_more_than_half_are_there() -> None:
    evaluator = ScriptedEvaluator(ModelFault("Busy."), grade_of(2), grade_of(2))
    grade = await MedianOf(evaluator, 3).grade(MOMENT)
    assert grade.responsibility.note == "Median of 2 of 3 grades: 2, 2"


@pytest.mark.parametrize(
    "script",
    [
        [ModelFault("First."), grade_of(2), ModelFault("Second.")],
        [grade_of(2), grade_of(2), ModelFault("First."), ModelFault("Second.")],
        [ModelFault("First.")],
    ],
)
async def test_without_a_majority_the_first_fault_is_raised(script: list[Grade | ModelFault]) -> None:
    with pytest.raises(ModelFault, match="First"):
        await MedianOf(ScriptedEvaluator(*script), len(script)).grade(MOMENT)


async def test_stopping_stops_every_sample() -> None:
    evaluator = ScriptedEvaluator()
    evaluator.gate = asyncio.Event()
    grading = asyncio.create_task(MedianOf(evaluator, 3).grade(MOMENT))
    await asyncio.sleep(0)
    before = asyncio.all_tasks()
    grading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await grading
    assert not [task for task in before - {asyncio.current_task()} if not task.done()]


async def test_name_usage_and_closing_are_those_of_the_evaluator() -> None:
    class Counting(ScriptedEvaluator):
        usage = Usage(300, 60, None)
        closed = False

        async def close(self) -> None:
            self.closed = True

    counting = Counting()
    several = MedianOf(counting, 3)
    assert (several.name, several.usage) == ("scripted, median of 3", Usage(300, 60, None))
    await several.close()
    assert counting.closed
    builtin = MedianOf(BuiltinEvaluator(), 1)
    assert (builtin.name, builtin.usage) == ("builtin", None)
    await builtin.close()


@pytest.mark.parametrize("count", [0, 10])
def test_a_number_out_of_range_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 9"):
        MedianOf(BuiltinEvaluator(), count)
