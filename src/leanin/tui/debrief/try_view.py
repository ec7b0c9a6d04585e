"""One try at a moment as cells of a column: name, reply, grade, answer, thought, and how the client stood then."""

from typing import TYPE_CHECKING, Final

from textual.content import Content

from leanin.rubric import Step
from leanin.tui.conversation.speech import CHOSEN
from leanin.tui.parts import feedback
from leanin.tui.parts.alliance import MEASURES
from leanin.tui.parts.highlight import marked, marks_of
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import stance_in_words

if TYPE_CHECKING:
    from leanin.rubric import Grade
    from leanin.session.record import Turn

_MUTED: Final = "$foreground-muted"


def cells_of(turn: "Turn", client: str, *, chosen: bool, graded: bool, thoughts: bool) -> tuple[Content, ...]:
    """The cells of a try, as many for every try; empty where there is nothing to say.

    `graded` says whether its grade and the client's state may be seen, `thoughts` whether what they thought.
    """
    grade = turn.shown_grade if graded else None
    return (
        _name(turn, grade, chosen=chosen),
        Content.assemble(("You", "bold $text-secondary"), "\n", marked(turn.reply, marks_of(grade) if grade else ())),
        _grade(turn, grade, graded=graded),
        _answer(turn, client),
        _thought(turn) if thoughts else Content(),
        _stands(turn) if graded else Content(),
    )


def _name(turn: "Turn", grade: "Grade | None", *, chosen: bool) -> Content:
    what = "↶ taken back" if turn.taken_back else "∥ beside it" if turn.aside else "kept"
    score = f" · {grade.score} of 6" if grade else ""
    hints = f"\n  hints: {turn.hints_in_words}" if turn.hints else ""
    name = (f"{CHOSEN if chosen else ' '} Reply {turn.name}", "bold")
    return Content.assemble(name, (f" · {what}{score}{hints}", _MUTED))


def _grade(turn: "Turn", grade: "Grade | None", *, graded: bool) -> Content:
    if grade:
        parts = [_level(grade, step) for step in Step]
        parts += [feedback.traps(grade)] if grade.traps else []
        return Content("\n").join(parts)
    if graded and turn.grade_missing:
        return Content.assemble((f"No grade: {harmless(turn.grade_missing.reason)}", _MUTED))
    return Content()


def _level(grade: "Grade", step: Step) -> Content:
    """A step's level under its short name, which fits a column."""
    numeral = (feedback.NUMERALS[step], "$foreground-muted")
    return Content.assemble(numeral, f" {step.value:<14}  ", feedback.step_level(grade, step))


def _answer(turn: "Turn", client: str) -> Content:
    name = (harmless(client), "bold $text-primary")
    if turn.answer is None:
        return Content.assemble(name, ("\nhasn't answered", _MUTED))
    words = harmless(turn.answer.said) or "(nothing)"
    broke_off = f"\n— {harmless(turn.answer.broke_off)}" if turn.answer.broke_off else ""
    return Content.assemble(name, f"\n{words}", (broke_off, "$text-warning"))


def _thought(turn: "Turn") -> Content:
    if not turn.answer or not turn.answer.thought:
        return Content()
    return Content.assemble(("thought, and didn't say\n", _MUTED), (harmless(turn.answer.thought), "italic"))


def _stands(turn: "Turn") -> Content:
    if turn.after is None:
        return Content()
    lines = [Content(stance_in_words(turn.after.stance))]
    for measure in MEASURES:
        before, after = getattr(turn.before, measure), getattr(turn.after, measure)
        lines.append(Content.assemble(f"{measure:<8}", (f"{before:>3.0f} → {after:.0f}", "bold")))
    if turn.newly_disclosed:
        lines.append(Content("◆ told something that was kept back"))
    return Content("\n").join(lines)
