"""The cards of the gallery."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import ListItem, ListView, Static

from leanin.tui.gallery.keys import CARD_KEYS
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import difficulty_in_words, rupture_in_words

if TYPE_CHECKING:
    from leanin.errors import DataFileError
    from leanin.persona import PersonaFile


class PersonaList(ListView):
    """The cards, one below the other."""

    BINDINGS: ClassVar[list[BindingType]] = CARD_KEYS


class PersonaCard(ListItem):
    """Somebody to practise with: who they are, what kind of rupture, how hard."""

    def __init__(self, file: "PersonaFile") -> None:
        super().__init__()
        self.file = file

    def compose(self) -> ComposeResult:
        """Three lines of text, the summary wrapped; behind the name, where it comes from if it isn't shipped."""
        from leanin.languages import speaks
        from leanin.persona_shelf import place_in_words

        persona = self.file.persona
        rupture = rupture_in_words(persona.rupture.component, persona.rupture.marker)
        behind = " · ".join(filter(None, (f", {persona.age}", place_in_words(self.file))))
        yield Static(Content.assemble((harmless(persona.name), "bold"), (behind, "$foreground-muted")))
        yield Static(Content(harmless(persona.summary)))
        kind = (difficulty_in_words(persona.difficulty), rupture, speaks(persona.language))
        yield Static(Content(" · ".join(filter(None, kind))), classes="muted")


class BrokenCard(ListItem):
    """A persona file that can't be used, shown as such."""

    def __init__(self, error: "DataFileError") -> None:
        super().__init__()
        self.error = error

    def compose(self) -> ComposeResult:
        """What it is, and the first thing that is wrong with it."""
        yield Static(Content.assemble(("! ", "bold $text-error"), (self.error.title, "$text-error")))
        yield Static(Content(harmless(self.error.message.partition("\n")[0])), classes="muted first-line")


class GoOnCard(ListItem):
    """The session that was left or cut off."""

    def __init__(self, what: str, go_on: Callable[[], object], session: object) -> None:
        super().__init__()
        self.session = session
        self.what = what
        self.go_on = go_on

    def compose(self) -> ComposeResult:
        """What there is to go on with."""
        yield Static(Content.assemble(("↻ ", "bold $accent"), ("Go on where you stopped", "bold")))
        yield Static(Content(harmless(self.what)), classes="muted")
