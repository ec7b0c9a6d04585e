import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import states

from leanin.dynamics import AllianceState, Stance, stance_of
from leanin.session.outcome import APPOINTMENTS, OUTCOME_WORDS, Outcome, attendance, outcome_of


def state(trust: float, tension: float, candour: float) -> AllianceState:
    return AllianceState(trust=trust, tension=tension, candour=candour)


@pytest.mark.parametrize(
    ("trust", "tension", "candour", "disclosed", "expected"),
    [
        (70, 20, 80, 2, Outcome.REPAIRED),
        (55, 35, 80, 2, Outcome.REPAIRED),
        (70, 20, 80, 1, Outcome.UNRESOLVED),
        (40, 55, 80, 3, Outcome.UNRESOLVED),
        (10, 80, 25, 0, Outcome.WITHDREW),
        (10, 80, 5, 0, Outcome.WITHDREW),
        (5, 95, 70, 0, Outcome.WALKED_OUT),
        (5, 95, 20, 0, Outcome.WITHDREW),
    ],
)
def test_how_a_session_comes_out(
    trust: float, tension: float, candour: float, disclosed: int, expected: Outcome
) -> None:
    assert outcome_of(state(trust, tension, candour), disclosed) is expected


@given(states, st.integers(0, 3))
def test_every_end_has_an_outcome_in_words(end: AllianceState, disclosed: int) -> None:
    outcome = outcome_of(end, disclosed)
    assert OUTCOME_WORDS[outcome]
    gone = stance_of(end) in (Stance.WITHDRAWN, Stance.LEAVING)
    assert gone == (outcome in (Outcome.WITHDREW, Outcome.WALKED_OUT))


@given(states, st.integers(0, 3), st.integers())
def test_attendance_is_a_repeatable_draw_within_bounds(end: AllianceState, disclosed: int, seed: int) -> None:
    outcome = outcome_of(end, disclosed)
    kept = attendance(outcome, end, seed)
    assert kept == attendance(outcome, end, seed)
    assert 0 <= kept <= APPOINTMENTS
    if outcome in (Outcome.WITHDREW, Outcome.WALKED_OUT):
        assert kept < APPOINTMENTS


@given(states, st.integers(), st.integers())
def test_chance_moves_attendance_by_one_appointment_at_most(end: AllianceState, seed: int, other: int) -> None:
    outcome = outcome_of(end, 2)
    assert abs(attendance(outcome, end, seed) - attendance(outcome, end, other)) <= 1


def test_more_trust_is_never_followed_by_fewer_visits() -> None:
    kept = [attendance(Outcome.UNRESOLVED, state(trust, 50, 60), 7) for trust in range(101)]
    assert kept == sorted(kept)


def test_a_repair_is_followed_by_more_attendance_than_a_withdrawal() -> None:
    repaired = [attendance(Outcome.REPAIRED, state(75, 20, 80), seed) for seed in range(200)]
    withdrew = [attendance(Outcome.WITHDREW, state(5, 80, 20), seed) for seed in range(200)]
    assert sum(repaired) > 3 * sum(withdrew)
