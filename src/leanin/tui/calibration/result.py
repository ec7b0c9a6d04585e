"""What came of a round: agreement step by step and trap by trap, and each reply where the graders differ."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from leanin.calibration import desk
from leanin.calibration.book import calibration_dir
from leanin.calibration.export import FORMS, write
from leanin.calibration.results import Result, result_of
from leanin.calibration.rounds import Round
from leanin.casting import parts
from leanin.errors import LeaninError
from leanin.tui.calibration.keys import RESULT_KEYS
from leanin.tui.calibration.result_view import (
    agreement_view,
    difference_view,
    differences_heading,
    heading_view,
    rater_view,
)
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import literal

if TYPE_CHECKING:
    from leanin.settings import Settings
    from leanin.tui.app import LeaninApp


class ResultScreen(Screen[None]):
    """A finished round.

    `evaluator` is whom to compare with, where somebody is named; `desk.evaluator_of` says who else. A built-in
    evaluator is asked at once for what it hasn't graded; a language model where `consented` says that the rater knows,
    else by a key.
    """

    CSS_PATH = "result.tcss"
    BINDINGS: ClassVar[list[BindingType]] = RESULT_KEYS

    def __init__(self, settings: "Settings", kept: Round, evaluator: str = "", *, consented: bool = False) -> None:
        super().__init__()
        self._settings = settings
        self._round = kept
        self._evaluator = desk.evaluator_of(kept, evaluator)
        self._consented = consented
        self._asking = False
        self._place = -1
        """Which difference was gone to last."""

    @property
    def _house(self) -> "LeaninApp":
        return cast("LeaninApp", self.app)

    def compose(self) -> ComposeResult:
        """The text; what is in it comes once the evaluator has graded."""
        yield Static("", id="working", classes="muted", markup=False)
        yield VerticalScroll(id="result")
        yield KeyFooter()

    async def on_mount(self) -> None:
        """Show what is there, and ask for what is missing where that may be."""
        self.query_one("#result").focus()
        part = parts(self._settings).evaluator
        if self._lacks and part.model == self._evaluator and (part.is_builtin or self._consented):
            self.action_ask_again()
        else:
            await self._show()

    @property
    def _lacks(self) -> bool:
        return desk.lacks(self._round, self._evaluator)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Asking again is there while a grade is missing."""
        return action != "ask_again" or (self._lacks and not self._asking)

    def action_ask_again(self) -> None:
        """Ask the evaluator for what it hasn't graded yet."""
        self._asking = True
        self.refresh_bindings()
        self.run_worker(self._ask(), exclusive=True)

    async def action_difference(self, by: int) -> None:
        """Go to the next difference, or the one before."""
        shown = list(self.query(".difference"))
        if shown:
            self._place = min(max(self._place + by, 0), len(shown) - 1)
            self.query_one("#result").scroll_to_widget(shown[self._place], top=True, animate=False)

    def action_export(self) -> None:
        """Write the round in each form into the data folder, and say where."""
        result = self._result()
        paths = [calibration_dir().parent / f"calibration-{self._round.header.id}{ending}" for ending in FORMS]
        try:
            for path in paths:
                write(result, path, force=True)
        except LeaninError as error:
            self._house.tell(error)
            return
        self.app.clear_notifications()
        self.notify("\n".join(map(str, paths)), title="Written", markup=False, timeout=6)

    async def _ask(self) -> None:
        try:
            desk.check_may_ask(self._round, self._evaluator, self._settings)
            failures = await desk.ask_evaluator(self._round, self._settings, progress=self._say_how_far)
            if failures:
                what = f"{len(failures)} of the replies got no grade from {self._evaluator}. The first: {failures[0]}"
                self._house.tell(LeaninError(what, title="The evaluator didn't answer"))
        except LeaninError as error:
            self._house.tell(error)
        finally:
            self._asking = False
            self.query_one("#working", Static).update("")
        await self._show()

    def _say_how_far(self, done: int, of: int) -> None:
        self.query_one("#working", Static).update(literal(f"{self._evaluator} has graded {done} of {of}…"))

    async def _show(self) -> None:
        """Put the result up in place of what was there."""
        result = self._result()
        text = self.query_one("#result", VerticalScroll)
        await text.remove_children()
        self._place = -1
        await text.mount_all(
            [
                Static(heading_view(result), id="heading"),
                Static(agreement_view(result), id="agreement"),
                *(Static(rater_view(compared), classes="rater") for compared in result.other_raters),
                *self._missing(),
                Static(differences_heading(result), id="differences"),
                *(Static(difference_view(found, result), classes="difference") for found in result.differences),
            ]
        )
        self.call_after_refresh(partial(text.scroll_home, animate=False))
        self.refresh_bindings()

    def _missing(self) -> list[Static]:
        """That grades of the evaluator are missing, and what to do about it."""
        if not self._lacks:
            return []
        words = f"{self._evaluator} hasn't graded all of these replies."
        if parts(self._settings).evaluator.model == self._evaluator:
            part = parts(self._settings).evaluator
            words += f" A asks it for the rest ({part.in_words()})." if not part.is_builtin else " A asks it again."
        else:
            words += f" Open this round with --evaluator-model {self._evaluator} to ask it."
        return [Static(literal(words), classes="missing")]

    def _result(self) -> Result:
        return result_of(self._round, self._evaluator, desk.finished_rounds())
