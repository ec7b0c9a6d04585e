"""The drill itself: a statement, a box to reply in, and the feedback at once, all by the keyboard."""

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from leanin.drills import desk
from leanin.drills.desk import DrillRound
from leanin.drills.focus import Reached
from leanin.drills.wish import Wish
from leanin.drills.words import wish_in_words
from leanin.errors import LeaninError
from leanin.tui.conversation.reply_box import ReplyBox
from leanin.tui.drills import views
from leanin.tui.drills.keys import DRILL_KEYS
from leanin.tui.drills.summary import DrillSummaryScreen
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.notice import NoticeScreen

if TYPE_CHECKING:
    from leanin.settings import Settings
    from leanin.tui.app import LeaninApp

_TICK: Final = 0.25
"""Seconds between two looks at the clock."""


class DrillScreen(Screen[None]):
    """A round of drills. Enter sends; on an empty box, after a reply, it goes on to the next statement."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = DRILL_KEYS

    def __init__(self, settings: "Settings", wish: Wish) -> None:
        super().__init__()
        self._settings = settings
        self._wish = wish
        self._round: DrillRound | None = None
        self._reading = False
        """Whether a reply is with the evaluator."""
        self._warned = False
        """Whether the trainee was told of unsent words when they wanted to leave."""

    @property
    def _house(self) -> "LeaninApp":
        return cast("LeaninApp", self.app)

    @property
    def _box(self) -> ReplyBox:
        return self.query_one(ReplyBox)

    @property
    def unsent(self) -> str:
        """What is still in the box, for a fault that ends the app."""
        return self._box.text if self.is_mounted else ""

    def compose(self) -> ComposeResult:
        """Where one is and the clock, what counts, the moment, what can be done, and the box."""
        with Horizontal(id="head"):
            yield Static("", id="place")
            yield Static("", id="clock")
        yield Static("", id="aim")
        with VerticalScroll(id="text", can_focus=False):
            yield Static("", id="moment")
        yield Static("", id="status", markup=False)
        yield ReplyBox()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin behind the first frame; the box can be written in once there is something to answer."""
        self._say(f"{wish_in_words(self._wish)} · reading what you practised so far…")
        self._box.disabled = True
        self._begin()

    def on_screen_suspend(self) -> None:
        """The clock stands while a window is open over the drill."""
        if self._round:
            self._round.stop_clock()

    def on_screen_resume(self) -> None:
        """And goes on behind it."""
        if self._round and not self._reading:
            self._round.go_on_with_clock()

    @work(thread=True, group="beginning")
    def _begin(self) -> None:
        try:
            practised = desk.begin(self._wish, self._settings)
        except LeaninError as error:
            self.app.call_from_thread(self._cannot_begin, error)
            return
        self.app.call_from_thread(self._begun, practised)

    def _cannot_begin(self, error: LeaninError) -> None:
        self.app.pop_screen()
        self._house.tell(error)

    def _begun(self, practised: DrillRound) -> None:
        self._round = practised
        self._box.disabled = False
        self._box.focus()
        if self._wish.limit:
            self.set_interval(_TICK, self._tick)
        self._turn_to_next(desk.evaluator_part(self._settings).in_words())

    async def on_unmount(self) -> None:
        """Let go of the evaluator."""
        if self._round:
            await self._round.close()

    def on_reply_box_sent(self, sent: ReplyBox.Sent) -> None:
        """Enter: send what is written; a command is done; nothing goes on."""
        text = sent.text.strip()
        if self._round is None or self._reading:
            self._box.put(sent.text)
            return
        commands = {"/hint": self.action_hint, "/show": self.action_show, "/next": self.action_next}
        if text in commands:
            commands[text]()
        elif text:
            self._answer(text)
        elif self._round.last:
            self.action_next()
        else:
            self._say("Write a reply; F2 gives a nudge, Ctrl+N passes this one over.")

    def action_hint(self) -> None:
        """A nudge."""
        if self._ready is None:
            return
        if self._ready.hint() is None:
            self._say("That was the last nudge; F3 shows whole replies.")
        self._show_moment(to_the_end=self._ready.last is None)

    def action_show(self) -> None:
        """Whole replies."""
        if self._ready is None:
            return
        shown = self._ready.show()
        words = views.examples_in_words(shown, self._ready.current.item.client)
        self.app.push_screen(NoticeScreen(shown.title, words))

    def action_take_back(self) -> None:
        """The last reply back into the box, to be changed."""
        if self._ready and self._ready.last:
            self._box.put_back(self._ready.last.reply)

    def action_next(self) -> None:
        """On to the next statement; after the last one, look back."""
        if self._ready is None:
            return
        if self._ready.has_next:
            self._turn_to_next()
        else:
            self._look_back()

    def action_end(self) -> None:
        """End here; unsent words are asked about once."""
        if self._reading:
            self._say("One moment: your reply is being read.")
        elif self._box.text.strip() and not self._warned:
            self._warned = True
            self._say("What stands in the box hasn't been sent. Once more to end without it.")
        elif self._round and self._round.attempts:
            self._look_back()
        else:
            self.app.pop_screen()

    def action_scroll(self, way: int) -> None:
        """Scroll by a page."""
        text = self.query_one("#text")
        if way > 0:
            text.scroll_page_down(animate=False)
        else:
            text.scroll_page_up(animate=False)

    @property
    def _ready(self) -> DrillRound | None:
        """The round, while something can be done in it."""
        return None if self._reading else self._round

    def _look_back(self) -> None:
        assert self._round is not None, "only a round can be looked back on"
        self.app.switch_screen(DrillSummaryScreen(self._settings, self._round))

    def _turn_to_next(self, status: str = "") -> None:
        assert self._round is not None, "a round has begun"
        self._warned = False
        self._round.next()
        self._say(status)
        self._show_moment()

    def _show_moment(self, *, to_the_end: bool = False) -> None:
        practised = self._round
        assert practised is not None, "a round has begun"
        choice = practised.current
        self.query_one("#place", Static).update(views.place_view(practised.place, practised.wish.count, choice))
        self.query_one("#aim", Static).update(views.aim_view(choice))
        self.query_one("#moment", Static).update(views.moment_view(choice, practised.nudges, practised.last))
        text = self.query_one("#text")
        if to_the_end:
            self.call_after_refresh(text.scroll_end, animate=False)
        else:
            text.scroll_home(animate=False)
        self._show_clock()

    def _show_clock(self) -> None:
        if self._round:
            self.query_one("#clock", Static).update(views.clock_view(self._round.left(), stands=self._reading))

    def _tick(self) -> None:
        """Show the clock; once it has run out, what is written is sent, even if that is nothing."""
        practised = self._ready
        if practised is None or not self.is_current:
            return
        self._show_clock()
        if practised.left() == 0:
            text = self._box.text
            self._box.load_text("")
            self._answer(text)

    def _say(self, words: str) -> None:
        status = self.query_one("#status", Static)
        status.update(harmless(words))
        status.display = bool(words)

    @work(group="reading")
    async def _answer(self, text: str) -> None:
        assert self._round is not None, "a round has begun"
        self._reading = True
        self._say("Reading your reply…")
        self._show_clock()
        try:
            attempt = await self._round.answer(text)
        except LeaninError as error:
            self._box.put(text)
            self._say("No grade; your reply is back in the box.")
            self._house.tell(error)
            return
        finally:
            self._reading = False
        late = "The time was up. " if attempt.time_was_up else ""
        on = "goes on" if self._round.has_next else "looks back"
        there = attempt.reached is Reached.THERE
        self._say(f"{late}Enter {on}." if there else f"{late}Try again; or Enter on the empty box {on}.")
        self._show_moment()
