"""What the keys of the progress screen do."""

from typing import Final

from textual.binding import Binding, BindingType

PROGRESS_KEYS: Final[list[BindingType]] = [
    Binding("w", "window", "Time", id="progress-window", tooltip="All of it, the last 90 days, or the last 30"),
    Binding("p", "persona", "Persona", id="progress-persona", tooltip="One persona after another, then all again"),
    Binding("i", "imported", "Imported", id="progress-imported", tooltip="Count imported sessions too, or leave them"),
    Binding("escape", "app.pop_screen", "Back", id="progress-back", tooltip="Back to the gallery"),
]
"""In the order of the footer."""
