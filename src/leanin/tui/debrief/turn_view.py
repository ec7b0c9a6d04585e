"""One turn looked back on: the reply and its grade, and beside what the client said, what they thought."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from leanin.rubric import Step
from leanin.tui.conversation.speech import CHOSEN
from leanin.tui.parts import feedback
from leanin.tui.parts.highlight import marked, marks_of
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import stance_in_words

if TYPE_CHECKING:
    from leanin.rubric import Grade
    from leanin.session.record import Turn


class TurnView(Vertical):
    """A turn of the session under its title; `graded` says whether the grade may be seen."""

    def __init__(self, turn: "Turn", client: str, title: str, *, graded: bool) -> None:
        super().__init__(classes="turn")
        self._turn = turn
        self._client = client
        self._title = title
        self._graded = graded
        self.set_class(turn.taken_back or turn.aside, "-off-the-line")

    @property
    def number(self) -> int:
        """The turn's number."""
        return self._turn.number

    def point_at(self, chosen: bool) -> None:
        """Show whether the keys are about this turn."""
        self.set_class(chosen, "-chosen")
        self.query_one(".turn-title", Static).update(self._heading(chosen))

    def compose(self) -> ComposeResult:
        """Reply, grade, answer."""
        turn = self._turn
        grade = turn.shown_grade if self._graded else None
        yield Static(self._heading(), classes="turn-title")
        if turn.hints:
            yield Static(Content(f"Hints before it: {turn.hints_in_words}"), classes="grade muted")
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

    def _heading(self, chosen: bool = False) -> Content:
        grade = self._turn.shown_grade if self._graded else None
        score = f" · {grade.score} of 6" if grade else ""
        return Content(f"{CHOSEN} {self._title}{score}" if chosen else f"{self._title}{score}")

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
