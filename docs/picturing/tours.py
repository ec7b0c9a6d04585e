"""Walks through the app, by its keys, with a picture of every screen on the way."""

from datetime import timedelta
from typing import Final
from unittest import mock

from textual.widgets import Static

from leanin.drills.desk import DrillRound
from leanin.drills.items import DrillItem, load_items
from leanin.persona_shelf import find_persona
from leanin.tui.authoring.answer_box import AnswerBox
from picturing.camera import Camera
from picturing.clock import Clock
from picturing.home import paths_as_at_a_trainees
from picturing.past import EXPLAINS, HALF, LEANS_IN

_DRILLED_BADLY: Final = "I understand how you feel. But don't worry, I have been trained for exactly this."
_A_REPLY_TAKES: Final = timedelta(seconds=24)
_ANOTHER: Final = (
    "No, I never had children, and you've raised two families. I wonder if it's frightening to let somebody like me "
    "write about yours. What would I get wrong first?"
)
_GRADES: Final = (("2", "2", "2"), ("0", "0", "1"), ("1", "2", "2"), ("2", "1", "2"), ("0", "1", "0"), ("2", "2", "1"))


async def first_start(camera: Camera) -> None:
    """What a new trainee sees: the introduction, the gallery, a scene."""
    camera.take("introduction")
    await camera.press("enter")
    await camera.press("enter", "enter")  # both examples stand in the box, one after the other
    camera.take("introduction-trying")
    await camera.press("escape")
    camera.take("gallery")


async def conversation(camera: Camera) -> None:
    """A conversation with Rosa from the scene to the debrief, another reply tried beside it."""
    camera.app.open_scene(find_persona("rosa"))
    await camera.press("home")
    camera.take("scene")
    await camera.press("enter")
    await camera.say(EXPLAINS["rosa"])
    await camera.press("f5", "f5")
    camera.take("conversation-hint")
    await camera.say(LEANS_IN["rosa"])
    camera.take("conversation")
    await camera.press("f4", "up")
    camera.take("conversation-picking")
    await camera.press("w")
    await camera.write(_ANOTHER)
    camera.take("what-if")
    await camera.press("enter")
    camera.take("attempts")
    await camera.press("escape", "escape")
    await camera.say(HALF["rosa"])
    await camera.press("ctrl+e")
    camera.take("debrief")
    await camera.press("right", "right", "right")
    camera.take("debrief-turn")


async def looking_back(camera: Camera) -> None:
    """What is kept: past sessions, progress; and the settings and the help."""
    await camera.press("s")
    camera.take("sessions")
    await camera.press("escape", "r")
    camera.take("progress")
    await camera.press("escape", "o")
    camera.take("settings")
    await camera.press("escape")
    with paths_as_at_a_trainees():
        await camera.press("f1")
    camera.take("help")


async def drill(camera: Camera) -> None:
    """A round of five statements."""
    items = load_items()
    with mock.patch.dict(DrillRound.__init__.__kwdefaults__, stopwatch=lambda: Clock.at.timestamp()):
        await _drill(camera, items)


async def _drill(camera: Camera, items: list[DrillItem]) -> None:
    await camera.press("p")
    camera.take("drill-choice")
    await camera.press("c", "c", "enter", "f2")
    Clock.at += _A_REPLY_TAKES
    await camera.say(_DRILLED_BADLY)
    camera.take("drill-try-again")
    await camera.say(_way_to_do_it(camera, items))
    camera.take("drill")
    for _ in range(4):
        await camera.press("enter")
        Clock.at += _A_REPLY_TAKES
        await camera.say(_way_to_do_it(camera, items))
    await camera.press("enter")
    camera.take("drill-summary")


def _way_to_do_it(camera: Camera, items: list[DrillItem]) -> str:
    """A full reply to the statement on the screen, from the labelled ones."""
    shown = str(camera.app.screen.query_one("#moment", Static).visual)
    fitting = [item for item in items if item.client in shown and item.examples]
    return max(fitting, key=lambda item: len(item.client)).examples[0].reply


async def educator(camera: Camera) -> None:
    """Writing a persona, and grading replies blind."""
    await camera.press("n")
    for answer in ("Iris Blake", "57"):
        camera.app.screen.query_one(AnswerBox).load_text(answer)
        await camera.press("ctrl+s")
    camera.take("new-persona")
    await camera.press("escape", "c")
    camera.take("calibration-rounds")
    await camera.press("enter")
    for levels in _GRADES:
        await camera.press(*levels, "enter")
    await camera.press("2", "1")
    camera.take("calibration-grading")
    await camera.press("s", "e", "tab", "enter")
    camera.take("calibration-result")


async def evaluator(camera: Camera) -> None:
    """Reading what an eval run found."""
    await camera.press("e")
    camera.take("eval-runs")
    await camera.press("enter")
    camera.take("eval-run")
    await camera.press("d")
    camera.take("eval-results")
    await camera.press("enter")
    camera.take("eval-result")
