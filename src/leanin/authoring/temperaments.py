"""Temperaments to begin with: numbers for a client who says so or hides it, and is easy or hard to reach."""

from typing import Final

from leanin.dynamics import Temperament
from leanin.persona import Difficulty, Marker

PACES: Final[dict[Difficulty, str]] = {
    Difficulty.GENTLE: "a good reply or two, and their guard comes down",
    Difficulty.FIRM: "three or so good replies in a row",
    Difficulty.HARD: "four or more, and they forgive little",
}
"""What each difficulty means, in good replies to softening."""

_NUMBERS: Final = {
    (Marker.CONFRONTATION, Difficulty.GENTLE): (36, 58, 68, 12, 13, 10, 11, 6, 10),
    (Marker.CONFRONTATION, Difficulty.FIRM): (30, 60, 66, 8, 12, 7, 10, 5, 12),
    (Marker.CONFRONTATION, Difficulty.HARD): (22, 66, 64, 6, 11, 5, 10, 4, 13),
    (Marker.WITHDRAWAL, Difficulty.GENTLE): (34, 48, 30, 11, 12, 8, 9, 8, 9),
    (Marker.WITHDRAWAL, Difficulty.FIRM): (30, 56, 27, 8, 11, 6, 8, 6, 7),
    (Marker.WITHDRAWAL, Difficulty.HARD): (25, 57, 23, 6, 10, 4, 7, 4, 6),
}
"""Trust, tension, candour, warming, bruising, easing, heating, opening up, retreat."""


def temperament_for(marker: Marker, difficulty: Difficulty) -> Temperament:
    """A temperament that suits a client of this kind; an educator may change any number afterwards."""
    return Temperament(**dict(zip(Temperament.model_fields, _NUMBERS[marker, difficulty], strict=True)))


def trust_to_tell(temperament: Temperament, disclosures: int) -> list[float]:
    """The trust at which each disclosure is told: evenly spread from a good reply above the start to an open client."""
    first, last = temperament.trust + temperament.warming, 62.0
    step = (last - first) / max(1, disclosures - 1)
    return [round(first + step * place, 1) for place in range(disclosures)]
