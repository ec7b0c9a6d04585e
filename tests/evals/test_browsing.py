from pathlib import Path

import pytest
from tests.evals.lines import CELL, OTHER, pair_line, reply_line, run_of
from tests.evals.test_tally import LINES

from leanin.errors import DataFileError
from leanin.evals.browsing import Wanted, places
from leanin.evals.lines import Line
from leanin.evals.verdicts import Verdict


def test_a_place_gives_its_line_back(tmp_path: Path) -> None:
    run = run_of(tmp_path / "run", LINES)
    found = list(places(run))
    assert [line for _, line in found] == list(run.lines())
    assert [place.read() for place, _ in found] == [line for _, line in found]
    run.results.write_text("")
    with pytest.raises(DataFileError, match="has changed"):
        found[0][0].read()


def test_a_line_that_is_being_written_is_passed_over(tmp_path: Path) -> None:
    run = run_of(tmp_path / "run", [reply_line()])
    with run.results.open("a") as file:
        file.write('{"kind": "repl')
    assert len(list(places(run))) == 1


def test_a_broken_line_is_named_and_missing_files_are_no_fault(tmp_path: Path) -> None:
    run = run_of(tmp_path / "run", [reply_line()])
    run.errors.unlink()
    assert len(list(places(run))) == 1
    run.results.write_text("{}\n")
    with pytest.raises(DataFileError, match="can't read"):
        list(places(run))


def test_choosing(tmp_path: Path) -> None:
    lines: list[Line] = [
        reply_line(),
        reply_line("r2", given=(0, 0, 0)),
        pair_line(cell=OTHER),
        reply_line("r3", given=None),
    ]
    run = run_of(tmp_path / "run", lines, CELL, OTHER)

    def chosen(wanted: Wanted) -> list[str | int]:
        return [line.id for place, line in places(run) if wanted.holds(place)]

    assert chosen(Wanted()) == ["r1", "r2", "p1", "r3"]
    assert chosen(Wanted(Verdict.DIFFERS)) == ["r2"]
    assert chosen(Wanted(Verdict.ERROR)) == ["r3"]
    assert chosen(Wanted(kind="pairs")) == chosen(Wanted(cell=OTHER.name)) == ["p1"]
