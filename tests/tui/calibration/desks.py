"""The app at a round of calibration, and keys typed as an educator types them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.tui.rooms import NARROW, ScriptedPractice, opened, settled
from textual.pilot import Pilot

from leanin.calibration import book
from leanin.calibration.rounds import Round
from leanin.tui.app import LeaninApp


@asynccontextmanager
async def at_round(
    kept: Round | None, size: tuple[int, int] = NARROW, evaluator: str = "", **settings: Any
) -> AsyncIterator[Pilot[None]]:
    """The app in the list of rounds, or in the round that is given."""
    async with opened(ScriptedPractice(**settings), size) as pilot:
        app = pilot.app
        assert isinstance(app, LeaninApp)
        app.open_calibration(kept, evaluator)
        await settled(pilot)
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait until all has come of them that comes."""
    await pilot.press(*keys)
    await settled(pilot)


def on_disk() -> Round:
    """The latest round as its file has it."""
    return book.read(book.find("last"))
