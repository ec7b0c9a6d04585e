"""What makes the app one's own: the introduction, the settings, and how much may move; apart from its rooms."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from textual.app import App
from textual.events import DescendantFocus

from leanin.tui import themes

if TYPE_CHECKING:
    from leanin.practice import Practice

ANYWHERE: Final = {
    "Introduction": ("What this is for, the three steps, and two replies to send", "app.introduction"),
    "Settings": ("Models, feedback, colours, motion, your own facts", "app.settings"),
}
"""What the palette offers in every room: the tooltip and the action."""


class HomelyApp(App[None]):
    """An app that shows what it is for, and keeps to what its user has chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.practice: Practice | None = None
        """The practice room, once it is ready; until then no scene can be opened."""
        self._animations = self.animation_level  # Textual's own choice, from TEXTUAL_ANIMATIONS
        self._steady = False

    def attempt(self, what: Callable[[], object]) -> None:
        """Do something and tell the user in words where it can't be done."""
        raise NotImplementedError

    def show_models(self, words: str) -> None:
        """Say who plays the client and who receives the trainee's words."""
        raise NotImplementedError

    def reduce_motion(self, reduced: bool) -> None:
        """Keep everything from moving by itself, or let it."""
        self.animation_level = "none" if reduced else self._animations
        self._steady = reduced

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Where nothing should move, a cursor doesn't blink either."""
        if hasattr(event.widget, "cursor_blink"):  # a text box; naming their classes here would load them at the start
            event.widget.cursor_blink = not self._steady

    def open_introduction(self) -> None:
        """Show what leanin is for, the three steps, and two replies to send."""
        from leanin.tui.introduction.screen import IntroductionScreen

        self.push_screen(IntroductionScreen(), self._introduced)

    def _introduced(self, goes_on: bool | None) -> None:
        if goes_on:
            from leanin.tui.introduction.trying import TryingScreen

            self.push_screen(TryingScreen())
        if (practice := self.practice) and not practice.settings.introduction_seen:
            self.attempt(partial(practice.remember, introduction_seen=True))

    def open_settings(self) -> None:
        """Show the settings, to be changed and saved."""
        if (practice := self.practice) is None:
            return
        from leanin.tui.settings_page.screen import SettingsScreen

        self.push_screen(SettingsScreen(practice))

    def take_up_settings(self) -> None:
        """Look as the settings say now, and say who plays."""
        assert self.practice is not None, "settings are changed in a practice room"
        settings = self.practice.settings
        self.theme = settings.theme if settings.theme in self.available_themes else self.theme
        self.reduce_motion(settings.motion == themes.REDUCED)
        self.show_models(self.practice.models_in_words())

    def action_introduction(self) -> None:
        """Show the introduction."""
        from leanin.tui.introduction.screen import IntroductionScreen
        from leanin.tui.introduction.trying import TryingScreen

        if not isinstance(self.screen, IntroductionScreen | TryingScreen):
            self.open_introduction()

    def action_settings(self) -> None:
        """Show the settings."""
        from leanin.tui.settings_page.screen import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.open_settings()
