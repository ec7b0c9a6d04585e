"""Where the trainee writes."""

from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widgets import TextArea

from leanin.tui.conversation.keys import REPLY_KEYS

_OF_THE_SCREEN: Final = ("ctrl+e", "f6", "pageup", "pagedown")
"""Keys that a text box would take for itself, but that belong to the conversation here."""


class ReplyBox(TextArea, inherit_bindings=False):
    """A text box that grows with the reply: Enter sends, Shift+Enter and Ctrl+J break the line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *REPLY_KEYS,
        *(binding for binding in Binding.make_bindings(TextArea.BINDINGS) if binding.key not in _OF_THE_SCREEN),
    ]

    class Sent(Message):
        """The trainee wants to send what was in the box; it is empty now. Whoever refuses it has to `put` it back."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, text: str = "") -> None:
        super().__init__(text, id="reply", compact=True, highlight_cursor_line=False, placeholder="Your reply")
        self._taken_back = ""

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        self.move_cursor(self.document.end)

    def put(self, text: str) -> None:
        """Put a text in front of what is being written; nothing is lost."""
        draft = self.text.strip()
        self.load_text(f"{text}\n{draft}" if draft and draft != text.strip() else text)
        self.move_cursor(self.document.end)
        self._taken_back = ""

    def put_back(self, text: str) -> None:
        """Put a reply that was taken back in front of the draft, in place of the one taken back before it."""
        if self._taken_back and self.text.startswith(self._taken_back):
            self.load_text(self.text.removeprefix(self._taken_back))
        self.put(text)
        self._taken_back = text

    def action_send(self) -> None:
        """Hand the text over and empty the box in one go, so that nothing typed meanwhile is lost."""
        text = self.text
        self.load_text("")
        self._taken_back = ""
        self.post_message(self.Sent(text))

    def action_break_line(self) -> None:
        """Begin a new line."""
        self.replace("\n", *self.selection)

    async def _on_key(self, event: Key) -> None:
        """Take these keys in their turn among the letters; by way of the bindings they could overtake them."""
        does = {"enter": self.action_send, "ctrl+j": self.action_break_line, "shift+enter": self.action_break_line}
        if action := does.get(event.key):
            event.stop()
            event.prevent_default()
            action()
