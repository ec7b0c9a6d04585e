"""The settings on one page: what can be set, who would receive the trainee's words, and what is wrong, at its field."""

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.events import DescendantBlur, DescendantFocus
from textual.screen import Screen
from textual.widgets import Input, RadioSet, Static

from leanin import preferences
from leanin.errors import LeaninError, SettingsError
from leanin.locations import config_file
from leanin.preferences import SECTIONS, Entry, SettingsRefused
from leanin.settings import origin
from leanin.tui import themes
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import literal
from leanin.tui.settings_page.fields import SettingField
from leanin.tui.settings_page.keys import SETTINGS_KEYS

if TYPE_CHECKING:
    from leanin.practice import Practice
    from leanin.tui.app import LeaninApp

FROM_THE_NEXT: Final = "Models and your own facts count from the next session on. " + preferences.NO_KEYS
CANT_BE: Final = "Nothing can be saved yet: see the lines that begin with “!”."
NOT_SAVED: Final = "Not saved yet: Ctrl+S saves. Esc again leaves without."


class SettingsScreen(Screen[None]):
    """A field a setting, in its sections. What is saved is checked as the settings file is, and all of it at once."""

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = SETTINGS_KEYS

    def __init__(self, practice: "Practice") -> None:
        super().__init__()
        self._practice = practice
        self._warned = False
        """Whether the user was told of unsaved changes when they wanted to leave."""

    @property
    def _house(self) -> "LeaninApp":
        return cast("LeaninApp", self.app)

    @property
    def _fields(self) -> dict[str, SettingField]:
        return {field.entry.name: field for field in self.query(SettingField)}

    def compose(self) -> ComposeResult:
        """Who plays, the fields, and what the chosen one is for."""
        yield Static("Settings", id="title", classes="heading")
        yield Static("", id="who", markup=False)
        with VerticalScroll(id="fields", can_focus=False):
            for section, entries in SECTIONS.items():
                yield Static(section, classes="heading section")
                for entry in entries:
                    yield self._field(entry)
            yield Static(FROM_THE_NEXT, classes="muted", id="from-the-next")
        yield Static("", id="about", classes="muted", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Say who plays now; the first field that can be changed has the focus."""
        self._check()
        first = next((field for field in self.query(SettingField) if not field.control.disabled), None)
        if first:
            first.control.focus()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what the chosen setting is for, and where its value comes from."""
        field = next((one for one in event.widget.ancestors if isinstance(one, SettingField)), None)
        if field:
            how = " ← → and Space choose." if isinstance(field.control, RadioSet) else ""
            self._say(f"{field.entry.about}. Now: {self._from(field.entry)}.{how}")
            self.query_one("#fields", VerticalScroll).scroll_to_widget(field, animate=False)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Look at what was typed once its field is left."""
        self._check()

    def on_input_submitted(self, submitted: Input.Submitted) -> None:
        """Enter goes on to the next field."""
        self.focus_next()

    def on_radio_set_changed(self, changed: RadioSet.Changed) -> None:
        """A choice counts as made."""
        self._check()

    def action_save(self) -> None:
        """Save what was changed, all of it or nothing; then back."""
        changes = self._changes()
        if not changes:
            self.app.pop_screen()
            return
        try:
            self._practice.remember(**preferences.changed(changes))
        except SettingsRefused as refused:
            self._show(refused.problems)
            self._go_to(next(iter(refused.problems)))
            self.query_one("#who", Static).update(literal(CANT_BE))
            return
        except LeaninError as error:
            self._house.tell(error)
            return
        self._house.take_up_settings()
        self.app.pop_screen()
        self.app.notify(f"Saved in {config_file()}.", markup=False)

    def action_leave(self) -> None:
        """Go back; unsaved changes are asked about once."""
        if self._changes() and not self._warned:
            self._warned = True
            self._say(NOT_SAVED)
        else:
            self.app.pop_screen()

    def action_scroll(self, way: int) -> None:
        """Scroll by a page."""
        fields = self.query_one("#fields", VerticalScroll)
        fields.scroll_relative(y=way * max(1, fields.size.height - 1), animate=False)

    def _field(self, entry: Entry) -> SettingField:
        text = preferences.typed(self._practice.settings, entry.name)
        choices = entry.choices
        if entry.name == "theme":
            choices = {theme.name: words for words, theme in themes.IN_WORDS.items()}
            choices |= {} if text in choices else {text: text}
        kind, words = origin(entry.name, {})
        return SettingField(entry, text, choices, words if kind == "environment" else "")

    def _from(self, entry: Entry) -> str:
        kind, words = origin(entry.name, {})
        return "the default" if kind == "default" else words

    def _changes(self) -> dict[str, str]:
        return {name: field.text for name, field in self._fields.items() if field.changed}

    def _check(self) -> None:
        """Say who would play and receive the words, or what speaks against it."""
        changes = self._changes()
        try:
            settings = preferences.planned(changes) if changes else self._practice.settings
            who = preferences.who_receives(settings)
        except SettingsRefused as refused:
            self._show(refused.problems)
            if not all(name in self._fields for name in refused.problems):
                return
            who = CANT_BE
        except SettingsError as error:
            who = error.message
        else:
            self._show({})
        self.query_one("#who", Static).update(literal(who))

    def _show(self, problems: dict[str, str]) -> None:
        for name, field in self._fields.items():
            field.show_problem(problems.get(name, ""))
        if elsewhere := [problem for name, problem in problems.items() if name not in self._fields]:
            self.query_one("#who", Static).update(literal("\n".join(elsewhere)))

    def _go_to(self, name: str) -> None:
        if field := self._fields.get(name):
            field.control.focus()

    def _say(self, words: str) -> None:
        self.query_one("#about", Static).update(literal(words))
