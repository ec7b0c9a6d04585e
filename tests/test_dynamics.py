import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.strategies import (
    grade_of,
    grades,
    grades_better_and_worse,
    hot_buttons,
    states,
    temperaments,
)

from leanin.dynamics import AllianceState, Stance, Temperament, lean, moved, respond, stance_of
from leanin.rubric import Grade, Step, Trap

MANY = settings(max_examples=500, deadline=None)
"""For the properties that the design promises."""

SOME = settings(max_examples=100, deadline=None)

disclosure_needs = st.lists(st.floats(min_value=0, max_value=100), max_size=5).map(lambda needs: tuple(sorted(needs)))


@MANY
@given(temperaments, states, grades_better_and_worse, hot_buttons)
def test_a_better_grade_never_leaves_the_client_in_a_worse_stance(
    temperament: Temperament, state: AllianceState, pair: tuple[Grade, Grade], sore: frozenset[Trap]
) -> None:
    better, worse = pair
    assert better.at_least_as_good_as(worse)
    after_better, after_worse = (moved(temperament, state, grade, sore) for grade in pair)
    assert stance_of(after_better).rank <= stance_of(after_worse).rank
    assert after_better.trust >= after_worse.trust
    assert after_better.tension <= after_worse.tension
    assert after_better.candour >= after_worse.candour


@MANY
@given(temperaments, states, grades, hot_buttons)
def test_state_stays_in_bounds(
    temperament: Temperament, state: AllianceState, grade: Grade, sore: frozenset[Trap]
) -> None:
    after = moved(temperament, state, grade, sore)
    assert all(0 <= measure <= 100 for measure in (after.trust, after.tension, after.candour))


@MANY
@given(temperaments, states, grades, hot_buttons)
def test_a_defence_never_softens(
    temperament: Temperament, state: AllianceState, grade: Grade, sore: frozenset[Trap]
) -> None:
    defence = grade.model_copy(update={"traps": tuple({*grade.traps, Trap.DEFENDING})})
    after = moved(temperament, state, defence, sore)
    assert stance_of(after).rank >= stance_of(state).rank
    assert after.trust <= state.trust + 0.05
    assert after.tension >= state.tension - 0.05


@MANY
@given(temperaments, states, grades, hot_buttons)
def test_taking_too_much_never_raises_trust(
    temperament: Temperament, state: AllianceState, grade: Grade, sore: frozenset[Trap]
) -> None:
    grovelling = grade.model_copy(update={"traps": tuple({*grade.traps, Trap.TAKING_TOO_MUCH})})
    assert moved(temperament, state, grovelling, sore).trust <= max(0.0, state.trust + 0.05)


@MANY
@given(temperaments, states, grades, hot_buttons, st.integers(0, 5), disclosure_needs)
def test_one_turn_moves_at_most_one_disclosure_level_and_untells_nothing(
    temperament: Temperament,
    state: AllianceState,
    grade: Grade,
    sore: frozenset[Trap],
    disclosed: int,
    needs: tuple[float, ...],
) -> None:
    move = respond(temperament, state, disclosed, grade, trust_needed=needs, hot_buttons=sore)
    assert move.disclosed - disclosed in (0, 1)
    assert move.disclosed <= max(disclosed, len(needs))
    if move.disclosed > disclosed:
        assert move.stance not in (Stance.WITHDRAWN, Stance.LEAVING)
        assert move.state.trust >= needs[disclosed]


@MANY
@given(temperaments, states)
def test_losing_is_faster_than_earning(temperament: Temperament, state: AllianceState) -> None:
    best, worst = grade_of(2, 2, 2), grade_of(0, 0, 0, Trap.DEFENDING)
    earned_then_lost = moved(temperament, moved(temperament, state, best), worst)
    assert earned_then_lost.trust <= state.trust + 0.05
    assert earned_then_lost.tension >= state.tension - 0.05
    assert earned_then_lost.candour <= state.candour + 0.05


@SOME
@given(temperaments, states, grades, hot_buttons)
def test_the_same_inputs_give_the_same_output(
    temperament: Temperament, state: AllianceState, grade: Grade, sore: frozenset[Trap]
) -> None:
    first, second = (
        respond(temperament, state, 1, grade, trust_needed=(30, 50, 70), hot_buttons=sore) for _ in range(2)
    )
    assert first == second


@SOME
@given(states, states)
def test_stances_are_ordered_as_the_measures_are(left: AllianceState, right: AllianceState) -> None:
    worse = AllianceState(
        trust=min(left.trust, right.trust),
        tension=max(left.tension, right.tension),
        candour=min(left.candour, right.candour),
    )
    assert stance_of(worse).rank >= max(stance_of(left).rank, stance_of(right).rank)


@SOME
@given(temperaments, states, grades, hot_buttons)
def test_a_sore_spot_never_helps(
    temperament: Temperament, state: AllianceState, grade: Grade, sore: frozenset[Trap]
) -> None:
    with_it, without = moved(temperament, state, grade, sore), moved(temperament, state, grade)
    assert with_it.trust <= without.trust
    assert with_it.tension >= without.tension
    assert with_it.candour <= without.candour


def test_every_stance_can_be_reached() -> None:
    reached = {
        stance_of(AllianceState(trust=trust, tension=tension, candour=candour))
        for trust in range(0, 101, 5)
        for tension in range(0, 101, 5)
        for candour in range(0, 101, 5)
    }
    assert reached == set(Stance)


def test_a_step_that_was_not_called_for_counts_nowhere() -> None:
    without_owning = frozenset({Step.REFLECTION, Step.INVITATION})
    assert lean(grade_of(0, 2, 2, called_for=without_owning)) == 1
    assert lean(grade_of(0, 0, 0, called_for=frozenset())) == 0


def test_a_bare_half_wears_patience_thin() -> None:
    temperament = Temperament(trust=40, tension=50, candour=60)
    after = moved(temperament, temperament.starting_state(), grade_of(1, 1, 1))
    assert after.trust < 40
    assert after.tension > 50


@pytest.mark.parametrize(("gain", "loss"), [("warming", "bruising"), ("easing", "heating"), ("opening_up", "retreat")])
def test_a_temperament_that_forgives_faster_than_it_hurts_is_refused(gain: str, loss: str) -> None:
    with pytest.raises(ValidationError, match="losing is faster"):
        Temperament.model_validate({"trust": 30, "tension": 50, "candour": 50, gain: 12, loss: 12})
