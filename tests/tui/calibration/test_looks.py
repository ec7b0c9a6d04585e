"""How calibration looks, as pictures: `pytest tests/tui/calibration/test_looks.py --snapshot-update` draws them anew.

Open a changed picture and judge it before you keep it.
"""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.calibration.samples import begun, blind, graded_like_labels
from tests.doubles import ScriptedEvaluator
from tests.tui.calibration.desks import at_round, press
from tests.tui.rooms import DEFENDS, LEANS_IN, NARROW, WIDE
from tests.tui.test_looks import drawn, picture

from leanin.rubric import Trap

__all__ = ["picture"]

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])


@SIZES
async def test_grading(size: tuple[int, int], picture: SnapshotAssertion, tmp_path: Path) -> None:
    async with at_round(begun(tmp_path), size) as pilot:
        await press(pilot, "t", "a", "escape", "n", *"half a sorry", "enter", "1", "0")
        assert drawn(pilot) == picture(name="grading")
        await press(pilot, "t")
        assert drawn(pilot) == picture(name="traps")


@SIZES
async def test_result(
    size: tuple[int, int], picture: SnapshotAssertion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluator = ScriptedEvaluator(*[LEANS_IN, DEFENDS, LEANS_IN] * 4)
    monkeypatch.setattr("leanin.calibration.desk.cast_evaluator", lambda part, settings: evaluator)
    but = {1: blind(1, 2, 1, Trap.REASSURING, note="Nearly."), 5: blind(0, 0, 1)}
    async with at_round(graded_like_labels(begun(tmp_path, count=12, rater="AB"), but=but), size) as pilot:
        assert drawn(pilot) == picture(name="agreement")
        await press(pilot, "n")
        assert drawn(pilot) == picture(name="difference")
