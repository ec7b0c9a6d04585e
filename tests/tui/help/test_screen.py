from typing import Any

import pytest
from rich.console import Console
from tests.tui.rooms import NARROW, ScriptedPractice, conversing, opened, settled, words
from textual.binding import Binding
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from leanin.locations import config_file, journal_file, own_personas_dir
from leanin.rubric import ANCHORS, STEP_TITLES, Step
from leanin.tui.conversation.screen import ConversationScreen
from leanin.tui.debrief.screen import DebriefScreen
from leanin.tui.gallery.screen import GalleryScreen
from leanin.tui.help.screen import ROOMS, HelpScreen
from leanin.tui.scene.screen import SceneScreen
from leanin.tui.sessions.screen import SessionsScreen


def read(pilot: Pilot[None]) -> list[str]:
    """The sections of the help screen as text."""
    assert isinstance(pilot.app.screen, HelpScreen)
    console = Console(width=300)
    texts = []
    for part in pilot.app.screen.query(Static):
        with console.capture() as captured:
            console.print(part.content, markup=False)
        texts.append(captured.get())
    return texts


async def test_every_key_of_every_room_is_listed_that_of_this_room_first() -> None:
    async with conversing(ScriptedPractice()) as pilot:
        await pilot.press("f1")
        await settled(pilot)
        sections = read(pilot)
        help_text = "\n".join(sections)
        for bindings in ROOMS.values():
            for binding in Binding.make_bindings(bindings):
                if binding.id:
                    assert (binding.tooltip or binding.description) in help_text, binding
        titles = {"Gallery", "Scene", "Conversation", "Debrief", "Past sessions"}
        titles |= {"A new persona", "Calibration", "Grading blind", "Calibration's result", "Drills", "Progress"}
        titles |= {"What if", "Tries side by side", "Choosing an earlier reply", "What to drill", "After a drill"}
        headings = [section.strip() for section in sections if section.strip() in titles]
        assert headings[0] == "Conversation" and set(headings) == titles
        await pilot.press("f1")
        assert not isinstance(pilot.app.screen, HelpScreen), "the same key closes it"


@pytest.mark.parametrize(
    "screen",
    [GalleryScreen, SceneScreen, ConversationScreen, DebriefScreen, SessionsScreen],
    ids=lambda it: it.__name__,
)
def test_the_keys_told_are_those_that_the_screens_have(screen: type[Screen[Any]]) -> None:
    told = ROOMS[screen.__name__]
    assert all(binding in told for binding in screen.BINDINGS)


async def test_it_recalls_the_steps_and_tells_where_things_are_kept() -> None:
    async with opened(ScriptedPractice(), NARROW) as pilot:
        await pilot.press("f1")
        await settled(pilot)
        assert "The three steps of leaning in" in words(pilot)
        help_text = "\n".join(read(pilot))
        assert all(STEP_TITLES[step] in help_text and ANCHORS[step][2] in help_text for step in Step)
        assert all(str(place) in help_text for place in (config_file(), journal_file(), own_personas_dir()))
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, GalleryScreen)
