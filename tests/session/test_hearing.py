from tests.doubles import ScriptedEvaluator, persona_file, session_with

from leanin.session.events import Replied
from leanin.session.hearing import MOST_HEARD, moments
from leanin.session.moments import Exchange


async def test_each_reply_is_heard_again_as_the_evaluator_heard_it() -> None:
    evaluator = ScriptedEvaluator()
    session, journal = session_with(evaluator)
    await session.reply("First.")
    await session.reply("Second, taken back.")
    session.take_back()
    await session.reply("Second, again. " + "x" * MOST_HEARD)
    session.take_back()
    session.take_back()
    await session.reply("First, again.")

    heard = moments(journal.events, persona_file().persona)
    assert list(heard) == [1, 2, 3, 4]
    assert list(heard.values()) == evaluator.asked
    assert heard[3].history == (Exchange("How old are you, anyway?", "First."),)
    assert len(heard[3].reply) == MOST_HEARD
    assert heard[4].history == ()


def test_a_session_without_replies_has_no_moments() -> None:
    _, journal = session_with()
    assert moments(journal.events, persona_file().persona) == {}
    assert not any(isinstance(event, Replied) for event in journal.events)
