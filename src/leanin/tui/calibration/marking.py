"""The windows over a reply that is graded: which traps it fell into, and a line of one's own."""

import string
from collections.abc import Iterable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from leanin.calibration.rounds import MOST_NOTED
from leanin.rubric import TRAPS, Trap
from leanin.tui.parts.feedback import NUMERALS
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.pointed import PointedOptionList
from leanin.tui.parts.words import TRAP_MARK

_TRAPS: Final = tuple(Trap)
_LETTERS: Final = tuple(string.ascii_lowercase[: len(_TRAPS)])


class TrapsScreen(ModalScreen[tuple[Trap, ...]]):
    """All traps, those that were named with their mark. Gives those named, in the rubric's order."""

    CSS_PATH = "marking.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn_over", "On or off", id="toggle-trap"),
        Binding("escape,t", "done", "Done", id="traps-done"),
    ]

    def __init__(self, named: Iterable[Trap]) -> None:
        super().__init__()
        self._named = set(named)

    def compose(self) -> ComposeResult:
        """The list, and what the chosen trap looks like."""
        with Vertical(id="dialog"):
            yield Static("Which traps? A letter turns its trap on or off.", id="title")
            yield PointedOptionList(*(Option(self._line(trap)) for trap in _TRAPS), markup=False)
            yield Static("", id="looks", markup=False)
        yield KeyFooter()

    def on_option_list_option_highlighted(self, shown: OptionList.OptionHighlighted) -> None:
        """Say what it looks like."""
        self.query_one("#looks", Static).update(TRAPS[_TRAPS[shown.option_index]].looks_like)

    def on_option_list_option_selected(self) -> None:
        """Enter does the same as the space bar."""
        self.action_turn_over()

    def on_key(self, event: Key) -> None:
        """A trap's letter turns it on or off."""
        if event.key in _LETTERS:
            event.stop()
            self.query_one(OptionList).highlighted = _LETTERS.index(event.key)
            self.action_turn_over()

    def action_turn_over(self) -> None:
        """Name the chosen trap, or take it back."""
        options = self.query_one(OptionList)
        if (index := options.highlighted) is not None:
            self._named ^= {_TRAPS[index]}
            options.replace_option_prompt_at_index(index, self._line(_TRAPS[index]))

    def action_done(self) -> None:
        """Give what was named."""
        self.dismiss(tuple(trap for trap in _TRAPS if trap in self._named))

    def _line(self, trap: Trap) -> Content:
        facts = TRAPS[trap]
        step = NUMERALS[facts.step] if facts.step else " "
        letter = (f"{_LETTERS[_TRAPS.index(trap)]} ", "$foreground-muted")
        if trap in self._named:
            return Content.assemble(letter, (f"{TRAP_MARK} {step} {facts.title}", "bold $text-warning"))
        return Content.assemble(letter, "  ", (step, "$foreground-muted"), f" {facts.title}")


class NoteScreen(ModalScreen[str]):
    """One line about a reply. Gives the line; escape gives the one that was there."""

    CSS_PATH = "marking.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave it", id="note-leave")]

    def __init__(self, note: str) -> None:
        super().__init__()
        self._note = note

    def compose(self) -> ComposeResult:
        """The line."""
        with Vertical(id="dialog"):
            yield Static("A note on this reply; Enter keeps it", id="title")
            yield Input(self._note, max_length=MOST_NOTED, compact=True)
        yield KeyFooter()

    def on_input_submitted(self, typed: Input.Submitted) -> None:
        """Keep it."""
        self.dismiss(typed.value.strip())

    def action_leave(self) -> None:
        """Leave the note as it was."""
        self.dismiss(self._note)
