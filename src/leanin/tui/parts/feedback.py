"""A grade on the screen: each step's level, the traps, and the one tip, in shapes and words; colour only helps."""

from typing import TYPE_CHECKING, Final

from textual.content import Content

from leanin.rubric import STEP_TITLES, TRAPS, Step, Trap
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import STEP_NUMERALS, TRAP_MARK, level_in_words

if TYPE_CHECKING:
    from leanin.rubric import Grade

NUMERALS: Final[dict[Step, str]] = dict(zip(Step, STEP_NUMERALS, strict=True))

_LEVEL_STYLES: Final = ("$text-error", "$text-warning", "$text-success")
_TRAP_SIGN: Final = (f"{TRAP_MARK}\N{NO-BREAK SPACE}", "bold $text-warning")


def step_title(step: Step) -> Content:
    """The step's numeral and name."""
    return Content.assemble((NUMERALS[step], "$foreground-muted"), " ", (STEP_TITLES[step], "bold"))


def step_level(grade: "Grade", step: Step) -> Content:
    """The level as shape and word."""
    graded = grade.step(step)
    style = _LEVEL_STYLES[graded.level] if graded.called_for else "$foreground-muted"
    return Content.assemble((level_in_words(graded.level, graded.called_for), style))


def levels(grade: "Grade") -> Content:
    """All three steps with their levels, a line each."""
    return Content("\n").join(Content.assemble(step_title(step), "  ", step_level(grade, step)) for step in Step)


def step_detail(grade: "Grade", step: Step) -> Content:
    """The words that show the level, and why it isn't a full one; empty where there is nothing to say."""
    graded = grade.step(step)
    lines = []
    if graded.evidence:
        lines.append(Content.assemble((f"“{harmless(graded.evidence)}”", "italic")))
    if graded.note and graded.level < 2:
        lines.append(Content.assemble((harmless(graded.note), "$foreground-muted")))
    if not lines:
        return Content()
    return Content.assemble((NUMERALS[step], "$foreground-muted"), " ", Content("\n").join(lines))


def traps(grade: "Grade") -> Content:
    """Each trap with the words that fell into it."""
    return Content("\n").join(_trap(grade, trap) for trap in grade.traps)


def trap_details(grade: "Grade") -> Content:
    """Each trap with the words that fell into it, and what it looks like in general."""
    lines = []
    for trap in grade.traps:
        lines.append(_trap(grade, trap))
        lines.append(Content.assemble("  ", (TRAPS[trap].looks_like, "$foreground-muted")))
    return Content("\n").join(lines)


def tip(grade: "Grade") -> Content:
    """The one thing to try next."""
    return Content.assemble(("→ ", "bold $text-primary"), harmless(grade.tip))


def in_a_line(grade: "Grade") -> Content:
    """All three levels and the traps' names in a line."""
    parts = [Content.assemble((NUMERALS[step], "$foreground-muted"), " ", step_level(grade, step)) for step in Step]
    parts += [Content.assemble(_TRAP_SIGN, TRAPS[trap].title) for trap in grade.traps]
    return Content("   ").join(parts)


def _trap(grade: "Grade", trap: Trap) -> Content:
    words = f"  “{harmless(grade.trap_evidence[trap])}”" if grade.trap_evidence.get(trap) else ""
    return Content.assemble(_TRAP_SIGN, (TRAPS[trap].title, "bold"), (words, "italic"))
