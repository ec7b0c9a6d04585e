"""All tries at one moment side by side: each reply with its evidence, and what came of it."""

from typing import TYPE_CHECKING, ClassVar, Final, Literal, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Grid
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from leanin.tui.debrief.keys import ATTEMPTS_KEYS
from leanin.tui.debrief.page import Page
from leanin.tui.debrief.try_view import cells_of
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import counted

if TYPE_CHECKING:
    from textual.events import Resize

    from leanin.session.record import Record, Turn

_COLUMN: Final = 36
"""Cells from which on a try has room beside another."""


class Wish(NamedTuple):
    """What the trainee wants to do with one of the tries."""

    what: Literal["go_on", "what_if", "finish"]
    number: int
    """The number of its turn."""


class AttemptsScreen(Screen[Wish | None]):
    """The tries at the moment of `turn`, which is chosen at first.

    `graded` says whether grades and the client's state may be seen, `thoughts` whether what the client thought, and
    `can_try` whether the session is still at hand.
    """

    CSS_PATH = "attempts.tcss"
    BINDINGS: ClassVar[list[BindingType]] = ATTEMPTS_KEYS

    def __init__(
        self, record: "Record", turn: "Turn", client: str, *, graded: bool, thoughts: bool, can_try: bool
    ) -> None:
        super().__init__()
        self._record = record
        self._tries = record.tries_at(turn)
        self._at = self._tries.index(turn)
        self._client = client
        self._graded = graded
        self._thoughts = thoughts
        self._can_try = can_try
        self._beside_each_other = 1

    def compose(self) -> ComposeResult:
        """The moment, and the tries beneath."""
        yield Static("", id="which")
        with Page(id="page"):
            said = harmless(self._tries[0].client)
            yield Static(
                Content.assemble((harmless(self._client), "bold $text-primary"), "\n", said),
                classes="client",
                id="said",
            )
            yield Grid(id="tries")
        yield KeyFooter(palette_from=120)

    async def on_mount(self) -> None:
        """The text has the focus, so that it can be scrolled."""
        self.query_one("#page").focus()

    async def on_resize(self, event: "Resize") -> None:
        """Show as many tries beside each other as there is room for."""
        self._beside_each_other = max(1, min(len(self._tries), event.size.width // _COLUMN))
        await self._show()

    async def action_choose(self, direction: int) -> None:
        """Choose the try to the left or to the right."""
        self._at = max(0, min(len(self._tries) - 1, self._at + direction))
        await self._show()
        self.refresh_bindings()

    def action_go_on(self) -> None:
        """Let the conversation go on from the chosen try."""
        chosen = self._tries[self._at]
        if chosen.answered:
            self.dismiss(Wish("go_on", chosen.number))
        else:
            self.notify(f"{self._client} hasn't answered that reply in full.", markup=False, timeout=4)

    def action_what_if(self) -> None:
        """Try yet another reply."""
        self.dismiss(Wish("what_if", self._tries[self._at].number))

    def action_finish(self) -> None:
        """Ask for what is missing of the chosen try."""
        self.dismiss(Wish("finish", self._tries[self._at].number))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A session that is only looked at can't be tried again."""
        if action == "finish":
            return self._can_try and not self._tries[self._at].finished
        return self._can_try if action in ("go_on", "what_if") else True

    async def _show(self) -> None:
        count, shown = len(self._tries), self._beside_each_other
        first = max(0, min(self._at, count - shown))
        window = range(first, first + shown)
        heading = f"Reply {self._tries[0].name}: {counted(count, 'try', 'tries')}"
        if shown < count:
            heading += f", shown {first + 1}" + (f" to {first + shown}" if shown > 1 else "")
        self.query_one("#which", Static).update(Content.assemble((heading, "bold $primary")))
        see = {"graded": self._graded, "thoughts": self._thoughts}
        columns = [cells_of(self._tries[at], self._client, chosen=at == self._at, **see) for at in window]
        grid = self.query_one("#tries", Grid)
        grid.styles.grid_size_columns = shown
        async with self.batch():
            await grid.remove_children()
            await grid.mount_all(
                Static(cell, classes=f"try {'-chosen' if at == self._at else ''}")
                for row in zip(*columns, strict=True)
                for at, cell in zip(window, row, strict=True)
            )
