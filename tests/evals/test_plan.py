import json
from pathlib import Path

import pytest
from tests.evals.runs import planned, suite_in
from tests.evals.test_suite import REPLY, TALK

from leanin.errors import DataFileError, SettingsError
from leanin.evals.plan import Wish, again, plan
from leanin.evals.work import units
from leanin.settings import load_settings


def test_a_suites_own_matrix_counts_unless_told(tmp_path: Path) -> None:
    folder = suite_in(tmp_path / "mine", matrix="{evaluators: [builtin, openai/a], seeds: [1, 2], epochs: 2}")
    own = planned(folder).manifest
    assert [cell.evaluator for cell in own.cells] == ["builtin", "openai/a"]
    assert own.units == 2 * 2 * (6 + 1 + 1 + 1 + 2)
    told = planned(folder, evaluators=["builtin"], seeds=[5], epochs=1).manifest
    assert (len(told.cells), told.seeds, told.units) == (1, [5], 10)


def test_there_are_as_many_units_as_the_manifest_says_each_with_a_key_of_its_own(tmp_path: Path) -> None:
    rows = {"replies": [REPLY | {"id": 1}, REPLY | {"id": "1"}]}
    folder = suite_in(tmp_path / "mine", rows=rows)
    source, manifest = planned(folder, evaluators=["builtin", "x"], clients=["builtin", "y"], seeds=[1, 2], epochs=3)
    made = list(units(source, manifest))
    assert len(made) == manifest.units == len({unit.key for unit in made})
    assert [unit.key for unit in units(source, manifest)] == [unit.key for unit in made]


def test_what_is_named_twice_runs_once_and_models_names_fit_any_folder(tmp_path: Path) -> None:
    folder = suite_in(tmp_path / "mine")
    manifest = planned(folder, evaluators=["ollama/llama3:8b"] * 2, clients=["builtin"] * 2, seeds=[1, 1]).manifest
    assert (len(manifest.cells), manifest.seeds) == (1, [1])
    assert manifest.id.endswith("-mine-ollama_llama3_8b")
    assert Path(manifest.suite_path).is_absolute()


def test_parts_can_be_left_out(tmp_path: Path) -> None:
    folder = suite_in(tmp_path / "mine", rows={"conversations": [TALK, TALK | {"id": "c2", "persona": "marcus"}]})
    assert planned(folder, personas=["marcus"]).manifest.counts["conversations"] == 1
    assert planned(folder, limit=2).manifest.counts["replies"] == 2
    assert planned(folder, sample=3).manifest.counts["replies"] == 3
    with pytest.raises(DataFileError, match="nothing to run"):
        planned(suite_in(tmp_path / "talks", "conversations"), personas=["walt"])


def test_what_cant_be_used_is_told_before_anything_runs(tmp_path: Path) -> None:
    folder = suite_in(tmp_path / "mine", "conversations", rows={"conversations": [TALK | {"persona": "rossa"}]})
    with pytest.raises(DataFileError, match="rosa"):
        planned(folder)
    with pytest.raises(DataFileError, match="no folder “elsewhere” with prompts"):
        planned(suite_in(tmp_path / "two", "replies"), prompts=["elsewhere"])
    with pytest.raises(SettingsError, match="no model"):
        plan(Wish(str(tmp_path / "two")), load_settings(api_base="http://127.0.0.1:1/v1"))


def test_what_changed_since_is_named(tmp_path: Path) -> None:
    prompts = tmp_path / "mine" / "mine-too"
    folder = suite_in(tmp_path / "mine", "replies", "conversations")
    prompts.mkdir()
    shipped = Path(__file__).parents[2] / "prompts"
    for role in ("evaluator", "client"):
        (prompts / f"{role}.md.j2").write_text((shipped / f"{role}.md.j2").read_text())
    began = planned(folder, evaluators=["builtin", "openai/a"], prompts=["mine-too"]).manifest
    assert again(began).changed == []
    with (prompts / "evaluator.md.j2").open("a") as file:
        file.write("\n")
    (folder / "replies.jsonl").write_text(json.dumps(REPLY))
    assert again(began).changed == ["the suite's items", f"the prompt “evaluator” in {prompts}"]
    marked = began.model_copy(
        update={"fingerprints": began.fingerprints.model_copy(update={"personas": {"rosa": "x"}, "builtin": "x"})}
    )
    assert again(marked).changed[-2:] == ["the persona “rosa”", "the built-in evaluator or client"]
