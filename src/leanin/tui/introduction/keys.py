"""What the keys of the introduction do."""

from typing import Final

from textual.binding import Binding, BindingType

INTRODUCTION_KEYS: Final[list[BindingType]] = [
    Binding(
        "enter", "dismiss(True)", "See the difference", id="introduction-on", tooltip="Send two replies and compare"
    ),
    Binding("escape", "dismiss(False)", "Skip", id="introduction-skip", tooltip="Skip this; I in the gallery, or F1"),
]
"""On the first page."""

TRYING_KEYS: Final[list[BindingType]] = [
    Binding("f2", "other", "Other example", id="other-example", tooltip="Put the other example into the box"),
    Binding("escape", "done", "Done", id="introduction-done", tooltip="That was it; on to the clients"),
    Binding("pageup", "scroll(-1)", "Page up", show=False, id="trying-page-up", tooltip="Read back by a page"),
    Binding("pagedown", "scroll(1)", "Page down", show=False, id="trying-page-down", tooltip="Read on by a page"),
]
"""On the second page."""
