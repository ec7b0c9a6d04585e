from pathlib import Path

import pytest
from tests.evals.lines import CELL, manifest
from tests.evals.test_tally import LINES, figures

from leanin.evals import report
from leanin.evals.measures import MEASURES, Better

FIGURES = figures(LINES)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("responsibility.exact", 0.5),
        ("score_mean", 3.5),
        ("injections.raised", 1),
        ("injections.raised_share", 0.5),
        ("pairs.same_levels", 0),
        ("path", 0.8),
        ("ends", 0.5),
        ("errors", 1),
        ("evaluator.p95", pytest.approx(0.3, rel=0.01)),
        ("client.first_token_p50", pytest.approx(0.1, rel=0.01)),
        ("reader.p50", None),
        ("cost", None),
        ("leaks", None),
        ("legibility", None),
    ],
)
def test_a_measure_is_read_off_the_figures(name: str, value: object) -> None:
    assert MEASURES[name].of(FIGURES) == value


def test_every_measure_can_be_read_off_a_cell_with_nothing_in_it() -> None:
    (empty,) = report.figures(manifest(CELL), [])["cells"].values()
    for measure in MEASURES.values():
        if measure.name != "errors":
            assert not measure.of(empty)
            assert not measure.measured(empty)


def test_every_measure_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "evals.md").read_text(encoding="utf-8")
    for name, measure in MEASURES.items():
        of_a_part = name.startswith(("evaluator.", "client.", "reader."))
        assert f".{name.rpartition('.')[2]}`" in text if of_a_part else f"`{name}`" in text
        assert measure.better in Better and measure.about
