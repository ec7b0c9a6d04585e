import json
from pathlib import Path

import pytest
from tests.doubles import ScriptedEvaluator
from tests.evals.on_screen import shown
from tests.evals.test_suite import CODED
from tests.strategies import grade_of

from leanin.datafile import FileProblems
from leanin.errors import ModelFault
from leanin.evals import codes
from leanin.evals.codes import READINGS, CodedReply, CodeResult, grade_coded
from leanin.evals.suite import load_suite
from leanin.rubric import Trap

ROW = CODED


def result(grade, **fields: object) -> CodeResult:
    return CodeResult(reply=CodedReply.model_validate(ROW | fields), grade=grade)


@pytest.mark.parametrize(
    ("grade", "found"),
    [
        (grade_of(0, 0, 2), {"open_question", "open_question_full"}),
        (grade_of(0, 0, 1), {"open_question"}),
        (grade_of(0, 1, 1, Trap.CLOSED_QUESTION), {"closed_question", "reflection"}),
        (grade_of(0, 2, 1, Trap.LEADING_QUESTION), {"reflection"}),
        (grade_of(2, 0, 0), set()),
    ],
)
def test_a_grade_is_read_in_each_way(grade, found: set[str]) -> None:
    assert {name for name, reading in READINGS.items() if reading.found(grade)} == found


def test_agreement_is_counted_as_by_hand() -> None:
    asking, silent = grade_of(0, 0, 2), grade_of(0, 0, 0)
    results = [
        *(result(asking, topic="a") for _ in range(4)),
        result(silent, topic="a"),
        *(result(asking, topic="b", open_question=False) for _ in range(2)),
        *(result(silent, topic="b", open_question=False) for _ in range(3)),
        CodeResult(reply=CodedReply.model_validate(ROW), error="Down."),
    ]
    data = codes.figures(results)
    assert (data["replies"], data["topics"]) == (10, 2)
    row = data["readings"]["open_question"]
    assert (row["both"], row["only_coded"], row["only_found"], row["neither"]) == (4, 1, 2, 3)
    assert row["kappa"] == pytest.approx((0.7 - 0.5) / 0.5)
    assert (row["agreement"], row["precision"], row["recall"]) == (0.7, pytest.approx(4 / 6), 0.8)
    assert data["readings"]["reflection"]["kappa"] is None
    text = shown(codes.tables(data))
    assert "0.40" in text
    assert "10 replies on 2 topics" in text


def test_the_interval_is_drawn_by_topic() -> None:
    asking, silent = grade_of(0, 0, 2), grade_of(0, 0, 0)
    results = [
        result(asking if number % 3 else silent, topic=f"t{number // 6}", open_question=number % 2 == 0)
        for number in range(60)
    ]
    data = codes.figures(results)["readings"]["open_question"]
    low, high = data["kappa_interval"]
    assert low <= data["kappa"] <= high


async def test_a_fault_is_told() -> None:
    row = CodedReply.model_validate(ROW)
    told = await grade_coded(row, ScriptedEvaluator(ModelFault("Down.")), lambda name: None)
    assert "Down." in told.error
    assert codes.figures([told])["readings"]["reflection"]["agreement"] is None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"open_question": "yes"}, "line 1: open_question: true or false was expected"),
        ({"reflection": "deep"}, "line 1: reflection: expected one of 'none', 'simple' or 'complex'"),
        ({"reflexion": "none"}, "line 1: reflexion: there is no such key here; did you mean “reflection”"),
    ],
)
def test_what_is_wrong_with_a_line_is_told(tmp_path: Path, fields: dict[str, object], says: str) -> None:
    (tmp_path / "suite.yaml").write_text("schema: 1\nname: mine\nabout: A try.\ncodes: mine.jsonl\n")
    (tmp_path / "mine.jsonl").write_text(json.dumps(ROW | fields))
    with pytest.raises(FileProblems) as error:
        load_suite(str(tmp_path))
    assert says in error.value.message


def test_the_shipped_ones_hold_each_code_in_number() -> None:
    shipped = load_suite("ordinary").codes
    assert len(shipped) >= 300
    for reading in READINGS.values():
        share = sum(map(reading.coded, shipped)) / len(shipped)
        assert 0.1 < share < 0.7, reading.title
