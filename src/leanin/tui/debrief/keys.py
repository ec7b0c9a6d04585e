"""What the keys of the debrief do."""

from typing import Final

from textual.binding import Binding, BindingType

DEBRIEF_KEYS: Final[list[BindingType]] = [
    Binding("t,ctrl+t", "next('take_back')", "Take back & go on", id="debrief-take-back"),
    Binding("n", "next('again')", "Another try", id="another-try", tooltip="Begin again with the same client"),
    Binding("x", "export", "Export", id="export", tooltip="Write the transcript as Markdown into the data folder"),
    Binding("g,escape", "next('gallery')", "Gallery", id="debrief-gallery"),
]
"""In the order of the footer."""
