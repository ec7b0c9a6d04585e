"""Another reply to an earlier moment: written, graded and answered beside the conversation, which stays as it is."""

from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from leanin.session.events import Event, HintTaken, WhatIf
from leanin.session.hearing import MOST_HEARD
from leanin.tui.conversation.heading import StatusLine, what_happens
from leanin.tui.conversation.hinting import Hinting
from leanin.tui.conversation.keys import WHAT_IF_KEYS
from leanin.tui.conversation.reply_box import ReplyBox
from leanin.tui.conversation.transcript import Transcript
from leanin.tui.conversation.turn_run import TurnRun
from leanin.tui.parts.footer import KeyFooter

if TYPE_CHECKING:
    from leanin.errors import LeaninError
    from leanin.session.record import Turn
    from leanin.tui.app import LeaninApp
    from leanin.tui.conversation.beside import Beside

STAYS: Final = "The conversation stays as it is. What you write here is kept when you close."
NOTHING_YET: Final = "Nothing to send yet. To let silence speak, send (silence)."


class WhatIfScreen(Screen[int | None]):
    """A reply box at the moment of an earlier turn. Gives the number of the reply tried, None where there is none.

    With `finish` that turn's own reply gets what is missing of it, its grade or the rest of the answer. `graded` says
    whether hints may go by the grades.
    """

    CSS_PATH = "conversation.tcss"
    BINDINGS: ClassVar[list[BindingType]] = WHAT_IF_KEYS

    class Heard(Message):
        """The session told an event of the reply that is being tried."""

        def __init__(self, event: Event) -> None:
            super().__init__()
            self.event = event

    class Over(Message):
        """The session is done with the reply, well or badly."""

    def __init__(
        self, house: "LeaninApp", beside: "Beside", turn: "Turn", client: str, *, graded: bool, finish: bool = False
    ) -> None:
        super().__init__()
        self._house = house
        self._beside = beside
        self._turn = turn
        self._client = client
        self._finish = finish
        self._hinting = Hinting(house, beside.session, self._say, by_grades=graded, beside=turn.number)
        self._run = TurnRun(beside.session, self._failed, lambda: self.post_message(self.Over()))
        self._tried: int | None = None

    def compose(self) -> ComposeResult:
        """The moment, and a box for another reply to it."""
        heading = f"Reply {self._turn.name}" if self._finish else f"What if · reply {self._turn.name}, another way"
        yield Static(Content.assemble((heading, "bold $primary")), id="head")
        yield Transcript(self._client, paced=False)
        yield StatusLine(STAYS)
        yield ReplyBox(self._beside.drafts.get(self._turn.follows, ""))
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show what the client had said, and what was answered."""
        transcript = self.query_one(Transcript)
        transcript.heard(self._turn.client)
        self._beside.watcher = self._hear
        self.query_one(ReplyBox).focus()
        if self._finish:
            transcript.replied(self._turn.number, self._turn.reply)
            self._tried = self._beside.finishing = self._turn.number
            self._run.begin(self, self._beside.session.go_on(self._turn.number))
            return
        transcript.aside(f"You said: {self._turn.reply}")
        for hint in self._beside.session.record.hints_at(self._turn.follows):
            transcript.hinted(hint)

    def on_unmount(self) -> None:
        """Nobody watches any more."""
        self._beside.watcher, self._beside.finishing = None, 0

    async def on_reply_box_sent(self, sent: ReplyBox.Sent) -> None:
        """Try the reply; it goes back into the box where it can't be taken."""
        if not sent.text.strip():
            self._say(NOTHING_YET)
        elif self._run.busy:
            self.query_one(ReplyBox).put(sent.text)
            self._say(f"{self._client} is still answering. Esc stops; your reply stays here.")
        elif not await self._hinting.obey(sent.text):
            self._run.begin(self, self._beside.session.what_if(self._turn.number, sent.text), sent.text)

    def on_text_area_changed(self) -> None:
        """Keep the draft; say where it is longer than anybody hears."""
        length = len(self.query_one(ReplyBox).text)
        if length > MOST_HEARD:
            self._say(f"{length:,} characters: only the first {MOST_HEARD:,} are heard, all are kept.")
        self._keep_draft()

    def on_what_if_screen_heard(self, heard: Heard) -> None:
        """Show an event."""
        self.query_one(Transcript).happened(heard.event)
        if isinstance(heard.event, HintTaken):
            self.query_one(Transcript).hinted(heard.event)
        if (words := what_happens(heard.event, self._client)) is not None:
            self._say(words)
        self.refresh_bindings()

    def on_what_if_screen_over(self) -> None:
        """Close once the reply was tried; what is missing of it can be asked for where the tries are compared."""
        self.refresh_bindings()
        if self._tried is None:
            self._say("")
            return
        self._keep_draft()
        self.dismiss(self._tried)

    def action_stop(self) -> None:
        """Stop the grading or the client's words."""
        self._beside.session.stop()

    def action_hint(self) -> None:
        """A nudge before replying."""
        self._hinting.hint()

    async def action_show(self) -> None:
        """Whole replies to compare."""
        await self._hinting.show()

    def action_close(self) -> None:
        """Go back; the draft is kept."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape stops what is under way, and closes where nothing is."""
        return self._run.busy if action == "stop" else not self._run.busy

    async def settle(self) -> None:
        """Stop what is under way and wait until the journal has what had arrived."""
        await self._run.settle()

    def _hear(self, event: Event) -> None:
        if isinstance(event, WhatIf):
            self._tried, self._run.unkept = event.turn, ""  # the journal has it
            self._keep_draft()
        self.post_message(self.Heard(event))

    def _failed(self, error: "LeaninError", reply: str) -> None:
        if reply:
            self.query_one(ReplyBox).put(reply)
        self._house.tell(error)

    def _keep_draft(self) -> None:
        words = "\n".join(filter(None, (self._run.unkept, self.query_one(ReplyBox).text)))
        self._beside.drafts[self._turn.follows] = words

    def _say(self, words: str) -> None:
        self.query_one(StatusLine).say(words)
