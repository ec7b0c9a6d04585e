"""The way of an alliance through a scripted conversation, held against the way a clinician would expect."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import permutations
from typing import Final, NamedTuple

from leanin.dynamics import AllianceState, Stance
from leanin.rubric import Grade, Step
from leanin.session.record import Record


class Direction(StrEnum):
    """Where a reply should take the client's trust."""

    UP = "up"
    DOWN = "down"
    NOT_UP = "not up"
    NOT_DOWN = "not down"
    ANY = "any"
    GONE = "gone"
    """The client should have left before this reply is heard."""


_NOTICEABLE: Final = 0.5
"""Points of trust (0–100) below which a client hasn't moved."""


def path_agreement(expected: Sequence[Direction], record: Record) -> tuple[int, int]:
    """How many replies moved the client as expected, and of how many that were expected to move them at all.

    A client whose trust is at its floor can't lose more: standing still there counts as going down.
    """
    states = record.states()
    agreed = judged = 0
    for place, direction in enumerate(expected):
        if direction is Direction.ANY:
            continue
        judged += 1
        heard = place + 1 < len(states)
        if not heard or direction is Direction.GONE:
            agreed += not heard and direction is Direction.GONE
            continue
        before, after = states[place].trust, states[place + 1].trust
        agreed += _went(direction, after - before, at_the_floor=after <= 0, at_the_top=after >= 100)
    return agreed, judged


def _went(direction: Direction, moved: float, *, at_the_floor: bool, at_the_top: bool) -> bool:
    match direction:
        case Direction.UP:
            return moved > _NOTICEABLE or at_the_top
        case Direction.DOWN:
            return moved < -_NOTICEABLE or at_the_floor
        case Direction.NOT_UP:
            return moved <= _NOTICEABLE
        case Direction.NOT_DOWN:
            return moved >= -_NOTICEABLE
        case _:
            return True


class _Met(NamedTuple):
    """A client met in one state, and what the moment called for."""

    persona: str
    state: AllianceState
    disclosed: int
    called_for: frozenset[Step]


def monotone_pairs(records: Iterable[Record]) -> tuple[int, int]:
    """Of pairs of replies to the same client in the same state, in how many the better left them no worse; and of all.

    Pairs are those whose grades can be ordered (`Grade.at_least_as_good_as`) and differ.
    """
    turns: dict[_Met, list[tuple[Grade, Stance]]] = defaultdict(list)
    for record in records:
        persona = record.opened.persona if record.opened else ""
        for turn in record.turns:
            if turn.grade and turn.after:
                calls = frozenset(turn.grade.called_for())
                met = _Met(persona, turn.before.alliance, turn.before.disclosed, calls)
                turns[met].append((turn.grade, turn.after.stance))
    kept = pairs = 0
    for group in turns.values():
        for (better, then), (worse, otherwise) in permutations(group, 2):
            if better != worse and better.at_least_as_good_as(worse):
                pairs += 1
                kept += then.rank <= otherwise.rank
    return kept, pairs
