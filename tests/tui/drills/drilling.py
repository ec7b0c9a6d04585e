"""The app at a drill, graded by a script."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.doubles import ScriptedEvaluator
from tests.drills.samples import Watch, a_round
from tests.tui.rooms import NARROW, ScriptedPractice, opened, settled
from textual.pilot import Pilot

from leanin.drills.desk import DrillRound
from leanin.drills.items import DrillItem
from leanin.drills.wish import Wish
from leanin.settings import Settings
from leanin.tui.app import LeaninApp


@asynccontextmanager
async def drilling(
    monkeypatch: pytest.MonkeyPatch,
    evaluator: ScriptedEvaluator | None = None,
    wish: Wish | None = None,
    size: tuple[int, int] = NARROW,
    *,
    watch: Watch | None = None,
    of: Sequence[DrillItem] | None = None,
    **settings: Any,
) -> AsyncIterator[Pilot[None]]:
    """The app in a round over a few items; without a wish, where one chooses."""
    grader, clock = evaluator or ScriptedEvaluator(), watch or Watch()

    def begin(wanted: Wish, _settings: Settings) -> DrillRound:
        return a_round(grader, wanted, clock, of)

    monkeypatch.setattr("leanin.drills.desk.begin", begin)
    async with opened(ScriptedPractice(**settings), size) as pilot:
        app = pilot.app
        assert isinstance(app, LeaninApp)
        app.open_drills(wish)
        await settled(pilot)
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait until all has come of them that comes."""
    await pilot.press(*keys)
    await settled(pilot)


async def reply(pilot: Pilot[None], text: str = "I am young.") -> None:
    """Type a reply by keys and send it."""
    await pilot.press(*text)
    await press(pilot, "enter")
