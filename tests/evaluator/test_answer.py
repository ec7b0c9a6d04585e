from typing import Any

import pytest
from pydantic import ValidationError

from leanin.dynamics import Stance
from leanin.evaluator.answer import GradeAnswer, as_grade, merged, quoted, unproven
from leanin.rubric import Step, Trap
from leanin.session.moments import ReplyMoment

REPLY = "I'm  young, that's true. Maybe you wonder if we <three> are in good hands? What worries you most?"
MOMENT = ReplyMoment(client="How old are you? You don't understand us.", reply=REPLY)


def step(
    level: object = 0, evidence: str | None = "", reason: str = "Because.", called_for: bool = True
) -> dict[str, Any]:
    return {"reason": reason, "evidence": evidence, "level": level, "called_for": called_for}


def answer(**changes: Any) -> GradeAnswer:
    whole = {
        "responsibility": step(2, "I'm young"),
        "reflection": step(2, "Maybe you wonder if we"),
        "invitation": step(2, "What worries you most?"),
        "traps": [],
        "tip": "Keep it short.",
    }
    return GradeAnswer.model_validate(whole | changes)


def test_an_answer_with_good_evidence_is_taken_as_it_is() -> None:
    grade = as_grade(answer(), MOMENT)
    assert [grade.step(one).level for one in Step] == [2, 2, 2]
    assert grade.responsibility.evidence == "I'm  young"  # as it stands in the reply, whitespace and all
    assert grade.responsibility.note == "Because."
    assert grade.tip == "Keep it short."


def test_a_two_without_a_valid_quote_is_lowered_with_a_note() -> None:
    given = answer(reflection=step(2, "you are afraid", "It names the fear."), invitation=step(2, "", ""))
    assert unproven(given, REPLY) == [Step.REFLECTION, Step.INVITATION]
    grade = as_grade(given, MOMENT)
    assert (grade.reflection.level, grade.reflection.evidence) == (1, "")
    assert grade.reflection.note == "It names the fear; lowered: no words of the reply could be quoted for a 2"
    assert (grade.invitation.level, grade.invitation.note) == (
        1,
        "Lowered: no words of the reply could be quoted for a 2",
    )


def test_a_one_keeps_its_level_and_loses_a_quote_that_is_not_there() -> None:
    grade = as_grade(answer(responsibility=step(1, "I am so sorry")), MOMENT)
    assert (grade.responsibility.level, grade.responsibility.evidence) == (1, "")


def test_nothing_is_highlighted_for_a_level_of_zero() -> None:
    assert as_grade(answer(responsibility=step(0, "I'm young")), MOMENT).responsibility.evidence == ""


def test_a_quote_from_behind_the_fence_is_found_in_the_reply() -> None:
    assert quoted("we ‹three> are", REPLY) == "we <three> are"
    assert quoted("how old are you", REPLY) == ""


def test_a_trap_keeps_its_place_without_its_misquote() -> None:
    given = answer(
        traps=[
            {"trap": "closed_question", "evidence": "what worries you"},
            {"trap": "defending", "evidence": "I have a degree"},
            {"trap": "defending", "evidence": "that's true"},
        ]
    )
    grade = as_grade(given, MOMENT)
    assert grade.traps == (Trap.DEFENDING, Trap.CLOSED_QUESTION)
    assert grade.trap_evidence == {Trap.DEFENDING: "that's true", Trap.CLOSED_QUESTION: "What worries you"}


def test_a_trap_that_only_the_client_fell_into_falls_away() -> None:
    given = answer(traps=[{"trap": "blaming", "evidence": "You don't understand us."}])
    assert as_grade(given, MOMENT).traps == ()


def test_the_rubrics_caps_hold() -> None:
    grade = as_grade(answer(traps=[{"trap": "taking_it_back", "evidence": ""}]), MOMENT)
    assert grade.responsibility.level == 1


@pytest.mark.parametrize(
    ("stance", "called_for"),
    [
        (None, False),
        (Stance.SOFTENING, False),
        (Stance.TESTING, False),
        (Stance.WITHDRAWN, True),
        (Stance.SCEPTICAL, True),
    ],
)
def test_an_open_rupture_calls_for_ownership_whatever_the_model_says(stance: Stance | None, called_for: bool) -> None:
    given = answer(responsibility=step(0, called_for=False))
    grade = as_grade(given, ReplyMoment(client="Hm.", reply=REPLY, stance=stance))
    assert grade.responsibility.called_for is called_for


def test_no_moment_calls_for_nothing() -> None:
    nothing = {one.value: step(0, called_for=False) for one in Step}
    assert as_grade(answer(**nothing), MOMENT).called_for() == (Step.REFLECTION, Step.INVITATION)


def test_a_second_answer_changes_only_what_was_in_doubt() -> None:
    second = answer(
        responsibility=step(0), reflection=step(1, "Maybe"), traps=[{"trap": "hostile", "evidence": ""}], tip="Other."
    )
    both = merged(answer(), second, [Step.REFLECTION])
    assert (both.responsibility.level, both.reflection.level, both.traps, both.tip) == (2, 1, [], "Keep it short.")


def test_small_slips_of_form_are_understood() -> None:
    given = answer(responsibility=step("1", None), traps=[{"trap": "Taking it back", "evidence": None}], tip=None)
    assert given.responsibility.level == 1
    assert given.traps[0].trap is Trap.TAKING_IT_BACK
    assert as_grade(given, MOMENT).tip  # the rubric's own tip steps in


@pytest.mark.parametrize(
    "wrong", [{"responsibility": step(3)}, {"traps": [{"trap": "rude", "evidence": ""}]}, {"score": 6}]
)
def test_an_answer_outside_of_the_rubric_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        answer(**wrong)


def test_what_the_model_wrote_is_fit_for_a_screen() -> None:
    grade = as_grade(answer(tip="Ask\x1b[2J one\nthing. " + "word " * 200), MOMENT)
    assert grade.tip.startswith("Ask[2J one thing.")
    assert len(grade.tip) <= 300


def test_the_schema_puts_reason_and_evidence_before_the_level_and_allows_nothing_else() -> None:
    schema = GradeAnswer.model_json_schema()
    one = schema["$defs"]["StepAnswer"]
    assert list(one["properties"]) == ["reason", "evidence", "level", "called_for"]
    assert one["properties"]["level"]["enum"] == [0, 1, 2]
    for part in (schema, *(part for part in schema["$defs"].values() if part["type"] == "object")):
        assert part["required"] == list(part["properties"])
        assert part["additionalProperties"] is False
