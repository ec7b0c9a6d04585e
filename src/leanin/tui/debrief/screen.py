"""The debrief: how it came out, how the client stood along the way, and each turn with what was left unsaid."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from leanin.errors import LeaninError
from leanin.session.outcome import OUTCOME_WORDS
from leanin.settings import CoachMode
from leanin.tui.debrief.keys import DEBRIEF_KEYS
from leanin.tui.debrief.turn_view import TurnView
from leanin.tui.parts import alliance
from leanin.tui.parts.bars import dots
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.events import Resize

    from leanin.session.record import Record, Turn
    from leanin.tui.app import LeaninApp

Next = Literal["take_back", "again", "gallery"]
"""What the trainee wants to do after the debrief."""


def in_places(attempts: "Sequence[Turn]") -> "Iterator[tuple[Turn, int]]":
    """The turns, each with the place of the reply (from 1) that it is or was tried for, tries behind what was kept."""
    place, tries = 1, []
    for turn in attempts:
        if turn.taken_back:
            tries.append(turn)
            continue
        yield turn, place
        yield from ((earlier, place) for earlier in tries)
        place, tries = place + 1, []
    yield from ((earlier, place) for earlier in tries)


class DebriefScreen(Screen[Next]):
    """A session looked back on. Gives what the trainee wants to do next.

    `coach` says whether grades are shown; `export` writes the transcript and returns where, None where it can't be.
    """

    CSS_PATH = "debrief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = DEBRIEF_KEYS

    def __init__(
        self,
        record: "Record",
        client: str,
        coach: CoachMode,
        export: "Callable[[], Path] | None" = None,
        *,
        can_go_on: bool = True,
    ) -> None:
        super().__init__()
        self._export = export
        self._record = record
        self._client = client
        self._coach = coach
        self._can_go_on = can_go_on

    def compose(self) -> ComposeResult:
        """Outcome, curve, turns."""
        with VerticalScroll(id="debrief"):
            yield Static(self._outcome(), id="outcome")
            with Horizontal(id="charts"):
                for measure in alliance.MEASURES:
                    yield Static("", id=f"chart-{measure}", classes="chart")
            yield Static(self._opening(), classes="client opening")
            for turn, place in in_places(self._record.attempts):
                yield TurnView(turn, self._client, place, graded=self._coach is not CoachMode.OFF)
            for text in self._record.unsaid if self._record.client_left else ():
                unheard = Content.assemble(("You, not heard any more", "bold $text-secondary"), "\n", harmless(text))
                yield Static(unheard, classes="own")
            if self._coach is CoachMode.OFF:
                yield Static("The coach is off, so no grades are shown.", classes="muted")
            yield Static(self._cast(), classes="muted", id="cast")
        yield KeyFooter()

    def on_mount(self) -> None:
        """The text has the focus, so that it can be scrolled."""
        self.query_one("#debrief").focus()

    def on_resize(self, event: "Resize") -> None:
        """Draw the curve as wide as there is room."""
        states = self._record.states()
        width = max(12, (min(event.size.width, 120) - 8) // 3)
        for measure in alliance.MEASURES:
            self.query_one(f"#chart-{measure}", Static).update(alliance.chart(states, measure, width))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A session that is only looked at can't be gone on with."""
        if action == "export":
            return self._export is not None
        return action != "next" or parameters == ("gallery",) or self._can_go_on

    def action_next(self, chosen: Next) -> None:
        """Leave the debrief for what was chosen."""
        self.dismiss(chosen)

    def action_export(self) -> None:
        """Write the transcript, and say where it is."""
        if self._export is None:
            return
        try:
            path = self._export()
        except LeaninError as error:
            cast("LeaninApp", self.app).tell(error)
        else:
            self.app.clear_notifications()  # asked again, it says so once
            self.notify(_from_home(path), title="Transcript written", markup=False, timeout=4)

    def _outcome(self) -> Content:
        ended = self._record.outcome
        if ended is None:
            return Content.assemble(("Not ended yet.", "bold $primary"))
        title, _, rest = OUTCOME_WORDS[ended.outcome].partition(":")
        return Content.assemble(
            (title, "bold $primary"),
            (f"\n{rest.strip().capitalize()}", ""),
            "\n\n",
            (dots(ended.attended, ended.of), "$text-accent"),
            f"  kept {ended.attended} of the next {ended.of} appointments",
            (" (the model's guess)", "$foreground-muted"),
        )

    def _cast(self) -> Content:
        opened = self._record.opened
        if opened is None:
            return Content()
        parts = [f"client: {opened.client_model}", f"grades: {opened.evaluator_model}"]
        if opened.coach_model:
            parts.append(f"feedback: {opened.coach_model}")
        return Content(harmless(" · ".join(parts)))

    def _opening(self) -> Content:
        return Content.assemble((harmless(self._client), "bold $text-primary"), "\n", harmless(self._record.opening))


def _from_home(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
