"""The progress screen: by step, trap, kind of rupture and persona, for a time and a persona of one's choice."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from leanin.errors import LeaninError
from leanin.progress.figures import Progress, progress_of
from leanin.progress.queries import Wanted
from leanin.progress.since import beginning
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import literal
from leanin.tui.progress.keys import PROGRESS_KEYS
from leanin.tui.progress.views import footnote_view, groups_view, heading_view, step_view, traps_view

if TYPE_CHECKING:
    from textual.events import Resize

    from leanin.store.journal import JournalStore
    from leanin.tui.app import LeaninApp

_WINDOWS: Final = {"": "all of it", "90d": "the last 90 days", "30d": "the last 30 days"}
"""What the time key goes through."""


class ProgressScreen(Screen[None]):
    """What the journal's replies add up to. Raises `JournalError` on opening where the journal can't be read."""

    CSS_PATH = "progress.tcss"
    BINDINGS: ClassVar[list[BindingType]] = PROGRESS_KEYS

    def __init__(self, store: "JournalStore") -> None:
        super().__init__()
        self._store = store
        self._window = ""
        self._persona = ""
        self._imported = False
        self._progress = self._read()
        self._personas = {group.key[0]: group.name for group in self._progress.personas}

    def compose(self) -> ComposeResult:
        """The choice, the figures."""
        yield Static("Progress", id="title", classes="heading")
        yield Static("", id="what", classes="muted", markup=False)
        yield VerticalScroll(id="figures")
        yield KeyFooter()

    async def on_mount(self) -> None:
        """The figures have the focus, so that they can be scrolled."""
        self.query_one("#figures").focus()
        await self._show()

    async def on_resize(self, event: "Resize") -> None:
        """Draw the curves as wide as there is room."""
        await self._show(event.size.width)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A choice of persona needs two of them."""
        return action != "persona" or len(self._personas) > 1

    async def action_window(self) -> None:
        """The next span of time."""
        windows = list(_WINDOWS)
        self._window = windows[(windows.index(self._window) + 1) % len(windows)]
        await self._again()

    async def action_persona(self) -> None:
        """The next persona; after the last one all together."""
        choices = ["", *self._personas]
        self._persona = choices[(choices.index(self._persona) + 1) % len(choices)]
        await self._again()

    async def action_imported(self) -> None:
        """Count imported sessions, or leave them out."""
        self._imported = not self._imported
        await self._again()

    def _read(self) -> Progress:
        since = beginning(self._window, datetime.now().astimezone()) if self._window else ""
        return progress_of(self._store, Wanted(since, self._persona, self._imported))

    async def _again(self) -> None:
        try:
            self._progress = self._read()
        except LeaninError as error:
            cast("LeaninApp", self.app).tell(error)
            return
        for group in self._progress.personas:
            self._personas.setdefault(group.key[0], group.name)
        await self._show()
        self.query_one("#figures", VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()

    async def _show(self, width: int = 0) -> None:
        self.query_one("#what", Static).update(literal(self._chosen()))
        figures = self.query_one("#figures", VerticalScroll)
        await figures.remove_children()
        await figures.mount_all(self._figures((width or self.size.width) - 8))

    def _figures(self, width: int) -> list[Static]:
        found = self._progress
        if not found.sessions:
            return [Static(self._nothing(), markup=False, classes="muted")]
        return [
            Static(heading_view(found), id="counted"),
            *(Static(step_view(one, len(found.sessions), width), classes="step") for one in found.steps),
            Static(traps_view(found), id="traps"),
            Static(groups_view("By kind of rupture", found.kinds), id="kinds"),
            Static(groups_view("By persona", found.personas), id="personas"),
            Static(footnote_view(), id="footnote"),
        ]

    def _chosen(self) -> str:
        whom = self._personas.get(self._persona, self._persona) if self._persona else "all personas"
        return f"{_WINDOWS[self._window]} · {whom}" + (" · with imported sessions" if self._imported else "")

    def _nothing(self) -> str:
        if self._window or self._persona:
            return "No replies in this choice."
        return "No replies yet. Choose somebody in the gallery; what you try there adds up here."
