import json
from collections import Counter
from pathlib import Path

import pytest
from tests.doubles import ScriptedEvaluator
from tests.evals.on_screen import shown
from tests.evals.test_suite import PAIR
from tests.strategies import grade_of

from leanin.datafile import FileProblems
from leanin.errors import ModelFault
from leanin.evals import pairs
from leanin.evals.pairs import PairKind, PairResult, ReplyPair, grade_pair
from leanin.evals.suite import load_suite
from leanin.rubric import Trap

ROW = PAIR | {"concern": "Safety.", "therapist": "24"}
POSITION = {"kind": "position", "second": "I'm young.", "before_second": [{"client": "Hello.", "reply": "Hi."}]}


async def graded(*grades: object, **fields: object) -> PairResult:
    row = ReplyPair.model_validate(ROW | fields)
    return await grade_pair(row, ScriptedEvaluator(*grades), lambda name: None)


@pytest.fixture(scope="module")
def shipped() -> list[ReplyPair]:
    return load_suite("pairs").pairs


async def test_both_replies_are_graded_in_the_same_scene() -> None:
    evaluator = ScriptedEvaluator()
    await grade_pair(ReplyPair.model_validate(ROW), evaluator, lambda name: None)
    first, second = evaluator.asked
    assert [first.reply, second.reply] == [ROW["first"], ROW["second"]]
    assert (first.client, first.concern, first.history) == (second.client, second.concern, second.history)


async def test_the_same_words_are_graded_at_a_first_and_at_a_later_turn() -> None:
    evaluator = ScriptedEvaluator()
    earlier = [{"client": "Morning.", "reply": "Come in."}]
    await grade_pair(ReplyPair.model_validate(ROW | POSITION | {"history": earlier}), evaluator, lambda name: None)
    first, second = evaluator.asked
    assert first.reply == second.reply
    assert [past.client for past in first.history] == ["Morning."]
    assert [past.client for past in second.history] == ["Morning.", "Hello."]


async def test_a_fault_is_told_and_counts_for_nothing() -> None:
    result = await graded(grade_of(2, 2, 2), ModelFault("Down."))
    assert "Down." in result.error
    data = pairs.figures([result])
    assert data["all"]["pairs"] == 0
    assert data["all"]["same_levels"] is None


async def test_what_a_difference_buys_is_counted_by_kind() -> None:
    results = [
        await graded(grade_of(2, 0, 0), grade_of(2, 1, 1, Trap.REASSURING)),
        await graded(grade_of(2, 0, 0), grade_of(2, 0, 0), id="p2", situation="s2"),
        await graded(grade_of(2, 0, 0), grade_of(0, 2, 0), id="p3", situation="s2"),
        await graded(grade_of(1, 0, 0), grade_of(0, 0, 0), id="[/b]", kind="typos"),
    ]
    data = pairs.figures(results)
    length = data["kinds"]["length"]
    assert length["difference"] == pytest.approx(2 / 3)
    low, high = length["difference_interval"]
    assert (low, high) == (0, 2)
    assert (length["second_higher"], length["second_lower"]) == (1, 0)
    assert length["same_levels"] == pytest.approx(1 / 3)
    assert length["same_traps"] == pytest.approx(2 / 3)
    assert (length["first_as_deserved"], length["second_as_deserved"]) == (1, pytest.approx(1 / 3))
    assert length["steps"] == {
        "responsibility": pytest.approx(-2 / 3),
        "reflection": 1,
        "invitation": pytest.approx(1 / 3),
    }
    assert data["kinds"]["typos"]["difference"] == -1
    assert data["kinds"]["typos"]["difference_interval"] is None
    assert data["all"]["difference"] is None
    assert (data["all"]["second_higher"], data["all"]["second_lower"]) == (1, 1)
    assert [row["id"] for row in data["apart"]] == ["[/b]", "p1", "p3"]
    text = shown(pairs.tables(data))
    assert "+0.67" in text
    assert "[/b]" in text


async def test_pairs_alike_need_no_second_table() -> None:
    assert len(pairs.tables(pairs.figures([await graded(grade_of(2, 0, 0))]))) == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "lenght"}, "line 1: kind: expected one of"),
        ({"second": ROW["first"]}, "line 1: second: the two replies are the same for the kind position"),
        (POSITION | {"second": "Hm."}, "line 1: second: the two replies are the same for the kind position"),
        (POSITION | {"before_second": []}, "line 1: before_second: the kind position needs what went before"),
        ({"before_second": POSITION["before_second"]}, "line 1: before_second: the kind position needs what went"),
        (
            {"levels": {"responsibility": 3, "reflection": 0, "invitation": 0}},
            "line 1: levels.responsibility: expected",
        ),
        ({"thrid": "x"}, "line 1: thrid: there is no such key here"),
    ],
)
def test_what_is_wrong_with_a_line_is_told(tmp_path: Path, fields: dict[str, object], says: str) -> None:
    (tmp_path / "suite.yaml").write_text("schema: 1\nname: mine\nabout: A try.\npairs: mine.jsonl\n")
    (tmp_path / "mine.jsonl").write_text(json.dumps(ROW | fields))
    with pytest.raises(FileProblems) as error:
        load_suite(str(tmp_path))
    assert says in error.value.message


def test_the_shipped_ones_are_many_and_of_every_kind(shipped: list[ReplyPair]) -> None:
    assert len(shipped) >= 60
    assert min(Counter(pair.kind for pair in shipped)[kind] for kind in PairKind) >= 8


def test_the_shipped_ones_differ_in_what_they_say_they_do(shipped: list[ReplyPair]) -> None:
    for pair in shipped:
        first, second = pair.first.casefold().split(), pair.second.casefold().split()
        if pair.kind in (PairKind.LENGTH, PairKind.GREETING, PairKind.HEDGING):
            assert len(second) > len(first) * (2 if pair.kind is PairKind.LENGTH else 1), pair.id
        if pair.kind is PairKind.ORDER:
            assert Counter(first) == Counter(second), pair.id
        if pair.kind in (PairKind.TYPOS, PairKind.SPELLING):
            assert len(first) == len(second), pair.id
