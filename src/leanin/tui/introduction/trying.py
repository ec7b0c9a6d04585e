"""The introduction's second page: one client statement, and replies to send and compare."""

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from leanin import introduction
from leanin.errors import LeaninError
from leanin.introduction import EXAMPLES, Tried, moved_in_words
from leanin.tui.conversation.reply_box import ReplyBox
from leanin.tui.introduction.keys import TRYING_KEYS
from leanin.tui.parts import feedback
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.highlight import marked, marks_of
from leanin.tui.parts.literal import harmless, literal

if TYPE_CHECKING:
    from leanin.persona import PersonaFile
    from leanin.tui.app import LeaninApp

FIRST: Final = "This reply explains. Enter sends it."
SECOND: Final = "This one leans in. Enter sends it."
THEN: Final = "Now your own words; or Esc, and choose a client."


class TryingScreen(Screen[None]):
    """An example stands in the box, ready to be sent; after it the other; then one's own. Nothing of it is kept."""

    CSS_PATH = "introduction.tcss"
    BINDINGS: ClassVar[list[BindingType]] = TRYING_KEYS

    def __init__(self) -> None:
        super().__init__()
        self._client: PersonaFile | None = None
        self._tried: dict[str, Tried] = {}

    @property
    def _box(self) -> ReplyBox:
        return self.query_one(ReplyBox)

    def compose(self) -> ComposeResult:
        """Who says what, what came of the replies, and the box."""
        yield Static(introduction.TRY_TITLE, id="title", classes="heading")
        with Vertical(id="met"):
            yield Static(introduction.SCENE, id="scene", classes="muted")
            yield Static("", id="statement")
        yield VerticalScroll(id="tries", can_focus=False)
        yield Static("", id="status", markup=False)
        yield ReplyBox()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Put the first example into the box; the client comes in a moment later."""
        self._box.focus()
        self._offer(EXAMPLES[0][1])
        self._meet()

    @work(thread=True, group="meeting")
    def _meet(self) -> None:
        try:
            file = introduction.meeting()
        except LeaninError as error:
            self.app.call_from_thread(cast("LeaninApp", self.app).tell, error)
            return
        self.app.call_from_thread(self._met, file)

    def _met(self, file: "PersonaFile") -> None:
        self._client = file
        persona = file.persona
        said = Content.assemble(
            (f"{harmless(persona.name)}  ", "bold $text-primary"), (harmless(persona.opening), "bold")
        )
        self.query_one("#statement", Static).update(said)

    def on_reply_box_sent(self, sent: ReplyBox.Sent) -> None:
        """Enter: send what is in the box."""
        if self._client is None:
            self._box.put(sent.text)
        elif sent.text.strip():
            self._send(self._client, sent.text)
        else:
            self._say("Write a reply, or F2 for an example.")

    def action_other(self) -> None:
        """The example that isn't in the box, in place of what is."""
        explains, leans_in = (reply for _, reply in EXAMPLES)
        self._offer(leans_in if self._box.text == explains else explains)

    def action_done(self) -> None:
        """Leave."""
        self.dismiss()

    def action_scroll(self, way: int) -> None:
        """Scroll by a page."""
        tries = self.query_one("#tries")
        tries.scroll_relative(y=way * max(1, tries.size.height - 1), animate=False)

    @work(group="sending")
    async def _send(self, file: "PersonaFile", reply: str) -> None:
        try:
            tried = await introduction.send(file, reply)
        except LeaninError as error:
            self._box.put(reply)
            cast("LeaninApp", self.app).tell(error)
            return
        self._tried[tried.reply] = tried
        view = Static(_in_view(tried, file.persona.name), classes="try")
        await self.query_one("#tries").mount(view)
        self.call_after_refresh(self.query_one("#tries").scroll_to_widget, view, animate=False, top=True)
        waiting = [example for _, example in EXAMPLES if example not in self._tried]
        if waiting and not self._box.text:
            self._offer(waiting[0])
        else:
            self._say(THEN if waiting else f"{self._compared()} {THEN}")

    def _offer(self, example: str) -> None:
        self._box.load_text(example)
        self._box.move_cursor(self._box.document.end)
        self._say(FIRST if example == EXAMPLES[0][1] else SECOND)

    def _compared(self) -> str:
        ended = (f"the one that {does}: trust {self._tried[reply].after.trust:.0f}" for does, reply in EXAMPLES)
        return f"Trust began at {self._tried[EXAMPLES[0][1]].before.trust:.0f}. After {', '.join(ended)}."

    def _say(self, words: str) -> None:
        self.query_one("#status", Static).update(literal(words))


def _in_view(tried: Tried, client: str) -> Content:
    """The reply with what was found in it, how the client took it, and how they then stand."""
    lines = [
        Content.assemble(("You  ", "bold $text-secondary"), marked(tried.reply, marks_of(tried.grade))),
        feedback.in_a_line(tried.grade),
        Content.assemble((f"{harmless(client)}  ", "bold $text-primary"), harmless(tried.said)),
    ]
    if tried.thought:
        lines.append(Content.assemble(("thinks  ", "$foreground-muted"), (harmless(tried.thought), "italic")))
    lines.append(Content.assemble(("→ ", "bold $text-primary"), moved_in_words(tried)))
    return Content("\n").join(lines)
