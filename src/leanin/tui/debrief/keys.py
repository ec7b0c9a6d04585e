"""What the keys of the debrief do."""

from typing import Final

from textual.binding import Binding, BindingType

DEBRIEF_KEYS: Final[list[BindingType]] = [
    Binding("t,ctrl+t", "next('take_back')", "Take back", id="debrief-take-back", tooltip="Go on from this reply anew"),
    Binding("w", "what_if", "What if", id="debrief-what-if", tooltip="Try another reply beside this one"),
    Binding("a", "compare", "Compare", id="debrief-compare", tooltip="See all tries at this reply side by side"),
    Binding("r", "finish", "Ask again", id="debrief-finish", tooltip="Fetch the missing grade or words of this reply"),
    Binding("c", "go_on_from", "Go on", id="debrief-go-on", tooltip="Go on from this reply, which was left"),
    Binding("right", "choose(1)", "Next", show=False, id="debrief-later", tooltip="Choose the reply after"),
    Binding("left", "choose(-1)", "Reply before", show=False, id="debrief-earlier", tooltip="Choose the one before"),
    Binding("home", "first_page", "First page", show=False, id="debrief-first-page", tooltip="Back to the first page"),
    Binding("p", "practise", "Practise", id="practise-weakest", tooltip="Drill the step that is to be practised"),
    Binding("n", "next('again')", "Anew", id="another-try", tooltip="Begin again with the same client"),
    Binding("x", "export", "Export", id="export", tooltip="Write the transcript as Markdown into the data folder"),
    Binding("g,escape", "next('gallery')", "Gallery", id="debrief-gallery"),
]
"""In the order of the footer. “This reply” is the one that is pointed at, the last one unless another is chosen."""

ATTEMPTS_KEYS: Final[list[BindingType]] = [
    Binding("enter,c", "go_on", "Go on from this one", id="go-on-from-try", tooltip="Make it the conversation"),
    Binding("w", "what_if", "What if", id="another-what-if", tooltip="Try yet another reply at this moment"),
    Binding("r", "finish", "Ask again", id="finish-try", tooltip="Fetch the missing grade or words of this try"),
    Binding("right", "choose(1)", "Next", id="next-try", tooltip="Choose the try to the right"),
    Binding("left", "choose(-1)", "Before", id="try-before", tooltip="Choose the try to the left"),
    Binding("escape", "dismiss(None)", "Back", id="close-tries"),
]
"""Where the tries at one moment stand side by side."""
