import itertools
from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drills.samples import RISK, SOFT, START, attempt, item, items
from tests.strategies import grade_of, grades

from leanin.drills.attempts import Attempt
from leanin.drills.choice import Choice, Why, choose, focus_weights
from leanin.drills.focus import WHOLE, Focus
from leanin.drills.progress import Graded, Progress
from leanin.drills.wish import Wish
from leanin.persona import Difficulty
from leanin.rubric import Grade, Step

OWN = Focus(step=Step.RESPONSIBILITY)
MINUTE = timedelta(minutes=1)
many_grades = st.lists(grades, min_size=1, max_size=12)


def go_through(given_grades: list[Grade], wish: Wish, seed: int, count: int = 6) -> list[Choice]:
    """The statements of a round whose replies get these grades in turn, a minute each."""
    able = wish.fitting([*items(count), SOFT])
    kept: list[Attempt] = []
    chosen: list[Choice] = []
    for place, grade in enumerate(given_grades, 1):
        now = START + place * MINUTE
        seen = {choice.item.id for choice in chosen}
        choice = choose(able, Progress.of(kept), wish, place=place, seen=seen, seed=seed, now=now)
        chosen.append(choice)
        kept.append(attempt(choice.item, grade, choice.focus, after=place * MINUTE, place=place))
    return chosen


@settings(max_examples=60)
@given(many_grades, st.integers(0, 99), st.sampled_from([None, WHOLE, OWN]))
def test_the_same_seed_and_clock_choose_the_same(given_grades: list[Grade], seed: int, focus: Focus | None) -> None:
    wish = Wish(focus=focus)
    assert go_through(given_grades, wish, seed) == go_through(given_grades, wish, seed)


@settings(max_examples=60)
@given(many_grades, st.integers(0, 99), st.sampled_from([None, WHOLE, OWN]), st.integers(2, 6))
def test_never_the_same_statement_twice_in_a_row(
    given_grades: list[Grade], seed: int, focus: Focus | None, count: int
) -> None:
    chosen = [choice.item.id for choice in go_through(given_grades, Wish(focus=focus), seed, count)]
    assert all(one != other for one, other in itertools.pairwise(chosen))


@settings(max_examples=40)
@given(many_grades, st.integers(0, 99))
def test_a_wanted_focus_is_kept_to(given_grades: list[Grade], seed: int) -> None:
    for choice in go_through(given_grades, Wish(focus=OWN), seed):
        assert choice.focus == OWN and choice.item != SOFT


@given(st.lists(grades, max_size=20), st.sampled_from(Step))
def test_a_weaker_step_weighs_more(given_grades: list[Grade], step: Step) -> None:
    progress = Progress.of([], [Graded(START, grade) for grade in given_grades])
    weights = focus_weights(progress)
    for other in Step:
        if progress.mean(step) < progress.mean(other):
            assert weights[Focus(step=step)] > weights[Focus(step=other)]
    assert all(0 < weight < 1 for weight in weights.values())


def test_a_weak_step_is_chosen_more_often_and_the_whole_once_all_are_learnt() -> None:
    def counted(grade: Grade) -> Counter[str]:
        progress = Progress.of([], [Graded(START, grade)] * 20)
        draws = (
            choose(items(), progress, Wish(), place=1, seen=(), seed=seed, now=START).focus.key for seed in range(300)
        )
        return Counter(draws)

    weak = counted(grade_of(0, 2, 2))
    assert weak["responsibility"] > 250 and weak["reflection"] < 20
    learnt = counted(grade_of(2, 2, 2))
    assert learnt["whole"] > 250


def test_new_ones_are_as_hard_as_the_last_answers_allow() -> None:
    progress = Progress()
    for difficulty in Difficulty:
        progress.difficulty = difficulty
        for seed in range(10):
            choice = choose(items(9), progress, Wish(focus=WHOLE), place=1, seen=(), seed=seed, now=START)
            assert (choice.item.difficulty, choice.why) == (difficulty, Why.NEW)
    gentle = [one for one in items(9) if one.difficulty is Difficulty.GENTLE]
    assert choose(gentle, progress, Wish(focus=WHOLE), place=1, seen=(), seed=1, now=START).item in gentle


def test_what_was_missed_comes_back_when_it_is_due_and_every_third_is_new() -> None:
    missed = [attempt(item(n), grade_of(), after=n * MINUTE) for n in range(3)]
    progress = Progress.of(missed)

    def at(minutes: int, place: int, seen: tuple[str, ...] = ("i0", "i1", "i2")) -> Choice:
        now = START + minutes * MINUTE
        return choose(items(), progress, Wish(focus=WHOLE), place=place, seen=seen, seed=1, now=now)

    assert at(5, 4).why is Why.NEW
    assert (at(10, 4).item.id, at(10, 4).why) == ("i0", Why.DUE)
    assert at(30, 4).item.id == "i0", "the one that is the likeliest to be forgotten"
    assert at(30, 6).why is Why.NEW
    assert at(30, 4).item.id != progress.last_item


def test_where_nothing_is_new_or_due_practice_goes_on() -> None:
    progress = Progress.of([attempt(one, after=n * MINUTE) for n, one in enumerate(items(3))])
    choice = choose(items(3), progress, Wish(focus=WHOLE), place=4, seen=(), seed=1, now=START + 4 * MINUTE)
    assert choice.why is Why.AHEAD and choice.item.id != "i2"
    alone = choose([item(2)], progress, Wish(focus=WHOLE), place=4, seen=(), seed=1, now=START + 4 * MINUTE)
    assert alone.item.id == "i2", "a single statement has to come again"


def test_a_softened_client_comes_now_and_then_and_never_for_ownership() -> None:
    able = [*items(3), *items(9)[3::3], SOFT]
    draws = [
        choose(able, Progress(), Wish(focus=Focus(step=Step.REFLECTION)), place=1, seen=(), seed=s, now=START).item
        for s in range(200)
    ]
    assert 0 < draws.count(SOFT) < 40
    assert RISK not in Wish().fitting([*items(), RISK])
