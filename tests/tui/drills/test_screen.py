import asyncio

import pytest
from tests.doubles import ScriptedEvaluator
from tests.drills.samples import Watch, item
from tests.strategies import grade_of
from tests.tui.drills.drilling import drilling, press, reply
from tests.tui.rooms import WIDE, box, footer, settled, shown, words

from leanin.drills import book
from leanin.drills.desk import SILENCE
from leanin.drills.focus import WHOLE, Focus
from leanin.drills.wish import Wish
from leanin.errors import ModelFault
from leanin.rubric import Grade, Step, StepGrade, Trap
from leanin.session.hints import Example, HintKind
from leanin.tui.drills.choice import DrillChoiceScreen
from leanin.tui.drills.screen import DrillScreen
from leanin.tui.drills.summary import DrillSummaryScreen
from leanin.tui.parts.notice import NoticeScreen

OWN = Wish(focus=Focus(step=Step.RESPONSIBILITY), count=2)
HALF = Grade(
    responsibility=StepGrade(level=1, evidence="I am young", note="True, and half."),
    reflection=StepGrade(level=0, note="Nothing was heard."),
    invitation=StepGrade(level=0),
    traps=(Trap.DEFENDING, Trap.ADVISING),
    trap_evidence={Trap.DEFENDING: "young", Trap.ADVISING: "young"},
).settled()
FULL = grade_of(2, 2, 2).settled()


async def test_a_whole_drill_by_the_keyboard_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drilling(monkeypatch, ScriptedEvaluator(HALF, FULL, FULL), OWN) as pilot:
        assert "1 of 2 · new" in shown(pilot) and "Only this counts: Take some responsibility" in shown(pilot)
        await reply(pilot)
        assert "◐ partly there: Take some responsibility" in shown(pilot)
        assert "Try again; or Enter on the empty box goes on." in shown(pilot)
        await reply(pilot, "I am.")
        assert "● there: Take some responsibility" in shown(pilot) and "You 2  I am." in shown(pilot)
        await press(pilot, "enter")
        assert "2 of 2" in shown(pilot) and "Take some" in shown(pilot) and "there:" not in shown(pilot)
        await reply(pilot)
        assert "Enter looks back." in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DrillSummaryScreen)
        assert "2 statements, 3 replies: there at once 1, there in the end 2." in words(pilot)
    assert [(one.place, one.number) for one in book.history().attempts] == [(1, 1), (1, 2), (2, 1)]


async def test_the_feedback_shows_what_was_there_what_wasnt_and_one_thing_to_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with drilling(monkeypatch, ScriptedEvaluator(HALF), OWN) as pilot:
        await reply(pilot)
        said = words(pilot)
        assert "I am young①✕." in said, "the evidence carries signs, not colour alone"
        assert "✕ defending, advising “young”" in said
        assert "① True, and half." in said and "Nothing was heard" not in said, "only this step is explained"
        assert said.count("→") == 1
        assert "Leave the explanation out" in said


async def test_all_is_on_a_small_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drilling(monkeypatch, wish=OWN) as pilot:
        for told in ("You look like a child.", "26, no children", "rupture", "built-in evaluator"):
            assert told in words(pilot)
        assert {"Send", "Hint", "Show one", "My words", "Next", "End", "Help"} <= footer(pilot)
        assert all(does in shown(pilot).splitlines()[-1] for does in ("Hint", "Show one", "End", "Help"))


async def test_hints_come_one_by_one_and_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drilling(monkeypatch, ScriptedEvaluator(HALF), OWN) as pilot:
        await press(pilot, "f2")
        assert "Hint Take some responsibility" in words(pilot) and "plain, specific, true part" in words(pilot)
        await reply(pilot, "/hint")
        await press(pilot, "f2", "f2")
        assert "That was the last nudge" in words(pilot) and "You could begin" in words(pilot)
        await reply(pilot)
        assert "see when you look at them?" in words(pilot), "they stay in sight for the next try"
    (kept,) = book.history().attempts
    assert kept.hints == (HintKind.STEP, HintKind.CONCERN, HintKind.BEGINNING)


async def test_two_replies_for_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drilling(monkeypatch, wish=OWN) as pilot:
        await press(pilot, "f3")
        assert isinstance(pilot.app.screen, NoticeScreen)
        assert "1. I am young." in words(pilot) and "2. No children, none." in words(pilot)
        await press(pilot, "escape")
        await reply(pilot)
    assert book.history().attempts[0].hints == (HintKind.SHOWN,)


async def test_one_or_none_to_show_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    one = item(0, examples=(Example("Something else.", "I am late."),))
    async with drilling(monkeypatch, wish=Wish(focus=WHOLE), of=[one]) as pilot:
        await reply(pilot, "/show")
        assert "One way to do it" in words(pilot) and "To other words of the same client" in words(pilot)
    async with drilling(monkeypatch, wish=Wish(focus=WHOLE), of=[item(0, examples=())]) as pilot:
        await press(pilot, "f3")
        assert "Nothing to show" in words(pilot)


async def test_the_last_reply_can_be_changed_and_a_statement_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drilling(monkeypatch, ScriptedEvaluator(HALF), OWN) as pilot:
        await press(pilot, "enter")
        assert "passes this one over" in words(pilot) and book.history().attempts == ()
        await reply(pilot)
        await press(pilot, "ctrl+t")
        assert box(pilot).text == "I am young."
        await press(pilot, "ctrl+n")
        assert "2 of 2" in shown(pilot) and box(pilot).text == "I am young.", "what is written stays"


async def test_when_the_time_is_up_what_is_written_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch()
    async with drilling(
        monkeypatch, ScriptedEvaluator(HALF), Wish(focus=WHOLE, count=2, limit=60), watch=watch
    ) as pilot:
        assert "60 seconds left" in shown(pilot)
        await pilot.press(*"I am")
        watch.passed = 50
        await asyncio.sleep(0.3)
        assert "10 seconds left" in shown(pilot)
        watch.passed = 60
        await asyncio.sleep(0.3)
        await settled(pilot)
        assert "The time was up. Try again" in words(pilot) and box(pilot).text == ""
        assert "left" not in shown(pilot).splitlines()[0], "a second try has all the time"
        await press(pilot, "ctrl+n")
        assert "60 seconds left" in shown(pilot)
        watch.passed = 200
        await asyncio.sleep(0.3)
        await settled(pilot)
    assert [(one.reply, one.time_was_up) for one in book.history().attempts] == [("I am", True), (SILENCE, True)]


async def test_the_clock_stands_while_a_window_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch()
    async with drilling(monkeypatch, wish=Wish(focus=WHOLE, limit=60), watch=watch) as pilot:
        await press(pilot, "f1")
        watch.passed = 500
        await asyncio.sleep(0.3)
        await press(pilot, "escape")
        assert "60 seconds left" in shown(pilot)
    assert book.history().attempts == ()


async def test_without_a_grade_the_reply_is_back_in_the_box(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drilling(monkeypatch, ScriptedEvaluator(ModelFault("It is gone."), FULL), OWN) as pilot:
        await reply(pilot)
        assert box(pilot).text == "I am young." and "It is gone." in words(pilot)
        await press(pilot, "enter")
        assert "● there" in shown(pilot)


async def test_while_a_reply_is_read_nothing_overtakes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluator = ScriptedEvaluator(FULL)
    evaluator.gate = asyncio.Event()
    async with drilling(monkeypatch, evaluator, OWN) as pilot:
        await pilot.press(*"I am.", "enter")
        await pilot.pause()
        assert "Reading your reply…" in shown(pilot)
        await pilot.press("ctrl+n", "f2", "f3", "escape", *"More", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, DrillScreen) and box(pilot).text == "More"
        evaluator.gate.set()
        await settled(pilot)
        assert "● there" in shown(pilot) and len(evaluator.asked) == 1


async def test_unsent_words_arent_lost_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drilling(monkeypatch, wish=OWN) as pilot:
        await pilot.press(*"Hm")
        await press(pilot, "escape")
        assert "hasn't been sent" in words(pilot)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, DrillScreen | DrillSummaryScreen)


async def test_choosing_by_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drilling(monkeypatch) as pilot:
        assert isinstance(pilot.app.screen, DrillChoiceScreen)
        assert "10 statements · any rupture · any client · no clock" in shown(pilot)
        await press(pilot, "t", "t", "c", "r", "m")
        assert "20 statements · bond ruptures · clients in confrontation · 60 seconds" in shown(pilot)
        await press(pilot, "r", "r", "r", "m", "m", "c", "c", "down", "enter")
        assert isinstance(pilot.app.screen, DrillScreen)
        assert "1 of 10" in shown(pilot) and "Take some responsibility" in shown(pilot)
        await reply(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, DrillSummaryScreen)
        await press(pilot, "escape")
        assert "about 67%, from 1 reply" in words(pilot)


async def test_from_the_gallery_to_a_drill_and_on_to_what_is_weak(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drilling(monkeypatch, ScriptedEvaluator(grade_of(2, 0, 2)), size=WIDE) as pilot:
        await press(pilot, "escape", "p")
        assert isinstance(pilot.app.screen, DrillChoiceScreen)
        await press(pilot, "down", "down", "down", "down", "enter")
        await reply(pilot)
        await press(pilot, "ctrl+e")
        assert "To practise next: Reflect the concern." in shown(pilot)
        await press(pilot, "n")
        assert "Only this counts: Reflect the concern" in shown(pilot)


async def test_what_nothing_fits_is_told_where_one_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drilling(monkeypatch, of=[item(0)]) as pilot:
        await press(pilot, "m", "m", "enter")
        assert "No statement fits" in words(pilot)
        assert isinstance(pilot.app.screen, DrillChoiceScreen)


async def test_a_model_that_grades_is_named_with_who_receives_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    model = {"evaluator_model": "openai/scripted", "evaluator_api_base": "http://127.0.0.1:9/v1"}
    async with drilling(monkeypatch, size=WIDE, **model) as pilot:
        assert "words go to this machine (127.0.0.1:9)" in words(pilot)
    async with drilling(monkeypatch, wish=OWN, size=WIDE, **model) as pilot:
        assert "words go to this machine (127.0.0.1:9)" in words(pilot)


async def test_words_are_shown_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    evil = item(0, client="[b]How[/b] old?\x1b[2J")
    async with drilling(monkeypatch, wish=Wish(focus=WHOLE), of=[evil]) as pilot:
        assert "[b]How[/b] old?[2J" in shown(pilot)
