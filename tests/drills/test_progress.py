from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.drills.samples import START, attempt, item
from tests.strategies import grade_of, grades

from leanin.drills.attempts import Attempt
from leanin.drills.focus import WHOLE, Focus
from leanin.drills.progress import LATEST, Graded, Progress, retrievability, sureness_of
from leanin.persona import Difficulty
from leanin.rubric import Grade, Step, Trap
from leanin.session.hints import HintKind

FULL, PART, NONE = grade_of(2, 2, 2), grade_of(1, 1, 1), grade_of(0, 0, 0)
OWN = Focus(step=Step.RESPONSIBILITY)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def in_turn(*given_grades: Grade, focus: Focus = WHOLE) -> list[Attempt]:
    return [attempt(item(n), grade, focus, after=n * MINUTE) for n, grade in enumerate(given_grades)]


@pytest.mark.parametrize(
    ("went", "difficulty"),
    [
        ((), Difficulty.GENTLE),
        ((FULL,), Difficulty.GENTLE),
        ((FULL, FULL), Difficulty.FIRM),
        ((FULL, PART, FULL), Difficulty.GENTLE),
        ((FULL, FULL, FULL, FULL), Difficulty.HARD),
        ((FULL,) * 9, Difficulty.HARD),
        ((FULL, FULL, NONE), Difficulty.GENTLE),
        ((FULL, FULL, FULL, FULL, NONE, FULL), Difficulty.FIRM),
        ((FULL, FULL, PART), Difficulty.FIRM),
        ((NONE, NONE), Difficulty.GENTLE),
    ],
)
def test_two_there_in_a_row_make_it_harder_and_a_miss_makes_it_easier(
    went: tuple[Grade, ...], difficulty: Difficulty
) -> None:
    assert Progress.of(in_turn(*went)).difficulty is difficulty


@given(st.lists(grades, max_size=12))
def test_later_tries_change_nothing_but_what_came_last(given_grades: list[Grade]) -> None:
    firsts = in_turn(*given_grades)
    again = [one.model_copy(update={"number": 2, "grade": NONE, "reached": WHOLE.reached(NONE)}) for one in firsts]
    mixed = [one for pair in zip(firsts, again, strict=True) for one in pair]
    one, other = Progress.of(firsts), Progress.of(mixed)
    assert (one.cards, one.difficulty, one.sureness) == (other.cards, other.difficulty, other.sureness)


def test_a_miss_comes_back_after_ten_minutes_and_a_quick_full_one_after_days() -> None:
    missed, quick = (Progress.of([attempt(grade=grade)]).cards["i0", "whole"] for grade in (NONE, FULL))
    assert missed.due - START == timedelta(minutes=10)
    assert quick.due - START > 5 * DAY
    slow = Progress.of([attempt(seconds=200.0)]).cards["i0", "whole"]
    hinted = Progress.of([attempt(hints=[HintKind.STEP])]).cards["i0", "whole"]
    assert missed.due < hinted.due < slow.due < quick.due
    assert retrievability(quick, START + DAY) > retrievability(slow, START + DAY) > 0.5


@given(st.lists(grades, max_size=12), st.integers(0, 12))
def test_one_by_one_comes_to_the_same(given_grades: list[Grade], some: int) -> None:
    attempts, old = in_turn(*given_grades), [Graded(START - DAY, NONE), Graded(START - MINUTE, PART)]
    grown = Progress.of(attempts[:some], old)
    for one in attempts[some:]:
        grown.add(one)
    assert grown == Progress.of(attempts, old)


def test_each_focus_has_a_card_of_its_own() -> None:
    cards = Progress.of([attempt(), attempt(focus=OWN, after=MINUTE)]).cards
    assert set(cards) == {("i0", "whole"), ("i0", "responsibility")}


def test_a_clock_that_was_set_back_is_no_trouble() -> None:
    progress = Progress.of([attempt(after=DAY), attempt(grade=NONE)])
    assert progress.cards["i0", "whole"].last_review == START + DAY


@given(st.lists(grades, max_size=30))
def test_a_mean_lies_between_nothing_and_all_and_begins_in_the_middle(given_grades: list[Grade]) -> None:
    progress = Progress.of(in_turn(*given_grades))
    for step in Step:
        called = [grade for grade in given_grades if grade.step(step).called_for]
        assert 0 < progress.mean(step) < 1
        assert progress.sureness[step].grades == pytest.approx(len(called))
        if not called:
            assert progress.mean(step) == 0.5


@given(grades, grades)
def test_a_higher_level_never_makes_a_step_less_sure(one: Grade, other: Grade) -> None:
    for step in Step:
        if one.step(step).called_for and other.step(step).called_for:
            means = [sureness_of(step, [Graded(START, grade)]).mean for grade in (one, other)]
            assert (means[0] >= means[1]) == (one.step(step).level >= other.step(step).level)


def test_only_what_was_asked_for_counts() -> None:
    progress = Progress.of(in_turn(grade_of(2, 0, 0), grade_of(2, 0, 0), focus=OWN))
    assert progress.mean(Step.RESPONSIBILITY) == 0.75
    assert progress.mean(Step.REFLECTION) == 0.5
    about_a_trap = Progress.of(in_turn(grade_of(0, 0, 2), focus=Focus(trap=Trap.ADVISING)))
    assert about_a_trap.sureness[Step.REFLECTION].grades == 0 and about_a_trap.sureness[Step.INVITATION].grades == 1


def test_grades_of_conversations_count_and_old_ones_give_way() -> None:
    old = [Graded(START - n * DAY, FULL) for n in range(1, LATEST + 1)]
    assert Progress.of([], old).mean(Step.REFLECTION) > 0.98
    fresh = [Graded(START + n * MINUTE, NONE) for n in range(LATEST)]
    assert Progress.of([], [*fresh, *old]).mean(Step.REFLECTION) < 0.02
    assert Progress.of(in_turn(grade_of(0, 2, 2)), old[:3]).weakest() is Step.RESPONSIBILITY
