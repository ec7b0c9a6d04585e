"""Replies that a trainee's trial showed to be graded wrongly, each told again in other words."""

import pytest

from leanin.evaluator.builtin import grade_reply
from leanin.evaluator.builtin.spelling import mended
from leanin.persona import Persona, Therapist
from leanin.persona_shelf import find_persona
from leanin.rubric import Grade, Step, Trap
from leanin.session.ports import ReplyMoment

GLAD = "There you go, it's all filled in. Very useful. Whatever you think's best."
YOUNG = "How old are you? Have you got any children?"


def graded(name: str, client: str, reply: str, therapist: Therapist | None = None) -> Grade:
    persona: Persona = find_persona(name).persona
    moment = ReplyMoment(
        client=client,
        reply=reply,
        concern=persona.concern,
        about_client=persona.about,
        therapist=therapist or persona.therapist,
    )
    return grade_reply(moment)


def veteran() -> Therapist:
    """A therapist of fifty-two who has raised two children."""
    therapist = find_persona("rosa").persona.therapist
    return therapist.model_copy(update={"age": 52, "children": 2, "years_of_practice": 20})


def levels(grade: Grade) -> list[int]:
    return [grade.step(step).level for step in Step]


@pytest.mark.parametrize(
    "reply",
    [
        "Perhaps it feels as if everyone has chosen for you, and nodding is the easiest way out of this room.",
        "Maybe everybody has a plan for you, and a yes is the quickest way to be left alone.",
    ],
)
def test_a_guess_at_what_others_do_to_the_client_shrinks_nothing(reply: str) -> None:
    grade = graded("desmond", GLAD, f"{reply} What would you say if no was safe?")
    assert (grade.reflection.level, grade.invitation.level) == (2, 2)
    assert grade.traps == ()


def test_everybody_without_the_client_in_it_still_minimises() -> None:
    assert Trap.MINIMISING in graded("desmond", GLAD, "Everybody has bad days.").traps


@pytest.mark.parametrize("reply", ["What was his name?", "What's her name?", "What is he called?"])
def test_asking_for_the_name_of_somebody_mentioned_stays_with_the_client(reply: str) -> None:
    grade = graded("rosa", "My husband died, and you sit there with your folder.", reply)
    assert grade.invitation.level == 1
    assert grade.traps == ()


def test_seeing_the_therapist_as_one_of_many_reflects() -> None:
    grade = graded("rosa", "You're the fifth one in that chair.", "You've been let down by people like me before.")
    assert grade.reflection.level >= 1


@pytest.mark.parametrize(
    "reply", ["I really don't know what you expect me to say.", "I don't know what I'm supposed to do."]
)
def test_exasperation_owns_nothing(reply: str) -> None:
    assert graded("rosa", YOUNG, reply).responsibility.level == 0


def test_not_knowing_the_clients_life_is_still_owned() -> None:
    assert graded("rosa", YOUNG, "I don't know what raising a child is.").responsibility.level == 2


def test_an_age_that_leads_up_to_a_merit_defends() -> None:
    grade = graded("rosa", YOUNG, "I am 52 and I brought up two kids, so I do know a bit about it.", veteran())
    assert grade.responsibility.level == 0
    assert Trap.DEFENDING in grade.traps


def test_what_happened_before_a_sorry_for_it_is_owned_and_not_reflected() -> None:
    grade = graded("rosa", "So what's in the folder?", "My folder was open while you spoke. I'm sorry for that.")
    assert (grade.responsibility.level, grade.reflection.level) == (2, 0)
    assert grade.responsibility.evidence == "My folder was open while you spoke"


def test_a_sorry_for_the_clients_misfortune_owns_nothing_specific() -> None:
    grade = graded("rosa", "They took them.", "The house was empty when you came home. I'm so sorry about that.")
    assert grade.responsibility.level < 2


def test_asking_whether_the_guess_is_wrong_checks_it() -> None:
    grade = graded("desmond", GLAD, "I'm guessing part of you says yes to keep me off your back. Did I get that wrong?")
    assert levels(grade) == [0, 2, 1]
    assert set(grade.traps) <= {Trap.CLOSED_QUESTION}, "a check that a yes or a no ends"


@pytest.mark.parametrize("reply", ["Why won't you talk to me?", "So why don't you believe me?"])
def test_a_why_that_calls_to_account_opens_little(reply: str) -> None:
    assert graded("rosa", "Mm. My husband said maybe when he meant no.", reply).invitation.level == 1


@pytest.mark.parametrize("reply", ["I'm young and I have no children.", "I'm only 26."])
def test_what_is_not_true_of_the_therapist_is_said_to_be_untrue(reply: str) -> None:
    step = graded("rosa", YOUNG, reply, veteran()).responsibility
    assert step.level == 0
    assert "isn't true" in step.note


@pytest.mark.parametrize(
    ("client", "reply"),
    [
        (YOUNG, "I get what you're saying, but if we stick with the chart, it helps."),
        (GLAD, "Lovely, so you agree with the steps."),
    ],
)
def test_a_bare_claim_or_a_yes_taken_reflects_nothing(client: str, reply: str) -> None:
    assert graded("rosa", client, reply).reflection.level == 0


def test_a_second_question_about_nobody_is_strung_on() -> None:
    grade = graded("desmond", "I was good at it.", "What was it like to drive, and does anybody ask?")
    assert grade.invitation.level == 1
    assert Trap.STACKED_QUESTIONS in grade.traps


def test_a_guess_and_one_request_are_no_stack() -> None:
    grade = graded("rosa", YOUNG, "Are you afraid I'll be one more who goes? Tell me what I ought to know first.")
    assert grade.invitation.level == 2


def test_what_the_client_knows_and_the_therapist_does_not_is_owned() -> None:
    grade = graded("rosa", "I've got coats older than you.", "You know this family and I don't.")
    assert grade.responsibility.level == 2


@pytest.mark.parametrize("reply", ["e", "s", "x ", "Maybe you're afraid of losing them. What scares you? " * 25])
def test_single_letters_and_pasted_sentences_are_off_task(reply: str) -> None:
    grade = graded("rosa", YOUNG, reply)
    assert levels(grade) == [0, 0, 0]
    assert grade.traps == (Trap.OFF_TASK,)


def test_a_silence_is_explained_once() -> None:
    grade = graded("rosa", YOUNG, "(silence)")
    assert [bool(grade.step(step).note) for step in Step] == [True, False, False]
    assert "silence" in grade.tip.lower()


@pytest.mark.parametrize("word", ["handled", "handling", "handles", "handed", "sees", "filed"])
def test_real_words_stay(word: str) -> None:
    assert mended(word) == word


def test_slips_are_still_mended() -> None:
    assert [mended(slip) for slip in ("exprience", "worired", "lisening")] == ["experience", "worried", "listening"]
