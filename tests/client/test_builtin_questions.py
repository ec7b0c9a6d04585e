import pytest

from leanin.client.builtin_questions import answers_to, topics
from leanin.persona import Answer


@pytest.mark.parametrize(
    ("reply", "asking"),
    [
        ("I am 26. What worries you?", ["what worries you?"]),
        ("What worries you? And who helps?", ["and who helps?", "what worries you?"]),
        ("I wonder if you're tired. What is it like?", ["what is it like?"]),
        ("ok so what worries you about that", ["ok so what worries you about that?"]),
        ("You’re right. Tell me more about   that.", ["tell me more about that."]),
        ("I'd like to hear it", ["i'd like to hear it"]),
        (
            "I'm 26, and I'm here to help. You're not to blame.",
            ["you're not to blame.", "i'm 26, and i'm here to help."],
        ),
        ("so do you sleep at all", ["so do you sleep at all?"]),
        ("I have kids and I do know. Mm.", ["mm.", "i have kids and i do know."]),
        ("", []),
        ("I can hear how tired you are. Oh", ["oh", "i can hear how tired you are."]),
        ("Rosa, what's it like. I have a degree.", ["rosa, what's it like?"]),
        ("???", []),
    ],
)
def test_the_topic_is_the_last_question_or_invitation_or_else_what_was_said(reply, asking):
    assert topics(reply) == asking


def _answer(*about: str, line: str = "x") -> Answer:
    return Answer(about=list(about), lines=[line])


WORRY, COURT, ANYTHING = _answer("worries you", "worry you"), _answer("the judge", "court"), _answer("you")


@pytest.mark.parametrize(
    ("reply", "first"),
    [
        ("What worries you?", WORRY),
        ("What WORRIES   you most?", WORRY),
        ("What worries your neighbour?", None),
        ("What happened in court?", COURT),
        ("Was the judge kind, and did that worry you?", WORRY),
        ("What worries you? What did the judge say?", COURT),
        ("What worries you? Hm?", WORRY),
        ("The judge was wrong.", COURT),
        ("The judge was wrong. What now?", None),
    ],
)
def test_the_first_answer_in_the_file_that_fits_the_last_question(reply, first):
    answers = answers_to(reply, [WORRY, COURT])
    assert (answers[0] if answers else None) == first


def test_further_answers_to_the_same_question_follow_in_the_order_of_the_file():
    assert answers_to("What worries you in court?", [ANYTHING, COURT, WORRY]) == [ANYTHING, COURT, WORRY]


def test_a_phrase_with_a_question_mark_counts_in_questions_only():
    why, any_question = _answer("why?"), _answer("?")
    assert answers_to("Why is that?", [why, any_question]) == [why, any_question]
    assert answers_to("so why is that", [why]) == [why]
    assert answers_to("I know why you ask.", [why, any_question]) == []
    assert answers_to("Is that so?", [why, any_question]) == [any_question]
