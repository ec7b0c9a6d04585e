"""What the keys of the calibration's screens do."""

from typing import Final

from textual.binding import Binding, BindingType

ROUNDS_KEYS: Final[list[BindingType]] = [
    Binding("enter", "open", "Open", id="open-round", priority=True, tooltip="Begin, go on, or see what came of it"),
    Binding("n", "new", "Another choice", id="new-round", tooltip="Choose other replies, how many, and your name"),
    Binding("delete", "delete", "Delete", id="delete-round", tooltip="Delete the chosen round for good"),
    Binding("escape", "app.pop_screen", "Back", id="rounds-back", tooltip="Back to where you came from"),
]
"""In the list of rounds, in the order of the footer."""

GRADING_KEYS: Final[list[BindingType]] = [
    Binding("0", "level(0)", "Absent", show=False, id="level-0", tooltip="Level 0 for the step with the mark"),
    Binding("1", "level(1)", "Partial", show=False, id="level-1", tooltip="Level 1 for the step with the mark"),
    Binding("2", "level(2)", "Full", show=False, id="level-2", tooltip="Level 2 for the step with the mark"),
    Binding("up,k", "step(-1)", "Step above", show=False, id="step-above"),
    Binding("down,j", "step(1)", "Step below", show=False, id="step-below"),
    Binding("space,pagedown", "read(1)", "More", id="reply-read-on", tooltip="Scroll down by a page"),
    Binding("pageup", "read(-1)", "Read back", show=False, id="reply-read-back", tooltip="Scroll up by a page"),
    Binding("enter,right", "next", "Next", id="next-reply", tooltip="On to the next reply"),
    Binding("left,b", "back", "Back", id="reply-before", tooltip="Back to the reply before; its grade can be changed"),
    Binding("s", "skip", "Skip", id="skip-reply", tooltip="Leave this one for later"),
    Binding("t", "traps", "Traps", id="mark-traps", tooltip="Say which traps it fell into"),
    Binding("n", "note", "Note", id="write-note", tooltip="Write a line of your own about it"),
    Binding("e", "end", "End", id="end-round", tooltip="Stop grading and see what came of it"),
    Binding("escape", "leave", "Leave", id="leave-round", tooltip="Leave for now; all is kept, go on another day"),
]
"""While grading, in the order of the footer."""

RESULT_KEYS: Final[list[BindingType]] = [
    Binding("n", "difference(1)", "Next difference", id="next-difference", tooltip="The next reply where you differ"),
    Binding("p", "difference(-1)", "Previous", id="previous-difference", tooltip="The one before"),
    Binding("a", "ask_again", "Ask again", id="ask-evaluator", tooltip="Fetch the evaluator's missing grades"),
    Binding("x", "export", "Export", id="export-round", tooltip="Write it as .jsonl and .csv into the data folder"),
    Binding("escape", "app.pop_screen", "Back", id="result-back", tooltip="Back to the rounds"),
]
"""Over the result, in the order of the footer."""
