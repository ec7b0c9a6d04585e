"""How often each trap was fallen into."""

from collections.abc import Iterable, Sequence
from typing import Final

from leanin.progress.columns import BEFORE, LATELY, Column
from leanin.progress.queries import SessionCount
from leanin.progress.shares import Sums
from leanin.rubric import Trap

_Hits = list[int]
"""Over the sessions with hits: their sum, that of their squares, and that of hits by how many."""

_NOTHING: Final = [0, 0, 0]


def trap_sums(sessions: Sequence[SessionCount], graded: Column) -> dict[Trap, tuple[Sums, ...]]:
    """The sums of each trap that ever happened, in the order of `Column.sums`; `graded` counts the graded replies."""
    none = graded.sums()
    first = [session.first.traps for session in sessions]
    again = [session.again.traps for session in sessions]
    both = [_together(one, other) if other else one for one, other in zip(first, again, strict=True)]
    counted = (
        _by_trap(both, graded.sizes),
        _by_trap(first, graded.first[1]),
        _by_trap(again, graded.again[1]),
        _by_trap(both[LATELY], graded.sizes[LATELY]),
        _by_trap(both[BEFORE], graded.sizes[BEFORE]),
    )
    return {
        trap: tuple(_with_hits(trap, found, sums) for found, sums in zip(counted, none, strict=True))
        for trap in Trap
        if trap.value in counted[0]
    }


def _together(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {trap: one.get(trap, 0) + other.get(trap, 0) for trap in one | other}


def _by_trap(traps: Iterable[dict[str, int]], graded: Iterable[int]) -> dict[str, _Hits]:
    """The sums for each trap. Most sessions are free of most traps, so only those that happened are gone through."""
    found: dict[str, _Hits] = {}
    for fallen, of in zip(traps, graded, strict=True):
        for trap, hits in fallen.items():
            if total := found.get(trap):
                total[0] += hits
                total[1] += hits * hits
                total[2] += hits * of
            else:
                found[trap] = [hits, hits * hits, hits * of]
    return found


def _with_hits(trap: Trap, found: dict[str, _Hits], none: Sums) -> Sums:
    """The sums over all sessions, of which some have hits."""
    hits, squares, by_of = found.get(trap.value, _NOTHING)
    return none._replace(hits=hits, hits_squared=squares, hits_by_of=by_of)
