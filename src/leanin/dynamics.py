"""How a reply moves the client: pure functions of temperament, state and grade.

The language model never decides whether the client softens. Three measures, each 0–100, say how the client stands:

- `trust`: how far they believe that this therapist sees what they see and can be relied on;
- `tension`: the strain between the two, shouted or swallowed;
- `candour`: how openly they say what they think. Low candour is the polite mask of a withdrawal rupture.

A stance is read off the three. Each stance's region is closed downwards (less trust, more tension, less candour never
makes for a better stance), which is what makes a better grade safe: it can't leave the client worse off.
Confrontation and withdrawal as the two faces of a rupture: Safran & Muran (2000).
"""

from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from leanin.rubric import Grade, Step, Trap


class Stance(StrEnum):
    """How the client meets the therapist now, from best to worst."""

    OPEN = "open"
    SOFTENING = "softening"
    TESTING = "testing"
    SCEPTICAL = "sceptical"
    CONFRONTING = "confronting"
    WITHDRAWN = "withdrawn"
    LEAVING = "leaving"

    @property
    def rank(self) -> int:
        """0 for the best stance (open) to 6 for the worst (leaving)."""
        return _RANKS[self]


_RANKS: Final[dict[Stance, int]] = {stance: rank for rank, stance in enumerate(Stance)}


class AllianceState(BaseModel):
    """Where the alliance stands from the client's side; each measure 0–100."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trust: float = Field(ge=0, le=100)
    tension: float = Field(ge=0, le=100)
    candour: float = Field(ge=0, le=100)


class Temperament(BaseModel):
    """What kind of client this is in numbers: where they start, and how fast each measure moves.

    Points are per reply. Losing is faster than earning, so each loss must be larger than its gain.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    trust: float = Field(ge=0, le=100)
    """Trust at the first word, 0–100."""
    tension: float = Field(ge=0, le=100)
    """Tension at the first word, 0–100."""
    candour: float = Field(ge=0, le=100)
    """Candour at the first word, 0–100."""
    warming: float = Field(default=9, gt=0, le=20)
    """Trust earned by a full reply, in points."""
    bruising: float = Field(default=12, gt=0, le=30)
    """Trust lost by an empty reply that falls into one serious trap, in points."""
    easing: float = Field(default=9, gt=0, le=20)
    """Tension relieved by a full reply, in points."""
    heating: float = Field(default=12, gt=0, le=30)
    """Tension added by an empty reply with one serious trap, in points: how fast they get louder."""
    opening_up: float = Field(default=5, gt=0, le=20)
    """Candour gained by a full reply, in points."""
    retreat: float = Field(default=10, gt=0, le=30)
    """Candour lost by an empty reply with one serious trap, in points: how fast they go behind the polite mask."""

    @model_validator(mode="after")
    def _losing_is_faster(self) -> "Temperament":
        for gain, loss in (("warming", "bruising"), ("easing", "heating"), ("opening_up", "retreat")):
            if getattr(self, loss) <= getattr(self, gain):
                raise ValueError(f"{loss} must be larger than {gain}: losing is faster than earning")
        return self

    def starting_state(self) -> AllianceState:
        """The state before the first reply."""
        return AllianceState(trust=self.trust, tension=self.tension, candour=self.candour)


STEP_WEIGHTS: Final[dict[Step, float]] = {Step.RESPONSIBILITY: 0.4, Step.REFLECTION: 0.35, Step.INVITATION: 0.25}
"""What each step is worth to a client; owning is the hardest and weighs most. Shared out over the called-for steps."""

TRAP_WEIGHTS: Final[dict[Trap, float]] = {
    Trap.HOSTILE: 2.0,
    Trap.UNSAFE: 2.0,
    Trap.BLAMING: 1.4,
    Trap.DEFENDING: 1.0,
    Trap.MINIMISING: 1.0,
    Trap.NON_APOLOGY: 0.8,
    Trap.TAKING_TOO_MUCH: 0.8,
    Trap.OFF_TASK: 0.8,
    Trap.REASSURING: 0.6,
    Trap.TELLING_FEELINGS: 0.6,
    Trap.ADVISING: 0.6,
    Trap.CHANGING_SUBJECT: 0.6,
    Trap.TAKING_IT_BACK: 0.5,
    Trap.LEADING_QUESTION: 0.4,
    Trap.CLAIMING_UNDERSTANDING: 0.4,
    Trap.STACKED_QUESTIONS: 0.2,
    Trap.CLOSED_QUESTION: 0.2,
}
"""How much a trap costs, in units of one defence."""

_NEVER_SOFTENS: Final = frozenset(
    {
        Trap.DEFENDING,
        Trap.BLAMING,
        Trap.NON_APOLOGY,
        Trap.TAKING_TOO_MUCH,
        Trap.MINIMISING,
        Trap.HOSTILE,
        Trap.OFF_TASK,
        Trap.UNSAFE,
    }
)
"""With any of these in it, a reply earns nothing, however well the rest is put."""

_HEAVIEST: Final = 2.5
"""The most that the traps of one reply cost together, in defences."""

_HOT_BUTTON: Final = 1.5
"""How much harder a trap lands that this client has been hurt by before."""

_GOOD_ENOUGH: Final = 0.6
"""The share of what was called for (0–1) at which a reply neither earns nor loses; a bare half wears patience thin."""

_EMPTINESS_SHARE: Final = 0.5
"""How much of the loss of an empty, defending reply comes from its emptiness; the rest comes from the trap."""


class Move(NamedTuple):
    """What one reply did to the client."""

    state: AllianceState
    stance: Stance
    disclosed: int
    """The highest disclosure level told so far; 0 is none."""


def lean(grade: Grade) -> float:
    """How far the reply leaned in, −1 (nothing of what was called for) to 1 (all of it), traps aside.

    0 is a reply that is just good enough. A moment that calls for no step at all gives 0: nothing was to be earned.
    """
    steps = grade.called_for()
    if not steps:
        return 0.0
    reached = sum(STEP_WEIGHTS[step] * grade.step(step).level / 2 for step in steps)
    share = reached / sum(STEP_WEIGHTS[step] for step in steps)
    above = share - _GOOD_ENOUGH
    return above / (1 - _GOOD_ENOUGH) if above > 0 else above / _GOOD_ENOUGH


def burden(grade: Grade, hot_buttons: frozenset[Trap] = frozenset()) -> float:
    """What the reply's traps cost, in units of one defence; hot buttons count half as much again."""
    return min(
        _HEAVIEST, sum(TRAP_WEIGHTS[trap] * (_HOT_BUTTON if trap in hot_buttons else 1.0) for trap in grade.traps)
    )


def moved(
    temperament: Temperament, state: AllianceState, grade: Grade, hot_buttons: frozenset[Trap] = frozenset()
) -> AllianceState:
    """The state after a reply with this grade. Deterministic; every measure stays within 0–100.

    A gain is paid out by how far the reply leaned in, less what its traps cost; a reply with a trap that never softens
    earns nothing at all.
    """
    reach = lean(grade)
    cost = burden(grade, hot_buttons)
    earned = 0.0 if _NEVER_SOFTENS & set(grade.traps) else max(reach, 0.0)
    lost = _EMPTINESS_SHARE * max(-reach, 0.0) + (1 - _EMPTINESS_SHARE) * cost

    def step(gain: float, loss: float) -> float:
        return gain * earned - loss * lost

    return AllianceState(
        trust=_bounded(state.trust + step(temperament.warming, temperament.bruising)),
        tension=_bounded(state.tension - step(temperament.easing, temperament.heating)),
        candour=_bounded(state.candour + step(temperament.opening_up, temperament.retreat)),
    )


def stance_of(state: AllianceState) -> Stance:
    """The stance that this state amounts to. The regions are tried from worst to best, each closed downwards."""
    trust, tension, candour = state.trust, state.tension, state.candour
    if candour <= 10 or (tension >= 92 and trust <= 25):
        return Stance.LEAVING
    if candour <= 32:
        return Stance.WITHDRAWN
    if tension >= 58:
        return Stance.CONFRONTING
    if trust < 35 or tension >= 50:
        return Stance.SCEPTICAL
    if trust < 48 or tension >= 43:
        return Stance.TESTING
    if trust < 64 or tension >= 25 or candour < 60:
        return Stance.SOFTENING
    return Stance.OPEN


def respond(
    temperament: Temperament,
    state: AllianceState,
    disclosed: int,
    grade: Grade,
    *,
    trust_needed: tuple[float, ...],
    hot_buttons: frozenset[Trap] = frozenset(),
) -> Move:
    """Move the client by one graded reply.

    `trust_needed` holds, for each disclosure level in order, the trust (0–100) at which the client tells it. A reply
    unlocks one level at most, only while the client isn't withdrawn or leaving, and only if it lost no trust.
    """
    after = moved(temperament, state, grade, hot_buttons)
    stance = stance_of(after)
    return Move(after, stance, _disclosed_after(disclosed, state, after, stance, trust_needed))


def _disclosed_after(
    disclosed: int, before: AllianceState, after: AllianceState, stance: Stance, trust_needed: tuple[float, ...]
) -> int:
    safe = stance.rank <= Stance.CONFRONTING.rank and after.trust >= before.trust
    if safe and disclosed < len(trust_needed) and after.trust >= trust_needed[disclosed]:
        return disclosed + 1
    return disclosed


def _bounded(value: float) -> float:
    return round(min(100.0, max(0.0, value)), 1)
