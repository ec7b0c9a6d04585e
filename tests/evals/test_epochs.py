import pytest
from tests.strategies import grade_of

from leanin.evals.epochs import Epochs


def test_agreement_is_over_the_pairs_of_an_items_epochs() -> None:
    epochs = Epochs(3)
    for levels in ((2, 0, 1), (2, 1, 1), (2, 0, 1)):
        epochs.add(("replies", "a", 0), grade_of(*levels))
    for _ in range(3):
        epochs.add(("replies", "b", 0), grade_of(1, 1, 1))
    epochs.add(("replies", "once", 0), grade_of(0, 0, 0))
    assert epochs.figures() == {
        "epochs": 3,
        "items": 2,
        "steady": 1,
        "steps": {"responsibility": 1, "reflection": pytest.approx(4 / 6), "invitation": 1},
    }


def test_a_hundred_epochs_fit() -> None:
    epochs = Epochs(100)
    for _ in range(100):
        epochs.add(("replies", 1, 0), grade_of(2, 2, 2))
    figures = epochs.figures()
    assert figures and figures["steady"] == 1 and figures["steps"]["invitation"] == 1


def test_one_epoch_has_nothing_to_agree_with() -> None:
    assert Epochs(1).figures() is None
    assert Epochs(2).figures() == {
        "epochs": 2, "items": 0, "steady": 0, "steps": dict.fromkeys(("responsibility", "reflection", "invitation"))
    }  # fmt: skip
