"""What the keys of the scene do."""

from typing import Final

from textual.binding import Binding, BindingType

SCENE_KEYS: Final[list[BindingType]] = [
    Binding("enter", "begin", "Begin", id="begin", priority=True, tooltip="Hear the client's first words"),
    Binding("space,pagedown", "read_on", "Read on", id="read-on", tooltip="Scroll down by a page"),
    Binding("e", "edit_facts", "My own facts", id="edit-facts", tooltip="Play as yourself"),
    Binding("c", "next_coach", "Coach", id="scene-coach", tooltip="When to see feedback"),
    Binding("escape", "app.pop_screen", "Back", id="scene-back", tooltip="Back to the gallery"),
]
"""In the order of the footer."""
