"""The form in which an educator chooses which replies to grade."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from leanin.calibration.desk import Wish
from leanin.tui.parts.footer import KeyFooter

_FIELDS: Final = (
    ("rater", "Your name or initials, if you like; kept with your grades", "text"),
    ("count", "How many replies", "integer"),
    ("seed", "Seed: raters with the same one grade the same replies", "integer"),
    ("suite", "Suite: a shipped one's name, or a folder", "text"),
    ("split", "Part of the suite; empty for all of it", "text"),
)


class ChoiceScreen(ModalScreen[Wish | None]):
    """One field a choice. Gives None where the educator went back."""

    CSS_PATH = "choice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="choice-back"),
        Binding("ctrl+s", "begin", "Begin", id="choice-begin"),
    ]

    def __init__(self, now: Wish) -> None:
        super().__init__()
        self._now = now

    def compose(self) -> ComposeResult:
        """The fields, then the way on."""
        with Vertical(id="form"):
            yield Static("Which replies?", id="title")
            with VerticalScroll(id="fields", can_focus=False):
                for name, label, kind in _FIELDS:
                    yield Label(label)
                    value = getattr(self._now, name)
                    shown = "" if value is None else str(value)
                    yield Input(shown, type=kind, id=name, compact=True)  # type: ignore[arg-type]
            yield Static("", id="problem", markup=False)
            with Horizontal(id="choices"):
                yield Button("Back", compact=True, id="back")
                yield Button("Begin", compact=True, variant="primary", id="begin")
        yield KeyFooter()

    def on_button_pressed(self, pressed: Button.Pressed) -> None:
        """Begin, or go back."""
        if pressed.button.id == "begin":
            self.action_begin()
        else:
            self.dismiss(None)

    def on_input_submitted(self) -> None:
        """Enter goes on to the next field."""
        self.focus_next()

    def action_begin(self) -> None:
        """Check the numbers and give the wish."""
        given = {name: self.query_one(f"#{name}", Input).value.strip() for name, _, _ in _FIELDS}
        try:
            count, seed = int(given["count"]), int(given["seed"])
        except ValueError:
            self._say("How many replies, and the seed, are whole numbers.")
            return
        if count < 1:
            self._say("At least one reply is needed.")
            return
        self.dismiss(Wish(given["suite"] or self._now.suite, given["split"] or None, count, seed, given["rater"]))

    def _say(self, problem: str) -> None:
        self.query_one("#problem", Static).update(problem)
