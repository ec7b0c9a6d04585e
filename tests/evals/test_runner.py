import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from tests.doubles import EMPTY, FULL, ScriptedEvaluator, ScriptedVoice, persona_file
from tests.evals.test_suite import REPLY
from tests.strategies import grade_of

from leanin.errors import ModelFault
from leanin.evals import report, runner
from leanin.evals.runner import SuiteResult, run_suite
from leanin.evals.suite import ScriptedConversation, Suite
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
    out = io.StringIO()
    for table in report.tables(data):
        Console(file=out, width=140).print(table)
    assert "Take some responsibility" in out.getvalue()
    assert "75%" in out.getvalue()
    folder = report.save(result, data, tmp_path / "runs")
    again = report.save(result, data, tmp_path / "runs")
    assert folder != again
    assert json.loads((folder / "figures.json").read_text())["suite"] == "mine"
    assert len((folder / "replies.jsonl").read_text().splitlines()) == 4
    assert (folder / "tables.txt").read_text()
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


def test_a_script_needs_replies() -> None:
    with pytest.raises(ValueError, match="replies"):
        ScriptedConversation.model_validate({"id": "x", "persona": "ada", "about": "", "replies": [], "expected": {}})
