"""The list of past sessions: go on with one, or look back on one that has ended and try again from there."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from leanin.errors import LeaninError
from leanin.session.record import Record
from leanin.settings import CoachMode
from leanin.store import drafts
from leanin.tui.debrief.export import write_transcript
from leanin.tui.debrief.screen import DebriefScreen
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.pointed import PointedOptionList
from leanin.tui.sessions.keys import SESSIONS_KEYS
from leanin.tui.sessions.past import client_of, summary_in_words

if TYPE_CHECKING:
    from leanin.practice import Practice
    from leanin.store.kept import SessionSummary
    from leanin.tui.app import LeaninApp

MOST_LISTED = 200
"""Sessions that are listed; `leanin sessions list` knows the rest."""


class SessionsScreen(Screen[None]):
    """Past sessions, latest first."""

    CSS_PATH = "sessions.tcss"
    BINDINGS: ClassVar[list[BindingType]] = SESSIONS_KEYS

    def __init__(self, practice: "Practice", sessions: "list[SessionSummary]") -> None:
        super().__init__()
        self._practice = practice
        self._listed = [session for session in sessions if session.replies or drafts.take(session.id)]

    @property
    def _house(self) -> "LeaninApp":
        return cast("LeaninApp", self.app)

    def compose(self) -> ComposeResult:
        """The list, or that there is none yet."""
        yield Static("Past sessions", id="title", classes="heading")
        if not self._listed:
            yield Static("None yet. They are kept from the first reply on.", classes="muted")
        now = datetime.now().astimezone()
        yield PointedOptionList(*(Option(self._line(summary, now)) for summary in self._listed), markup=False)
        yield KeyFooter()

    def on_option_list_option_selected(self, chosen: OptionList.OptionSelected) -> None:
        """Open what was chosen."""
        summary = self._listed[chosen.option_index]
        self._house.attempt(partial(self._open, summary))

    def action_open(self) -> None:
        """Open the session under the cursor."""
        self.query_one(OptionList).action_select()

    def _open(self, summary: "SessionSummary") -> None:
        """Go on with it, or look back on it where it has ended; what can't be taken up can still be read."""
        try:
            session = self._practice.resume(summary.id)
        except LeaninError as why:
            if not summary.outcome:
                raise
            self._look_back(summary)
            self._house.tell(why)
        else:
            self._house.open_conversation(session)

    def _look_back(self, summary: "SessionSummary") -> None:
        record = Record.of(self._practice.store.events(summary.id))
        assert record.opened is not None, "a session that ended has a beginning"
        export = partial(write_transcript, self._practice.store, summary.id)
        coach = CoachMode(record.opened.coach)
        self.app.push_screen(DebriefScreen(record, client_of(record.opened), coach, export, can_go_on=False))

    def _line(self, summary: "SessionSummary", now: datetime) -> Content:
        name = harmless(self._house.gallery.persona_called(summary.persona))
        return Content.assemble((name, "bold"), "\n", (summary_in_words(summary, now), "$foreground-muted"))
