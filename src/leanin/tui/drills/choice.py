"""What to drill: a step, a trap, the whole, or what leanin chooses; on which ruptures, how many, how fast."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from leanin.drills import book
from leanin.drills.desk import evaluator_part
from leanin.drills.focus import WHOLE, Focus
from leanin.drills.past import conversation_grades
from leanin.drills.progress import Progress
from leanin.drills.wish import Wish
from leanin.errors import LeaninError
from leanin.persona import Component, Marker
from leanin.rubric import STEP_TITLES, TRAPS, Step, Trap
from leanin.tui.drills.keys import CHOICE_KEYS
from leanin.tui.drills.screen import DrillScreen
from leanin.tui.parts.feedback import NUMERALS
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import literal
from leanin.tui.parts.pointed import PointedOptionList
from leanin.tui.parts.words import TRAP_MARK, counted

if TYPE_CHECKING:
    from leanin.settings import Settings
    from leanin.tui.app import LeaninApp

_Value = TypeVar("_Value")

_MUTED: Final = "$foreground-muted"
_FOCUSES: Final = (None, *(Focus(step=step) for step in Step), WHOLE, *(Focus(trap=trap) for trap in Trap))
_CLOCKS: Final = (None, 90, 60, 30)
_COUNTS: Final = (10, 20, 5)
_RUPTURES: Final = (None, *Component)
_MARKERS: Final = (None, *Marker)

ABOUT: Final = "A client's words, your reply, and at once what was there and what to try next. Again until it is there."


class DrillChoiceScreen(Screen[None]):
    """A list of what can be drilled. Enter on the first line is all that is needed."""

    CSS_PATH = "choice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = CHOICE_KEYS

    def __init__(self, settings: "Settings") -> None:
        super().__init__()
        self._settings = settings
        self._wish = Wish()

    @property
    def _house(self) -> "LeaninApp":
        return cast("LeaninApp", self.app)

    def compose(self) -> ComposeResult:
        """What this is, the list, what else was chosen, and who grades."""
        yield Static("Drill", id="title", classes="heading")
        yield Static(ABOUT, id="about", classes="muted")
        yield PointedOptionList(*(Option(_line(focus)) for focus in _FOCUSES), markup=False)
        yield Static("", id="wish", markup=False)
        yield Static("", id="evaluator", classes="muted", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Say what is chosen and who grades."""
        self.query_one(OptionList).highlighted = 0
        self._show_wish()
        self._house.attempt(self._say_who_grades)

    def on_screen_resume(self) -> None:
        """Look up anew what is weak."""
        self._look_up_progress()

    def action_begin(self) -> None:
        """Begin with what is chosen."""
        index = self.query_one(OptionList).highlighted or 0
        self.app.push_screen(DrillScreen(self._settings, replace(self._wish, focus=_FOCUSES[index])))

    def action_clock(self) -> None:
        """The next length of the clock."""
        self._choose(replace(self._wish, limit=_after(self._wish.limit, _CLOCKS)))

    def action_count(self) -> None:
        """The next number of statements."""
        self._choose(replace(self._wish, count=_after(self._wish.count, _COUNTS)))

    def action_rupture(self) -> None:
        """The next part of the alliance."""
        self._choose(replace(self._wish, component=_after(self._wish.component, _RUPTURES)))

    def action_marker(self) -> None:
        """The next way to show it."""
        self._choose(replace(self._wish, marker=_after(self._wish.marker, _MARKERS)))

    def _choose(self, wish: Wish) -> None:
        self._wish = wish
        self._show_wish()

    def _show_wish(self) -> None:
        wish = self._wish
        said = (
            f"{wish.count} statements",
            f"{wish.component} ruptures" if wish.component else "any rupture",
            f"clients in {wish.marker}" if wish.marker else "any client",
            f"{wish.limit} seconds for each reply" if wish.limit else "no clock",
        )
        self.query_one("#wish", Static).update(" · ".join(said))

    def _say_who_grades(self) -> None:
        self.query_one("#evaluator", Static).update(literal(evaluator_part(self._settings).in_words()))

    @work(thread=True, group="progress", exclusive=True)
    def _look_up_progress(self) -> None:
        """Say what leanin would choose: reading the history takes a moment, and the list is there before it."""
        try:
            progress = Progress.of(book.history().attempts, conversation_grades())
        except LeaninError as error:
            self.app.call_from_thread(self._house.tell, error)
            return
        if any(sure.grades for sure in progress.sureness.values()):
            self.app.call_from_thread(self._show_progress, progress)

    def _show_progress(self, progress: Progress) -> None:
        options = self.query_one(OptionList)
        for index, focus in enumerate(_FOCUSES):
            options.replace_option_prompt_at_index(index, _line(focus, progress))


def _after(value: _Value, values: tuple[_Value, ...]) -> _Value:
    return values[(values.index(value) + 1) % len(values)]


def _line(focus: Focus | None, progress: Progress | None = None) -> Content:
    """What can be drilled, with how it went so far where something is known."""
    if focus is None:
        weak = f"mostly “{STEP_TITLES[progress.weakest()]}” now" if progress else "what is weak more often"
        return Content.assemble(("leanin chooses", "bold"), (f"  {weak}; what was missed again", _MUTED))
    if focus.step:
        grades = progress.sureness[focus.step].grades if progress else 0
        known = (
            f"  about {progress.mean(focus.step):.0%}, from {counted(round(grades), 'reply', 'replies')}"
            if progress and grades
            else ""
        )
        title = (f" Only: {STEP_TITLES[focus.step]}", "bold")
        return Content.assemble((NUMERALS[focus.step], _MUTED), title, (known, _MUTED))
    if focus.trap:
        count = progress.traps[focus.trap] if progress else 0
        known = f"  {count} lately" if count else ""
        return Content.assemble(
            (f"{TRAP_MARK} ", "$text-warning"), f"Unlearn: {TRAPS[focus.trap].title}", (known, _MUTED)
        )
    return Content.assemble(("The whole reply", "bold"), ("  all that the moment calls for, and no trap", _MUTED))
