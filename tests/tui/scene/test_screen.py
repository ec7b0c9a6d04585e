from tests.doubles import PERSONA_TEXT
from tests.german import ENGLISH_LINES
from tests.tui.rooms import NARROW, WIDE, ScriptedPractice, footer, opened, settled, shown, words
from textual.pilot import Pilot
from textual.widgets import Input

from leanin.persona import parse_persona
from leanin.persona_shelf import Place, ShelvedPersona
from leanin.settings import CoachMode
from leanin.tui.parts.toggles import ShapedCheckbox
from leanin.tui.scene.form import FactsScreen
from leanin.tui.scene.screen import SceneScreen


async def scene(pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(pilot.app.screen, SceneScreen)


async def test_the_trainee_reads_who_both_are_before_the_first_word() -> None:
    async with opened(ScriptedPractice(), WIDE) as pilot:
        await scene(pilot)
        read = words(pilot)
        assert "A retired welder who looks after her brother." in read
        assert "You seem too young." in read
        assert "26 years old, no children, never married" in read
        assert "So far: You met once." in read
        assert "Len when she is gone" not in read and "let down by a young doctor" not in read, "what is held back"
        assert "built-in client, no language model" in read
        assert "① Take some responsibility: owns a plain, specific, true part of it" in read


async def test_a_session_that_cannot_be_opened_is_told_and_nothing_else_happens() -> None:
    practice = ScriptedPractice()
    practice.journal.full = True
    async with opened(practice) as pilot:
        await scene(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, SceneScreen)
        assert "The disk is full." in words(pilot)


async def test_the_coach_is_chosen_by_key_and_remembered() -> None:
    practice = ScriptedPractice()
    async with opened(practice) as pilot:
        await scene(pilot)
        assert "●▌ after each reply" in shown(pilot)
        await pilot.press("c")
        await pilot.pause()
        assert practice.settings.coach is CoachMode.AFTER
        assert "●▌ in the debrief" in shown(pilot) and "○▌ after each reply" in shown(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert practice.sessions[0].record.opened and practice.sessions[0].record.opened.coach == "after"


async def test_read_on_is_offered_while_there_is_more() -> None:
    async with opened(ScriptedPractice(), (80, 14)) as pilot:
        await scene(pilot)
        assert "Read on" in footer(pilot)
        while "Read on" in footer(pilot):
            await pilot.press("space")
        assert "③ Invite more" in words(pilot)


async def test_ones_own_facts_take_the_place_of_the_scenes() -> None:
    practice = ScriptedPractice()
    async with opened(practice, WIDE) as pilot:
        await scene(pilot)
        await pilot.press("e")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, FactsScreen)
        screen.query_one("#age", Input).value = "51"
        screen.query_one("#children", Input).value = "2"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "51 years old, 2 children" in words(pilot)
        await pilot.press("enter")
        await settled(pilot)
    assert practice.sessions[0].cast.persona.therapist.age == 51
    assert practice.settings.therapist is None, "only kept where asked for"


async def test_facts_are_kept_for_other_scenes_where_asked_for_and_can_be_given_up() -> None:
    practice = ScriptedPractice()
    async with opened(practice, WIDE) as pilot:
        await scene(pilot)
        await pilot.press("e")
        await pilot.pause()
        pilot.app.screen.query_one("#age", Input).value = "51"
        pilot.app.screen.query_one("#keep", ShapedCheckbox).value = True
        await pilot.click("#use")
        await pilot.pause()
        kept = practice.settings.therapist
        assert kept and kept.model_dump(exclude_none=True) == {"age": 51}, "the rest is this scene's"
        assert "Your own facts are in use." in words(pilot)
        await pilot.press("escape", "enter")
        await settled(pilot)
        assert "51 years old" in words(pilot)
        await pilot.press("e")
        await pilot.pause()
        await pilot.click("#scene")
        await pilot.pause()
        assert "26 years old" in words(pilot) and "Your own facts are in use." not in words(pilot)
    assert practice.settings.therapist is None


async def test_facts_that_cannot_be_are_told_at_their_field() -> None:
    async with opened(ScriptedPractice(), WIDE) as pilot:
        await scene(pilot)
        await pilot.press("e")
        await pilot.pause()
        pilot.app.screen.query_one("#age", Input).value = "7"
        pilot.app.screen.query_one("#training", Input).value = ""
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FactsScreen)
        assert "Age in years: this must be at least 18 (found 7)" in words(pilot)
        assert pilot.app.focused is pilot.app.screen.query_one("#age")
        await pilot.press("escape")
        await pilot.pause()
        assert "26 years old" in words(pilot)


async def test_in_the_form_enter_goes_on_and_the_foot_tells_the_forms_keys() -> None:
    async with opened(ScriptedPractice(), WIDE) as pilot:
        await scene(pilot)
        await pilot.press("e")
        await pilot.pause()
        assert shown(pilot).splitlines()[-1].count("Use these") == 1 and "Begin" not in shown(pilot)
        await pilot.press("enter")
        assert pilot.app.focused is pilot.app.screen.query_one("#age")
        pilot.app.screen.query_one("#age", Input).value = "-"
        await pilot.press("enter")
        assert pilot.app.focused is pilot.app.screen.query_one("#children")
        await pilot.press("ctrl+s")
        assert "Age in years: " in words(pilot)


async def test_the_form_can_be_used_on_a_small_screen() -> None:
    async with opened(ScriptedPractice(), NARROW) as pilot:
        await scene(pilot)
        await pilot.press("e")
        await pilot.pause()
        pilot.app.screen.query_one("#facts", Input).focus()
        await pilot.pause()
        assert "What else is true of you" in shown(pilot) and "Use these" in shown(pilot)
        await pilot.click("#use")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SceneScreen)


async def test_a_client_of_another_language_and_what_the_builtin_cannot_do_are_told_before_the_first_word() -> None:
    german = parse_persona(ENGLISH_LINES, "ada.yaml")
    async with opened(ScriptedPractice(shelf=[german]), NARROW) as pilot:
        assert "speaks German" in shown(pilot), "on the card"
        await scene(pilot)
        assert "This client speaks German. The built-in client can't" in words(pilot)
        note = pilot.app.screen.query_one("#language")
        assert note.region.y < note.screen.query_one("#scene").region.bottom, "without scrolling"
    models = {"client_model": "openai/some", "evaluator_model": "openai/some"}
    async with opened(ScriptedPractice(shelf=[german], **models), NARROW) as pilot:
        await scene(pilot)
        assert "This client speaks German." in words(pilot) and "built-in evaluator" not in words(pilot)
    async with opened(ScriptedPractice(), NARROW) as pilot:
        await scene(pilot)
        assert not pilot.app.screen.query_one("#language").display


async def test_the_scene_says_what_a_persona_stands_in_for() -> None:
    file = parse_persona(PERSONA_TEXT, "ada.yaml")
    own = ShelvedPersona(**dict(file), place=Place.OWN, shadows=(Place.SHIPPED,))
    async with opened(ScriptedPractice(shelf=[own]), NARROW) as pilot:
        assert "Ada Moss, 61 · your own, in place of the shipped one" in shown(pilot), "on the card"
        await scene(pilot)
        assert "Ada Moss, 61 · your own, in place of the shipped one" in shown(pilot)
