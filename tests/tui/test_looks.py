"""How the screens look, as pictures: `pytest tests/tui/test_looks.py --snapshot-update` draws them anew.

Open a changed picture and judge it before you keep it.
"""

import re

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from tests.doubles import ScriptedEvaluator, ScriptedVoice
from tests.tui.rooms import DEFENDS, LEANS_IN, NARROW, WIDE, ScriptedPractice, conversing, exchange, opened, settled
from textual.pilot import Pilot

from leanin.errors import DataFileError
from leanin.tui.conversation.reply_box import ReplyBox


class Picture(SingleFileSnapshotExtension):
    """An SVG file a picture."""

    _write_mode = WriteMode.TEXT
    file_extension = "svg"


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Picture)


@pytest.fixture(autouse=True)
def in_a_place_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same paths everywhere; nothing is read or written there."""
    monkeypatch.setenv("LEANIN_CONFIG_DIR", "/home/trainee/.config/leanin")
    monkeypatch.setenv("LEANIN_DATA_DIR", "/home/trainee/.local/share/leanin")


def drawn(pilot: Pilot[None]) -> str:
    """The screen as SVG, without fonts from elsewhere and without the ids that differ from run to run."""
    for box in pilot.app.screen.query(ReplyBox):
        box.cursor_blink = False
    svg = re.sub(r"\s*@font-face \{.*?\}", "", pilot.app.export_screenshot(), flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", svg)


def practice() -> ScriptedPractice:
    broken = DataFileError("/personas/ben.yaml, line 3: nmae: there is no such key here; did you mean “name”?")
    room = ScriptedPractice(
        ScriptedEvaluator(DEFENDS, LEANS_IN),
        ScriptedVoice(
            ["So had the last one. Studied. It didn't stop her looking at the clock."],
            ["Nobody has asked me that. It's Len, if you want to know."],
            thought="Maybe this one listens.",
        ),
    )
    room.shelf = [*room.shelf, broken]
    return room


async def two_replies(pilot: Pilot[None]) -> None:
    await exchange(pilot, "But I have studied this for six years, and a doctor need not be ill to heal you.")
    await exchange(pilot)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
async def test_gallery_and_scene(size: tuple[int, int], picture: SnapshotAssertion) -> None:
    async with opened(practice(), size) as pilot:
        assert drawn(pilot) == picture(name="gallery")
        await pilot.press("enter")
        await settled(pilot)
        assert drawn(pilot) == picture(name="scene")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
async def test_conversation_and_debrief(size: tuple[int, int], picture: SnapshotAssertion) -> None:
    async with conversing(practice(), size) as pilot:
        await two_replies(pilot)
        assert drawn(pilot) == picture(name="conversation")
        await pilot.press("ctrl+e")
        await settled(pilot)
        assert drawn(pilot) == picture(name="debrief")


async def test_on_paper_with_the_panel_open(picture: SnapshotAssertion) -> None:
    async with conversing(practice(), NARROW) as pilot:
        pilot.app.theme = "leanin-paper"
        await two_replies(pilot)
        await pilot.press("f2")
        assert drawn(pilot) == picture


async def test_help(picture: SnapshotAssertion) -> None:
    async with opened(practice(), NARROW) as pilot:
        await pilot.press("f1")
        await settled(pilot)
        assert drawn(pilot) == picture
