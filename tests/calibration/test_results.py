from pathlib import Path

import pytest
from tests.calibration.samples import begun, blind, graded_like_labels

from leanin.calibration import book, desk
from leanin.calibration.results import compare_raters, rater_of, result_of
from leanin.calibration.rounds import CalibrationError, Round
from leanin.rubric import Step, Trap
from leanin.settings import load_settings


async def test_the_three_comparisons_and_the_replies_where_they_differ(tmp_path: Path) -> None:
    kept = graded_like_labels(begun(tmp_path, count=8), but={2: blind(0, 2, 0, Trap.UNSAFE, note="Look at this.")})
    await desk.ask_evaluator(kept, load_settings())
    result = result_of(kept, "builtin")
    assert [(pair.left, pair.right) for pair in result.comparisons] == [
        ("you", "labels"),
        ("you", "builtin"),
        ("builtin", "labels"),
    ]
    assert [pair.replies for pair in result.comparisons] == [8, 8, 8]
    assert result.with_labels.steps[Step.REFLECTION].exact in (7 / 8, 1.0)
    assert result.with_labels.traps[Trap.UNSAFE] == (0, 1, 0)
    assert result.differences[0].place == 3
    assert result.differences[0].given.note == "Look at this."
    apart = [found.apart for found in result.differences]
    assert apart == sorted(apart, reverse=True)


def test_without_the_evaluators_grades_the_labels_are_still_there(tmp_path: Path) -> None:
    result = result_of(graded_like_labels(begun(tmp_path)), "builtin")
    assert result.with_labels.steps[Step.INVITATION].exact == 1
    assert result.with_evaluator.replies == 0
    assert result.differences == []


def test_a_round_that_is_being_graded_shows_nothing(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    with pytest.raises(CalibrationError, match="--resume"):
        result_of(kept, "builtin")


def test_other_raters_of_the_same_replies_are_found(tmp_path: Path) -> None:
    mine = graded_like_labels(begun(tmp_path, rater="AB"))
    graded_like_labels(begun(tmp_path, rater="ab"))
    other = graded_like_labels(begun(tmp_path, rater="CD"), but={0: blind(1, 1, 1), 1: blind(1, 1, 1)})
    begun(tmp_path, rater="EF")
    result = result_of(mine, "builtin", desk.finished_rounds())
    assert [(pair.left, pair.right, pair.replies) for pair in result.other_raters] == [("you", "CD", 4)]
    both = compare_raters(mine, other)
    assert (both.left, both.right) == ("AB", "CD")
    assert [both.steps[step].exact for step in Step] == [agreed_with_ones(mine)] * 3


def agreed_with_ones(kept: Round) -> float:
    """The share of replies on which a rater like the labels agrees with one who gave the first two replies ones."""
    return sum(place > 1 or kept.grades[item.id].invitation == 1 for place, item in enumerate(kept.items)) / 4


def test_raters_are_compared_only_once_both_have_finished(tmp_path: Path) -> None:
    mine = graded_like_labels(begun(tmp_path, rater="AB"))
    with pytest.raises(CalibrationError, match="isn't finished"):
        compare_raters(mine, begun(tmp_path, rater="CD"))


def test_a_reply_that_reads_otherwise_is_another_reply(tmp_path: Path) -> None:
    mine = graded_like_labels(begun(tmp_path))
    text = book.file_of(mine.header.id).read_text()
    twin = mine.header.id[:-4] + "zzzz"
    changed = text.replace(mine.header.id, twin).replace("How old are you?", "How old are you now?")
    book.file_of(twin).write_text(changed)
    with pytest.raises(CalibrationError, match="no reply in common"):
        compare_raters(mine, book.read(twin))


def test_a_nameless_rater_goes_by_the_round(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    assert rater_of(kept) == kept.header.id
