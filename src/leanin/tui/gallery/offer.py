"""The offer of a language model that was found on this machine: made once, the built-in client being the default."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from leanin.tui.parts.literal import harmless
from leanin.tui.parts.pointed import PointedOptionList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from leanin.llm.offers import Offer
    from leanin.practice import Practice
    from leanin.tui.app import LeaninApp


class OfferScreen(ModalScreen[None]):
    """Which client to practise with; says for each model who would receive the trainee's words."""

    CSS_PATH = "../parts/dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "keep_builtin", "Keep the built-in client", id="keep-builtin")
    ]

    def __init__(self, practice: "Practice", offers: "Sequence[Offer]") -> None:
        super().__init__()
        self._practice = practice
        self._offers = offers

    def compose(self) -> ComposeResult:
        """The question and a choice; the built-in comes first and is chosen."""
        with Vertical(id="dialog"):
            yield Static("A language model could play the client", id="title")
            with VerticalScroll(id="message", can_focus=False):
                yield Static(
                    "One was found here. It would sound livelier than the built-in client, which needs no model and "
                    "sends your words nowhere. You are asked once; the answer is kept in the settings."
                )
            yield PointedOptionList(
                Option(_choice("Keep the built-in client", "Your words stay on this machine.")),
                *(Option(_choice(f"Use {offer.name}", _means(offer))) for offer in self._offers),
                markup=False,
            )

    def on_option_list_option_selected(self, chosen: OptionList.OptionSelected) -> None:
        """Remember the answer."""
        if chosen.option_index == 0:
            self.action_keep_builtin()
        else:
            self._answer(partial(self._practice.accept, self._offers[chosen.option_index - 1]))

    def action_keep_builtin(self) -> None:
        """Stay with the built-in and don't ask again."""
        self._answer(self._practice.decline_offers)

    def _answer(self, remember: "Callable[[], object]") -> None:
        house = cast("LeaninApp", self.app)
        self.dismiss()
        house.attempt(remember)
        house.gallery.show_models(self._practice.models_in_words())


def _means(offer: "Offer") -> str:
    return f"Found: {offer.found_by}. Your words would go to {offer.receiver}."


def _choice(what: str, means: str) -> Content:
    return Content.assemble((harmless(what), "bold"), "\n", (harmless(means), "$foreground-muted"))
