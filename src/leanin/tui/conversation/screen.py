"""The conversation's screen: it hands replies to the session and shows the events that come of them."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType
from textual.message import Message

from leanin.errors import LeaninError
from leanin.session.events import ClientSpeaking, Coached, Event, Graded, HintTaken, Replied, Unsaid
from leanin.session.hearing import MOST_HEARD
from leanin.settings import CoachMode, InnerVoice
from leanin.tui.conversation.beside import Beside
from leanin.tui.conversation.coach_panel import CoachPanel
from leanin.tui.conversation.heading import StatusLine, what_happens
from leanin.tui.conversation.hinting import Hinting
from leanin.tui.conversation.keys import CONVERSATION_KEYS
from leanin.tui.conversation.picking import PickingTranscript
from leanin.tui.conversation.reply_box import ReplyBox
from leanin.tui.conversation.room import Room
from leanin.tui.conversation.transcript import Transcript
from leanin.tui.conversation.turn_run import TurnRun
from leanin.tui.parts.draft import keep_draft

if TYPE_CHECKING:
    from leanin.practice import Practice
    from leanin.session.engine import Session
    from leanin.tui.debrief.screen import Next
    from leanin.tui.debrief.trying import TryingAgain

NOTHING_YET: Final = "Nothing to send yet. To let silence speak, send (silence)."
STILL_ANSWERING: Final = "{name} is still answering. Esc stops; what you wrote stays here."


class ConversationScreen(Room):
    """One session. Everything that counts happens in the session; this only shows it."""

    BINDINGS: ClassVar[list[BindingType]] = CONVERSATION_KEYS

    class Happened(Message):
        """The session told an event."""

        def __init__(self, event: Event) -> None:
            super().__init__()
            self.event = event

    class TurnOver(Message):
        """The session is done with a reply, well or badly."""

    def __init__(self, practice: "Practice", session: "Session", draft: str = "") -> None:
        super().__init__(practice, session, draft)
        self._turn = TurnRun(session, self._failed, lambda: self.post_message(self.TurnOver()))
        self._beside = Beside(session)
        self._warned = False

    @property
    def _hinting(self) -> Hinting:
        return Hinting(self._house, self.session, self._say, by_grades=self.coach is CoachMode.LIVE)

    @property
    def unsent(self) -> str:
        """What the trainee wrote and the journal doesn't have: what is in the reply box, or on its way."""
        if not self.is_mounted:
            return self._draft
        return "\n".join(filter(None, (self._turn.unkept, self.query_one(ReplyBox).text, self._beside.unsent)))

    async def on_mount(self) -> None:
        """Listen to the session, show what there is, and finish a turn that was cut off."""
        self.session.listen(self._hear)
        await self._show_all()
        self.query_one(ReplyBox).focus()
        if self.session.record.outcome:
            self._look_back()
        elif self.session.record.unfinished_turn:
            self._turn.begin(self, self.session.go_on())

    # what the trainee does

    async def on_reply_box_sent(self, sent: ReplyBox.Sent) -> None:
        """Hand the reply to the session; it goes back into the box where it can't be taken."""
        if not sent.text.strip():
            self._warned = True
            self._say(NOTHING_YET)
        elif self._turn.busy:
            self.query_one(ReplyBox).put(sent.text)
            self._say(STILL_ANSWERING.format(name=self.client))
        elif not await self._hinting.obey(sent.text):
            self._turn.begin(self, self.session.reply(sent.text), sent.text)

    def on_text_area_changed(self) -> None:
        """Say where a reply is longer than anybody hears; a warning goes when its reason has gone."""
        length = len(self.query_one(ReplyBox).text)
        if length > MOST_HEARD:
            self._say(f"{length:,} characters: only the first {MOST_HEARD:,} are heard, all are kept.")
        elif self._warned:
            self._say("")
        self._warned = length > MOST_HEARD

    def action_stop(self) -> None:
        """Stop the client's words, or the grading before them."""
        self.session.stop()

    def action_ask_again(self) -> None:
        """Ask for what is missing of the last turn."""
        self._turn.begin(self, self.session.go_on())

    async def action_take_back(self) -> None:
        """Take the last reply back into the box; words still under way are stopped first."""
        await self._take_back()

    def action_hint(self) -> None:
        """A nudge before replying."""
        self._hinting.hint()

    async def action_show(self) -> None:
        """Whole replies to compare."""
        await self._hinting.show()

    def action_pick(self) -> None:
        """Choose an earlier reply; at first the last one."""
        if self._turn.busy:
            self._say(STILL_ANSWERING.format(name=self.client))
        else:
            self.query_one(PickingTranscript).pick()

    def on_picking_transcript_picked(self) -> None:
        """Say what can be done with the reply that is chosen; where none is any more, the keys go to the box."""
        transcript = self.query_one(PickingTranscript)
        if transcript.turn is None:
            self.query_one(ReplyBox).focus()
        self._say(transcript.in_words())
        self.refresh_bindings()

    async def on_picking_transcript_wanted(self, wanted: PickingTranscript.Wanted) -> None:
        """Do what is wanted with an earlier reply."""
        match wanted.what:
            case "take_back":
                await self._take_back(wanted.turn.number)
            case "what_if":
                self._trying().what_if(wanted.turn)
            case "compare":
                self._trying().compare(wanted.turn)

    async def action_end(self) -> None:
        """End the session and open the debrief; without a reply there is nothing to look back on."""
        from leanin.tui.parts.notice import QuestionScreen

        await self.settle()
        if not self.session.record.turns:
            question = QuestionScreen(
                "Leave without a reply?", "There is nothing to look back on yet.", yes="Leave", no="Stay"
            )
            self.app.push_screen(question, lambda yes: self._end() if yes else None)
        else:
            self._end()

    async def action_leave(self) -> None:
        """Go back to the gallery; the session stays open and the draft with it."""
        await self.settle()
        self._house.attempt(self.keep_draft)
        self._house.leave(self.session, self.unsent)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are there when there is something for them to do."""
        match action:
            case "stop":
                return self.session.busy
            case "close_panel":
                return self.has_class("-panel-on") and not self.session.busy
            case "ask_again":
                return bool(self.session.record.unfinished_turn) and not self.session.busy
            case "hint" | "show":
                return not (self.session.busy or self.session.record.client_left)
            case "scroll_coach":
                return self.is_mounted and self.query_one(CoachPanel).can_scroll
            case "take_back" if self.is_mounted and self.query_one(PickingTranscript).turn:
                return False  # the chosen reply's key does it
            case "take_back" | "pick":
                return bool(self.session.record.turns)
            case _:
                return True

    # what the session does

    async def on_conversation_screen_happened(self, happened: Happened) -> None:
        """Show an event."""
        event = happened.event
        self.query_one(Transcript).happened(event)
        if isinstance(event, HintTaken):
            if event.follows == self.session.record.head:
                self.query_one(Transcript).hinted(event)
            return
        if isinstance(event, Graded | Coached):
            self._mark(event.turn)
        if (words := what_happens(event, self.client)) is not None:
            self._say(words)
        if isinstance(event, ClientSpeaking):
            return  # words come by the dozen, and nothing else has changed
        self._show_coach()
        self.refresh_bindings()

    def on_conversation_screen_turn_over(self) -> None:
        """The reply has been dealt with."""
        turn = self.session.record.last
        missing = turn and turn.grade is None and turn.grade_missing
        self.query_one(StatusLine).fall_back_to(self._players())
        self._say("This reply couldn't be graded. Ctrl+R asks again." if missing else "")
        self._show_coach()
        self.refresh_bindings()
        self.query_one(Transcript).anchor()

    # the rest

    def _hear(self, event: Event) -> None:
        if self._beside.concerns(event):
            return  # it is shown where it is tried
        if isinstance(event, Replied | Unsaid):
            self._turn.unkept = ""  # the journal has it
            self._house.attempt(partial(keep_draft, self.session, ""))
        self.post_message(self.Happened(event))

    def keep_draft(self) -> None:
        """Keep what is in the reply box for the next time. Raises `DraftError`."""
        keep_draft(self.session, self.unsent)

    async def settle(self) -> None:
        """Stop a turn under way and wait until the journal has what had arrived."""
        await self._turn.settle()

    def _failed(self, error: LeaninError, reply: str) -> None:
        if reply:
            self.query_one(ReplyBox).put(reply)
        self._house.tell(error)

    def _end(self) -> None:
        try:
            self.session.end()
        except LeaninError as error:
            self._house.tell(error)
            return
        if not self.session.record.turns:
            self._house.back_to_gallery()
            return
        self._look_back()

    def _look_back(self) -> None:
        from leanin.tui.debrief.export import exporter
        from leanin.tui.debrief.screen import DebriefScreen

        export = exporter(self._practice, self.session)
        debrief = DebriefScreen(self.session.record, self.client, self.coach, export, beside=self._beside)
        self.app.push_screen(debrief, self._after_debrief)

    async def _after_debrief(self, chosen: "Next | None") -> None:
        match chosen:
            case ("take_back", number):
                await self._take_back(number)
            case ("go_on", _):
                await self._gone_on()
            case ("again", _):
                self._house.attempt(lambda: self._house.again(self.session))
            case _:
                self._house.attempt(self._let_go)
                self._house.back_to_gallery()

    def _let_go(self) -> None:
        """Let other windows take the session up. Raises `JournalError`."""
        from leanin.store.journal import SessionJournal

        if isinstance(self.session.journal, SessionJournal):
            self.session.journal.close()

    async def _take_back(self, number: int | None = None) -> None:
        await self.settle()
        try:
            text = self.session.take_back(number)
        except LeaninError as error:
            self._house.tell(error)
            return
        self.query_one(ReplyBox).put_back(text)
        await self._show_all()
        self._say("Taken back. Try again; both attempts are kept.")

    def _trying(self) -> "TryingAgain":
        from leanin.tui.debrief.trying import TryingAgain

        return TryingAgain(
            self._house,
            self.session.record,
            self.client,
            self._beside,
            graded=self.coach is CoachMode.LIVE,
            thoughts=self._practice.settings.inner_voice is InnerVoice.LIVE,
            tried=self.on_picking_transcript_picked,
            gone_on=partial(self.call_later, self._gone_on),
        )

    async def _gone_on(self) -> None:
        await self._show_all()
        last = self.session.record.last
        self._say(f"You go on after reply {last.name if last else 0}; what you left is kept.")
