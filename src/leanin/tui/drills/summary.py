"""After a round: what went up, and what to practise."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from leanin.drills.desk import DrillRound
from leanin.drills.summary import summary_of
from leanin.drills.words import summary_in_lines, wish_in_words
from leanin.tui.drills.keys import SUMMARY_KEYS
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless

if TYPE_CHECKING:
    from leanin.drills.wish import Wish
    from leanin.settings import Settings


class DrillSummaryScreen(Screen[None]):
    """A round looked back on. Enter begins another."""

    CSS_PATH = "choice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = SUMMARY_KEYS

    def __init__(self, settings: "Settings", practised: DrillRound) -> None:
        super().__init__()
        self._settings = settings
        self._wish = practised.wish
        self._summary = summary_of(practised.attempts, practised.progress(), practised.earlier)

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Static("That was your drill", id="title", classes="heading")
        yield Static(harmless(wish_in_words(self._wish)), id="about", classes="muted", markup=False)
        with VerticalScroll(id="looking-back"):
            yield Static(self._lines(), id="lines")
        yield KeyFooter()

    def on_mount(self) -> None:
        """The text can be scrolled by keys."""
        self.query_one("#looking-back").focus()

    def action_again(self) -> None:
        """The same wish once more."""
        self._begin(self._wish)

    def action_weakest(self) -> None:
        """Drill what is to be practised next."""
        self._begin(replace(self._wish, focus=self._summary.next_focus))

    def _begin(self, wish: "Wish") -> None:
        from leanin.tui.drills.screen import DrillScreen

        self.app.switch_screen(DrillScreen(self._settings, wish))

    def _lines(self) -> Content:
        *lines, last = (harmless(line) for line in summary_in_lines(self._summary))
        return Content("\n\n").join([*map(Content, lines), Content.assemble((last, "bold $text-primary"))])
