"""What the keys of the conversation do."""

from typing import Final

from textual.binding import Binding, BindingType

REPLY_KEYS: Final[list[BindingType]] = [
    Binding("enter", "send", "Send", id="send", tooltip="Send your reply"),
    Binding(
        "ctrl+j,shift+enter",
        "break_line",
        "New line",
        show=False,
        id="break-line",
        tooltip="Break the line; Shift+Enter does too, where the terminal tells it apart",
    ),
]
"""On the reply box."""

PICKING_KEYS: Final[list[BindingType]] = [
    Binding("up", "pick_other(-1)", "Earlier", id="pick-earlier", tooltip="Choose the reply before"),
    Binding("down", "pick_other(1)", "Later", id="pick-later", tooltip="Choose the reply after"),
    Binding("t", "want('take_back')", "Take back", id="take-back-picked", tooltip="Take the chosen reply back"),
    Binding("w", "want('what_if')", "What if", id="what-if", tooltip="Try another reply beside the chosen one"),
    Binding("a", "want('compare')", "Compare", id="compare", tooltip="See all tries at the chosen reply side by side"),
    Binding("escape", "stop_picking", "Back", id="stop-picking", tooltip="Back to the reply box"),
]
"""Once an earlier reply is chosen."""

CONVERSATION_KEYS: Final[list[BindingType]] = [
    Binding("escape", "stop", "Stop", id="stop", tooltip="Stop the client's words; what had come stays"),
    Binding("escape", "close_panel", "Close", id="close-panel", tooltip="Close the coach's panel"),
    Binding("ctrl+r", "ask_again", "Ask again", id="ask-again", tooltip="Fetch the missing grade or words"),
    Binding("ctrl+t", "take_back", "Take back", id="take-back", tooltip="Take your last reply back and try again"),
    Binding("ctrl+e", "end", "End", id="end", tooltip="End the session and see the debrief"),
    Binding("f2", "toggle_panel", "Coach", id="toggle-panel", tooltip="Show or hide the coach's panel"),
    Binding("f4", "pick", "Try", id="pick", tooltip="Choose an earlier reply: take it back, or try another"),
    Binding("f5", "hint", "Hint", id="hint", tooltip="A nudge before you reply, in three steps; /hint does too"),
    Binding(
        "f6", "show", "Show one", show=False, id="show-one", tooltip="Two whole replies to compare; /show does too"
    ),
    Binding("f3", "scroll_coach", "More", id="scroll-coach", tooltip="Read on in the coach's panel"),
    Binding(
        "ctrl+o", "next_coach", "When to coach", show=False, id="coach-mode", tooltip="Feedback live, after, or off"
    ),
    Binding("ctrl+g", "leave", "Leave for now", show=False, id="leave", tooltip="Leave for now; go on later"),
    Binding("pageup", "scroll_page(-1)", "Page up", show=False, id="page-up", tooltip="Read back by a page"),
    Binding("pagedown", "scroll_page(1)", "Page down", show=False, id="page-down", tooltip="Read on by a page"),
    Binding("ctrl+up", "scroll_line(-1)", "Line up", show=False, id="line-up", tooltip="Read back by a line"),
    Binding("ctrl+down", "scroll_line(1)", "Line down", show=False, id="line-down", tooltip="Read on by a line"),
]
"""In the order of the footer. Escape means the first of its two that has something to do."""

WHAT_IF_KEYS: Final[list[BindingType]] = [
    Binding("f5", "hint", "Hint", id="what-if-hint", tooltip="A nudge before you reply, in three steps"),
    Binding("f6", "show", "Show one", id="what-if-show-one", tooltip="Two whole replies to compare"),
    Binding("escape", "stop", "Stop", id="what-if-stop", tooltip="Stop the client's words; what had come stays"),
    Binding("escape", "close", "Close", id="what-if-close", tooltip="Go back; what you wrote is kept"),
]
"""Where another reply is tried beside the conversation. Escape means the one of the two that has something to do."""
