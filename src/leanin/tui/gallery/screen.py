"""The first screen: the personas, as they are read, and the session that was left."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ListView, Static

from leanin.errors import DataFileError, LeaninError
from leanin.tui.gallery.cards import BrokenCard, GoOnCard, PersonaCard, PersonaList
from leanin.tui.gallery.keys import GALLERY_KEYS
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless

if TYPE_CHECKING:
    from leanin.persona import PersonaFile
    from leanin.tui.app import LeaninApp


_FOR_THE_PALETTE: Final = 100
"""Cells from which on the palette's key has room beside the gallery's own."""


class GalleryScreen(Screen[None]):
    """Cards to choose from. It is on the screen before anything else is loaded."""

    BINDINGS: ClassVar[list[BindingType]] = GALLERY_KEYS

    MAY_BE_INTERRUPTED = True

    def compose(self) -> ComposeResult:
        """A heading, the list, and who plays the client."""
        with Vertical(id="head"):
            yield Static(Content.assemble(("lean in", "bold $primary"), (" and listen", "$primary")))
            yield Static("Practise the moment when a client doubts you.", id="tagline", classes="muted")
        yield PersonaList(id="personas")
        yield Static("", id="message", markup=False)
        yield Static("", id="models", classes="muted", markup=False)
        yield KeyFooter(palette_from=_FOR_THE_PALETTE)

    def on_screen_resume(self) -> None:
        """Offer what had to wait while there was a conversation."""
        self._house.show_offers()

    @property
    def _cards(self) -> PersonaList:
        return self.query_one(PersonaList)

    @property
    def _house(self) -> "LeaninApp":
        return cast("LeaninApp", self.app)

    def add(self, entry: "PersonaFile | DataFileError") -> None:
        """Put one more card up: a persona, or a file that can't be used."""
        self._cards.append(BrokenCard(entry) if isinstance(entry, DataFileError) else PersonaCard(entry))
        if self._cards.index is None:
            self._cards.index = 0

    def all_read(self) -> None:
        """Say so where there was nothing to show."""
        if not len(self._cards):
            self._say("No personas were found. F1 shows the folder in which your own belong.")

    def cannot_open(self, error: LeaninError) -> None:
        """Say why there is nothing to choose from."""
        self._say(f"{error.title}.\n{error.message}")

    def show_models(self, words: str) -> None:
        """Say who plays the client and who receives the trainee's words."""
        self.query_one("#models", Static).update(Content(harmless(words)))

    def persona_called(self, persona_id: str) -> str:
        """The name of the persona with this id; the id itself where its file isn't on the shelf."""
        named = (card.file.persona for card in self.query(PersonaCard))
        return next((persona.name for persona in named if persona.id == persona_id), persona_id)

    def offer_to_go_on(self, what: str, go_on: Callable[[], object], session: object) -> None:
        """Put a session on top of the cards and choose it; it takes the place of one that is there.

        `session` is what `withdraw` knows it by: its id, or the session itself where it has none.
        """
        self.call_next(self._put_on_top, GoOnCard(what, go_on, session))

    def withdraw(self, session: object) -> None:
        """Offer this session no longer: it is open again, and may come to its end."""
        self.call_next(self._take_away, session)

    async def _put_on_top(self, card: GoOnCard) -> None:
        self._cards.index = None  # before the cards move: the list takes the mark off by place
        await self.query(GoOnCard).remove()
        await self._cards.insert(0, [card])
        self._cards.index = 0
        self.refresh_bindings()

    async def _take_away(self, session: object) -> None:
        cards = [card for card in self.query(GoOnCard) if card.session == session]
        if cards:
            self._cards.index = None
            await self._cards.remove_children(cards)
            self._cards.index = 0
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """“Leave it” is there only with the card that it is about."""
        return action != "leave_it" or isinstance(self._cards.highlighted_child, GoOnCard)

    async def action_leave_it(self) -> None:
        """Take the session's card away; the session itself stays in the journal."""
        self._cards.index = None
        await self.query(GoOnCard).remove()
        self._cards.index = 0

    def action_sessions(self) -> None:
        """List the past sessions."""
        self._house.open_sessions()

    def action_drills(self) -> None:
        """Practise in short loops."""
        self._house.open_drills()

    def action_progress(self) -> None:
        """Show what the replies add up to."""
        self._house.open_progress()

    def action_new_persona(self) -> None:
        """Write a persona by answering questions."""
        self._house.open_interview()

    def action_calibrate(self) -> None:
        """Show the educator's rounds of grading blind."""
        self._house.open_calibration()

    def action_evals(self) -> None:
        """Browse eval runs."""
        from leanin.tui.evals.rooms import open_runs

        open_runs(self._house)

    def on_list_view_highlighted(self) -> None:
        """Show the keys that fit the card."""
        self.refresh_bindings()

    async def on_list_view_selected(self, chosen: ListView.Selected) -> None:
        """Open what was chosen."""
        match chosen.item:
            case PersonaCard(file=file):
                self._house.open_scene(file)
            case BrokenCard(error=error):
                self._house.tell(error)
            case GoOnCard(go_on=go_on):
                self._house.attempt(go_on)

    def _say(self, words: str) -> None:
        self.query_one("#message", Static).update(Content(harmless(words)))
