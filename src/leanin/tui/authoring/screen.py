"""The interview for a new persona, one question a page."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from leanin.authoring.draft import Draft
from leanin.authoring.interview import LENGTH, Interview
from leanin.authoring.questions import Kind, Question, Unfit
from leanin.errors import LeaninError
from leanin.tui.authoring.answer_box import AnswerBox
from leanin.tui.authoring.keys import INTERVIEW_KEYS
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import literal
from leanin.tui.parts.notice import NoticeScreen

if TYPE_CHECKING:
    from leanin.tui.app import LeaninApp

_YES_NO = {"yes": "", "no": ""}


class InterviewScreen(Screen[None]):
    """Asks, takes the answer, goes on; every answer is kept at once. `written` is told the file at the end."""

    CSS_PATH = "interview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = INTERVIEW_KEYS

    def __init__(self, out: Path | None = None, written: Callable[[Path], object] = lambda path: None) -> None:
        super().__init__()
        self._interview = Interview(Draft.kept())
        self._out = out
        self._written = written

    def compose(self) -> ComposeResult:
        """Where we are, the question, and the place for its answer."""
        with Vertical(id="page"):
            yield Static("", id="where")
            yield ProgressBar(LENGTH, show_percentage=False, show_eta=False, id="progress")
            with VerticalScroll(id="question", can_focus=False):
                yield Static("", id="ask")
                yield Static("", id="help")
            yield OptionList(id="choices", compact=True)
            yield AnswerBox()
            yield Static("", id="problem")
        yield KeyFooter()

    async def on_mount(self) -> None:
        """Show the first open question."""
        await self._show()

    async def on_answer_box_given(self, given: AnswerBox.Given) -> None:
        """Take what was typed."""
        await self._take(given.text)

    async def on_option_list_option_selected(self, chosen: OptionList.OptionSelected) -> None:
        """Take what was chosen."""
        await self._take(str(chosen.option_id))

    async def action_next(self) -> None:
        """Take the answer as it stands."""
        choices = self.query_one("#choices", OptionList)
        if choices.display:
            choices.action_select()
        else:
            self.query_one(AnswerBox).give()

    async def action_back(self) -> None:
        """Return to the question before; what was typed is kept."""
        self._begin()
        self._interview.back()
        await self._show()

    def action_leave(self) -> None:
        """Leave; the draft stays, with what was typed."""
        self._begin()
        self.dismiss()

    def keep_draft(self) -> None:
        """Keep what was typed, since the app is quit. Raises `DataFileError` where that can't be done."""
        box = self.query_one(AnswerBox)
        if box.display:
            self._interview.begin(box.text)

    def _begin(self) -> None:
        self._house.attempt(self.keep_draft)

    async def _take(self, text: str) -> None:
        try:
            self._interview.answer(text)
        except Unfit as reason:
            self._problem(str(reason))
            return
        except LeaninError as error:
            self._house.tell(error)
            return
        if self._interview.question:
            await self._show()
        else:
            await self._finish()

    async def _finish(self) -> None:
        from leanin.authoring.finish import finish, in_words

        try:
            path = finish(self._interview.draft, self._out)
        except LeaninError as error:
            self._interview.back()
            self._house.tell(error)
            return
        self._written(path)
        words = await asyncio.to_thread(in_words, path)  # a rehearsal takes a second
        house = self._house
        self.dismiss()
        house.push_screen(NoticeScreen("Written", words))

    async def _show(self) -> None:
        question = self._interview.question
        if question is None:
            await self._finish()
            return
        self.query_one("#where", Static).update(literal(f"A new persona · {self._interview.where()}"))
        self.query_one(ProgressBar).update(progress=self._interview.place)
        self.query_one("#ask", Static).update(literal(question.ask))
        self.query_one("#help", Static).update(literal(_help(question)))
        self._problem("")
        self.query_one("#question").scroll_home(animate=False)
        chosen = question.choices or (_YES_NO if question.kind is Kind.YES_NO else {})
        choices, box = self.query_one("#choices", OptionList), self.query_one(AnswerBox)
        choices.display, box.display = bool(chosen), not chosen
        if not chosen:
            box.ask(self._interview.answered, several=question.kind is Kind.LINES)
            box.focus()
            return
        choices.clear_options()
        choices.add_options(
            [Option(literal(f"{word}: {meaning}" if meaning else word), id=word) for word, meaning in chosen.items()]
        )
        answered = self._interview.answered
        choices.highlighted = list(chosen).index(answered) if answered in chosen else 0
        choices.focus()

    def _problem(self, words: str) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(literal(words))
        problem.set_class(bool(words), "-there")

    @property
    def _house(self) -> "LeaninApp":
        from leanin.tui.app import LeaninApp

        assert isinstance(self.app, LeaninApp)
        return self.app


def _help(question: Question) -> str:
    parts = [question.help]
    if question.example:
        parts.append(f"For example: {question.example}")
    if question.advised:
        parts.append(f"{question.advised} or more lines are good to have; one is enough to begin with.")
    if question.kind is Kind.LINES:
        parts.append("One a line. Enter in an empty line goes on.")
    if question.optional:
        parts.append("This one may be left empty.")
    return "\n".join(filter(None, parts))
