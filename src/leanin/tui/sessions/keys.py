"""What the keys of the list of past sessions do."""

from typing import Final

from textual.binding import Binding, BindingType

SESSIONS_KEYS: Final[list[BindingType]] = [
    Binding("enter", "open", "Open", id="open-session", priority=True, tooltip="Look back, or go on where it stopped"),
    Binding("escape", "app.pop_screen", "Back", id="sessions-back", tooltip="Back to the gallery"),
]
"""In the order of the footer."""
