import pytest
from tests.evals.on_screen import shown
from tests.evals.test_suite import REPLY
from tests.strategies import grade_of

from leanin.evals import agreement
from leanin.evals.items import LabelledReply
from leanin.rubric import Grade, Trap


def labelled(situation: str, levels: tuple[int, int, int], *traps: Trap) -> LabelledReply:
    steps = dict(zip(("responsibility", "reflection", "invitation"), levels, strict=True))
    return LabelledReply.model_validate(
        REPLY | {"situation": situation, "labels": {**steps, "traps": [trap.value for trap in traps]}}
    )


GRADED: list[tuple[LabelledReply, Grade]] = [
    (labelled("a", (0, 0, 0), Trap.DEFENDING), grade_of(2, 0, 0, Trap.DEFENDING)),
    (labelled("a", (2, 1, 0)), grade_of(2, 0, 0)),
    (labelled("b", (1, 2, 2), Trap.ADVISING), grade_of(2, 2, 2)),
    (labelled("b", (2, 0, 1)), grade_of(2, 1, 1)),
]


def test_each_step_says_where_the_levels_went() -> None:
    data = agreement.figures(GRADED)
    owning = data["steps"]["responsibility"]
    assert owning["confusion"] == [[0, 0, 1], [0, 0, 1], [0, 0, 2]]
    assert (owning["exact"], owning["off_by_two"], owning["replies"]) == (0.5, 0.25, 4)
    assert owning["kappa"] == pytest.approx(0)
    assert data["steps"]["invitation"]["kappa"] == 1
    assert data["trap_macro_f1"] == 0.5
    assert data["situations"] == 2


def test_intervals_are_drawn_by_situation() -> None:
    data = agreement.figures([(labelled(str(number // 2), (number % 3, 0, 0)), grade_of(2)) for number in range(12)])
    owning = data["steps"]["responsibility"]
    low, high = owning["exact_interval"]
    assert low < owning["exact"] < high
    together = agreement.figures([(labelled("one", (number % 3, 0, 0)), grade_of(2)) for number in range(12)])
    assert together["steps"]["responsibility"]["exact_interval"] is None


def test_nothing_graded_leaves_every_figure_undefined() -> None:
    data = agreement.figures([])
    assert data["steps"]["reflection"]["kappa"] is None
    assert data["steps"]["reflection"]["confusion"] == [[0] * 3] * 3
    assert data["trap_macro_f1"] is None


def test_the_tables_hold_intervals_and_the_confusion() -> None:
    data = agreement.figures(GRADED) | {"evaluator_model": "scripted", "replies": len(GRADED)}
    text = shown(agreement.tables(data))
    assert "scripted · 4 replies, 2 situations" in text
    assert "25%" in text
    assert "labelled (rows) and given (columns)" in text
    assert "defending" in text
