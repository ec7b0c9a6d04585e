"""A grade on the screen: each step's level, the traps, and the one tip, in shapes and words; colour only helps."""

from typing import TYPE_CHECKING, Final

from textual.content import Content

from leanin.rubric import STEP_TITLES, TRAPS, Step
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import STEP_NUMERALS, level_in_words

if TYPE_CHECKING:
    from leanin.rubric import Grade

NUMERALS: Final[dict[Step, str]] = dict(zip(Step, STEP_NUMERALS, strict=True))

_LEVEL_STYLES: Final = ("$text-error", "$text-warning", "$text-success")


def step_title(step: Step) -> Content:
    """The step's numeral and name."""
    return Content.assemble((NUMERALS[step], "$foreground-muted"), " ", (STEP_TITLES[step], "bold"))


def step_level(grade: "Grade", step: Step) -> Content:
    """The level as shape and word."""
    graded = grade.step(step)
    style = _LEVEL_STYLES[graded.level] if graded.called_for else "$foreground-muted"
    return Content.assemble((level_in_words(graded.level, graded.called_for), style))


def step_detail(grade: "Grade", step: Step) -> Content:
    """The level, the words that show it, and why."""
    graded = grade.step(step)
    detail = step_level(grade, step)
    if graded.evidence:
        detail += Content.assemble("  ", (f"“{harmless(graded.evidence)}”", "italic"))
    if graded.note:
        detail += Content.assemble("\n", (harmless(graded.note), "$foreground-muted"))
    return detail


def trap_details(grade: "Grade") -> Content:
    """Each trap with the words that fell into it, and what it looks like in general."""
    lines = []
    for trap in grade.traps:
        words = f"  “{harmless(grade.trap_evidence[trap])}”" if grade.trap_evidence.get(trap) else ""
        lines.append(Content.assemble(("! ", "bold $text-warning"), (TRAPS[trap].title, "bold"), (words, "italic")))
        lines.append(Content.assemble("  ", (TRAPS[trap].looks_like, "$foreground-muted")))
    return Content("\n").join(lines)


def tip(grade: "Grade") -> Content:
    """The one thing to try next."""
    return Content.assemble(("→ ", "bold $text-primary"), harmless(grade.tip))


def in_a_line(grade: "Grade") -> Content:
    """All three levels and the traps' names in a line."""
    parts = [Content.assemble((NUMERALS[step], "$foreground-muted"), " ", step_level(grade, step)) for step in Step]
    parts += [Content.assemble(("! ", "bold $text-warning"), TRAPS[trap].title) for trap in grade.traps]
    return Content("   ").join(parts)
