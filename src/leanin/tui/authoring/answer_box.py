"""Where an educator types an answer: a line, or several with an empty one at their end."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widgets import TextArea


class AnswerBox(TextArea, inherit_bindings=False):
    """A text box in which Enter hands the answer over; with `several`, Enter in an empty last line does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in Binding.make_bindings(TextArea.BINDINGS) if binding.key not in ("ctrl+s", "ctrl+b")
    ]

    class Given(Message):
        """The answer that was in the box."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__(id="answer", compact=True, highlight_cursor_line=False)
        self.several = False

    def ask(self, answered: str, *, several: bool) -> None:
        """Begin a question, with what was answered before."""
        self.several = several
        self.load_text(answered)
        self.move_cursor(self.document.end)

    def give(self) -> None:
        """Hand over what is in the box."""
        self.post_message(self.Given(self.text))

    async def _on_key(self, event: Key) -> None:
        if event.key != "enter":
            return
        event.stop()
        event.prevent_default()
        at_the_end = self.cursor_location == self.document.end
        last = self.text.rpartition("\n")[2]
        if self.several and (self.text.strip() and not (at_the_end and not last.strip())):
            self.replace("\n", *self.selection)
        else:
            self.give()
