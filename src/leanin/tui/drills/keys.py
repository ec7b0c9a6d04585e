"""What the keys of the drills do."""

from typing import Final

from textual.binding import Binding, BindingType

CHOICE_KEYS: Final[list[BindingType]] = [
    Binding("enter", "begin", "Begin", id="begin-drill", priority=True, tooltip="Begin with what is chosen"),
    Binding("t", "clock", "Clock", id="drill-clock", tooltip="No clock, or 90, 60 or 30 seconds for each reply"),
    Binding("c", "count", "How many", id="drill-count", tooltip="5, 10 or 20 statements"),
    Binding("r", "rupture", "Rupture", id="drill-rupture", tooltip="Any rupture; or only the bond, goals or tasks"),
    Binding("m", "marker", "Marker", id="drill-marker", tooltip="Any client; or only confronting or withdrawing ones"),
    Binding("escape", "app.pop_screen", "Back", id="drill-choice-back", tooltip="Back to where you came from"),
]
"""Where one chooses, in the order of the footer."""

DRILL_KEYS: Final[list[BindingType]] = [
    Binding("f2", "hint", "Hint", id="drill-hint", tooltip="A nudge, in three steps"),
    Binding("f3", "show", "Show one", id="drill-show", tooltip="Whole replies to these words, for comparison"),
    Binding("ctrl+t", "take_back", "My words", id="drill-take-back", tooltip="Your last reply back into the box"),
    Binding("ctrl+n", "next", "Next", id="drill-next", tooltip="On to the next; so does Enter after a reply"),
    Binding("escape,ctrl+e", "end", "End", id="drill-end", tooltip="End here and look back"),
    Binding("pageup", "scroll(-1)", "Page up", show=False, id="drill-page-up", tooltip="Read back by a page"),
    Binding("pagedown", "scroll(1)", "Page down", show=False, id="drill-page-down", tooltip="Read on by a page"),
]
"""While drilling, in the order of the footer."""

SUMMARY_KEYS: Final[list[BindingType]] = [
    Binding("enter", "again", "Once more", id="drill-again", tooltip="The same again, with other statements"),
    Binding("n", "weakest", "Practise that", id="drill-weakest", tooltip="Drill what is to be practised next"),
    Binding("escape", "app.pop_screen", "Back", id="drill-summary-back", tooltip="Back to where you came from"),
]
"""After a round, in the order of the footer."""
