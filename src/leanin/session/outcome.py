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
    Outcome.UNRESOLVED: "Unresolved: the client stays, and so does the doubt.",
    Outcome.WALKED_OUT: "Walked out: the client said so, loudly, and left.",
    Outcome.WITHDREW: "Withdrew: polite to the end, and gone.",
}

APPOINTMENTS: Final = 8
"""How many appointments the debrief looks ahead."""

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

    Each appointment is kept with a chance that rises with trust and falls with tension; a missed one makes the next
    less likely. A client who withdrew or walked out misses at least one.
    """
    draw = random.Random(f"attendance {seed}")
    chance = 0.25 + 0.007 * state.trust - 0.002 * state.tension
    if outcome is Outcome.REPAIRED:
        chance += 0.2
    elif outcome in (Outcome.WITHDREW, Outcome.WALKED_OUT):
        chance -= 0.1
    kept = 0
    for _ in range(APPOINTMENTS):
        if draw.random() < chance:
            kept += 1
        else:
            chance *= 0.8
    gone = outcome in (Outcome.WITHDREW, Outcome.WALKED_OUT)
    return min(kept, APPOINTMENTS - 1) if gone else kept
