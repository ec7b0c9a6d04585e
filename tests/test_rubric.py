import pytest
from hypothesis import given
from tests.strategies import grade_of, grades

from leanin.rubric import ANCHORS, STEP_TITLES, TRAPS, Grade, Step, StepGrade, Trap, digest, tip_for


def test_every_step_and_trap_is_explained() -> None:
    assert set(ANCHORS) == set(STEP_TITLES) == set(Step)
    assert set(TRAPS) == set(Trap)


@given(grades)
def test_the_score_is_the_plain_sum(grade: Grade) -> None:
    assert grade.score == sum(grade.step(step).level for step in Step)
    assert 0 <= grade.score <= 6


@given(grades)
def test_settling_twice_changes_nothing_more(grade: Grade) -> None:
    once = grade.settled()
    assert once.settled() == once
    assert once.tip


@given(grades)
def test_the_caps_hold(grade: Grade) -> None:
    settled = grade.settled()
    if Trap.NON_APOLOGY in settled.traps:
        assert settled.responsibility.level == 0
    if {Trap.TAKING_TOO_MUCH, Trap.TAKING_IT_BACK} & set(settled.traps):
        assert settled.responsibility.level <= 1


def test_a_lowered_level_says_why() -> None:
    grade = grade_of(2, 0, 0, Trap.TAKING_IT_BACK)
    assert "but" in grade.settled().responsibility.note


def test_a_grade_survives_json() -> None:
    grade = Grade(
        responsibility=StepGrade(level=2, evidence="I am young", note="Plain."),
        reflection=StepGrade(level=1),
        invitation=StepGrade(level=0, called_for=False),
        traps=(Trap.DEFENDING,),
        trap_evidence={Trap.DEFENDING: "a doctor"},
    )
    data = grade.model_dump(mode="json")
    assert data.pop("score") == 3
    assert Grade.model_validate(data) == grade


def test_the_order_of_grades_is_partial() -> None:
    plain, trapped = grade_of(1, 1, 1), grade_of(2, 1, 1, Trap.ADVISING)
    assert not plain.at_least_as_good_as(trapped)
    assert not trapped.at_least_as_good_as(plain)
    assert trapped.at_least_as_good_as(grade_of(1, 1, 1, Trap.ADVISING))


def test_grades_of_different_moments_are_not_compared() -> None:
    assert not grade_of(2, 2, 2).at_least_as_good_as(grade_of(0, 0, 0, called_for=frozenset({Step.REFLECTION})))


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        (grade_of(0, 2, 2), "true of you"),
        (grade_of(2, 1, 2), "beneath"),
        (grade_of(2, 2, 0), "handing over the floor"),
        (grade_of(2, 2, 2), "All there"),
        (grade_of(2, 2, 1, Trap.STACKED_QUESTIONS), "Ask one thing"),
        (grade_of(0, 2, 1, called_for=frozenset({Step.REFLECTION, Step.INVITATION})), "one open question"),
    ],
)
def test_the_tip_names_the_weakest_step_or_the_trap(grade: Grade, expected: str) -> None:
    assert expected in tip_for(grade)


def test_the_digest_is_stable_within_a_version() -> None:
    assert digest() == digest()
    assert len(digest()) == 64
