from itertools import product

import pytest
from tests.strategies import grade_of

from leanin.authoring.temperaments import temperament_for, trust_to_tell
from leanin.dynamics import Stance, moved, stance_of
from leanin.persona import Difficulty, Marker
from leanin.persona_lint import REPLIES_TO_LEAVE

FEWEST = {Difficulty.GENTLE: 1, Difficulty.FIRM: 2, Difficulty.HARD: 4}


def replies_until(temperament, grade, reached) -> int:
    state = temperament.starting_state()
    for count in range(1, 20):
        state = moved(temperament, state, grade)
        if reached(stance_of(state)):
            return count
    return 99


@pytest.mark.parametrize(("marker", "difficulty"), list(product(Marker, Difficulty)))
def test_each_is_as_hard_as_it_says_and_leaves_in_time(marker: Marker, difficulty: Difficulty) -> None:
    temperament = temperament_for(marker, difficulty)
    start = stance_of(temperament.starting_state())
    assert start is (Stance.WITHDRAWN if marker is Marker.WITHDRAWAL else Stance.CONFRONTING)
    softened = replies_until(temperament, grade_of(2, 2, 2), lambda stance: stance.rank <= Stance.SOFTENING.rank)
    assert FEWEST[difficulty] <= softened <= FEWEST[difficulty] + 3
    assert replies_until(temperament, grade_of(0, 0, 0), lambda stance: stance is Stance.LEAVING) <= REPLIES_TO_LEAVE


def test_disclosures_need_rising_trust_above_the_start() -> None:
    temperament = temperament_for(Marker.CONFRONTATION, Difficulty.FIRM)
    levels = trust_to_tell(temperament, 3)
    assert temperament.trust < levels[0] < levels[1] < levels[2]
