"""How the introduction looks: `pytest tests/tui/introduction/test_looks.py --snapshot-update` draws it anew.

Open a changed picture and judge it before you keep it.
"""

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.tui.rooms import NARROW, WIDE, ScriptedPractice, opened, settled
from tests.tui.test_looks import drawn, picture

__all__ = ["picture"]


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
async def test_introduction(size: tuple[int, int], picture: SnapshotAssertion) -> None:
    async with opened(ScriptedPractice(introduction_seen=False), size) as pilot:
        assert drawn(pilot) == picture(name="page")
        for key in ("enter", "enter", "enter"):
            await pilot.press(key)
            await settled(pilot)
        assert drawn(pilot) == picture(name="replies")
