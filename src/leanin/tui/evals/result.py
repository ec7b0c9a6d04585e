"""One result of a run, in full."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from leanin.errors import DataFileError
from leanin.evals.browsing import Place
from leanin.evals.reading import told
from leanin.tui.evals.keys import RESULT_KEYS
from leanin.tui.evals.views import part_view
from leanin.tui.parts.footer import KeyFooter

if TYPE_CHECKING:
    from leanin.tui.app import LeaninApp


class EvalResultScreen(Screen[int]):
    """A result of a list, and the way to its neighbours. Gives the place of the last one that was read."""

    CSS_PATH = "evals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = RESULT_KEYS

    def __init__(self, listed: Sequence[Place], index: int) -> None:
        super().__init__()
        self._listed = listed
        self._index = index

    def compose(self) -> ComposeResult:
        """Which of how many, and the result."""
        yield Static("", id="about", classes="muted", markup=False)
        yield VerticalScroll(id="text")
        yield KeyFooter()

    async def on_mount(self) -> None:
        """The text has the focus, so that it can be scrolled."""
        self.query_one("#text").focus()
        await self._show()

    async def action_go(self, by: int) -> None:
        """The next result of the list, or the one before."""
        index = min(len(self._listed) - 1, max(0, self._index + by))
        if index != self._index:
            self._index = index
            await self._show()

    def action_leave(self) -> None:
        """Back to the list."""
        self.dismiss(self._index)

    async def _show(self) -> None:
        self.query_one("#about", Static).update(f"{self._index + 1:,} of {len(self._listed):,}")
        text = self.query_one("#text", VerticalScroll)
        try:
            parts = [Static(part_view(part), classes="block") for part in told(self._listed[self._index].read())]
        except DataFileError as error:
            cast("LeaninApp", self.app).tell(error)
            return
        await text.remove_children()
        await text.mount_all(parts)
        text.scroll_home(animate=False)
