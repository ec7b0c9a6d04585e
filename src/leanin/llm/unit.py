"""The unit of work that calls to models belong to: one item of an eval run in one epoch.

Whoever does the work opens a `unit_of_work` around it. The parts at the door to the models find it by themselves, also
in tasks begun inside it, so that nothing between the two has to pass it on: the meter finds who listens, the cache
which epoch it is and how often the same question was asked before.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leanin.llm.meter import CallRecord


@dataclass(slots=True)
class Unit:
    """One unit of work. A fresh one for each try: asking again in a used one counts as asking for one more sample."""

    epoch: int = 0
    """Which repetition of the run this is: each epoch has answers of its own."""
    listener: "Callable[[CallRecord], None] | None" = None
    """Told of each call as it ends, where the models are metered."""
    holds_answers: bool = False
    """Whether new answers are kept only once the unit is told to be `whole`: one that led to nothing isn't worth it."""
    _asked: Counter[bytes] = field(default_factory=Counter)
    _held: list[Callable[[], None]] = field(default_factory=list)

    def occurrence(self, question: bytes) -> int:
        """How often this question was asked in this unit before; counts this time too."""
        before = self._asked[question]
        self._asked[question] = before + 1
        return before

    def keep(self, answer: Callable[[], None]) -> None:
        """Call what keeps an answer, now or once the unit is whole."""
        if self.holds_answers:
            self._held.append(answer)
        else:
            answer()

    def whole(self) -> None:
        """The work came to a whole result: keep the answers that were held."""
        for answer in self._held:
            answer()
        self._held.clear()


_UNIT: ContextVar[Unit | None] = ContextVar("leanin_unit", default=None)


def current_unit() -> Unit | None:
    """The unit that this task works on; None outside of any."""
    return _UNIT.get()


@contextmanager
def unit_of_work(unit: Unit) -> Iterator[Unit]:
    """Let all calls inside the block belong to `unit`; tasks begun there keep it, others don't see it."""
    token = _UNIT.set(unit)
    try:
        yield unit
    finally:
        _UNIT.reset(token)
