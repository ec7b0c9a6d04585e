"""What a run found: its figures, cell by cell."""

import json
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from leanin.datafile import read_text
from leanin.errors import DataFileError
from leanin.evals.page_view import DASH, Figures, overview
from leanin.evals.run_folder import RunFolder
from leanin.evals.verdicts import Verdict
from leanin.tui.evals.keys import RUN_KEYS
from leanin.tui.evals.results import ResultsScreen
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless


class RunScreen(Screen[None]):
    """The summary of one run."""

    CSS_PATH = "evals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = RUN_KEYS

    def __init__(self, run: RunFolder) -> None:
        super().__init__()
        self._run = run

    def compose(self) -> ComposeResult:
        """Its name, and its figures."""
        yield Static(Content(harmless(self._run.path.name)), id="title", classes="heading")
        with VerticalScroll(id="text"):
            for block in self._blocks():
                yield Static(block, classes="block")
        yield KeyFooter()

    def on_mount(self) -> None:
        """The text has the focus, so that it can be scrolled."""
        self.query_one("#text").focus()

    def action_results(self, verdict: str = "") -> None:
        """List its results."""
        self.app.push_screen(ResultsScreen(self._run, Verdict(verdict) if verdict else None))

    def _blocks(self) -> list[Content]:
        path = self._run.path / "figures.json"
        try:
            figures = cast(Figures, json.loads(read_text(path)))
        except (DataFileError, ValueError):
            return [
                Content("There are no figures: the run was cut off, or is still going on. Its results can be read.")
            ]
        return figures_in_blocks(figures)


def figures_in_blocks(figures: Figures) -> list[Content]:
    """The figures of each cell, one a line; those that aren't known are left out."""
    view = overview(figures)
    width = max(map(len, view.head))
    blocks = []
    for name, *row in view.rows:
        lines = [Content.assemble((harmless(_text(name)), "bold"))]
        for title, entry in zip(view.head[1:], row, strict=True):
            if set(text := _text(entry)) - set(f"{DASH} /"):
                lines.append(Content.assemble((f"  {title:<{width}}  ", "$foreground-muted"), harmless(text)))
        blocks.append(Content("\n").join(lines))
    return blocks


def _text(entry: object) -> str:
    return entry if isinstance(entry, str) else str(getattr(entry, "text", entry))
