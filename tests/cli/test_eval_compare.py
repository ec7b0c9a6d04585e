import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import typer
from click.testing import Result
from tests.evals.lines import reply_line, run_of
from tests.evals.test_compare import replies
from typer.testing import CliRunner

from leanin.cli import eval_compare
from leanin.locations import eval_runs_dir

app = typer.Typer()
app.command("compare")(eval_compare.compare)


def compare(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture(autouse=True)
def runs() -> None:
    run_of(eval_runs_dir() / "20261122-better", replies(4))
    run_of(eval_runs_dir() / "20261123-worse", replies(2))


def test_tables_and_json() -> None:
    done = compare("20261122", "last", "--changes", "2")
    assert done.exit_code == 0, done.output
    assert "B: 20261123-worse" in done.output and "the first 2 of 24" in done.output
    data: dict[str, Any] = json.loads(compare("20261122", "last", "--json").stdout)
    assert data["measures"]["responsibility.exact"]["verdict"] == "worse"


def test_a_regression_fails_when_asked_and_is_written_as_junit(tmp_path: Path) -> None:
    out = tmp_path / "junit.xml"
    done = compare("20261122", "20261123", "--fail-on-regression", "--junit", str(out))
    assert done.exit_code == 3
    assert "Worse: responsibility.exact: 1 → 0.5" in done.stderr
    failed = ElementTree.parse(out).findall(".//testcase[failure]")
    assert [case.get("name") for case in failed] == ["responsibility.kappa", "responsibility.exact"]
    assert compare("20261123", "20261122", "--fail-on-regression").exit_code == 0


def test_gates_are_held_against_the_second_run(tmp_path: Path) -> None:
    out = tmp_path / "junit.xml"
    gates = ["--fail-under", "responsibility.exact=0.9", "--fail-under", "errors=0"]
    done = compare("20261122", "20261123", *gates, "--junit", str(out))
    assert done.exit_code == 3
    assert "responsibility.exact>=0.9: 0.5 in openai/a client builtin" in done.stderr
    (suite,) = ElementTree.parse(out).findall("testsuite[@name='gates']")
    assert [suite.get("tests"), suite.get("failures")] == ["2", "1"]
    assert compare("20261123", "20261122", *gates).exit_code == 0


def test_a_slip_in_a_gate_is_wrong_usage() -> None:
    done = compare("20261122", "20261123", "--fail-under", "refection.kappa=0.7")
    assert done.exit_code == 2
    assert "reflection.kappa" in " ".join(done.output.split())


def test_items_of_one_run_only_are_told() -> None:
    run_of(eval_runs_dir() / "20261124-more", [*replies(4), reply_line("extra")])
    assert "Only B has 1 items: replies extra" in compare("20261122", "last").output
