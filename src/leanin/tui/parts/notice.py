"""Windows in front of a screen: something to read, and a question with two answers."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from leanin.tui.parts.literal import literal


class NoticeScreen(ModalScreen[None]):
    """Something that the user should read before going on."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter", "dismiss", "Close", id="close-notice")]

    def __init__(self, title: str, message: str) -> None:
        super().__init__()
        self._heading = title
        self._message = message

    def compose(self) -> ComposeResult:
        """Title, message, and a button."""
        with Vertical(id="dialog"):
            yield Static(literal(self._heading), id="title")
            with VerticalScroll(id="message"):
                yield Static(literal(self._message))
            with Horizontal(id="choices"):
                yield Button("Close", compact=True, id="close")

    def on_button_pressed(self) -> None:
        """Close."""
        self.dismiss()


class QuestionScreen(ModalScreen[bool]):
    """A question; gives True for yes. Escape is no."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(False)", "No", id="answer-no")]

    def __init__(self, title: str, message: str, yes: str, no: str) -> None:
        super().__init__()
        self._heading = title
        self._message = message
        self._answers = yes, no

    def compose(self) -> ComposeResult:
        """Title, message, and the two answers; no has the focus."""
        yes, no = self._answers
        with Vertical(id="dialog"):
            yield Static(literal(self._heading), id="title")
            with VerticalScroll(id="message", can_focus=False):
                yield Static(literal(self._message))
            with Horizontal(id="choices"):
                yield Button(no, compact=True, id="no")
                yield Button(yes, compact=True, id="yes")

    def on_button_pressed(self, pressed: Button.Pressed) -> None:
        """Answer."""
        self.dismiss(pressed.button.id == "yes")
