"""One setting on the page: its title, a box or a choice, and beneath it what is wrong or what else counts."""

from collections.abc import Mapping
from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Label, RadioSet, Static

from leanin.preferences import Entry
from leanin.tui.parts.literal import literal
from leanin.tui.parts.toggles import ShapedRadioButton

FROM_ENVIRONMENT: Final = "{} counts; a setting saved here would not."


class SettingField(Vertical):
    """A field for `entry`, showing `text`; with `fixed_by`, the variable that counts in its place, it can't be changed.

    `choices` are what can be chosen, by value, in words; without any one types.
    """

    def __init__(self, entry: Entry, text: str, choices: Mapping[str, str], fixed_by: str = "") -> None:
        super().__init__(classes="field")
        self.entry = entry
        self._at_first = text
        self._choices = dict(choices)
        self._fixed_by = fixed_by

    @property
    def control(self) -> Widget:
        """What takes the focus."""
        return self.query_one("Input, RadioSet")

    @property
    def text(self) -> str:
        """What stands there now, as `leanin.preferences` takes it."""
        match self.control:
            case Input(value=value):
                return value.strip()
            case RadioSet(pressed_index=index) if index >= 0:
                return list(self._choices)[index]
        return self._at_first

    @property
    def changed(self) -> bool:
        """Whether it differs from what stood there at first."""
        return self.text != self._at_first

    def compose(self) -> ComposeResult:
        """Title and control in a line, the problem beneath."""
        with Horizontal(classes="line"):
            yield Label(self.entry.title)
            if self._choices:
                with RadioSet(compact=True, disabled=bool(self._fixed_by)):
                    for value, words in self._choices.items():
                        yield ShapedRadioButton(words, value == self._at_first)
            else:
                yield Input(self._at_first, compact=True, disabled=bool(self._fixed_by))
        yield Static(FROM_ENVIRONMENT.format(self._fixed_by) if self._fixed_by else "", classes="note muted")

    def on_mount(self) -> None:
        """Show the note only where there is one."""
        self.query_one(".note").display = bool(self._fixed_by)

    def show_problem(self, problem: str) -> None:
        """Say what is wrong; nothing takes it away."""
        if not self._fixed_by:
            note = self.query_one(".note", Static)
            note.update(literal(f"! {problem}" if problem else ""))
            note.display = bool(problem)
            note.set_class(bool(problem), "-problem")
