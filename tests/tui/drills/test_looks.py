"""How a drill looks, as a picture: `pytest tests/tui/drills/test_looks.py --snapshot-update` draws it anew.

Open a changed picture and judge it before you keep it.
"""

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.doubles import ScriptedEvaluator
from tests.tui.drills.drilling import drilling, press
from tests.tui.rooms import LEANS_IN, REPLY, box
from tests.tui.test_looks import drawn, picture

from leanin.drills.focus import WHOLE
from leanin.drills.wish import Wish

__all__ = ["picture"]


async def test_drill(
    picture: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("LEANIN_DATA_DIR", str(tmp_path_factory.mktemp("data")))
    async with drilling(monkeypatch, ScriptedEvaluator(LEANS_IN), Wish(focus=WHOLE, limit=60)) as pilot:
        await press(pilot, "f2")
        box(pilot).load_text(REPLY)
        await press(pilot, "enter")
        assert drawn(pilot) == picture(name="feedback")
