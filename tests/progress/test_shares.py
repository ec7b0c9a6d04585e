import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.progress.shares import Direction, Share, Surety, change, share_of, sums

counts = st.integers(0, 30).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
sessions = st.lists(counts, max_size=12)


def share(*counted: tuple[int, int]) -> Share:
    return share_of(sums([hits for hits, _ in counted], [of for _, of in counted]))


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662), (1, 1, 0.2065, 1.0)],
)
def test_the_score_interval_of_one_session(hits: int, of: int, low: float, high: float) -> None:
    """By hand from Wilson's formula; 81 of 263 is the example in Newcombe (1998)."""
    found = share((hits, of))
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@given(sessions)
def test_an_interval_holds_its_share_and_lies_within_bounds(counted: list[tuple[int, int]]) -> None:
    found = share(*counted)
    assert 0 <= found.low <= (found.share or 0.0) <= found.high <= 1


@given(sessions)
def test_replies_that_resemble_each_other_never_make_one_surer(counted: list[tuple[int, int]]) -> None:
    found, as_one = share(*counted), share((sum(hits for hits, _ in counted), sum(of for _, of in counted)))
    assert found.high - found.low >= as_one.high - as_one.low - 1e-9


def test_ten_sessions_all_or_nothing_are_worth_ten_replies() -> None:
    lumped = share(*[(6, 6), (0, 6)] * 5)
    alone = share((5, 10))
    assert lumped.high - lumped.low == pytest.approx(alone.high - alone.low, abs=0.03)


@pytest.mark.parametrize(
    ("counted", "surety", "words"),
    [
        ((0, 0), Surety.TOO_FEW, "–"),
        ((3, 6), Surety.TOO_FEW, "3 of 6, too few to tell"),
        ((10, 20), Surety.ROUGH, "50% (30–70%)"),
        ((50, 100), Surety.FAIR, "50% (40–60%)"),
        ((0, 8), Surety.ROUGH, "0% (0–32%)"),
    ],
)
def test_how_sure_one_may_be(counted: tuple[int, int], surety: Surety, words: str) -> None:
    found = share(counted)
    assert found.surety is surety
    assert found.in_words() == words


@pytest.mark.parametrize(
    ("before", "now", "direction"),
    [
        ((5, 50), (30, 50), Direction.UP),
        ((30, 50), (5, 50), Direction.DOWN),
        ((25, 50), (27, 50), Direction.NOT_CLEAR),
        ((1, 3), (2, 3), Direction.TOO_FEW),
        ((0, 0), (20, 20), Direction.TOO_FEW),
    ],
)
def test_a_change_is_named_only_where_it_is_clear(
    before: tuple[int, int], now: tuple[int, int], direction: Direction
) -> None:
    assert change(share(before), share(now)).direction is direction


@given(counts, counts)
def test_a_change_looked_at_from_the_other_side_is_its_opposite(one: tuple[int, int], other: tuple[int, int]) -> None:
    there, back = change(share(one), share(other)), change(share(other), share(one))
    assert (there.low, there.high) == (pytest.approx(-back.high), pytest.approx(-back.low))


def test_newcombes_own_example() -> None:
    """Newcombe (1998), 56/70 against 48/80: the difference of 0.2 has the interval 0.0524–0.3339."""
    found = change(share((48, 80)), share((56, 70)))
    assert (found.low, found.high) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4))
