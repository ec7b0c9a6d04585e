"""How a session comes out, and the attendance that follows."""

import random
from enum import StrEnum
from typing import Final

from leanin.dynamics import AllianceState, Stance, stance_of


class Outcome(StrEnum):
    """What became of the rupture."""

    REPAIRED = "repaired"
    UNRESOLVED = "unresolved"
    WALKED_OUT = "walked_out"
    WITHDREW = "withdrew"


OUTCOME_WORDS: Final[dict[Outcome, str]] = {
    Outcome.REPAIRED: "Repaired: the doubt was heard, and the two can go on working.",
    Outcome.UNRESOLVED: "Unresolved: the doubt still stands between you.",
    Outcome.WALKED_OUT: "Walked out: the client said so, loudly, and left.",
    Outcome.WITHDREW: "Withdrew: polite to the end, and gone.",
}

APPOINTMENTS: Final = 8
"""How many appointments the debrief looks ahead."""

_AFTERWARDS: Final[dict[Outcome, float]] = {
    Outcome.REPAIRED: 0.2,
    Outcome.UNRESOLVED: 0.1,
    Outcome.WALKED_OUT: -0.1,
    Outcome.WITHDREW: -0.1,
}
"""What the outcome adds to the chance of keeping an appointment."""

_MASK: Final = 40
"""At or below this candour a client who leaves does so politely; above it they say why."""

_REPAIR_DISCLOSURES: Final = 2
"""A repair needs the worry itself to have been told, not only a harder test."""


def outcome_of(state: AllianceState, disclosed: int) -> Outcome:
    """How a session that ends in this state came out. `disclosed` is the highest disclosure level told."""
    match stance_of(state):
        case Stance.WITHDRAWN:
            return Outcome.WITHDREW
        case Stance.LEAVING:
            return Outcome.WITHDREW if state.candour <= _MASK else Outcome.WALKED_OUT
        case Stance.SOFTENING | Stance.OPEN if disclosed >= _REPAIR_DISCLOSURES:
            return Outcome.REPAIRED
        case _:
            return Outcome.UNRESOLVED


def attendance(outcome: Outcome, state: AllianceState, seed: int) -> int:
    """How many of the next `APPOINTMENTS` the client keeps: a seeded draw, shown as the model's guess and no more.

    Each is kept with a chance that rises with trust and falls with tension. The draw is stratified, so that it strays
    from what the state makes likely by one appointment at most: a better session isn't followed by fewer visits by bad
    luck alone. A client who withdrew or walked out misses at least one.
    """
    chance = 0.2 + 0.008 * state.trust - 0.002 * state.tension + _AFTERWARDS[outcome]
    kept = int(chance * APPOINTMENTS + random.Random(f"attendance {seed}").random())
    gone = outcome in (Outcome.WITHDREW, Outcome.WALKED_OUT)
    return max(0, min(kept, APPOINTMENTS - 1 if gone else APPOINTMENTS))
