"""What the keys of the gallery do."""

from typing import Final

from textual.binding import Binding, BindingType

CARD_KEYS: Final[list[BindingType]] = [
    Binding("enter", "select_cursor", "Open", id="open-card", tooltip="Open the chosen card"),
    Binding("up,k", "cursor_up", "Card above", show=False, id="card-above"),
    Binding("down,j", "cursor_down", "Card below", show=False, id="card-below"),
]
"""On the cards."""

GALLERY_KEYS: Final[list[BindingType]] = [
    Binding("d", "leave_it", "Leave it", id="leave-it", tooltip="Don't offer to go on with that session"),
    Binding("s", "sessions", "Sessions", id="sessions", tooltip="Past sessions: look back, or go on with one"),
    Binding("p", "drills", "Drill", id="drills", tooltip="Practise in short loops: one statement, one reply"),
    Binding("r", "progress", "Progress", id="progress", tooltip="What your replies add up to, over time"),
    Binding("o", "app.settings", "Settings", id="settings", tooltip="Models, feedback, colours, your own facts"),
    Binding("i", "app.introduction", "Introduction", show=False, id="introduction", tooltip="The three steps again"),
    Binding("n", "new_persona", "New persona", show=False, id="new-persona", tooltip="For educators: write a client"),
    Binding("c", "calibrate", "Calibrate", show=False, id="calibrate", tooltip="For educators: grade replies blind"),
    Binding("e", "evals", "Eval runs", show=False, id="evals", tooltip="For evaluators: browse eval runs"),
    Binding("q", "app.quit", "Quit", id="gallery-quit", tooltip="Leave; nothing is lost"),
]
"""On the rest of the screen."""
