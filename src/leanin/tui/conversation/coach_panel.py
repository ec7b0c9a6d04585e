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

_WORDS_IN_A_LINE: Final = 51
"""Cells of the strip's line about the client without its curves, at the most."""

BEFORE_THE_FIRST: Final = "After your first reply: how far you took each step, in your own words."
WAITS: Final = "The coach waits until the debrief."
SILENT: Final = "The coach is off in this session."


class CoachPanel(Vertical):
    """All of the coach's feedback on the last reply: levels, traps and tip first, the reasons last."""

    def compose(self) -> ComposeResult:
        """A place for each part; empty parts take no room."""
        yield Static("Coach", id="coach-title", classes="heading")
        with VerticalScroll(id="feedback"):
            yield Static("", id="coach-says")
            yield Static("", id="levels")
            yield Static("", id="traps")
            yield Static("", id="tip")
            yield Static("", id="stance")
            yield Static("", id="curve")
            yield Static("Why", id="why", classes="heading")
            for step in Step:
                yield Static("", id=f"{step}-detail", classes="detail")

    @property
    def can_scroll(self) -> bool:
        """Whether there is more than fits."""
        return self.display and self.query_one("#feedback").max_scroll_y > 0

    def scroll_on(self) -> None:
        """Scroll down by a page; from the end, back to the top."""
        text = self.query_one("#feedback")
        if text.scroll_y >= text.max_scroll_y:
            text.scroll_home(animate=False)
        else:
            text.scroll_page_down(animate=False)

    def show(self, record: "Record", coach: CoachMode) -> None:
        """Show the feedback on the last reply and how the client stands; unless live, only why there is none."""
        if coach is not CoachMode.LIVE:
            self._hush(WAITS if coach is CoachMode.AFTER else SILENT)
            return
        turn = record.last
        grade = turn.shown_grade if turn else None
        self._put("coach-title", Content(f"Coach · reply {turn.name}" if turn else "Coach"))
        self._put("coach-says", _without_grade(turn))
        details = {step: feedback.step_detail(grade, step) if grade else Content() for step in Step}
        for step, detail in details.items():
            self._put(f"{step}-detail", detail)
        self._put("why", Content("Why" if any(detail.plain for detail in details.values()) else ""))
        self._put("levels", feedback.levels(grade) if grade else Content())
        self._put("traps", feedback.traps(grade) if grade else Content())
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

    _record: "Record | None" = None

    def on_resize(self) -> None:
        """Draw the curve as wide as there is room."""
        if self._record:
            self.show(self._record)

    def show(self, record: "Record") -> None:
        """Show the levels, the tip, and how the client stands."""
        self._record = record
        turn = record.last
        grade = turn.shown_grade if turn else None
        lines = [feedback.in_a_line(grade), feedback.tip(grade)] if grade else [_without_grade(turn)]
        if states := record.states():
            lines.append(alliance.in_a_line(states, self._curve_width()))
        self.update(Content("\n").join(lines))

    def _curve_width(self) -> int:
        """Turns a curve that fit a line, beside the words and numbers."""
        room = (self.content_size.width or 80) - _WORDS_IN_A_LINE
        return min(_CURVE_WIDTH // 2, max(1, room // len(alliance.MEASURES)))


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
