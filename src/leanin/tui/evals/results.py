"""The results of a run, a page at a time, by verdict, kind and cell."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from leanin.errors import DataFileError
from leanin.evals.browsing import Place, Wanted, places
from leanin.evals.run_folder import RunFolder
from leanin.evals.verdicts import Verdict
from leanin.tui.evals.keys import RESULTS_KEYS
from leanin.tui.evals.result import EvalResultScreen
from leanin.tui.evals.views import line_view
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import literal
from leanin.tui.parts.pointed import PointedOptionList

if TYPE_CHECKING:
    from leanin.tui.app import LeaninApp

_Value = TypeVar("_Value")

ON_A_PAGE: Final = 50
_AT_ONCE: Final = 500
"""Results that are handed to the screen together while the files are read."""
_VERDICTS: Final = (None, Verdict.DIFFERS, Verdict.ERROR, Verdict.AGREES)
_IN_WORDS: Final = {
    None: "all results",
    Verdict.DIFFERS: "those that differ",
    Verdict.ERROR: "errors",
    Verdict.AGREES: "those that agree",
}


class ResultsScreen(Screen[None]):
    """Results to choose from. The files are read in a thread; only places are kept, and the page that is shown."""

    CSS_PATH = "evals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = RESULTS_KEYS

    def __init__(self, run: RunFolder, verdict: Verdict | None = None) -> None:
        super().__init__()
        self._run = run
        self._wanted = Wanted(verdict)
        self._places: list[Place] = []
        self._fitting: list[Place] = []
        self._kinds: list[str] = []
        self._cells: list[str] = []
        self._page = 0
        self._reading = True

    def compose(self) -> ComposeResult:
        """What is listed, and the list."""
        yield Static(literal(self._run.path.name), id="title", classes="heading")
        yield Static("", id="about", classes="muted", markup=False)
        yield PointedOptionList(markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin to read the files."""
        self._say()
        self._find()

    @property
    def _last_page(self) -> int:
        return max(0, len(self._fitting) - 1) // ON_A_PAGE

    @property
    def _shown(self) -> list[Place]:
        return self._fitting[self._page * ON_A_PAGE : (self._page + 1) * ON_A_PAGE]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A choice of kind or cell needs two of them, and pages another page."""
        match action:
            case "kind":
                return len(self._kinds) > 1
            case "cell":
                return len(self._cells) > 1
            case "page":
                return self._last_page > 0
        return True

    def on_option_list_option_selected(self) -> None:
        """Read what was chosen."""
        self.action_open()

    def action_open(self) -> None:
        """Read the result under the cursor."""
        index = self.query_one(OptionList).highlighted
        if index is not None:
            self.app.push_screen(EvalResultScreen(self._fitting, self._page * ON_A_PAGE + index), self._came_back)

    def action_verdict(self) -> None:
        """The next verdict."""
        self._choose(self._wanted._replace(verdict=_after(self._wanted.verdict, _VERDICTS)))

    def action_kind(self) -> None:
        """The next kind of item."""
        self._choose(self._wanted._replace(kind=_after(self._wanted.kind, ("", *self._kinds))))

    def action_cell(self) -> None:
        """The next cell."""
        self._choose(self._wanted._replace(cell=_after(self._wanted.cell, ("", *self._cells))))

    def action_page(self, by: int) -> None:
        """Another page."""
        page = min(self._last_page, max(0, self._page + by))
        if page != self._page:
            self._page = page
            self._fill()

    def _choose(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._fitting = [place for place in self._places if wanted.holds(place)]
        self._page = 0
        self._fill()
        self.refresh_bindings()

    @work(thread=True, group="places", exclusive=True)
    def _find(self) -> None:
        """Go through the files, and hand over what is found: the first page at once, then by hundreds."""
        worker, found, most = get_current_worker(), [], ON_A_PAGE
        try:
            for place, _ in places(self._run):
                found.append(place)
                if len(found) >= most:
                    self.app.call_from_thread(self._take, found)
                    found, most = [], _AT_ONCE
                if worker.is_cancelled:
                    return
        except DataFileError as error:
            self.app.call_from_thread(cast("LeaninApp", self.app).tell, error)
        self.app.call_from_thread(self._take, found, last=True)

    def _take(self, found: list[Place], *, last: bool = False) -> None:
        if not self.is_mounted:
            return
        before = len(self._shown)
        self._places += found
        self._fitting += [place for place in found if self._wanted.holds(place)]
        _add_new(self._kinds, (place.kind for place in found))
        _add_new(self._cells, (place.cell for place in found))
        self._reading = not last
        if len(self._shown) > before:
            self._fill()
        self._say()
        self.refresh_bindings()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        chosen = options.highlighted or 0
        lines: list[Content] = []
        for place in self._shown:
            try:
                lines.append(line_view(place.read()))
            except DataFileError as error:
                lines.append(literal(error.message))
        options.clear_options()
        options.add_options(map(Option, lines))
        options.highlighted = min(chosen, len(lines) - 1) if lines else None
        self._say()

    def _say(self) -> None:
        """What is listed, and how far the files have been read."""
        wanted = self._wanted
        words = [_IN_WORDS[wanted.verdict], wanted.kind or "all kinds"]
        if len(self._cells) > 1:
            words.append(wanted.cell or "all cells")
        words.append(f"{len(self._fitting):,} of {len(self._places):,}{' so far' if self._reading else ''}")
        if self._last_page:
            words.append(f"page {self._page + 1:,} of {self._last_page + 1:,}")
        self.query_one("#about", Static).update(literal(" · ".join(words)))

    def _came_back(self, index: int | None) -> None:
        """Put the cursor on what was read last."""
        if index is None:
            return
        if index // ON_A_PAGE != self._page:
            self._page = index // ON_A_PAGE
            self._fill()
        self.query_one(OptionList).highlighted = index % ON_A_PAGE


def _after(value: _Value, values: tuple[_Value, ...]) -> _Value:
    return values[(values.index(value) + 1) % len(values)]


def _add_new(names: list[str], found: Iterable[str]) -> None:
    names += [name for name in dict.fromkeys(found) if name not in names]
