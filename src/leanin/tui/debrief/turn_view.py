"""One turn looked back on: the reply and its grade, and beside what the client said, what they thought."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from leanin.rubric import Step
from leanin.tui.parts import feedback
from leanin.tui.parts.highlight import marked, marks_of
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import stance_in_words

if TYPE_CHECKING:
    from leanin.rubric import Grade
    from leanin.session.record import Turn


class TurnView(Vertical):
    """A turn of the conversation; `graded` says whether the grade may be seen."""

    def __init__(self, turn: "Turn", client: str, place: int, *, graded: bool) -> None:
        super().__init__(classes="turn")
        self._turn = turn
        self._client = client
        self._place = place
        self._graded = graded
        self.set_class(turn.taken_back, "-taken-back")

    def compose(self) -> ComposeResult:
        """Reply, grade, answer."""
        turn = self._turn
        grade = turn.shown_grade if self._graded else None
        title = f"↶ Taken back: another try at reply {self._place}" if turn.taken_back else f"Reply {self._place}"
        if grade:
            title += f" · {grade.score} of 6"
        yield Static(title, classes="turn-title")
        reply = marked(turn.reply, marks_of(grade) if grade else ())
        yield Static(Content.assemble(("You", "bold $text-secondary"), "\n", reply), classes="own")
        if grade:
            yield from _grade(grade)
        elif self._graded and turn.grade_missing:
            yield Static(Content(harmless(f"No grade: {turn.grade_missing.reason}")), classes="grade muted")
        if turn.answer:
            with Horizontal(classes="answer"):
                yield Static(self._said(), classes="client")
                if turn.answer.thought:
                    yield Static(self._thought(), classes="thought")

    def _said(self) -> Content:
        answer = self._turn.answer
        said = harmless(answer.said) if answer and answer.said else "(nothing)"
        parts: list[str | tuple[str, str]] = [(harmless(self._client), "bold $text-primary"), "\n", said]
        if self._turn.after:
            parts.append((f"\n{stance_in_words(self._turn.after.stance)}", "$foreground-muted"))
        if answer:
            parts += [(f"\n{harmless(one.in_words())}", "$text-warning") for one in answer.interventions]
        return Content.assemble(*parts)

    def _thought(self) -> Content:
        thought = self._turn.answer.thought if self._turn.answer else ""
        return Content.assemble(("thought, and didn't say", "$foreground-muted"), "\n", (harmless(thought), "italic"))


def _grade(grade: "Grade") -> ComposeResult:
    lines = []
    for step in Step:
        line = Content.assemble(feedback.step_title(step), "  ", feedback.step_level(grade, step))
        if note := grade.step(step).note:
            line += Content.assemble(("  " + harmless(note), "$foreground-muted"))
        lines.append(line)
    if grade.traps:
        lines.append(feedback.trap_details(grade))
    lines.append(feedback.tip(grade))
    yield Static(Content("\n").join(lines), classes="grade")
