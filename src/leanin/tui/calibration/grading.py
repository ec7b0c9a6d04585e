"""Grading blind: reply by reply, a level a step by single keys; a grade is kept as soon as it is whole."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from leanin.calibration import desk
from leanin.calibration.rounds import Round
from leanin.calibration.words import traps_in_words
from leanin.casting import parts
from leanin.rubric import ANCHORS, STEP_TITLES, Level, Step, Trap
from leanin.tui.calibration.draft import STEPS, Draft
from leanin.tui.calibration.keys import GRADING_KEYS
from leanin.tui.calibration.marking import NoteScreen, TrapsScreen
from leanin.tui.calibration.reply_view import exchange_view, facts_view
from leanin.tui.calibration.result import ResultScreen
from leanin.tui.parts.feedback import NUMERALS
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.notice import QuestionScreen
from leanin.tui.parts.words import LEVEL_SHAPES, TRAP_MARK, counted, level_in_words

if TYPE_CHECKING:
    from textual.events import Resize

    from leanin.evals.items import LabelledReply
    from leanin.settings import Settings
    from leanin.tui.app import LeaninApp


class GradingScreen(Screen[None]):
    """A round being graded. Shows what a rater may see of a reply, and nothing of its labels."""

    CSS_PATH = "grading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = GRADING_KEYS

    def __init__(self, settings: "Settings", kept: Round) -> None:
        super().__init__()
        self._settings = settings
        self._round = kept
        self._index = kept.place_to_go_on()
        self._drafts = {item: Draft.of(grade) for item, grade in kept.grades.items()}
        self._step = 0
        self._was_open = True
        """Whether this reply had no grade yet when it was turned to."""
        self._hint = ""
        """What stands in the way of what was asked for; shown until something else is done."""

    @property
    def _house(self) -> "LeaninApp":
        return cast("LeaninApp", self.app)

    @property
    def _item(self) -> "LabelledReply":
        return self._round.items[self._index]

    @property
    def _draft(self) -> Draft:
        """What was given to this reply so far."""
        return self._drafts.setdefault(self._item.id, Draft())

    def compose(self) -> ComposeResult:
        """Where one is, the reply, and what was given so far."""
        yield Static("", id="place", markup=False)
        with VerticalScroll(id="text", can_focus=False):
            yield Static("", id="exchange")
            yield Static("", id="facts")
        yield Static("", id="steps")
        yield Static("", id="more")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show the reply to go on with."""
        self._turn_to(self._index)

    def on_resize(self, event: "Resize") -> None:
        """Where there is room, the levels of all steps are explained at once."""
        self.call_after_refresh(self._show_given)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """“More” is there while there is more; nothing can be done any more once the round is finished."""
        if self._round.finished:
            return action in ("leave", "end")
        if action != "read" or parameters != (1,) or not self.is_mounted:
            return True
        text = self.query_one("#text")
        return text.scroll_target_y < text.max_scroll_y

    def action_level(self, level: Level) -> None:
        """Give the marked step a level and mark the next one that has none."""
        self._draft.levels[STEPS[self._step]] = level
        wanting = [place for place, step in enumerate(STEPS) if step not in self._draft.levels]
        self._step = next((place for place in wanting if place > self._step), wanting[0] if wanting else self._step)
        self._keep()

    def action_step(self, by: int) -> None:
        """Mark the step above or below."""
        self._step = (self._step + by) % len(STEPS)
        self._show_given()

    def action_read(self, way: int) -> None:
        """Scroll by a page."""
        text = self.query_one("#text")
        if way > 0:
            text.scroll_page_down(animate=False)
        else:
            text.scroll_page_up(animate=False)
        self.refresh_bindings()

    def action_next(self) -> None:
        """On to the next reply; after the last one, to the end."""
        missing = [step for step in STEPS if step not in self._draft.levels]
        if missing:
            steps = " and ".join(f"{NUMERALS[step]} {STEP_TITLES[step]}" for step in missing)
            self._say(f"Give {steps} a level first, 0, 1 or 2; S leaves this reply for later.")
            return
        self._go_on()

    def action_skip(self) -> None:
        """Leave this reply for later."""
        self._go_on()

    def action_back(self) -> None:
        """The reply before."""
        if self._index:
            self._turn_to(self._index - 1)

    def action_traps(self) -> None:
        """Name traps."""
        self.app.push_screen(TrapsScreen(self._draft.traps), self._take_traps)

    def action_note(self) -> None:
        """Write a line."""
        self.app.push_screen(NoteScreen(self._draft.note), self._take_note)

    def action_end(self) -> None:
        """Ask whether to end the blind part."""
        graded, of = len(self._round.grades), len(self._round.items)
        if self._round.finished:
            self._show_result()
            return
        if not graded:
            self._say("Grade at least one reply first; there is nothing to compare yet.")
            return
        left = f" {counted(of - graded, 'reply stays', 'replies stay')} without a grade." if graded < of else ""
        part = parts(self._settings).evaluator
        sent = (
            "" if part.is_builtin else f"\n\nThe replies, not your grades, then go out to be graded: {part.in_words()}."
        )
        question = QuestionScreen(
            "See the result?" if graded == of else "Stop here and see the result?",
            f"{graded} of {of} graded.{left} The labels and the evaluator's grades are shown then, so your grades stay "
            f"as they are.{sent}",
            "Show the result",
            "Go on grading",
        )
        self.app.push_screen(question, self._end)

    def action_leave(self) -> None:
        """Leave for now."""
        unkept = sum(not draft.is_empty and not draft.is_whole for draft in self._drafts.values())
        if unkept:
            what = counted(unkept, "reply had", "replies had")
            self.notify(f"{what} no level for every step and wasn't kept.", severity="warning", markup=False, timeout=5)
        self.app.pop_screen()

    def _go_on(self) -> None:
        items = self._round.items
        left = [index for index, item in enumerate(items) if item.id not in self._round.grades]
        done = not left and self._was_open
        if self._index + 1 < len(items) and not done:
            self._turn_to(self._index + 1)
        elif not left:
            self.action_end()
        elif left == [self._index]:
            self._say("This is the only one left without a grade. E ends without it.")
        else:
            self._turn_to(left[0])
            self._say(f"{counted(len(left), 'reply is', 'replies are')} still without a grade. E ends without them.")

    def _end(self, sure: bool | None) -> None:
        if not sure:
            return
        self._house.attempt(lambda: desk.finish(self._round))
        if self._round.finished:
            self._show_result()

    def _show_result(self) -> None:
        evaluator = parts(self._settings).evaluator.model
        self.app.switch_screen(ResultScreen(self._settings, self._round, evaluator, consented=True))

    def _take_traps(self, traps: tuple[Trap, ...] | None) -> None:
        if traps is not None:
            self._draft.traps = traps
            self._keep()

    def _take_note(self, note: str | None) -> None:
        if note is not None:
            self._draft.note = note
            self._keep()

    def _turn_to(self, index: int) -> None:
        self._index = index
        self._was_open = self._item.id not in self._round.grades
        self._hint = ""
        self._step = next((place for place, step in enumerate(STEPS) if step not in self._draft.levels), 0)
        self.query_one("#exchange", Static).update(exchange_view(self._item))
        self.query_one("#facts", Static).update(facts_view(self._item))
        self.query_one("#text").scroll_home(animate=False)
        self._show_given()
        self.call_after_refresh(self.refresh_bindings)

    def _keep(self) -> None:
        """Keep the grade where it is whole, and show it."""
        self._hint = ""
        draft = self._draft
        if draft.is_whole:
            self._house.attempt(lambda: desk.give(self._round, self._item.id, draft.grade()))
        self._show_given()

    def _show_given(self) -> None:
        graded = f"{len(self._round.grades)} graded" if self._round.grades else "none graded yet"
        state = "kept" if self._item.id in self._round.grades else "not graded"
        self.query_one("#place", Static).update(
            f"Reply {self._index + 1} of {len(self._round.items)} · {state} · {graded}"
        )
        explained = STEPS if self.has_class("-tall") else (STEPS[self._step],)
        lines = []
        for place, step in enumerate(STEPS):
            lines.append(self._step_line(step, marked=place == self._step))
            if step in explained:
                lines += [self._anchor(step, level) for level in range(len(LEVEL_SHAPES))]
        self.query_one("#steps", Static).update(Content("\n").join(lines))
        more = []
        if self._draft.traps:
            more.append(Content.assemble((f"{TRAP_MARK} ", "bold $text-warning"), traps_in_words(self._draft.traps)))
        if self._draft.note:
            more.append(Content.assemble(("note: ", "$foreground-muted"), harmless(self._draft.note)))
        if self._hint:
            more.append(Content.assemble(("! ", "bold $text-warning"), (self._hint, "$text-warning")))
        self.query_one("#more", Static).update(Content("\n").join(more))

    def _step_line(self, step: Step, *, marked: bool) -> Content:
        given = self._draft.levels.get(step)
        level = ("0  1  2", "$foreground-muted") if given is None else (level_in_words(given, True), "bold")
        sign = ("▸ ", "bold $primary") if marked else ("  ", "")
        return Content.assemble(
            sign, (NUMERALS[step], "$foreground-muted"), (f" {STEP_TITLES[step]:<26}", "bold" if marked else ""), level
        )

    def _anchor(self, step: Step, level: int) -> Content:
        given = self._draft.levels.get(step) == level
        words = f"  {level} {LEVEL_SHAPES[level]} {ANCHORS[step][level]}"
        return Content.assemble((words, "" if given else "$foreground-muted"))

    def _say(self, words: str) -> None:
        self._hint = words
        self._show_given()
