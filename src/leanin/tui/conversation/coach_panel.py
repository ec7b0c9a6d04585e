"""The coach at the side: how the last reply did on each step, what to try next, and how the client stands."""

from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from leanin.rubric import Step
from leanin.settings import CoachMode
from leanin.tui.parts import alliance, feedback
from leanin.tui.parts.literal import harmless

if TYPE_CHECKING:
    from leanin.session.record import Record, Turn

_CURVE_WIDTH: Final = 12
"""Turns of the alliance curve that fit beside its numbers."""

BEFORE_THE_FIRST: Final = "After your first reply: how far you took each step, in your own words."
WAITS: Final = "The coach waits until the debrief."
SILENT: Final = "The coach is off in this session."


class CoachPanel(Vertical):
    """All of the coach's feedback on the last reply, scrolled where it is long, and beneath it the alliance curve."""

    def compose(self) -> ComposeResult:
        """A place for each part; empty parts take no room."""
        yield Static("Coach", id="coach-title", classes="heading")
        with VerticalScroll(id="feedback"):
            yield Static("", id="coach-says")
            for step in Step:
                yield Static(feedback.step_title(step), id=f"{step}-title", classes="step")
                yield Static("", id=f"{step}-detail", classes="detail")
            yield Static("", id="traps")
        with Vertical(id="alliance"):
            yield Static("", id="tip")
            yield Static("", id="stance")
            yield Static("", id="curve")

    def show(self, record: "Record", coach: CoachMode) -> None:
        """Show the feedback on the last reply and how the client stands; unless live, only why there is none."""
        if coach is not CoachMode.LIVE:
            self._hush(WAITS if coach is CoachMode.AFTER else SILENT)
            return
        turn = record.last
        grade = turn.shown_grade if turn else None
        self._put("coach-title", Content(f"Coach · reply {len(record.turns)}" if turn else "Coach"))
        self._put("coach-says", _without_grade(turn))
        for step in Step:
            self.query_one(f"#{step}-title").display = grade is not None
            self._put(f"{step}-detail", feedback.step_detail(grade, step) if grade else Content())
        self._put("traps", feedback.trap_details(grade) if grade else Content())
        self._put("tip", feedback.tip(grade) if grade else Content())
        self.query_one("#feedback").scroll_home(animate=False)
        states = record.states()
        self._put("stance", alliance.stance(states))
        self._put("curve", alliance.rows(states, _CURVE_WIDTH) if states else Content())

    def _hush(self, why: str) -> None:
        for part in self.query(Static):
            part.display = False
        self._put("coach-title", Content("Coach"))
        self._put("coach-says", Content(why))

    def _put(self, part: str, content: Content) -> None:
        widget = self.query_one(f"#{part}", Static)
        widget.update(content)
        widget.display = bool(content.plain)


class CoachStrip(Static):
    """The same in three lines, for narrow terminals."""

    def show(self, record: "Record") -> None:
        """Show the levels, the tip, and how the client stands."""
        turn = record.last
        grade = turn.shown_grade if turn else None
        lines = [feedback.in_a_line(grade), feedback.tip(grade)] if grade else [_without_grade(turn)]
        if states := record.states():
            lines.append(alliance.in_a_line(states, _CURVE_WIDTH // 2))
        self.update(Content("\n").join(lines))


def _without_grade(turn: "Turn | None") -> Content:
    """What stands in a grade's place where there is none."""
    if turn is None:
        return Content.assemble((BEFORE_THE_FIRST, "$foreground-muted"))
    if turn.shown_grade:
        return Content()
    if missing := turn.grade_missing:
        return Content.assemble(
            ("No grade. ", "bold $text-warning"),
            harmless(f"{missing.reason} "),
            ("Ctrl+R asks again.", "$foreground-muted"),
        )
    return Content.assemble(("Reading your reply…", "$foreground-muted"))
