from pathlib import Path

import pytest
from tests.authoring.answers import typed
from tests.tui.rooms import NARROW, ScriptedPractice, opened, settled
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from leanin.authoring.interview import LENGTH
from leanin.authoring.questions import QUESTIONS, Kind
from leanin.locations import own_personas_dir
from leanin.persona import read_persona
from leanin.tui.authoring.answer_box import AnswerBox
from leanin.tui.authoring.screen import InterviewScreen
from leanin.tui.gallery.screen import GalleryScreen
from leanin.tui.parts.notice import NoticeScreen


def asked(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#ask", Static).visual)


def problem(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#problem", Static).visual)


async def say(pilot: Pilot[None], text: str) -> None:
    """Type an answer and hand it over."""
    pilot.app.screen.query_one(AnswerBox).load_text(text)
    await pilot.press("ctrl+s")
    await pilot.pause()


async def test_a_persona_is_written_by_the_keyboard_alone_and_stands_in_the_gallery() -> None:
    async with opened(ScriptedPractice(), NARROW) as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(pilot.app.screen, InterviewScreen)
        for place, question in enumerate(QUESTIONS, 1):
            assert asked(pilot) == question.ask
            assert f"{place} of {LENGTH}" in str(pilot.app.screen.query_one("#where", Static).visual)
            if question.kind in (Kind.CHOICE, Kind.YES_NO):
                await pilot.press("down", "enter")
                await pilot.pause()
            else:
                await say(pilot, typed(question))
        await settled(pilot)
        assert isinstance(pilot.app.screen, NoticeScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, GalleryScreen)
        persona = read_persona(own_personas_dir() / "iris.yaml").persona
        assert persona.rupture.component.value == "goals", "the second choice"
        assert pilot.app.gallery.persona_called("iris") == "Mrs. Iris Blake"


async def test_enter_ends_a_line_and_an_empty_line_ends_several() -> None:
    async with opened(ScriptedPractice(), NARROW) as pilot:
        pilot.app.open_interview()
        await pilot.pause()
        await pilot.press("I", "v", "y", "enter")
        await pilot.pause()
        assert asked(pilot) == QUESTIONS[1].ask
        for answer in ("30", "she/her", "A life."):
            await say(pilot, answer)
        assert QUESTIONS[4].kind is Kind.LINES
        await pilot.press("A", "l", "enter", "B", "o", "enter", "enter")
        await pilot.pause()
        assert asked(pilot) == QUESTIONS[5].ask
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert pilot.app.screen.query_one(AnswerBox).text == "Al\nBo"


async def test_what_does_not_fit_is_told_and_leaving_keeps_every_answer() -> None:
    async with opened(ScriptedPractice(), NARROW) as pilot:
        pilot.app.open_interview()
        await pilot.pause()
        await say(pilot, "")
        assert "A few words" in problem(pilot)
        await say(pilot, "Ivy")
        await say(pilot, "old")
        assert "A number" in problem(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, GalleryScreen)
        pilot.app.open_interview()
        await pilot.pause()
        assert asked(pilot) == QUESTIONS[1].ask


async def test_what_was_chosen_before_is_chosen_still() -> None:
    async with opened(ScriptedPractice(), NARROW) as pilot:
        pilot.app.open_interview()
        await pilot.pause()
        for answer in ("Ivy", "30", "she/her", "A life.", "", ""):
            await say(pilot, answer)
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert pilot.app.screen.query_one("#choices", OptionList).highlighted == 2


@pytest.mark.parametrize("size", [(80, 24), (40, 14)])
async def test_the_page_fits_a_small_screen(size: tuple[int, int]) -> None:
    async with opened(ScriptedPractice(), size) as pilot:
        pilot.app.open_interview(Path("mine.yaml"))
        await pilot.pause()
        box = pilot.app.screen.query_one(AnswerBox)
        assert box.region.bottom <= size[1] and box.region.height >= 3
