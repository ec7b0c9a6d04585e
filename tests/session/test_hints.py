import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import grade_of, grades

from leanin.rubric import ANCHORS, Grade, Step
from leanin.session.hints import NUDGES, Example, HintKind, hint, needed_step, next_kind, question_towards, shown

OWN, SEE, ASK = Step


def test_nudges_come_in_three_steps_and_then_no_more() -> None:
    taken: list[HintKind] = []
    while kind := next_kind(taken):
        taken.append(kind)
    assert taken == list(NUDGES) == [HintKind.STEP, HintKind.CONCERN, HintKind.BEGINNING]
    assert next_kind([HintKind.SHOWN]) is HintKind.STEP, "to have been shown one doesn't take the nudges away"


@pytest.mark.parametrize(
    ("about", "last", "means", "step"),
    [
        (None, None, None, OWN),
        (ASK, None, {OWN: 0.1}, ASK),
        (ASK, grade_of(1, 0, 1), None, ASK),
        (ASK, grade_of(1, 0, 2), None, SEE),
        (None, grade_of(2, 1, 0), {OWN: 0.1}, ASK),
        (None, None, {OWN: 0.9, SEE: 0.2, ASK: 0.4}, SEE),
    ],
)
def test_which_step_the_moment_needs_most(
    about: Step | None, last: Grade | None, means: dict[Step, float] | None, step: Step
) -> None:
    assert needed_step(tuple(Step), about=about, last=last, means=means) is step


@given(st.sets(st.sampled_from(Step), min_size=1), st.sampled_from([None, *Step]), grades)
def test_a_step_that_isnt_called_for_is_never_hinted_at(calls_for: set[Step], about: Step | None, last: Grade) -> None:
    assert needed_step(list(calls_for), about=about, last=last) in calls_for


@given(st.sampled_from(NUDGES), st.sampled_from(Step), st.text(), st.booleans(), st.integers(0, 50))
def test_a_hint_is_never_a_whole_answer(kind: HintKind, step: Step, concern: str, softened: bool, vary: int) -> None:
    nudge = hint(kind, step, concern, softened=softened, vary=vary)
    assert nudge == hint(kind, step, concern, softened=softened, vary=vary)
    assert nudge.kind is kind and len(nudge.words) < 140
    if kind is HintKind.STEP:
        assert ANCHORS[step][2] in nudge.words
    if kind is HintKind.BEGINNING:
        assert "…" in nudge.words


def test_the_question_fits_what_the_concern_is_about() -> None:
    assert "left the room" in question_towards("He fears that it will be used against him in the report.")
    assert "see when you look" in question_towards("She is afraid of being judged a bad mother.")
    assert question_towards("") == question_towards("Xyzzy.")


def example(reply: str, client: str = "Hm?") -> Example:
    return Example(client, reply)


def test_two_replies_to_these_very_words_that_differ_most() -> None:
    alike = [example("I am young. Tell me more about that."), example("I am young. Tell me more about it.")]
    other = example("No children, none. What worries you?")
    assert set(shown([*alike, other], "Hm?").examples) >= {other}
    assert len(shown([*alike, other], "Hm?").examples) == 2


def test_where_there_is_one_another_of_the_same_client_stands_beside_it() -> None:
    own, other = example("I am young."), example("Late, yes.", "You're late.")
    both = shown([own, other, other], "Hm?")
    assert both.examples == (own, other) and "Different words" in both.words
    one = shown([own], "Hm?")
    assert one.examples == (own,) and "only one" in one.words
    none = shown([], "Hm?")
    assert none.examples == () and "no reply to show" in none.words
