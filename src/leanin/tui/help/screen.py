"""The help screen: every key from the screens' own bindings, the three steps, and where things are kept."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from leanin import locations
from leanin.tui.authoring.keys import INTERVIEW_KEYS
from leanin.tui.calibration.keys import GRADING_KEYS, RESULT_KEYS, ROUNDS_KEYS
from leanin.tui.conversation.keys import CONVERSATION_KEYS, PICKING_KEYS, REPLY_KEYS, WHAT_IF_KEYS
from leanin.tui.debrief.keys import ATTEMPTS_KEYS, DEBRIEF_KEYS
from leanin.tui.drills.keys import CHOICE_KEYS, DRILL_KEYS, SUMMARY_KEYS
from leanin.tui.evals import keys as evals
from leanin.tui.gallery.keys import CARD_KEYS, GALLERY_KEYS
from leanin.tui.help.keys import key_lines
from leanin.tui.introduction.keys import INTRODUCTION_KEYS, TRYING_KEYS
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import ABOUT_IT, STEP_NUMERALS, TRAP_MARK
from leanin.tui.progress.keys import PROGRESS_KEYS
from leanin.tui.scene.keys import SCENE_KEYS
from leanin.tui.sessions.keys import SESSIONS_KEYS
from leanin.tui.settings_page.keys import SETTINGS_KEYS

ROOMS: Final[dict[str, list[BindingType]]] = {
    "GalleryScreen": [*CARD_KEYS, *GALLERY_KEYS],
    "SceneScreen": SCENE_KEYS,
    "ConversationScreen": [*REPLY_KEYS, *CONVERSATION_KEYS],
    "PickingScreen": PICKING_KEYS,
    "WhatIfScreen": [*REPLY_KEYS, *WHAT_IF_KEYS],
    "DebriefScreen": DEBRIEF_KEYS,
    "AttemptsScreen": ATTEMPTS_KEYS,
    "SessionsScreen": SESSIONS_KEYS,
    "DrillChoiceScreen": CHOICE_KEYS,
    "DrillScreen": [*REPLY_KEYS, *DRILL_KEYS],
    "DrillSummaryScreen": SUMMARY_KEYS,
    "ProgressScreen": PROGRESS_KEYS,
    "SettingsScreen": SETTINGS_KEYS,
    "IntroductionScreen": INTRODUCTION_KEYS,
    "TryingScreen": [*REPLY_KEYS, *TRYING_KEYS],
    "InterviewScreen": INTERVIEW_KEYS,
    "RoundsScreen": ROUNDS_KEYS,
    "GradingScreen": GRADING_KEYS,
    "ResultScreen": RESULT_KEYS,
    "RunsScreen": evals.RUNS_KEYS,
    "RunScreen": evals.RUN_KEYS,
    "ResultsScreen": evals.RESULTS_KEYS,
    "EvalResultScreen": evals.RESULT_KEYS,
}
"""All that the keys of each room do, by its screen. The screens themselves aren't needed for help, and load slower."""

_TITLES: Final = {
    "PickingScreen": "Choosing an earlier reply",
    "WhatIfScreen": "What if",
    "AttemptsScreen": "Tries side by side",
    "SessionsScreen": "Past sessions",
    "DrillChoiceScreen": "What to drill",
    "DrillScreen": "Drills",
    "DrillSummaryScreen": "After a drill",
    "TryingScreen": "Introduction: replies to send",
    "InterviewScreen": "A new persona",
    "RoundsScreen": "Calibration",
    "GradingScreen": "Grading blind",
    "ResultScreen": "Calibration's result",
    "RunsScreen": "Eval runs",
    "RunScreen": "An eval run",
    "ResultsScreen": "Its results",
    "EvalResultScreen": "A single result",
}

_LEFT: Final = 14
"""Cells that the left column takes at least, so that the sections line up."""


class HelpScreen(ModalScreen[None]):
    """Help for the room one comes from first, then for the others."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "dismiss", "Close", id="close-help"),
        Binding("i", "open('introduction')", "Introduction", id="help-introduction"),
        Binding("o", "open('settings')", "Settings", id="help-settings"),
    ]

    def __init__(self, asked_in: Screen[Any]) -> None:
        super().__init__()
        self._asked_in = asked_in

    def compose(self) -> ComposeResult:
        """Steps, keys, places."""
        from leanin.rubric import ANCHORS, STEP_TITLES, Step

        with VerticalScroll(id="help"):
            yield Static("I shows the introduction again, O the settings.", classes="muted")
            yield Static("The three steps of leaning in", classes="heading")
            for step, numeral in zip(Step, STEP_NUMERALS, strict=True):
                title = (f"{numeral} {STEP_TITLES[step]}", "bold")
                yield Static(Content.assemble(title, (f": {ANCHORS[step][2]}", "$foreground-muted")))
            yield Static(ABOUT_IT, classes="muted")
            yield Static(
                f"In your own words, ① ② ③ stand behind what showed a step, {TRAP_MARK} behind what fell into a trap.",
                classes="muted",
            )
            here = type(self._asked_in).__name__
            for room in sorted(ROOMS, key=lambda room: room != here):
                yield Static(_TITLES.get(room, room.removesuffix("Screen")), classes="heading")
                yield Static(self._keys(ROOMS[room]))
            yield Static("Everywhere", classes="heading")
            yield Static(self._keys(self._everywhere()))
            yield Static("Where things are kept", classes="heading")
            yield Static(_places())
        yield KeyFooter()

    def on_mount(self) -> None:
        """The text has the focus, so that it can be scrolled."""
        self.query_one("#help").focus()

    def action_open(self, room: str) -> None:
        """Close, and open another room in its place."""
        self.dismiss()
        self.app.call_later(self.app.run_action, room)

    def _everywhere(self) -> list[BindingType]:
        key = self.app.COMMAND_PALETTE_BINDING
        return [*self.app.BINDINGS, Binding(key, "command_palette", "Palette", tooltip="All that can be done here")]

    def _keys(self, bindings: list[BindingType]) -> Table:
        return _in_columns(key_lines(bindings, self.app.get_key_display))


def _places() -> Table:
    return _in_columns(
        [
            ("Settings", str(locations.config_file())),
            ("Journal", str(locations.journal_file())),
            ("Own personas", str(locations.own_personas_dir())),
        ]
    )


def _in_columns(rows: Sequence[tuple[str, str]]) -> Table:
    """Two columns, the right one wrapped within itself."""
    table = Table.grid(padding=(0, 2))
    table.add_column(min_width=_LEFT, no_wrap=True)
    table.add_column(overflow="fold")
    for left, right in rows:
        table.add_row(Text(left, "bold"), Text(harmless(right)))
    return table
