"""The form in which trainees put in their own facts."""

from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Checkbox, Input, Label, Static

from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import literal
from leanin.tui.parts.toggles import ShapedCheckbox
from leanin.tui.scene.facts import FactsProblem, facts_from

if TYPE_CHECKING:
    from leanin.persona import OwnFacts, Therapist


class Facts(NamedTuple):
    """What came out of the form."""

    own: "OwnFacts | None"
    """None where the scene's own therapist was chosen."""
    keep: bool
    """Whether to use them in other scenes too."""


_FIELDS: Final = (
    ("name", "Name, if you like", "text"),
    ("age", "Age in years", "integer"),
    ("children", "Children you have raised", "integer"),
    ("years_of_practice", "Years in practice", "number"),
    ("training", "Training", "text"),
    ("facts", "What else is true of you", "text"),
)


class FactsScreen(ModalScreen[Facts | None]):
    """One field a fact; what can't be used is said beneath its field. Gives None where nothing changed."""

    CSS_PATH = "form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="form-back", tooltip="Change nothing"),
        Binding("ctrl+s", "use", "Use these", id="form-use"),
    ]

    def __init__(self, now: "Therapist") -> None:
        super().__init__()
        self._now = now

    def compose(self) -> ComposeResult:
        """The fields, then what to do with them."""
        with Vertical(id="form"):
            yield Static("Who you are in this scene", id="title")
            yield Static("What you own must be true of you, so these facts are used in grading.", classes="muted")
            with VerticalScroll(id="fields", can_focus=False):
                for name, label, kind in _FIELDS:
                    yield Label(label)
                    yield Input(_shown(getattr(self._now, name)), type=kind, id=name, compact=True)  # type: ignore[arg-type]
                    yield Static("", id=f"{name}-problem", classes="problem")
                yield ShapedCheckbox("Married, now or before", self._now.married, id="married", compact=True)
                yield ShapedCheckbox("Use these facts in other scenes too", False, id="keep", compact=True)
            with Horizontal(id="choices"):
                yield Button("The scene's own", compact=True, id="scene")
                yield Button("Use these", compact=True, variant="primary", id="use")
        yield KeyFooter()

    def on_button_pressed(self, pressed: Button.Pressed) -> None:
        """Use what was typed in, or what the scene says."""
        if pressed.button.id == "use":
            self.action_use()
        else:
            self.dismiss(Facts(None, keep=False))

    def on_input_submitted(self) -> None:
        """Enter goes on to the next field."""
        self.focus_next()

    def action_use(self) -> None:
        """Check the fields and use them."""
        fields: dict[str, str | bool] = {name: self.query_one(f"#{name}", Input).value for name, _, _ in _FIELDS}
        fields["married"] = self.query_one("#married", Checkbox).value
        try:
            own = facts_from(fields)
        except FactsProblem as problem:
            self._show(problem)
            return
        self.dismiss(Facts(own, keep=self.query_one("#keep", Checkbox).value))

    def _show(self, problem: FactsProblem) -> None:
        for name, label, _ in _FIELDS:
            said = self.query_one(f"#{name}-problem", Static)
            said.update(literal(f"{label}: {problem.problems.get(name, '')}"))
            said.set_class(name in problem.problems, "-there")
        first = next((name for name, _, _ in _FIELDS if name in problem.problems), None)
        if first:
            self.query_one(f"#{first}", Input).focus()


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
