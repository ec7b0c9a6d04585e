"""The debrief's first page: how it came out, how the client stood along the way, what turned it, and each step."""

from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from leanin.rubric import TRAPS
from leanin.session.outcome import OUTCOME_WORDS
from leanin.session.strengths import RULE, done_well, to_practise, traps_shown
from leanin.session.turning_points import TurningPoint, turning_points
from leanin.tui.debrief.curves import axis, curve_lines, marks
from leanin.tui.debrief.order import told_in
from leanin.tui.debrief.strip import strip
from leanin.tui.parts.alliance import MEASURES
from leanin.tui.parts.bars import dots
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import TRAP_MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Resize

    from leanin.session.events import StateReached
    from leanin.session.record import Record

_CURVE_HEIGHT: Final = 4
_MOST_WIDE: Final = 36
"""Cells of a curve at the most."""

CHOOSE: Final = "← → choose a reply for the keys below; unless chosen, the last one."

_GAP: Final = 2
_STYLES: Final = {"trust": "$text-success", "tension": "$text-error", "candour": "$text-primary"}


class Summary(Vertical):
    """The whole session on a page; `graded` says whether grades, and what is read off them, may be seen."""

    def __init__(self, record: "Record", *, graded: bool) -> None:
        super().__init__(id="summary")
        self._record = record
        self._graded = graded
        self._chosen = 0
        self._points = turning_points(record)

    def compose(self) -> ComposeResult:
        """Outcome, curves, steps, what to take along, turning points, traps."""
        yield Static(_outcome(self._record), id="outcome")
        with Horizontal(id="charts"):
            for measure in MEASURES:
                yield Static("", id=f"chart-{measure}", classes="chart")
        if self._graded and self._record.turns:
            yield Static("", id="strip")
            yield Static(CHOOSE, id="choose", classes="muted")
            yield Static(_to_take_along(self._record), id="take-along")
            if to_practise(self._record.turns):
                yield Button("Practise that now (P)", action="screen.practise", compact=True, id="practise")
        if self._points:
            yield Static(_turning(self._points, told_in(self._record)), id="turning-points")
        if self._graded and (traps := _traps(self._record)):
            yield Static(traps, id="traps")
        if self._graded and self._record.turns:
            yield Static(RULE, id="rule", classes="muted")

    def on_resize(self, event: "Resize") -> None:
        """Draw curves and strip as wide as there is room."""
        self._draw(event.size.width)

    def point_at(self, number: int) -> None:
        """Point at the turn of this number; 0 for none."""
        self._chosen = number
        if self.size.width:
            self._draw(self.size.width)

    def _draw(self, width: int) -> None:
        beside = 1 if self.screen.has_class("-tiny") else len(MEASURES)
        each = max(8, min(_MOST_WIDE, width // beside - _GAP))
        stood = _stood(self._record)
        for measure in MEASURES:
            values = [getattr(state, measure) for state in stood]
            self.query_one(f"#chart-{measure}", Static).update(_chart(measure, values, each, self._points))
        for steps in self.query("#strip").results(Static):
            steps.update(strip(self._record.turns, width, self._chosen))


def sign_of(point: TurningPoint) -> str:
    """▲ where trust went up at a turning point, ▼ where it went down, ◆ where it stayed."""
    return {True: "▲", False: "▼", None: "◆"}[point.rose]


def _stood(record: "Record") -> "list[StateReached]":
    """How the client stood at the start and after each reply; a reply without a grade moved nobody."""
    return [record.start, *(turn.after or turn.before for turn in record.turns)] if record.start else []


def _outcome(record: "Record") -> Content:
    ended = record.outcome
    if ended is None:
        return Content.assemble(("Not ended yet.", "bold $primary"))
    title, _, rest = OUTCOME_WORDS[ended.outcome].partition(":")
    return Content.assemble(
        (title, "bold $primary"),
        f"  {rest.strip().capitalize()}\n",
        (dots(ended.attended, ended.of), "$text-accent"),
        f"  kept {ended.attended} of the next {ended.of} appointments",
        (" (the model's guess)", "$foreground-muted"),
    )


def _chart(measure: str, values: "Sequence[float]", width: int, points: "Sequence[TurningPoint]") -> Content:
    if not values:
        return Content()
    lines = [Content.assemble((measure, "bold"), (f"  {values[0]:.0f} → {values[-1]:.0f}", "$foreground-muted"))]
    lines += [Content.assemble((line, _STYLES[measure])) for line in curve_lines(values, width, _CURVE_HEIGHT)]
    lines.append(Content.assemble((axis(values, width), "$foreground-muted")))
    if points and measure == "trust":  # turning points are read off trust
        lines.append(Content(marks(values, width, {point.place: sign_of(point) for point in points})))
    return Content("\n").join(lines)


def _to_take_along(record: "Record") -> Content:
    lines = []
    if well := done_well(record.turns):
        lines.append(Content.assemble(("✓ Done well: ", "bold $text-success"), harmless(well.in_words(well=True))))
    if weak := to_practise(record.turns):
        lines.append(Content.assemble(("→ To practise: ", "bold $text-primary"), weak.in_words(well=False)))
    return Content("\n").join(lines)


def _turning(points: "Sequence[TurningPoint]", tells: "Sequence[str]") -> Content:
    lines = [Content.assemble(("Turning points", "bold"))]
    lines += [
        Content.assemble(f"{sign_of(point)} ", (f"reply {point.turn.name}: ", "bold"), harmless(point.in_words(tells)))
        for point in points
    ]
    return Content("\n").join(lines)


def _traps(record: "Record") -> Content:
    found = traps_shown(record.turns)
    if not found:
        return Content()
    lines = [Content.assemble(("Traps", "bold"))]
    for one in found:
        words = f"  “{harmless(one.words)}”" if one.words else ""
        sign = (f"{TRAP_MARK} ", "bold $text-warning")
        lines.append(
            Content.assemble(sign, (f"reply {one.turn.name}: ", "bold"), TRAPS[one.trap].title, (words, "italic"))
        )
    return Content("\n").join(lines)
