"""The debrief: the session on a page, then each turn with what was left unsaid, and the ways on from there."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from leanin.errors import LeaninError
from leanin.session.strengths import to_practise
from leanin.settings import CoachMode
from leanin.tui.debrief.keys import DEBRIEF_KEYS
from leanin.tui.debrief.order import in_order, title_of
from leanin.tui.debrief.page import Page
from leanin.tui.debrief.summary import Summary
from leanin.tui.debrief.trying import TryingAgain
from leanin.tui.debrief.turn_view import TurnView
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.widget import Widget

    from leanin.session.record import Record, Turn
    from leanin.tui.app import LeaninApp
    from leanin.tui.conversation.beside import Beside


class Next(NamedTuple):
    """What the trainee wants to do after the debrief."""

    what: Literal["take_back", "go_on", "again", "gallery"]
    turn: int | None = None
    """The number of the turn to take back."""


class DebriefScreen(Screen[Next]):
    """A session looked back on. Gives what the trainee wants to do next.

    `coach` says whether grades are shown; `export` writes the transcript and returns where, None where it can't be.
    With `beside`, other replies can be tried beside those that were given.
    """

    CSS_PATH = "debrief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = DEBRIEF_KEYS

    def __init__(
        self,
        record: "Record",
        client: str,
        coach: CoachMode,
        export: "Callable[[], Path] | None" = None,
        *,
        can_go_on: bool = True,
        beside: "Beside | None" = None,
    ) -> None:
        super().__init__()
        self._export = export
        self._record = record
        self._client = client
        self._graded = coach is not CoachMode.OFF
        self._can_go_on = can_go_on
        self._beside = beside
        self._order: list[Turn] = []
        self._chosen: int | None = None

    def compose(self) -> ComposeResult:
        """The first page, then turn by turn."""
        yield Page(*self._parts(), id="debrief")
        yield KeyFooter(palette_from=120)

    def on_mount(self) -> None:
        """The text has the focus, so that it can be scrolled."""
        self.query_one(Page).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are there when there is something for them to do."""
        turn = self._turn
        match action:
            case "export":
                return self._export is not None
            case "next":
                return parameters == ("gallery",) or self._can_go_on
            case "what_if":
                return self._beside is not None and turn is not None
            case "practise":
                return self._graded and to_practise(self._record.turns) is not None
            case "compare":
                return turn is not None and len(self._record.tries_at(turn)) > 1
            case "finish":
                return self._beside is not None and turn is not None and not turn.finished
            case "go_on_from":
                return self._beside is not None and turn is not None and (turn.aside or turn.taken_back)
            case _:
                return True

    def action_next(self, chosen: Literal["take_back", "again", "gallery"]) -> None:
        """Leave the debrief for what was chosen; what isn't in the conversation can't be taken back."""
        turn = self._turn
        if chosen != "take_back":
            self.dismiss(Next(chosen))
        elif turn and (turn.aside or turn.taken_back):
            self._tell("That reply isn't in the conversation. C goes on from it, W tries another at its moment.")
        else:
            self.dismiss(Next(chosen, turn.number if turn else None))

    def action_choose(self, direction: int) -> None:
        """Choose the next reply, or the one before; from the first page, the first or the last one."""
        if not self._order:
            return
        begin = -1 if direction > 0 else len(self._order)
        at = begin if self._chosen is None else self._chosen
        self._point_at(max(0, min(len(self._order) - 1, at + direction)))

    def action_first_page(self) -> None:
        """Go back to the first page, with no reply chosen."""
        self._point_at(None)

    def action_what_if(self) -> None:
        """Try another reply beside the one pointed at."""
        if self._turn:
            self._trying().what_if(self._turn)

    def action_compare(self) -> None:
        """See all tries at the reply pointed at."""
        if self._turn:
            self._trying().compare(self._turn)

    def action_finish(self) -> None:
        """Ask for what is missing of the reply pointed at."""
        if self._turn:
            self._trying().finish(self._turn)

    def action_go_on_from(self) -> None:
        """Go on from the reply pointed at."""
        if self._turn:
            self._trying().go_on_from(self._turn)

    def action_practise(self) -> None:
        """Drill the step that this conversation left to be practised."""
        from leanin.drills.focus import Focus
        from leanin.drills.wish import Wish

        if weakest := to_practise(self._record.turns):
            cast("LeaninApp", self.app).open_drills(Wish(focus=Focus(step=weakest.step)))

    def action_export(self) -> None:
        """Write the transcript, and say where it is."""
        if self._export is None:
            return
        try:
            path = self._export()
        except LeaninError as error:
            cast("LeaninApp", self.app).tell(error)
        else:
            self._tell(_from_home(path), title="Transcript written")

    @property
    def _turn(self) -> "Turn | None":
        """The turn that the keys are about."""
        return self._record.last if self._chosen is None else self._order[self._chosen]

    def _parts(self) -> "Iterator[Widget]":
        """All that the page holds."""
        self._order = list(in_order(self._record))
        yield Summary(self._record, graded=self._graded)
        yield Static(self._opening(), classes="client opening")
        for turn in self._order:
            yield TurnView(turn, self._client, title_of(turn, self._record), graded=self._graded)
        for text in self._record.unsaid if self._record.client_left else ():
            unheard = Content.assemble(("You, not heard any more", "bold $text-secondary"), "\n", harmless(text))
            yield Static(unheard, classes="own")
        if not self._graded:
            yield Static("The coach is off, so no grades are shown.", classes="muted")
        yield Static(self._cast(), classes="muted", id="cast")

    def _point_at(self, chosen: int | None) -> None:
        self._chosen = chosen
        number = 0 if chosen is None else self._order[chosen].number
        self.query_one(Summary).point_at(number)
        page = self.query_one(Page)
        for view in self.query(TurnView):
            view.point_at(view.number == number)
            if view.number == number:
                page.scroll_to_widget(view, animate=False, top=True)
        if chosen is None:
            page.scroll_home(animate=False)
        self.refresh_bindings()

    def _trying(self) -> TryingAgain:
        return TryingAgain(
            cast("LeaninApp", self.app),
            self._record,
            self._client,
            self._beside,
            graded=self._graded,
            thoughts=True,
            tried=partial(self.call_later, self._show_anew),
            gone_on=lambda: self.dismiss(Next("go_on")),
        )

    async def _show_anew(self) -> None:
        """Show what has been added, and point at the same reply as before."""
        turn, page = None if self._chosen is None else self._turn, self.query_one(Page)
        async with self.batch():
            await page.remove_children()
            await page.mount_all(self._parts())
        numbers = [shown.number for shown in self._order]
        self._point_at(numbers.index(turn.number) if turn else None)

    def _tell(self, words: str, title: str = "") -> None:
        self.app.clear_notifications()  # asked again, it says so once
        self.notify(words, title=title, markup=False, timeout=4)

    def _cast(self) -> Content:
        opened = self._record.opened
        if opened is None:
            return Content()
        parts = [f"client: {opened.client_model}", f"grades: {opened.evaluator_model}"]
        if opened.coach_model:
            parts.append(f"feedback: {opened.coach_model}")
        return Content(harmless(" · ".join(parts)))

    def _opening(self) -> Content:
        return Content.assemble((harmless(self._client), "bold $text-primary"), "\n", harmless(self._record.opening))


def _from_home(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
