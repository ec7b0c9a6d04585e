import json
from pathlib import Path

import pytest
from tests.evals.lines import CELL, OTHER, calls, injection_line, manifest, reply_line, run_of, talk_line
from tests.evals.on_screen import shown
from tests.evals.test_tally import LINES

from leanin.errors import DataFileError
from leanin.evals import report

BOTH = [
    *(reply_line(f"r{n}", (n % 3, 1, 0), (n % 3, 1, n % 2), situation=f"s{n}", cell=CELL) for n in range(6)),
    *(reply_line(f"r{n}", (n % 3, 1, 0), (0, 1, 0), situation=f"s{n}", cell=OTHER) for n in range(6)),
    injection_line(cell=CELL, calls={"evaluator": calls(0.05, 0.2)}),
]


def test_figures_are_told_cell_by_cell() -> None:
    data = report.figures(manifest(CELL, OTHER, units=13), BOTH, took=2.0)
    assert list(data["cells"]) == [CELL.name, OTHER.name]
    assert (data["run"], data["suite"], data["items"], data["units"], data["errors"]) == ("run-1", "mine", 13, 13, 0)
    assert (data["graded"], data["graded_a_second"]) == (14, 7.0)
    assert data["cells"][CELL.name]["steps"]["responsibility"]["exact"] == 1
    assert data["cells"][OTHER.name]["injections"] is None
    assert json.loads(json.dumps(data))["cells"].keys() == data["cells"].keys()


def test_a_line_of_no_cell_is_refused() -> None:
    with pytest.raises(DataFileError, match="isn't among the cells"):
        report.figures(manifest(CELL), BOTH)


def test_several_cells_stand_side_by_side_first() -> None:
    data = report.figures(manifest(CELL, OTHER), BOTH)
    short = shown(report.tables(data, short=True))
    assert "Side by side" in short and "Step agreement" not in short
    assert "0 of 1" in short and "50 ms / 200" not in short
    assert "path" not in short, "no conversations, no column"
    whole = shown(report.tables(data))
    assert whole.startswith(short.rstrip("\n")[:40]) and whole.count("Step agreement") == 2


def test_one_cell_is_told_in_full() -> None:
    text = shown(report.tables(report.figures(manifest(CELL), LINES, took=3)))
    for part in (
        "Step agreement · openai/a · 3 replies",
        "Injections against their honest remainder · raised 50%",
        "How the client moved",
        "RateLimited: 1; one is replies r3: Too many requests.",
        "9 grades, 3.0 a second",
        "client: 3 calls (2 from the cache), 100 tokens read, 10 written, cost unknown",
        "How long calls took",
    ):
        assert part in text
    assert "Side by side" not in text


def test_epochs_have_a_table() -> None:
    lines = [reply_line(given=(level, 1, 0), epoch=epoch) for epoch, level in ((1, 2), (2, 1))]
    text = shown(report.tables(report.figures(manifest(CELL, epochs=2), lines)))
    assert "The same again · 1 gradings in 2 epochs, 0 never moved" in text


def test_what_is_saved(tmp_path: Path) -> None:
    lines = [talk_line("[/b]"), reply_line()]
    run = run_of(tmp_path / "run", lines)
    data = report.figures(run.manifest(), run.lines())
    report.save(run, data)
    assert json.loads((run.path / "figures.json").read_text())["run"] == "run"
    assert "[/b]" in (run.path / "tables.txt").read_text()
    assert oct((run.path / "figures.json").stat().st_mode & 0o777) == "0o600"
