"""The conversation's screen as it is looked at: its parts, the coach's panel, scrolling, and what is shown where."""

from typing import TYPE_CHECKING, Final, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from leanin.settings import CoachMode, InnerVoice
from leanin.tui.conversation.coach_panel import CoachPanel, CoachStrip
from leanin.tui.conversation.heading import Heading, StatusLine
from leanin.tui.conversation.picking import PickingTranscript
from leanin.tui.conversation.reply_box import ReplyBox
from leanin.tui.conversation.speech import ClientSpeech
from leanin.tui.conversation.transcript import Transcript
from leanin.tui.parts.footer import KeyFooter

if TYPE_CHECKING:
    from leanin.practice import Practice
    from leanin.session.engine import Session
    from leanin.tui.app import LeaninApp

_FOR_WIDE_KEYS: Final = 72
"""Cells from which on the keys at the foot have room between them."""

ENDED_IT: Final = "{name} has ended it here. Ctrl+E opens the debrief; Ctrl+T takes your last reply back."
UNHEARD: Final = "{name} has ended it: what you write now is kept, but not heard or graded."


class Room(Screen[None]):
    """Everything of a session that can be seen; what happens in it is the screen's own business."""

    CSS_PATH = "conversation.tcss"

    def __init__(self, practice: "Practice", session: "Session", draft: str = "") -> None:
        super().__init__()
        self._practice = practice
        self.session = session
        self._draft = draft
        self._left_said = False
        opened = session.record.opened
        self.coach = CoachMode(opened.coach) if opened else practice.settings.coach

    @property
    def client(self) -> str:
        """The client's name."""
        return self.session.cast.persona.name

    @property
    def _house(self) -> "LeaninApp":
        return cast("LeaninApp", self.app)

    def compose(self) -> ComposeResult:
        """Transcript and reply box, with the coach at their side or beneath."""
        paced = self.session.cast.voice.name == "builtin" and self.app.animation_level != "none"
        inner_voice = self._practice.settings.inner_voice is InnerVoice.LIVE
        yield Heading(self.session.cast.persona)
        with Horizontal(id="body"):
            with Vertical(id="talk"):
                yield PickingTranscript(self.client, paced=paced, inner_voice=inner_voice)
                yield CoachStrip("", id="strip")
            yield CoachPanel(id="panel")
        yield StatusLine(self._players())
        yield ReplyBox(self._draft)
        yield KeyFooter()

    # how it is looked at

    def action_toggle_panel(self) -> None:
        """Show or hide the panel; beside the transcript it is there until hidden, over it only when asked for."""
        beside = self.has_class("-wide") and self.coach is CoachMode.LIVE
        self.toggle_class("-panel-off" if beside else "-panel-on")
        self.refresh_bindings()

    def action_close_panel(self) -> None:
        """Close the panel that lies over the transcript."""
        self.remove_class("-panel-on")
        self.query_one(ReplyBox).focus()
        self.refresh_bindings()

    async def action_next_coach(self) -> None:
        """Live, then after, then off."""
        modes = list(CoachMode)
        self.coach = modes[(modes.index(self.coach) + 1) % len(modes)]
        await self._show_all()

    def action_scroll_coach(self) -> None:
        """Read on in the coach's panel."""
        self.query_one(CoachPanel).scroll_on()

    def action_scroll_page(self, direction: int) -> None:
        """Scroll the transcript by a page."""
        transcript = self.query_one(Transcript)
        transcript.scroll_relative(y=direction * max(1, transcript.size.height - 1), animate=False)

    def action_scroll_line(self, direction: int) -> None:
        """Scroll the transcript by a line."""
        self.query_one(Transcript).scroll_relative(y=direction, animate=False)

    def on_resize(self) -> None:
        """Whether the coach has more to read depends on the room, and how closely the keys stand."""
        self.query_one(KeyFooter).compact = self.size.width < _FOR_WIDE_KEYS
        self.call_after_refresh(self.refresh_bindings)

    def on_client_speech_settled(self, settled: ClientSpeech.Settled) -> None:
        """Once the last words are out, say so where they were the last."""
        if not self._left_said:
            self._say_who_left()

    # what is shown

    async def _show_all(self) -> None:
        await self.query_one(Transcript).show(self.session.record, marked=self.coach is CoachMode.LIVE)
        self._say_who_left()
        self.query_one(Heading).show_mode(self.coach)
        self.set_class(self.coach is not CoachMode.LIVE, "-blind")
        self._say("")
        self._show_coach()
        self.refresh_bindings()

    def _say_who_left(self) -> None:
        self._left_said = self.session.record.client_left
        self.query_one(ReplyBox).placeholder = "Not heard or graded any more" if self._left_said else "Your reply"
        if self._left_said:
            self.query_one(Transcript).aside(ENDED_IT.format(name=self.client))
            self._say("")

    def _show_coach(self) -> None:
        self.query_one(CoachPanel).show(self.session.record, self.coach)
        self.query_one(CoachStrip).show(self.session.record)

    def _mark(self, number: int) -> None:
        turn = self.session.record.last
        if self.coach is CoachMode.LIVE and turn and turn.number == number:
            self.query_one(Transcript).mark(number, turn.shown_grade)

    def _players(self) -> str:
        """Who plays the client, and what that has used so far."""
        return " · ".join(filter(None, (self._practice.models_in_words(), self._practice.spent_in_words(self.session))))

    def _say(self, words: str) -> None:
        unheard = UNHEARD.format(name=self.client) if self._left_said else ""
        self.query_one(StatusLine).say(words or unheard)
