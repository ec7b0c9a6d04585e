"""The work of a run, handed out in batches to workers who may die over it."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from leanin.errors import LeaninError
from leanin.evals.suite import Kind
from leanin.evals.work import WorkUnit

MOST_DEATHS: Final = 3
"""After so many workers have died over a unit, it is the unit that is to blame, or the machine."""


class Supply:
    """Units by batches: first those that a dead worker left undone, then new ones. Never holds more than one ahead."""

    def __init__(self, work: Iterator[WorkUnit]) -> None:
        self._work = work
        self._again: deque[WorkUnit] = deque()
        self._deaths: Counter[str] = Counter()

    def take(self, sizes: Mapping[Kind, int]) -> list[WorkUnit]:
        """The next batch, of one kind of unit, and no more of them than `sizes` says (1 unless it does).

        Empty once there is no more. Raises `DataFileError` where a row of the suite can't be used.
        """
        taken: list[WorkUnit] = []
        while (unit := self._next()) is not None:
            if taken and unit.kind is not taken[0].kind:
                self._again.appendleft(unit)
                break
            taken.append(unit)
            if len(taken) >= sizes.get(unit.kind, 1):
                break
        return taken

    def give_back(self, units: Sequence[WorkUnit], reason: str) -> None:
        """A worker died over these: others do them again.

        Raises `LeaninError` where that has happened too often.
        """
        self._again.extendleft(reversed(units))
        self._deaths.update(unit.key for unit in units)
        for unit in units:
            if self._deaths[unit.key] >= MOST_DEATHS:
                raise LeaninError(
                    f"{MOST_DEATHS} workers died over the same items, among them “{unit.key}” ({reason}). What is done "
                    "is kept. Does the machine run out of memory?",
                    title="The workers keep dying",
                )

    def _next(self) -> WorkUnit | None:
        return self._again.popleft() if self._again else next(self._work, None)
