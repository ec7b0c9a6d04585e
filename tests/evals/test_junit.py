from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.evals.lines import CELL, manifest, reply_line, talk_line
from tests.evals.test_tally import LINES

from leanin.errors import DataFileError
from leanin.evals import junit, report
from leanin.evals.gates import held_against, parse

FIGURES = report.figures(manifest(CELL), LINES)


def test_a_run_has_a_suite_for_each_kind_and_one_for_its_gates() -> None:
    gates = held_against(FIGURES, [parse("errors=0"), parse("injections.raised<=1")])
    root = ElementTree.fromstring(junit.of_run(FIGURES, LINES, gates))
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == [
        *(f"{CELL.name} · {kind}" for kind in ("replies", "injections", "pairs", "codes", "conversations")),
        "gates",
    ]
    replies, talks = suites[f"{CELL.name} · replies"], suites[f"{CELL.name} · conversations"]
    assert [(case.get("name"), [part.tag for part in case]) for case in replies] == [
        ("3 items ran", []),
        ("r3", ["error"]),
    ]
    assert [(case.get("name"), [part.tag for part in case]) for case in talks] == [
        ("2 items ran", []),
        ("t1 · seed 7", []),
        ("t2 · seed 7", ["failure"]),
    ]
    assert talks.find("testcase/failure").get("message") == "stance open, expected leaving"
    assert [suites["gates"].get(key) for key in ("tests", "failures", "errors")] == ["2", "1", "0"]
    assert [root.get(key) for key in ("tests", "failures", "errors")] == ["10", "2", "1"]


def test_a_talk_with_ungraded_replies_never_passes() -> None:
    lines = [talk_line(ungraded=1, epoch=2)]
    root = ElementTree.fromstring(junit.of_run(report.figures(manifest(CELL), lines), lines))
    (case,) = root.findall(".//testcase[error]")
    assert case.get("name") == "t1 · epoch 2 · seed 7"


def test_what_xml_cant_hold_is_replaced() -> None:
    lines = [reply_line("a\x00\x1b<&>", given=None, error="\ud83d \x07 ]]>")]
    root = ElementTree.fromstring(junit.of_run(report.figures(manifest(CELL), lines), lines))
    (case,) = root.findall(".//testcase[error]")
    assert case.get("name") == "a��<&>"


def test_a_file_that_cant_be_written_is_told(tmp_path: Path) -> None:
    junit.save(tmp_path / "j.xml", "<testsuites/>")
    with pytest.raises(DataFileError, match="can't be written"):
        junit.save(tmp_path / "nowhere" / "j.xml", "")
