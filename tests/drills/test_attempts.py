import pytest
from pydantic import ValidationError
from tests.drills.samples import attempt
from tests.strategies import grade_of

from leanin.drills.attempts import Recall, recall_of
from leanin.session.hints import HintKind


@pytest.mark.parametrize(
    ("levels", "hints", "seconds", "recall"),
    [
        ((2, 2, 2), (), 20, Recall.EASY),
        ((2, 2, 2), (), 61, Recall.GOOD),
        ((2, 2, 2), (HintKind.STEP,), 20, Recall.HARD),
        ((2, 1, 2), (), 20, Recall.HARD),
        ((0, 1, 0), (), 20, Recall.AGAIN),
        ((2, 2, 2), (HintKind.SHOWN,), 20, Recall.AGAIN),
    ],
)
def test_how_a_first_try_is_rated(
    levels: tuple[int, int, int], hints: tuple[HintKind, ...], seconds: float, recall: Recall
) -> None:
    grade = grade_of(*levels)  # type: ignore[arg-type]
    assert recall_of(attempt(grade=grade, hints=hints, seconds=seconds)) is recall


def test_a_time_that_isnt_one_is_refused() -> None:
    with pytest.raises(ValidationError):
        attempt(time="yesterday")
