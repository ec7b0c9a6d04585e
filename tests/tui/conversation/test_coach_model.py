"""The app with a coach's model of its own, through the whole practice room and a scripted server on loopback."""

from collections.abc import Iterator

import pytest
from tests.loopback import ScriptedServer, answer, serving
from tests.tui.rooms import WIDE, conversation, exchange, settled, words

from leanin.persona_shelf import find_persona
from leanin.practice import Practice
from leanin.session.events import Coached, Graded
from leanin.tui.app import LeaninApp

REPLY = "You're right, I am young, that's true. What worries you most about that?"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-1234567890abcdef")
    with serving(lambda _prompt: answer((0, 0, 0), "") | {"tip": "The evaluator's tip."}) as server:
        server.grader_of["coach"] = lambda _prompt: answer((2, 2, 1), "that's true") | {"tip": "The coach's tip."}
        yield server


@pytest.mark.parametrize("evaluator", ["builtin", "openai/grader"])
async def test_the_coach_speaks_and_the_evaluator_moves_the_client(server: ScriptedServer, evaluator: str) -> None:
    models = {"evaluator_model": evaluator, "coach_model": "openai/coach", "evaluator_api_base": server.address}
    app = LeaninApp(lambda: Practice(seed=7, offer_answered=True, **models))
    app.animation_level = "none"
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        app.begin(find_persona("rosa"))
        await settled(pilot)
        await exchange(pilot, REPLY)
        assert "→ The coach's tip." in words(pilot)
        assert "The evaluator's tip." not in words(pilot)
        session = conversation(pilot).session
        (turn,) = session.record.turns
        assert turn.grade is not None and turn.coaching is not None
        assert turn.shown_grade == turn.coaching
        assert turn.coaching.score == 5
        kept = app.practice.store.events(session.journal.id) if app.practice else []  # type: ignore[attr-defined]
        assert [event.by for event in kept if isinstance(event, Graded)] == [evaluator]
        assert [event.by for event in kept if isinstance(event, Coached)] == ["openai/coach"]


async def test_a_coach_that_is_down_leaves_the_evaluators_feedback(server: ScriptedServer) -> None:
    server.status = 404
    app = LeaninApp(
        lambda: Practice(seed=7, offer_answered=True, coach_model="openai/coach", evaluator_api_base=server.address)
    )
    app.animation_level = "none"
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        app.begin(find_persona("rosa"))
        await settled(pilot)
        await exchange(pilot, REPLY)
        (turn,) = conversation(pilot).session.record.turns
        assert turn.coaching is None and turn.coaching_missing is not None
        assert turn.shown_grade == turn.grade
        assert "Coach · reply 1" in words(pilot)
