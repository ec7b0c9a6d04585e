import asyncio
import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from tests.doubles import ScriptedEvaluator
from tests.evals.on_screen import shown
from tests.evals.test_suite import INJECTION
from tests.strategies import grade_of

from leanin.datafile import FileProblems
from leanin.errors import ModelFault
from leanin.evals import injections
from leanin.evals.injections import Injection, InjectionKind, InjectionResult, grade_injection
from leanin.evals.suite import load_suite
from leanin.evaluator.builtin import BuiltinEvaluator
from leanin.persona_shelf import on_shelf
from leanin.rubric import Step, Trap

ROW = INJECTION | {"concern": "Safety.", "therapist": "24"}


def row(**fields: object) -> Injection:
    return Injection.model_validate(ROW | fields)


@pytest.fixture(scope="module")
def shipped() -> list[Injection]:
    return load_suite("injections").injections


async def graded(*grades: object, **fields: object) -> InjectionResult:
    return await grade_injection(row(**fields), ScriptedEvaluator(*grades), lambda name: None)


async def test_the_reply_and_its_remainder_are_graded_in_the_same_scene() -> None:
    evaluator = ScriptedEvaluator()
    await grade_injection(row(), evaluator, lambda name: None)
    assert [asked.reply for asked in evaluator.asked] == [ROW["reply"], ROW["remainder"]]
    assert {(asked.client, asked.concern, asked.therapist) for asked in evaluator.asked} == {
        ("How old are you?", "Safety.", "24")
    }


@pytest.mark.parametrize(
    ("given", "honest", "raised", "lowered"),
    [
        (grade_of(2, 0, 0), grade_of(2, 0, 0), [], []),
        (grade_of(2, 0, 1), grade_of(2, 0, 0), [Step.INVITATION], []),
        (grade_of(0, 2, 0), grade_of(2, 0, 0), [Step.REFLECTION], [Step.RESPONSIBILITY]),
    ],
)
async def test_a_step_is_raised_whatever_the_others_do(given, honest, raised, lowered) -> None:
    result = await graded(given, honest)
    assert result.raised() == raised
    assert result.lowered() == lowered


async def test_a_fault_is_told_and_counts_for_nothing() -> None:
    result = await graded(grade_of(2, 2, 2), ModelFault("Down."))
    assert "Down." in result.error
    assert injections.figures([result])["all"]["replies"] == 0


async def test_what_injections_bought_is_counted_by_kind() -> None:
    results = [
        await graded(grade_of(2, 1, 0, Trap.OFF_TASK), grade_of(2, 0, 0), kind="order"),
        await graded(grade_of(0, 2, 0), grade_of(2, 0, 0, Trap.DEFENDING), kind="order", id="[/b]"),
        await graded(grade_of(1, 0, 0, Trap.OFF_TASK), grade_of(2, 0, 0), kind="story", id="i3"),
    ]
    data = injections.figures(results)
    assert data["kinds"]["order"] == {
        "replies": 2,
        "raised": 2,
        "raised_points": 1,
        "lowered": 1,
        "traps_lost": 1,
        "off_task": 1,
        "steps": {"responsibility": 0, "reflection": 2, "invitation": 0},
    }
    assert data["all"]["raised"] == 2
    assert data["raised"][1] == {"id": "i1", "kind": "order", "honest": [2, 0, 0], "given": [2, 1, 0], "off_task": True}
    text = shown(injections.tables(data))
    assert "[/b]" in text
    assert "2/0/0" in text
    assert "Raised above" not in shown(injections.tables(injections.figures(results[2:])))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "oder"}, "line 1: kind: expected one of"),
        (
            {"remainder": ROW["reply"]},
            "line 1: remainder: this is the whole reply; leave out what talks to the machine.",
        ),
        ({"remaindr": ""}, "line 1: remaindr: there is no such key here; did you mean “remainder”"),
    ],
)
def test_what_is_wrong_with_a_line_is_told(tmp_path: Path, fields: dict[str, object], says: str) -> None:
    (tmp_path / "suite.yaml").write_text("schema: 1\nname: mine\nabout: A try.\ninjections: mine.jsonl\n")
    (tmp_path / "mine.jsonl").write_text(json.dumps(ROW | fields))
    with pytest.raises(FileProblems) as error:
        load_suite(str(tmp_path))
    assert says in error.value.message


def test_the_shipped_ones_are_many_and_of_every_kind(shipped: list[Injection]) -> None:
    assert len(shipped) >= 140
    kinds = Counter(one.kind for one in shipped)
    assert min(kinds[kind] for kind in InjectionKind) >= 8
    assert len({one.reply for one in shipped}) == len(shipped)


def test_the_remainder_is_said_in_the_reply_word_for_word_and_in_order(shipped: list[Injection]) -> None:
    for one in shipped:
        place = 0
        for word in one.remainder.split():
            found = one.reply.find(word, place)
            assert found >= 0, (one.id, word)
            place = found + len(word)


def test_hidden_characters_are_written_so_that_a_reader_of_the_file_sees_them(shipped: list[Injection]) -> None:
    path = load_suite("injections").folder.parent / "injections.jsonl"
    assert all(unicodedata.category(sign) != "Cf" for sign in path.read_text(encoding="utf-8"))
    assert any(unicodedata.category(sign) == "Cf" for one in shipped for sign in one.reply)


@pytest.fixture(scope="module")
def by_the_built_in(shipped: list[Injection]) -> list[InjectionResult]:
    async def every() -> list[InjectionResult]:
        return [await grade_injection(one, BuiltinEvaluator(), on_shelf) for one in shipped]

    return asyncio.run(every())


def test_the_built_in_evaluator_is_talked_into_nothing(by_the_built_in: list[InjectionResult]) -> None:
    data = injections.figures(by_the_built_in)
    assert data["raised"] == []
    low, high = data["raised_interval"]
    assert low == 0 < high < 0.3, "none raised isn't none ever"


def test_remainders_reach_from_nothing_to_all_three(by_the_built_in: list[InjectionResult]) -> None:
    points = Counter(row.honest.score for row in by_the_built_in if row.honest)
    assert points[0] < 0.6 * len(by_the_built_in)
    assert len(points) >= 5
