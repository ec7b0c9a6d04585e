from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evals.lines import CELL
from tests.evals.test_suite import PAIR, REPLY

from leanin.errors import LeaninError
from leanin.evals.items import LabelledReply
from leanin.evals.pairs import ReplyPair
from leanin.evals.suite import Kind
from leanin.evals.supply import MOST_DEATHS, Supply
from leanin.evals.work import WorkUnit


def replies(count: int) -> list[WorkUnit]:
    items = [LabelledReply.model_validate(REPLY | {"id": number}) for number in range(count)]
    return [WorkUnit(Kind.REPLIES, item, CELL, 1) for item in items]


def pair() -> WorkUnit:
    return WorkUnit(Kind.PAIRS, ReplyPair.model_validate(PAIR), CELL, 1)


def test_batches_are_of_the_size_of_their_kind_and_of_one_kind() -> None:
    supply = Supply(iter([*replies(5), pair(), pair()]))
    sizes = {Kind.REPLIES: 3}
    assert [len(supply.take(sizes)) for _ in range(5)] == [3, 2, 1, 1, 0]


@given(count=st.integers(0, 12), size=st.integers(1, 5), dies=st.lists(st.booleans(), max_size=4))
def test_every_unit_is_done_once_whoever_dies(count: int, size: int, dies: list[bool]) -> None:
    supply = Supply(iter(replies(count)))
    done: list[str] = []
    deaths: Iterator[bool] = iter([die and place % 2 == 0 for place, die in enumerate(dies)])
    while units := supply.take({Kind.REPLIES: size}):
        if next(deaths, False):
            supply.give_back(units, "killed")
        else:
            done += [unit.key for unit in units]
    assert sorted(done) == sorted(unit.key for unit in replies(count))


def test_units_over_which_workers_keep_dying_end_the_run() -> None:
    supply = Supply(iter(replies(2)))
    for _ in range(MOST_DEATHS - 1):
        supply.give_back(supply.take({}), "killed by signal 9")
    with pytest.raises(LeaninError, match=r"builtin/1/replies/0.*signal 9|openai/a.*replies/0.*signal 9"):
        supply.give_back(supply.take({}), "killed by signal 9")


def test_no_more_is_read_than_is_handed_out() -> None:
    read = []

    def work() -> Iterator[WorkUnit]:
        for unit in replies(9):
            read.append(unit)
            yield unit

    Supply(work()).take({Kind.REPLIES: 2})
    assert len(read) == 2
