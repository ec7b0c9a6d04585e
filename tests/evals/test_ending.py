from pathlib import Path

from tests.evals.lines import CELL, OTHER, reply_line, run_of
from tests.evals.test_tally import LINES

from leanin.evals.ending import Ending, finish

MADE = ("figures.json", "tables.txt", "results.csv", "report.html")


def test_what_is_made_while_results_come_is_what_is_made_of_them_later(tmp_path: Path) -> None:
    lines = [*LINES, reply_line(cell=OTHER)]
    run = run_of(tmp_path / "run", lines, CELL, OTHER, units=len(lines))
    later = finish(run)
    expected = {name: (run.path / name).read_bytes() for name in MADE}
    with Ending(run) as ending:
        for line in lines:  # in which a failed one isn't the last
            ending.add(line)
        ending.prepare()
        assert ending.finish() == later
    assert {name: (run.path / name).read_bytes() for name in MADE} == expected


def test_an_ending_that_never_came_leaves_nothing_behind(tmp_path: Path) -> None:
    run = run_of(tmp_path / "run", LINES, CELL)
    before = sorted(run.path.iterdir())
    with Ending(run) as ending:
        ending.add(LINES[0])
    assert sorted(run.path.iterdir()) == before
