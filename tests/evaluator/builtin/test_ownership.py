"""Step 1: what is owned, what is denied, and what a "but" takes back."""

import pytest

from leanin.evaluator.builtin.context import context_of
from leanin.evaluator.builtin.facts import Facts, facts_of, untrue
from leanin.evaluator.builtin.ownership import Ownership, ownership
from leanin.evaluator.builtin.responsibility import excess, graded_responsibility
from leanin.evaluator.builtin.segments import segmented
from leanin.session.ports import ReplyMoment

PUSHED = "You keep pushing me. You don't listen when I say stop."


def owned(reply: str, client: str = PUSHED, therapist: str | None = None) -> Ownership:
    return ownership(segmented(reply), context_of(ReplyMoment(client=client, reply=reply, therapist=therapist)))


def level(reply: str, client: str = PUSHED) -> int:
    return graded_responsibility(owned(reply, client), halved=False).level


@pytest.mark.parametrize(
    "reply",
    [
        "I pushed too hard.",
        "You said stop and I kept going.",
        "I didn't listen.",
        "I should have stopped.",
        "I rushed you, and that was careless of me.",
        "We failed you there.",
        "I went quiet when you needed me.",
        "I've been slow to notice.",
        "My silence made it worse.",
        "I'm sorry I talked over you.",
        "Your no slipped past me, my mistake, I wasn't listening.",
    ],
)
def test_plain_ownership(reply: str) -> None:
    assert level(reply) == 2


@pytest.mark.parametrize(
    "reply", ["You're right.", "Fair point.", "My bad.", "I'm sorry.", "Maybe I pushed.", "Guilty."]
)
def test_vague_or_hedged_ownership(reply: str) -> None:
    assert level(reply) == 1


@pytest.mark.parametrize(
    "reply",
    [
        "I didn't mean that.",
        "I wasn't pushing you.",
        "I would never do that.",
        "I don't agree.",
        "You feel that I pushed you.",
        "Maybe you wonder whether I pushed you.",
        "I'm so sorry for your loss.",
        "I wonder what that was like.",
        "No need to be sorry.",
        "I have helped many people.",
    ],
)
def test_denial_sympathy_and_reflection_own_nothing(reply: str) -> None:
    assert level(reply) == 0


def test_agreeing_with_what_the_client_denies_is_contradiction() -> None:
    client = "You never remember my name."
    assert level("I do remember your name.", client) == 0
    assert level("I don't remember it.", client) == 2


@pytest.mark.parametrize(
    ("reply", "back"),
    [
        ("I pushed you, but only because it works.", "but only because it works"),
        ("I pushed you. However, you never told me.", "However, you never told me"),
        ("I pushed you, but you tell me what it was like.", ""),
        ("I pushed you, but I'd like to hear what it was like.", ""),
        ("I pushed you but I didn't see it at the time.", ""),
    ],
)
def test_only_a_but_that_cancels_takes_back(reply: str, back: str) -> None:
    span = owned(reply).taken_back
    assert (span.of(reply) if span else "") == back


def test_a_vague_yes_that_is_taken_back_owns_nothing() -> None:
    assert level("Fair enough, but you agreed to it.") == 0


def test_what_the_scene_says_is_owned() -> None:
    assert owned("I've been doing the choosing.", "Whatever you think.", "has chosen every topic so far").plain


def test_defending_beside_it_halves_it() -> None:
    assert graded_responsibility(owned("I pushed you."), halved=True).level == 1


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ("I'm a complete failure.", True),
        ("I have no idea what I'm doing.", True),
        ("I don't know anything about farming.", False),
        ("If you don't talk to me I can't help you.", False),
    ],
)
def test_taking_too_much(reply: str, found: bool) -> None:
    assert (excess(segmented(reply)) is not None) is found


def test_facts_are_read_from_free_text() -> None:
    facts = facts_of("26, no children, never married, newly qualified")
    assert (facts.age, facts.children, facts.married, facts.new) == (26, False, False, True)
    older = facts_of("A 52 year old man with two children, married, twenty years in practice")
    assert (older.age, older.children, older.married, older.new) == (52, True, True, False)
    assert facts_of(None) == Facts()


def test_nothing_is_untrue_of_a_therapist_of_whom_nothing_is_known() -> None:
    assert not untrue(" i am young and i have no children ", Facts())
