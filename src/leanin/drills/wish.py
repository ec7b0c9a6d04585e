"""What somebody wants to practise: about what, on which kinds of rupture, how many, and against which clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from leanin.drills.focus import Focus
from leanin.drills.items import DrillError, DrillItem, Kind
from leanin.persona import Component, Marker
from leanin.rubric import Step, Trap

DEFAULT_COUNT: Final = 10


@dataclass(frozen=True, slots=True)
class Wish:
    """What to practise."""

    focus: Focus | None = None
    """None: leanin chooses, by what is weak."""
    component: Component | None = None
    marker: Marker | None = None
    count: int = DEFAULT_COUNT
    limit: int | None = None
    """Seconds for each reply; None: no clock."""

    def fitting(self, items: Iterable[DrillItem]) -> list[DrillItem]:
        """The items that may come. Raises `DrillError` where there is none.

        A disclosed risk only comes where somebody practises not to pass it over: it is no matter for a quick answer.
        For any other trap, those statements come at which somebody has fallen into it.
        """
        fitting = [item for item in items if self._fits(item)]
        if not fitting:
            raise DrillError("No statement fits all of that. Take away the kind of rupture, or the trap.")
        return fitting

    def _fits(self, item: DrillItem) -> bool:
        if self.component not in (None, item.component):
            return False
        if self.focus and self.focus.trap is Trap.UNSAFE:
            return item.kind is Kind.RISK and not self.marker
        if item.kind is Kind.RISK or self.marker not in (None, item.marker):
            return False
        return self.focus is None or can_be_about(item, self.focus)


def can_be_about(item: DrillItem, focus: Focus) -> bool:
    """Whether this can be practised on an item: its moment calls for the step, or tempts into the trap."""
    if focus.step:
        return focus.step in item.calls_for
    if focus.trap:
        return focus.trap in item.tempts
    return item.calls_for == tuple(Step)
