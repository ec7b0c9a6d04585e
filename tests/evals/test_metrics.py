import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.evals.metrics import (
    confusion,
    detections,
    exact_agreement,
    kappa_of,
    macro_f1,
    macro_f1_of,
    quadratic_kappa,
    rows_of,
    share_apart,
    trap_counts,
    trap_detection,
)
from leanin.evals.resampling import summed
from leanin.rubric import Trap

pairs = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=60)


def test_kappa_of_a_table_worked_by_hand() -> None:
    # levels 0,0,1,1,2,2 against 0,1,1,2,2,2: observed disagreement 2/6; marginals (2,2,2)/6 and (1,2,3)/6
    expected = (2 * (2 * 1 + 3 * 4) + 2 * (1 * 1 + 3 * 1) + 2 * (1 * 4 + 2 * 1)) / 36
    table = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 2)]
    assert quadratic_kappa(table) == pytest.approx(1 - (2 / 6) / expected)


@given(pairs)
def test_kappa_is_symmetric_and_at_most_one(table: list[tuple[int, int]]) -> None:
    kappa = quadratic_kappa(table)
    swapped = quadratic_kappa([(b, a) for a, b in table])
    assert (kappa is None) == (swapped is None)
    if kappa is not None:
        assert kappa == pytest.approx(swapped)
        assert kappa <= 1 + 1e-9


@given(st.lists(st.integers(0, 2), min_size=2).filter(lambda levels: len(set(levels)) > 1))
def test_full_agreement_is_one(levels: list[int]) -> None:
    same = [(level, level) for level in levels]
    assert quadratic_kappa(same) == pytest.approx(1)
    assert exact_agreement(same) == 1


def test_figures_without_data_are_undefined_not_zero() -> None:
    assert quadratic_kappa([]) is None
    assert exact_agreement([]) is None
    assert quadratic_kappa([(1, 1), (1, 1)]) is None
    assert macro_f1({}) is None


def test_traps_found_missed_and_imagined() -> None:
    defending, advising, hostile = Trap.DEFENDING, Trap.ADVISING, Trap.HOSTILE
    found = trap_detection(
        [
            ({defending}, {defending}),
            ({defending}, set()),
            (set(), {defending}),
            ({advising}, {advising}),
            (set(), {hostile}),
        ]
    )
    assert found[defending] == (0.5, 0.5, 0.5, 2)
    assert found[advising].f1 == 1
    assert found[hostile].recall is None
    assert Trap.BLAMING not in found
    assert macro_f1(found) == pytest.approx(0.75)


def test_a_confusion_matrix_has_the_first_of_each_pair_in_its_rows() -> None:
    cells = confusion([(0, 0), (0, 2), (2, 0), (2, 0), (1, 2)])
    assert rows_of(cells) == [[1, 0, 1], [0, 0, 1], [2, 0, 0]]
    assert [share_apart(cells, distance) for distance in range(3)] == [0.2, 0.2, 0.6]
    assert share_apart(confusion([]), 2) is None


def test_kappa_of_two_levels_is_the_plain_one() -> None:
    # 50 replies: 20 both, 5 only the first, 10 only the second, 15 neither; 0.7 observed, 0.5 by chance
    assert kappa_of((15, 10, 5, 20)) == pytest.approx((0.7 - 0.5) / (1 - 0.5))


@given(pairs, pairs)
def test_counts_of_two_parts_add_up_to_those_of_the_whole(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    assert summed([confusion(one), confusion(other)]) == confusion(one + other)
    traps = list(Trap)
    as_traps = [[({traps[a]}, {traps[b]}) for a, b in part] for part in (one, other)]
    together = trap_counts(as_traps[0] + as_traps[1])
    assert summed([trap_counts(part) for part in as_traps]) == together
    assert macro_f1_of(together) == pytest.approx(macro_f1(detections(together)))
