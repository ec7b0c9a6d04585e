from collections import Counter
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.calibration.samples import reply_data

from leanin.calibration.choice import chosen
from leanin.evals.items import LabelledReply
from leanin.evals.suite import load_suite
from leanin.rubric import Step


def reply(number: int, situation: int, levels: tuple[int, int, int]) -> LabelledReply:
    labels: dict[str, Any] = dict(zip((step.value for step in Step), levels, strict=True))
    return LabelledReply.model_validate(reply_data(number, situation=f"s{situation}", labels=labels))


level = st.integers(0, 2)
pools = st.lists(st.tuples(st.integers(0, 5), st.tuples(level, level, level)), max_size=40).map(
    lambda rows: [reply(number, *row) for number, row in enumerate(rows)]
)


@given(pools, st.integers(0, 50), st.integers())
def test_as_many_as_asked_for_each_once_and_spread_over_situations(
    pool: list[LabelledReply], count: int, seed: int
) -> None:
    taken = chosen(pool, count, seed)
    assert len(taken) == min(count, len(pool))
    assert len({item.id for item in taken}) == len(taken)
    assert all(item in pool for item in taken)
    there, got = Counter(item.situation for item in pool), Counter(item.situation for item in taken)
    most = max((got[situation] for situation in there), default=0)
    assert all(got[situation] >= min(most - 1, there[situation]) for situation in there)


@given(pools, st.integers(1, 20), st.integers(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing(pool: list[LabelledReply], count: int, seed: int, chance: Any) -> None:
    shuffled = list(pool)
    chance.shuffle(shuffled)
    assert chosen(shuffled, count, seed) == chosen(pool, count, seed)


@given(st.integers(1, 60), st.integers())
def test_where_all_levels_are_there_they_come_equally_often(count: int, seed: int) -> None:
    every = product(range(4), product(range(3), repeat=3))
    pool = [reply(number, situation, levels) for number, (situation, levels) in enumerate(every)]
    taken = chosen(pool, count, seed)
    for step in Step:
        counts = [sum(getattr(item.labels, step.value) == wanted for item in taken) for wanted in range(3)]
        assert max(counts) - min(counts) <= 2


@pytest.mark.parametrize("seed", range(5))
def test_twenty_of_the_shipped_replies_hold_every_level_and_situation(seed: int) -> None:
    suite = load_suite("replies", "test")
    taken = chosen(suite.replies, 20, seed)
    assert len({item.situation for item in taken}) == min(20, len({item.situation for item in suite.replies}))
    for step in Step:
        assert min(Counter(getattr(item.labels, step.value) for item in taken).values()) >= 4


def test_another_seed_gives_another_choice() -> None:
    pool = [reply(number, number % 4, (number % 3, number % 2, 0)) for number in range(60)]
    assert {item.id for item in chosen(pool, 10, 1)} != {item.id for item in chosen(pool, 10, 2)}


def test_a_choice_stays_the_same_from_version_to_version() -> None:
    pool = [reply(number, number % 3, (number % 3, number % 2, 1)) for number in range(12)]
    assert [item.id for item in chosen(pool, 5, 7)] == FROZEN


FROZEN = ["r8", "r3", "r0", "r4", "r7"]
"""Raters on different machines and versions must get the same replies for the same seed."""
