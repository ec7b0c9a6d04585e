"""The introduction's first page: what leanin is for, and the three steps."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from leanin import introduction
from leanin.tui.introduction.keys import INTRODUCTION_KEYS
from leanin.tui.parts.feedback import NUMERALS
from leanin.tui.parts.footer import KeyFooter

AGAIN: Final = "F1, then I, shows this again."


class IntroductionScreen(Screen[bool]):
    """A page to read; gives whether to go on to the second."""

    CSS_PATH = "introduction.tcss"
    BINDINGS: ClassVar[list[BindingType]] = INTRODUCTION_KEYS

    def compose(self) -> ComposeResult:
        """What it is for, the steps with an example each, and what is honest to say."""
        yield Static(introduction.TITLE, id="title", classes="heading")
        with VerticalScroll(id="page"):
            for paragraph in introduction.WHAT_FOR:
                yield Static(paragraph)
            for place, one in enumerate(introduction.STEPS):
                step = Content.assemble(
                    (f"{NUMERALS[one.step]} {one.title}", "bold"),
                    f": {one.about}\n   ",
                    (one.example, "italic $text-primary"),
                )
                yield Static(step, classes="step" if place else "")
            yield Static(f"{introduction.HONEST} {AGAIN}", classes="muted")
        yield KeyFooter()

    def on_mount(self) -> None:
        """The text has the focus, so that it can be scrolled."""
        self.query_one("#page").focus()
