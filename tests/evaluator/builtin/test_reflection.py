"""Step 2: repeating, naming a feeling, going beneath; and the comforts that go nowhere."""

import pytest

from leanin.evaluator.builtin.comfort import claims, comforts
from leanin.evaluator.builtin.context import context_of
from leanin.evaluator.builtin.reflection import Reflection, graded_reflection, reflections
from leanin.evaluator.builtin.segments import segmented
from leanin.rubric import Trap
from leanin.session.ports import ReplyMoment

CLIENT = "You're so young. What do you know about my family?"
CONCERN = "She fears that her family isn't in good hands."


def read(reply: str, client: str = CLIENT, concern: str = CONCERN) -> list[Reflection]:
    return reflections(
        segmented(reply), context_of(ReplyMoment(client=client, reply=reply, concern=concern)), offered=False
    )


def level(reply: str, client: str = CLIENT, concern: str = CONCERN) -> int:
    return graded_reflection(read(reply, client, concern), barred=frozenset())[0].level


@pytest.mark.parametrize(
    "reply",
    [
        "Maybe you wonder whether your family is in good hands.",
        "I imagine it's frightening to hand the people you love to a stranger.",
        "It sounds like part of you is waiting for me to let you down.",
        "must be hard to trust somebody like me with ur kids",
        "Could it be that you're afraid I'll miss what matters?",
        "You want to know that they're safe with me?",
    ],
)
def test_a_concern_as_a_guess_is_full(reply: str) -> None:
    assert level(reply) == 2


@pytest.mark.parametrize(
    "reply",
    [
        "You sound frustrated.",
        "That must be hard.",
        "So you think I'm too young.",
        "It seems that you're worried about my age.",
        "You're afraid for your family.",
        "Your family means everything to you.",
    ],
)
def test_a_feeling_the_content_or_a_flat_statement_is_partial(reply: str) -> None:
    assert level(reply) == 1


@pytest.mark.parametrize(
    "reply",
    [
        "Maybe I picked the wrong thing.",
        "I think we should start.",
        "Thank you for your honesty.",
        "Perhaps we could look at the plan.",
        "I have a degree.",
        "What worries you?",
    ],
)
def test_other_clauses_reflect_nothing(reply: str) -> None:
    assert level(reply) == 0


def test_a_guess_carries_on_through_its_sentence() -> None:
    carried = read("I can imagine it hurts, and you don't trust me.")[-1]
    assert carried.tentative
    assert not carried.told


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("You're angry.", True),
        ("You feel useless.", True),
        ("You don't trust me.", True),
        ("Maybe you're angry.", False),
        ("You're angry?", False),
        ("You're right.", False),
    ],
)
def test_feelings_told_as_facts(reply: str, told: bool) -> None:
    assert any(one.told for one in read(reply)) is told


def test_bare_claims_are_found_and_wishes_to_understand_are_not() -> None:
    assert claims(segmented("I completely understand."))
    assert claims(segmented("I know exactly how you feel."))
    assert not claims(segmented("I want to understand."))
    assert not claims(segmented("I don't understand it yet."))


@pytest.mark.parametrize(
    ("reply", "trap"),
    [
        ("It'll be fine.", Trap.REASSURING),
        ("You can trust me.", Trap.REASSURING),
        ("Of course I like you.", Trap.REASSURING),
        ("At least you came.", Trap.MINIMISING),
        ("Everyone feels like that.", Trap.MINIMISING),
        ("It's just a word.", Trap.MINIMISING),
    ],
)
def test_comforts(reply: str, trap: Trap) -> None:
    assert trap in {one.trap for one in comforts(segmented(reply), frozenset())}


def test_a_clause_that_guesses_is_spared() -> None:
    reply = segmented("Everyone feels like that.")
    assert not comforts(reply, frozenset(reply.segments))
