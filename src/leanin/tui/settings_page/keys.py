"""What the keys of the settings do."""

from typing import Final

from textual.binding import Binding, BindingType

SETTINGS_KEYS: Final[list[BindingType]] = [
    Binding("ctrl+s", "save", "Save", id="settings-save", tooltip="Save what was changed"),
    Binding("escape", "leave", "Back", id="settings-back", tooltip="Back; what wasn't saved is asked about once"),
    Binding("pageup", "scroll(-1)", "Page up", show=False, id="settings-page-up", tooltip="Read back by a page"),
    Binding("pagedown", "scroll(1)", "Page down", show=False, id="settings-page-down", tooltip="Read on by a page"),
]
"""In the order of the footer. Within a choice, the arrows move and Space chooses; Tab goes to the next field."""
