"""The alliance curve: trust, tension and candour along the turns, as blocks, numbers and words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual.content import Content

from leanin.tui.parts.bars import columns, curve
from leanin.tui.parts.words import change_in_words, stance_in_words

if TYPE_CHECKING:
    from leanin.session.events import StateReached

MEASURES: Final = ("trust", "tension", "candour")
_STYLES: Final = {"trust": "$text-success", "tension": "$text-error", "candour": "$text-primary"}
_CHART_HEIGHT: Final = 4


def stance(states: "Sequence[StateReached]") -> Content:
    """How the client stands now, in words."""
    return Content(stance_in_words(states[-1].stance)) if states else Content("")


def rows(states: "Sequence[StateReached]", width: int) -> Content:
    """One row a measure: its name, its number, how it moved last, and the last `width` states as blocks."""
    lines = []
    for measure in MEASURES:
        values = _values(states, measure)
        moved = change_in_words(values[-2], values[-1]) if len(values) > 1 else "at first"
        lines.append(
            Content.assemble(
                f"{measure:<8}",
                (f"{values[-1]:>3.0f}", "bold"),
                (f"  {moved:<9}  ", "$foreground-muted"),
                (curve(values, width), _STYLES[measure]),
            )
        )
    return Content("\n").join(lines)


def in_a_line(states: "Sequence[StateReached]", width: int) -> Content:
    """The stance and the three measures in a line, each over the last `width` turns."""
    parts = [Content.assemble((states[-1].stance.value, "bold"))]
    for measure in MEASURES:
        values = _values(states, measure)
        parts.append(Content.assemble(f"{measure} ", (curve(values, width), _STYLES[measure]), f" {values[-1]:.0f}"))
    return Content(" · ").join(parts)


def chart(states: "Sequence[StateReached]", measure: str, width: int) -> Content:
    """A measure along the whole conversation as a bar chart, a bar a state, with numbers where `width` cells allow."""
    values = _values(states, measure)
    first, last = values[0], values[-1]
    with_numbers = len(values) * 4 <= width
    fitting = values[-max(1, (width + 1) // 2) :]
    bars = columns(values, _CHART_HEIGHT, bar=3) if with_numbers else columns(fitting, _CHART_HEIGHT)
    lines = [Content.assemble((measure, "bold"), (f"  {first:.0f} → {last:.0f}", "$foreground-muted"))]
    lines += [Content.assemble((bar, _STYLES[measure])) for bar in bars]
    if with_numbers:
        lines.append(Content.assemble((" ".join(f"{value:^3.0f}" for value in values), "$foreground-muted")))
    return Content("\n").join(lines)


def _values(states: "Sequence[StateReached]", measure: str) -> list[float]:
    return [getattr(state, measure) for state in states]
