"""A run or a comparison as JUnit XML, which programs that build and test show as tests passed and failed.

A test suite for each kind of item in each cell: one test that every item got a whole result, one for each item that got
none, and one for each scripted conversation. A last suite holds the gates.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from leanin.errors import DataFileError
from leanin.evals.gates import Checked
from leanin.evals.lines import ConversationLine, Line

_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML has no way of writing."""


def of_run(data: Mapping[str, Any], lines: Iterable[Line], gates: Sequence[Checked] = ()) -> str:
    """A run's figures and lines, and the gates held against it. What is kept in memory is conversations and errors."""
    root = ElementTree.Element("testsuites", name=_text(f"leanin eval {data['suite']}"))
    suites: dict[tuple[str, str], ElementTree.Element] = {}
    for name, cell in data["cells"].items():
        for kind, count in cell["kinds"].items():
            suite = ElementTree.SubElement(root, "testsuite", name=_text(f"{name} · {kind}"))
            suites[name, kind] = suite
            _case(suite, f"{count} items ran", kind)
    for line in lines:
        if line.fault or isinstance(line, ConversationLine):
            _line(suites[line.cell, line.kind], line)
    if gates:
        _gates(root, gates)
    return _written(root)


def of_comparison(data: Mapping[str, Any], regressions: Sequence[str], gates: Sequence[Checked] = ()) -> str:
    """A comparison: a test for each measure, failed where it regressed, and the gates held against the second run."""
    root = ElementTree.Element("testsuites", name=_text(f"leanin eval compare {data['a']['run']} {data['b']['run']}"))
    suite = ElementTree.SubElement(root, "testsuite", name="regressions")
    worse = {words.partition(":")[0]: words for words in regressions}
    for name in data["measures"]:
        case = _case(suite, name, "compare")
        if name in worse:
            _say(case, "failure", "worse", worse[name])
    if gates:
        _gates(root, gates)
    return _written(root)


def save(path: Path, text: str) -> None:
    """Write it. Raises `DataFileError` where that can't be done."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DataFileError(f"{path} can't be written: {error.strerror or error}.") from None


def _line(suite: ElementTree.Element, line: Line) -> None:
    name = f"{line.id} · epoch {line.epoch}" if line.epoch > 1 else str(line.id)
    if isinstance(line, ConversationLine):
        name += f" · seed {line.seed}"
    case = _case(suite, name, line.group, line.seconds)
    if line.fault:
        _say(case, "error", line.fault, line.error)
    elif isinstance(line, ConversationLine) and line.result.failures:
        _say(case, "failure", "not as expected", "; ".join(line.result.failures))
    elif isinstance(line, ConversationLine) and line.result.ungraded:
        _say(case, "error", "ungraded", "; ".join(line.result.faults) or f"{line.result.ungraded} without a grade")


def _gates(root: ElementTree.Element, gates: Sequence[Checked]) -> None:
    suite = ElementTree.SubElement(root, "testsuite", name="gates")
    for checked in gates:
        case = _case(suite, str(checked.gate), checked.cell or "no cell")
        if checked.fault:
            _say(case, "failure", "gate", checked.fault)


def _case(suite: ElementTree.Element, name: str, group: str, seconds: float = 0.0) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", name=_text(name), classname=_text(group), time=f"{seconds:.3f}")


def _say(case: ElementTree.Element, what: str, kind: str, words: str) -> None:
    ElementTree.SubElement(case, what, type=_text(kind), message=_text(words))


def _text(words: str) -> str:
    return _NOT_IN_XML.sub("�", words)


def _written(root: ElementTree.Element) -> str:
    """With the counts that readers of the format look for."""
    for element in (*root, root):
        cases = list(element.iter("testcase"))
        element.set("tests", str(len(cases)))
        for what, counted in (("failure", "failures"), ("error", "errors")):
            element.set(counted, str(sum(case.find(what) is not None for case in cases)))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
