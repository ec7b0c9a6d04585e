"""Boxes and buttons whose state shows in their shape: Textual's own tell on from off by colour alone."""

from typing import ClassVar

from textual.content import Content
from textual.widgets import Checkbox, RadioButton


class ShapedRadioButton(RadioButton):
    """● chosen, ○ not."""

    SHAPES: ClassVar = {True: "●", False: "○"}

    def render(self) -> Content:
        """Draw the state's own shape."""
        self.BUTTON_INNER = self.SHAPES[self.value]
        return super().render()


class ShapedCheckbox(Checkbox):
    """✓ ticked, an empty box not."""

    SHAPES: ClassVar = {True: "✓", False: " "}

    def render(self) -> Content:
        """Draw the state's own shape."""
        self.BUTTON_INNER = self.SHAPES[self.value]
        return super().render()
