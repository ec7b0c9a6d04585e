"""A list whose chosen line has a bar before it: Textual's own tells it from the others by colour alone."""

from typing import ClassVar, Final

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import OptionList

_BAR: Final = "▌"


class PointedOptionList(OptionList):
    """Options as in Textual's list, a bar at the left of each line of the one that the keys are about."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pointed--bar"}
    DEFAULT_CSS = """
    PointedOptionList {
        & > .option-list--option {
            padding: 0 1 0 2;
        }
        & > .pointed--bar {
            color: $primary;
        }
    }
    """

    def render_line(self, y: int) -> Strip:
        """A line of the list, with the bar where it belongs to the chosen option."""
        strip = super().render_line(y)
        first = next(iter(strip), None)
        if first is None or first.style is None or self.highlighted is None:
            return strip
        if first.style.meta.get("option") != self.highlighted or not first.text.startswith(" "):
            return strip
        bar = Segment(_BAR, first.style + self.get_component_rich_style("pointed--bar", partial=True))
        return Strip.join([Strip([bar]), strip.crop(1)])
