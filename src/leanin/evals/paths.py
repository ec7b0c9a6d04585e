"""The way of an alliance through a scripted conversation, held against the way a clinician would expect."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import permutations
from operator import ge
from typing import Final, NamedTuple, Protocol

from leanin.dynamics import AllianceState, Stance
from leanin.rubric import Grade, Step, Trap
from leanin.session.events import StateReached
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


class GradedTurn(Protocol):
    """What is needed of a turn; a session's `Turn` has it."""

    @property
    def grade(self) -> Grade | None:
        """None where the reply got none."""
        ...

    @property
    def before(self) -> StateReached:
        """How the client stood when the reply came."""
        ...

    @property
    def after(self) -> StateReached | None:
        """How the client stood then; None where that isn't known."""
        ...


class _Met(NamedTuple):
    """A client met in one state, and what the moment called for."""

    persona: str
    state: AllianceState
    disclosed: int
    called_for: frozenset[Step]


class _Reply(NamedTuple):
    """What of a grade decides which of two replies is better, and where the client stood then."""

    levels: tuple[int, ...]
    """Of the steps that were called for."""
    traps: frozenset[Trap]
    stance: Stance


class MonotonePairs:
    """Replies to the same client in the same state: does the better one leave them no worse?"""

    def __init__(self) -> None:
        self._met: dict[_Met, Counter[_Reply]] = {}

    def add(self, persona: str, turns: Iterable[GradedTurn]) -> None:
        """Take in one conversation."""
        for turn in turns:
            if turn.grade and turn.after:
                calls = turn.grade.called_for()
                met = _Met(persona, turn.before.alliance, turn.before.disclosed, frozenset(calls))
                levels = tuple(turn.grade.step(step).level for step in calls)
                reply = _Reply(levels, frozenset(turn.grade.traps), turn.after.stance)
                self._met.setdefault(met, Counter())[reply] += 1

    def counts(self) -> tuple[int, int]:
        """Of pairs of which one reply is better, in how many it left the client no worse; and of how many.

        One is better where no level that was called for is lower, the traps are among the other's, and they differ.
        """
        kept = pairs = 0
        for replies in self._met.values():
            for (better, many), (worse, others) in permutations(replies.items(), 2):
                if better[:2] != worse[:2] and _no_worse(better, worse):
                    pairs += many * others
                    kept += many * others * (better.stance.rank <= worse.stance.rank)
        return kept, pairs


def _no_worse(one: _Reply, other: _Reply) -> bool:
    return one.traps <= other.traps and all(map(ge, one.levels, other.levels))


def monotone_pairs(conversations: Iterable[tuple[str, Iterable[GradedTurn]]]) -> tuple[int, int]:
    """The same for conversations that are all at hand, each given as its persona and its turns."""
    pairs = MonotonePairs()
    for persona, turns in conversations:
        pairs.add(persona, turns)
    return pairs.counts()
