"""How the settings look: `pytest tests/tui/settings_page/test_looks.py --snapshot-update` draws them anew.

Open a changed picture and judge it before you keep it.
"""

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.tui.rooms import NARROW, WIDE, ScriptedPractice, opened, settled
from tests.tui.test_looks import drawn, picture
from textual.pilot import Pilot
from textual.widgets import Input

from leanin.tui.settings_page.fields import SettingField

__all__ = ["picture"]


def steady(pilot: Pilot[None]) -> None:
    for box in pilot.app.screen.query(Input):
        box.cursor_blink = False


@pytest.mark.parametrize(
    ("size", "theme"), [(NARROW, "leanin-contrast"), (WIDE, "leanin-dusk")], ids=["narrow", "wide"]
)
async def test_settings(size: tuple[int, int], theme: str, picture: SnapshotAssertion) -> None:
    async with opened(ScriptedPractice(theme=theme), size) as pilot:
        pilot.app.theme = theme
        await pilot.press("o")
        await settled(pilot)
        model, grades = (
            next(one for one in pilot.app.screen.query(SettingField) if one.entry.name == name).control
            for name in ("client_model", "grades")
        )
        assert isinstance(model, Input) and isinstance(grades, Input)
        model.value, grades.value = "openai/some-model", "many"
        await pilot.press("ctrl+s")
        await settled(pilot)
        steady(pilot)
        assert drawn(pilot) == picture
