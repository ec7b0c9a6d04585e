"""Where a conversation turned: trust rose or fell most, the stance changed, or the client told something."""

from collections.abc import Sequence
from dataclasses import dataclass

from leanin.dynamics import Stance
from leanin.session.record import Record, Turn

LEAST_CHANGE = 1.0
"""Points of trust (0–100) that a largest rise or fall must reach to be named one."""


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """What made one turn of the conversation a turning point."""

    place: int
    """Which reply of the conversation it is, from 1."""
    turn: Turn
    trust: tuple[float, float]
    """Trust before and after, 0–100."""
    most: int = 0
    """1 where trust rose most in this turn, −1 where it fell most, otherwise 0."""
    stances: tuple[Stance, Stance] | None = None
    """The stance before and after, where it changed."""
    told: int = 0
    """The disclosure level that this turn unlocked; 0 for none."""

    @property
    def rose(self) -> bool | None:
        """Whether it went up or down here; None where trust stayed as it was."""
        before, after = self.trust
        return None if before == after else after > before

    def in_words(self, tells: Sequence[str] = ()) -> str:
        """What happened, in a line; `tells` says what the client tells at each disclosure level, in order."""
        parts = []
        if self.most:
            before, after = self.trust
            parts.append(f"trust {'rose' if self.most > 0 else 'fell'} most, {before:.0f} → {after:.0f}")
        if self.stances:
            parts.append(" → ".join(stance.value for stance in self.stances))
        if self.told:
            what = tells[self.told - 1].rstrip(".") if self.told <= len(tells) else "something that was kept back"
            parts.append(f"told: {what}")
        return "; ".join(parts)


def turning_points(record: Record) -> list[TurningPoint]:
    """The turning points of the conversation as it stands, in order; turns that weren't graded can't be one."""
    moved = [(place, turn) for place, turn in enumerate(record.turns, 1) if turn.after]
    changes = [_change(turn) for _, turn in moved]
    highest, lowest = max(changes, default=0.0), min(changes, default=0.0)
    rise = changes.index(highest) if highest >= LEAST_CHANGE else None
    fall = changes.index(lowest) if lowest <= -LEAST_CHANGE else None
    points = []
    for index, (place, turn) in enumerate(moved):
        before, after = turn.before, turn.after
        assert after is not None, "only turns that moved the client are looked at"
        most = 1 if index == rise else -1 if index == fall else 0
        stances = (before.stance, after.stance) if before.stance is not after.stance else None
        told = after.disclosed if turn.newly_disclosed else 0
        if most or stances or told:
            points.append(TurningPoint(place, turn, (before.trust, after.trust), most, stances, told))
    return points


def _change(turn: Turn) -> float:
    assert turn.after is not None, "only turns that moved the client are looked at"
    return turn.after.trust - turn.before.trust
