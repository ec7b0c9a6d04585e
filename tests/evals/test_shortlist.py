from hypothesis import given
from hypothesis import strategies as st

from leanin.evals.shortlist import Shortlist


@given(st.permutations(range(30)))
def test_the_first_are_kept_in_whatever_order_they_come(order: list[int]) -> None:
    rows = Shortlist(4)
    for number in order:
        rows.add((number,), {"number": number})
    assert [row["number"] for row in rows.rows()] == [0, 1, 2, 3]
    assert rows.count == 30


def test_numbers_come_before_words_and_by_size() -> None:
    rows = Shortlist()
    for name in ("b", 10, "a", 9):
        rows.add((name,), name)
    assert rows.rows() == [9, 10, "a", "b"]
