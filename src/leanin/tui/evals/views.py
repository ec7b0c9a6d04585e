"""Results of a run as a screen shows them: in a line, and part by part."""

from typing import TYPE_CHECKING, Final

from textual.content import Content

from leanin.evals.reading import Levels, Note, Part, Said
from leanin.evals.verdicts import Verdict, differences, verdict
from leanin.screen_text import on_one_line
from leanin.tui.parts.highlight import marked, marks_of
from leanin.tui.parts.literal import harmless

if TYPE_CHECKING:
    from leanin.evals.lines import Line

_SIGNS: Final = {
    Verdict.AGREES: ("✓ ", "$text-success"),
    Verdict.DIFFERS: ("≠ ", "bold $text-warning"),
    Verdict.ERROR: ("✕ ", "bold $text-error"),
}
_TONES: Final = {"title": "bold", "plain": "", "soft": "$foreground-muted", "warn": "bold $text-warning"}


def line_view(line: "Line") -> Content:
    """A result in a line: its verdict as a sign, what differs, and what it is of."""
    judged = verdict(line)
    apart = f"{line.fault}: {line.error}" if line.fault else "; ".join(differences(line))
    return Content.assemble(
        _SIGNS[judged],
        (on_one_line(str(line.id)), "bold"),
        f"  {on_one_line(apart)}" if apart else "",
        (f"  {line.kind} · {on_one_line(line.group)} · {on_one_line(line.cell)}", "$foreground-muted"),
    )


def part_view(part: Part) -> Content:
    """A part of a result that is told in full."""
    match part:
        case Said(who, words, grade, own):
            text = marked(words, marks_of(grade)) if grade else Content(harmless(words))
            return Content.assemble((who, "bold $text-secondary" if own else "bold $text-primary"), "\n", text)
        case Levels():
            return _levels(part)
        case Note(text, tone):
            return Content.assemble((harmless(text), _TONES[tone]))


def _levels(part: Levels) -> Content:
    """A line a step: the levels under each other, then the reason; levels that differ stand out."""
    titles = max(len(title) for title, _, _ in part.rows)
    widths = [
        max(len(column), *(len(levels[place]) for _, levels, _ in part.rows))
        for place, column in enumerate(part.columns)
    ]
    head = "  ".join(f"{column:<{width}}" for column, width in zip(part.columns, widths, strict=True))
    lines = [Content.assemble((" " * (titles + 2) + head, "$foreground-muted"))]
    for title, levels, note in part.rows:
        style = "bold $text-warning" if len(set(levels)) > 1 else ""
        shown = "  ".join(f"{level:<{width}}" for level, width in zip(levels, widths, strict=True))
        lines.append(Content.assemble(f"{title:<{titles}}  ", (shown, style)))
        if note:
            lines.append(Content.assemble((f"  {harmless(note)}", "$foreground-muted")))
    return Content("\n").join(lines)
