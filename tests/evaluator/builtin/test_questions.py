"""Step 3: what a question does, and whether it stays with the client."""

import pytest

from leanin.evaluator.builtin.context import context_of
from leanin.evaluator.builtin.questions import Kind, questions
from leanin.evaluator.builtin.segments import segmented
from leanin.evaluator.builtin.topics import generic, shifts, turns_away
from leanin.session.ports import ReplyMoment

CLIENT = "How old are you, honey? What do you know about my family?"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What worries you most?", Kind.OPEN),
        ("what worries you most", Kind.OPEN),
        ("what's that like for you", Kind.OPEN),
        ("what happened that night", Kind.OPEN),
        ("And for you, how has this been?", Kind.OPEN),
        ("Could you tell me more about that?", Kind.INVITING),
        ("Would you be willing to say what it's like?", Kind.INVITING),
        ("I'd like to hear what worries you.", Kind.INVITING),
        ("Say more.", Kind.INVITING),
        ("How old are they?", Kind.NARROW),
        ("Does my age bother you?", Kind.CLOSED),
        ("Is there anything else?", Kind.CLOSED),
        ("Don't you think that's unfair?", Kind.LEADING),
        ("You agree with that, don't you?", Kind.LEADING),
        ("What if leaving is best?", Kind.LEADING),
        ("Am I right?", Kind.CHECK),
        ("Is that close?", Kind.CHECK),
        ("Could it be that you feel alone?", Kind.SOFT),
        ("Are you worried that I won't stay?", Kind.GUESSED),
        ("You're afraid for your family?", Kind.REFLECTIVE),
        ("Maybe what you're bracing for is another stranger?", Kind.REFLECTIVE),
        ("Okay?", Kind.TAG),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert [one.kind for one in questions(segmented(text))] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "What you did was brave.",
        "When you say that, I listen.",
        "I know what scares you.",
        "You never tell me anything.",
        "I do ask a lot, don't I.",
        "I'm glad to hear that!",
        "You say it is fine.",
        "Everything you tell me counts.",
        "And so you'd rather go on to the next step.",
    ],
)
def test_statements_ask_nothing(text: str) -> None:
    kinds = {one.kind for one in questions(segmented(text))}
    assert kinds <= {Kind.REFLECTIVE}


def test_questions_strung_together_are_counted() -> None:
    (one,) = questions(segmented("What scares you and how can I help?"))
    assert one.more == 1


def first(text: str) -> tuple[bool, bool]:
    context = context_of(ReplyMoment(client=CLIENT, reply=text, concern="her family will be split up"))
    question = questions(segmented(text))[0]
    return turns_away(question, context), generic(question, context)


@pytest.mark.parametrize("text", ["How is Luis doing at school?", "What did you eat yesterday?"])
def test_other_topics_turn_away(text: str) -> None:
    assert first(text)[0]


@pytest.mark.parametrize(
    "text", ["What worries you about me?", "How is your family?", "What was that like?", "What did you do after?"]
)
def test_questions_near_the_matter_stay(text: str) -> None:
    assert not first(text)[0]


def test_stock_questions_are_generic() -> None:
    assert first("How does that make you feel?") == (False, True)
    assert first("What would you like to talk about today?") == (False, True)
    assert first("How do you feel about my age?") == (False, False)


@pytest.mark.parametrize("text", ["Let's move on.", "Anyway, the form.", "Shall we start with the worksheet?"])
def test_phrases_that_leave_the_matter(text: str) -> None:
    assert shifts(segmented(text))


def test_staying_with_it_is_no_shift() -> None:
    assert not shifts(segmented("Let's stay with that for a moment."))
