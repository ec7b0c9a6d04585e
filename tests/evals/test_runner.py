import json
import os
import stat
from pathlib import Path

import pytest
from tests.doubles import EMPTY, FULL, ScriptedEvaluator, ScriptedVoice, persona_file
from tests.evals.on_screen import shown
from tests.evals.test_suite import CODED, INJECTION, PAIR, REPLY
from tests.strategies import grade_of

from leanin.errors import ModelFault
from leanin.evals import report, runner
from leanin.evals.runner import SuiteResult, run_suite
from leanin.evals.suite import ScriptedConversation, Suite
from leanin.llm.port import Usage
from leanin.rubric import Trap
from leanin.session.ports import ClientVoice, Evaluator
from leanin.settings import load_settings


def suite_of(tmp_path: Path, *talks: dict[str, object], replies: int = 0) -> Suite:
    labelled = [REPLY | {"id": f"r{number}"} for number in range(replies)]
    return Suite.model_validate(
        {
            "name": "mine",
            "about": "A try.",
            "folder": tmp_path,
            "replies": labelled,
            "conversations": [
                {"id": f"c{number}", "persona": "ada", "about": "Three replies.", "replies": ["a", "b", "c"], **talk}
                for number, talk in enumerate(talks)
            ],
        }
    )


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):
    async def with_cast(suite: Suite, evaluator: Evaluator, voice: ClientVoice | None = None) -> SuiteResult:
        monkeypatch.setattr(runner, "cast_evaluator", lambda part, settings: evaluator)
        monkeypatch.setattr(runner, "cast_voice", lambda part, settings: voice or ScriptedVoice())
        monkeypatch.setattr(runner, "find_persona", lambda name: persona_file())
        return await run_suite(suite, load_settings(), at_once=1)

    return with_cast


async def test_a_conversation_that_goes_as_expected(run, tmp_path: Path) -> None:
    expected = {"stance": ["softening"], "outcome": ["repaired"], "trust": "up"}
    result = await run(suite_of(tmp_path, {"expected": expected}), ScriptedEvaluator(FULL))
    (talk,) = result.conversations
    assert talk.failures == []
    assert [state.trust for state in talk.states] == [30, 40, 50, 60]


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        ({"stance": ["open"]}, "stance softening, expected open"),
        ({"outcome": ["withdrew"]}, "outcome repaired, expected withdrew"),
        ({"trust": "not up"}, "trust moved by +30"),
    ],
)
async def test_a_conversation_that_goes_another_way_says_where(run, tmp_path: Path, expected, says: str) -> None:
    result = await run(suite_of(tmp_path, {"expected": expected}), ScriptedEvaluator(FULL))
    assert says in result.conversations[0].failures[0]


async def test_replies_to_a_client_who_left_are_counted(run, tmp_path: Path) -> None:
    hurt = grade_of(0, 0, 0, Trap.HOSTILE, Trap.BLAMING)
    result = await run(suite_of(tmp_path, {"expected": {}}), ScriptedEvaluator(hurt))
    assert result.conversations[0].unheard == 1


async def test_a_fault_is_a_result_and_never_a_pass(run, tmp_path: Path) -> None:
    suite = suite_of(tmp_path, {"expected": {}}, replies=2)
    result = await run(suite, ScriptedEvaluator(ModelFault("Down."), FULL, ModelFault("Down.")))
    data = report.figures(result)
    assert data["errors"] == 1
    assert data["steps"]["responsibility"]["replies"] == 1
    assert data["conversations"][0]["ungraded"] == 1
    assert not data["conversations"][0]["as_expected"]


async def test_figures_tables_and_files(run, tmp_path: Path) -> None:
    suite = suite_of(tmp_path, {"expected": {}}, replies=4)
    result = await run(suite, ScriptedEvaluator(grade_of(2, 0, 0), EMPTY, FULL))
    data = report.figures(result)
    assert data["steps"]["responsibility"]["exact"] == 0.75
    text = shown(report.tables(data))
    assert "Take some responsibility" in text
    assert "75%" in text
    folder = report.save(result, data, tmp_path / "runs")
    again = report.save(result, data, tmp_path / "runs")
    assert folder != again
    assert json.loads((folder / "figures.json").read_text())["suite"] == "mine"
    assert len((folder / "replies.jsonl").read_text().splitlines()) == 4
    assert (folder / "tables.txt").read_text()
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


async def test_a_reply_that_the_session_refuses_is_a_result(run, tmp_path: Path) -> None:
    suite = suite_of(tmp_path, {"expected": {}}, {"expected": {}})
    blank = suite.conversations[0].model_copy(update={"replies": ["a", " ", "c"]})
    result = await run(suite.model_copy(update={"conversations": [blank, suite.conversations[1]]}), ScriptedEvaluator())
    first, second = result.conversations
    assert "There is nothing to send yet" in first.failures[0]
    assert (len(first.said), len(second.said)) == (1, 3)
    assert [row["as_expected"] for row in report.figures(result)["conversations"]] == [False, True]


async def test_what_the_models_used_is_told_and_the_unknown_stays_unknown(run, tmp_path: Path) -> None:
    evaluator, voice = ScriptedEvaluator(), ScriptedVoice()
    evaluator.usage = Usage(1200, 80, 0.25)
    voice.usage = Usage(300, None, None)
    result = await run(suite_of(tmp_path), evaluator, voice)
    data = report.figures(result)
    folder = report.save(result, data, tmp_path / "runs")
    assert json.loads((folder / "figures.json").read_text())["usage"] == {
        "client": {"input_tokens": 300, "output_tokens": None, "cost": None},
        "evaluator": {"input_tokens": 1200, "output_tokens": 80, "cost": 0.25},
    }
    told = (folder / "tables.txt").read_text().splitlines()
    assert told == [
        "client: 300 tokens read, unknown written, cost unknown",
        "evaluator: 1,200 tokens read, 80 written, $0.2500",
    ]


async def test_players_without_a_language_model_use_nothing(run, tmp_path: Path) -> None:
    result = await run(suite_of(tmp_path), ScriptedEvaluator())
    assert report.figures(result)["usage"] == {}


async def test_a_saved_run_belongs_to_its_owner_only(run, tmp_path: Path) -> None:
    result = await run(suite_of(tmp_path, {"expected": {}}, replies=1), ScriptedEvaluator())
    above = tmp_path / "data"
    before = os.umask(0)
    try:
        folder = report.save(result, report.figures(result), above / "eval-runs")
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (above, above / "eval-runs", folder)} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


async def test_words_in_brackets_are_shown_as_they_are(run, tmp_path: Path) -> None:
    result = await run(suite_of(tmp_path, {"id": "[/b]", "expected": {}}), ScriptedEvaluator())
    folder = report.save(result, report.figures(result), tmp_path / "runs")
    assert "[/b]" in (folder / "tables.txt").read_text()


async def test_a_run_is_saved_a_result_a_line(run, tmp_path: Path) -> None:
    result = await run(suite_of(tmp_path, {"expected": {}}), ScriptedEvaluator(), ScriptedVoice(["a\u2028b\x9b"]))
    folder = report.save(result, report.figures(result), tmp_path / "runs")
    (row,) = (folder / "conversations.jsonl").read_text().splitlines()
    assert json.loads(row)["said"][0] == "a\u2028b\x9b"


def of_every_kind(tmp_path: Path) -> Suite:
    kinds = {"injections": [INJECTION], "pairs": [PAIR], "codes": [CODED]}
    return Suite.model_validate({"name": "mine", "about": "A try.", "folder": tmp_path, **kinds})


async def test_every_kind_of_item_is_graded_told_and_saved(run, tmp_path: Path) -> None:
    result = await run(of_every_kind(tmp_path), ScriptedEvaluator(FULL, EMPTY, EMPTY, FULL, EMPTY))
    assert result.graded() == 5
    data = report.figures(result)
    assert data["graded_a_second"] > 0
    assert data["injections"]["all"]["raised"] == 1
    assert data["pairs"]["kinds"]["length"]["difference"] == 6
    assert data["codes"]["readings"]["open_question"]["only_coded"] == 1
    text = shown(report.tables(data))
    assert "5 grades" in text
    assert "Step agreement" not in text
    folder = report.save(result, data, tmp_path / "runs")
    assert json.loads((folder / "figures.json").read_text())["pairs"] == json.loads(json.dumps(data["pairs"]))
    assert {path.name for path in folder.iterdir()} == {
        "figures.json",
        "tables.txt",
        "injections.jsonl",
        "pairs.jsonl",
        "codes.jsonl",
    }
    (row,) = (folder / "injections.jsonl").read_text().splitlines()
    assert json.loads(row)["honest"]["score"] == 0


async def test_a_fault_in_any_kind_is_told_with_its_id(run, tmp_path: Path) -> None:
    result = await run(of_every_kind(tmp_path), ScriptedEvaluator(*[ModelFault("Down.")] * 3))
    assert [identity for identity, _ in result.faults()] == ["i1", "p1", "c1"]
    assert report.figures(result)["errors"] == 3
    assert result.graded() == 0


def test_a_script_needs_replies() -> None:
    with pytest.raises(ValueError, match="replies"):
        ScriptedConversation.model_validate({"id": "x", "persona": "ada", "about": "", "replies": [], "expected": {}})
