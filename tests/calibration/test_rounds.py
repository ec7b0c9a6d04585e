import pytest
from tests.calibration.samples import blind, replies
from tests.strategies import grade_of

from leanin import rubric
from leanin.calibration.rounds import CalibrationError, Evaluated, Finished, GradedBlind, Round, new_header
from leanin.errors import DataFileError
from leanin.evals.suite import Suite
from leanin.store.kept import now, written_time

TIME = written_time(now())


def suite(count: int, **changes: object) -> Suite:
    return Suite.model_validate(
        {"name": "mine", "about": "", "folder": ".", "replies": replies(count), "conversations": []} | changes
    )


def a_round(count: int = 4) -> Round:
    return Round(new_header(suite(count), round_id="a", split=None, count=count, seed=1, evaluator="builtin"))


def graded(kept: Round, place: int, level: int = 1) -> GradedBlind:
    return GradedBlind(time=TIME, item=kept.items[place].id, grade=blind(level, 1, 1))  # type: ignore[arg-type]


def evaluated(kept: Round, place: int) -> Evaluated:
    return Evaluated(
        time=TIME,
        item=kept.items[place].id,
        evaluator="builtin",
        rubric_hash=rubric.digest(),
        leanin_version="0",
        grade=grade_of(2, 2, 2),
    )


def test_a_later_grade_counts_instead_of_an_earlier_one() -> None:
    kept = a_round()
    kept.apply(graded(kept, 0, 1))
    kept.apply(graded(kept, 0, 2))
    assert kept.grades == {kept.items[0].id: blind(2, 1, 1)}


def test_once_finished_no_grade_is_taken_any_more() -> None:
    kept = a_round()
    kept.apply(graded(kept, 0))
    kept.apply(Finished(time=TIME))
    with pytest.raises(CalibrationError, match="is finished"):
        kept.apply(graded(kept, 0, 2))
    with pytest.raises(CalibrationError, match="is finished"):
        kept.apply(Finished(time=TIME))
    assert kept.grades == {kept.items[0].id: blind(1, 1, 1)}


def test_no_evaluation_comes_before_the_rater_has_finished() -> None:
    kept = a_round()
    with pytest.raises(CalibrationError, match="blind until then"):
        kept.apply(evaluated(kept, 0))
    kept.apply(graded(kept, 0))
    kept.apply(Finished(time=TIME))
    kept.apply(evaluated(kept, 0))
    assert set(kept.evaluations["builtin"]) == {kept.items[0].id}


def test_a_reply_that_isnt_in_the_round_cant_be_graded() -> None:
    kept = a_round()
    with pytest.raises(CalibrationError, match="has no reply “elsewhere”"):
        kept.apply(GradedBlind(time=TIME, item="elsewhere", grade=blind(1, 1, 1)))


def test_it_goes_on_behind_the_last_grade_then_with_what_was_skipped() -> None:
    kept = a_round()
    assert kept.place_to_go_on() == 0
    kept.apply(graded(kept, 1))
    assert kept.place_to_go_on() == 2
    kept.apply(graded(kept, 2))
    kept.apply(graded(kept, 3))
    assert kept.place_to_go_on() == 0
    kept.apply(graded(kept, 0))
    assert kept.place_to_go_on() == 0


def test_the_hash_tells_other_replies_and_other_labels_apart() -> None:
    other = replies(4)
    other[0] = other[0].model_copy(update={"labels": other[1].labels})
    hashes = {
        new_header(it, round_id="a", split=None, count=4, seed=1, evaluator="builtin").items_hash
        for it in (suite(4), suite(4, name="other"), suite(5), suite(4, replies=other))
    }
    assert len(hashes) == 3


def test_a_suite_without_replies_is_refused() -> None:
    with pytest.raises(DataFileError, match="no labelled replies"):
        new_header(suite(0), round_id="a", split=None, count=4, seed=1, evaluator="builtin")
