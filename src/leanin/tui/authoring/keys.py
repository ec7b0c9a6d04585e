"""What the keys of the interview do."""

from typing import Final

from textual.binding import Binding, BindingType

INTERVIEW_KEYS: Final[list[BindingType]] = [
    Binding("escape", "leave", "Leave", id="leave-interview", tooltip="Every answer is kept; go on later"),
    Binding("ctrl+b", "back", "Question before", id="question-before", tooltip="Return to the question before"),
    Binding("ctrl+s", "next", "Next question", id="next-question", tooltip="Take the answer and go on"),
]
