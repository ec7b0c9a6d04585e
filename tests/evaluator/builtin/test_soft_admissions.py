"""Step 1 in everyday words: short cuts that own plainly, and phrases that give way without saying to what."""

import pytest

from leanin.evaluator.builtin.context import context_of
from leanin.evaluator.builtin.ownership import Ownership, ownership
from leanin.evaluator.builtin.responsibility import graded_responsibility
from leanin.evaluator.builtin.segments import segmented
from leanin.session.ports import ReplyMoment

CLIENT = "You told my boss that I was off sick. And you keep looking at the clock."


def owned(reply: str, client: str = CLIENT, concern: str = "") -> Ownership:
    return ownership(segmented(reply), context_of(ReplyMoment(client=client, reply=reply, concern=concern)))


def level(reply: str, client: str = CLIENT, concern: str = "") -> int:
    return graded_responsibility(owned(reply, client, concern), halved=False).level


@pytest.mark.parametrize(
    "reply",
    [
        "That came from me.",
        "The clock watching, that's me.",
        "I did ring your boss.",
        "I told him.",
        "I made it harder for you to talk.",
        "I handed you a rule, didn't I.",
        "I was reading my notes while you talked.",
        "It was me who picked up the phone.",
        "I've made all the choices so far.",
    ],
)
def test_a_short_cut_owns_plainly(reply: str) -> None:
    assert level(reply) == 2


@pytest.mark.parametrize(
    "reply",
    [
        "I may have been a bit distracted.",
        "Not my finest moment.",
        "That could have been kinder.",
        "Some of it may be on my side.",
        "I suppose I haven't been all that careful.",
        "I don't think I handled that well.",
        "It's fair to question me.",
        "I'm sorry, but the office was so loud.",
    ],
)
def test_what_is_softened_is_owned_in_part(reply: str) -> None:
    assert level(reply) == 1


@pytest.mark.parametrize(
    "reply",
    [
        "I did my best.",
        "I did everything that I could.",
        "I've got two children of my own, so I'm not clueless.",
        "What do you think happens with what I say?",
        "So you've been thinking about what I said.",
    ],
)
def test_merits_questions_and_what_the_client_does_own_nothing(reply: str) -> None:
    assert level(reply) == 0


def test_an_age_that_nobody_has_questioned_is_beside_the_point() -> None:
    assert level("I am young.", "How old are you? Have you got children?", "Is my family in good hands?") == 2
    assert level("I am young.", "I filled in the sheet. Whatever suits.", "He dreads the motorway.") == 1
