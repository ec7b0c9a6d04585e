"""The list of rounds: begin one, go on with one that was left, look at one that is finished."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from leanin.calibration import book, desk
from leanin.calibration.rounds import Round
from leanin.calibration.words import round_in_words, state_in_words
from leanin.casting import parts
from leanin.errors import DataFileError
from leanin.store.kept import now, read_time
from leanin.tui.calibration.choice import ChoiceScreen
from leanin.tui.calibration.grading import GradingScreen
from leanin.tui.calibration.keys import ROUNDS_KEYS
from leanin.tui.calibration.result import ResultScreen
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless, literal
from leanin.tui.parts.notice import NoticeScreen, QuestionScreen
from leanin.tui.parts.pointed import PointedOptionList
from leanin.tui.parts.words import moment_in_words

if TYPE_CHECKING:
    from leanin.practice import Practice
    from leanin.tui.app import LeaninApp

ABOUT: Final = (
    "Grade replies blind, as you would grade a trainee's. Then see how far you, the published labels and the evaluator "
    "agree, and each reply where you differ. Your grades and notes stay on this machine."
)


class RoundsScreen(Screen[None]):
    """Rounds, latest first, below the one that can be begun at once.

    `opened` is a round to enter straight away; `evaluator` is whom to compare with, where somebody else was named than
    the round began with.
    """

    CSS_PATH = "rounds.tcss"
    BINDINGS: ClassVar[list[BindingType]] = ROUNDS_KEYS

    def __init__(self, practice: "Practice", opened: Round | None = None, evaluator: str = "") -> None:
        super().__init__()
        self._practice = practice
        self._opened = opened
        self._evaluator = evaluator
        self._listed: list[Round | DataFileError] = []

    @property
    def _house(self) -> "LeaninApp":
        return cast("LeaninApp", self.app)

    def compose(self) -> ComposeResult:
        """What this is, the list, and who is asked for grades."""
        yield Static("Calibrate", id="title", classes="heading")
        yield Static(ABOUT, id="about", classes="muted")
        yield PointedOptionList(markup=False)
        yield Static("", id="evaluator", classes="muted", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Say who is asked for grades, and enter the round that is wanted."""
        self._house.attempt(self._say_who_grades)
        if self._opened:
            self.enter(self._opened)

    def on_screen_resume(self) -> None:
        """Show how far the rounds are now."""
        self._house.attempt(self._fill)

    def enter(self, kept: Round) -> None:
        """Go on with a round, or look at it where it is finished."""
        if kept.finished:
            self.app.push_screen(ResultScreen(self._practice.settings, kept, self._evaluator))
            return
        self.app.push_screen(GradingScreen(self._practice.settings, kept))
        if not kept.grades and (other := desk.seen_before(kept)):
            self.app.push_screen(
                NoticeScreen(
                    "You may know these",
                    f"Some of these replies were in your round {other.header.id}. If you looked at its result, you "
                    "aren't blind to them any more. Another seed gives other replies: leave, and choose with N.",
                )
            )

    def on_option_list_option_selected(self) -> None:
        """Open what was chosen."""
        self.action_open()

    def on_option_list_option_highlighted(self) -> None:
        """Show the keys that fit it."""
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a round that is there can be deleted."""
        return action != "delete" or (self.is_mounted and isinstance(self._chosen, Round))

    def action_open(self) -> None:
        """Begin, go on, or look at the result."""
        match self._chosen:
            case Round() as kept:
                self._house.attempt(lambda: self.enter(book.read(kept.header.id)))
            case DataFileError() as error:
                self._house.tell(error)
            case None:
                self._begin(desk.Wish())

    def action_new(self) -> None:
        """Choose other replies."""
        self.app.push_screen(ChoiceScreen(desk.Wish()), self._begin)

    def action_delete(self) -> None:
        """Ask, then delete the chosen round."""
        kept = self._chosen
        if isinstance(kept, Round):
            what = f"{round_in_words(kept)}\n{state_in_words(kept)}\n\nIts grades and notes go for good."
            question = QuestionScreen("Delete this round?", what, "Delete", "Keep it")
            self.app.push_screen(question, partial(self._delete, kept.header.id))

    def _delete(self, round_id: str, sure: bool | None) -> None:
        if sure:
            self._house.attempt(partial(book.delete, round_id))
            self._house.attempt(self._fill)

    def _begin(self, wish: desk.Wish | None) -> None:
        if wish is not None:
            self._house.attempt(lambda: self.enter(desk.take_up(wish, self._practice.settings)))

    @property
    def _chosen(self) -> Round | DataFileError | None:
        """None for the round that can be begun."""
        index = self.query_one(OptionList).highlighted
        return self._listed[index - 1] if index else None

    def _say_who_grades(self) -> None:
        part = parts(self._practice.settings).evaluator
        self.query_one("#evaluator", Static).update(literal(f"{part.in_words()}; asked once you have finished"))

    def _fill(self) -> None:
        self._listed = book.rounds()
        options = self.query_one(OptionList)
        before = options.highlighted
        options.clear_options()
        wish = desk.Wish()
        begin = f"Begin: {wish.count} replies of {wish.suite}-{wish.split}, seed {wish.seed}"
        options.add_option(Option(_line(begin, "Everybody who begins here grades the same replies.")))
        options.add_options(Option(_round_line(kept)) for kept in self._listed)
        left = next((place for place, kept in enumerate(self._listed, 1) if _left(kept)), 0)
        options.highlighted = left if before is None else min(before, len(self._listed))


def _left(kept: Round | DataFileError) -> bool:
    return isinstance(kept, Round) and not kept.finished


def _round_line(kept: Round | DataFileError) -> Content:
    if isinstance(kept, DataFileError):
        return _line(kept.title, kept.message.split("\n")[0])
    begun = moment_in_words(read_time(kept.header.begun).astimezone(), now().astimezone())
    state = state_in_words(kept) if kept.finished else f"go on: {state_in_words(kept)}"
    return _line(f"{begun} · {state}", round_in_words(kept))


def _line(title: str, rest: str) -> Content:
    return Content.assemble((harmless(title), "bold"), "\n", (harmless(rest), "$foreground-muted"))
