"""Progress as content for a screen: shares with their ranges, curves over time, and words where there are too few."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual.content import Content

from leanin.progress import words
from leanin.progress.charts import share_chart
from leanin.rubric import STEP_TITLES, TRAPS
from leanin.tui.parts.bars import curve
from leanin.tui.parts.feedback import NUMERALS
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import TRAP_MARK

if TYPE_CHECKING:
    from leanin.progress.figures import Group, Line, Progress, StepLine

_MUTED: Final = "$foreground-muted"
_NAME: Final = 23
"""Cells that a name takes in a table."""

_WIDEST_CHART: Final = 72
_CHART_FROM: Final = 3
"""Sessions from which on a curve says anything."""


def heading_view(progress: "Progress") -> Content:
    """What was counted, and the weeks with practice."""
    weeks = progress.weeks
    lines = [
        Content(words.attempts_in_words(progress.attempts, len(progress.sessions))),
        Content.assemble(f"{weeks.in_words()}  ", (words.weeks_in_dots(weeks.lately), "$text-accent"), " to this week"),
    ]
    lines += [
        Content.assemble((harmless(line), _MUTED))
        for line in (words.graders_in_words(progress.graders), words.lately_in_words(progress))
        if line
    ]
    return Content("\n").join(lines)


def step_view(one: "StepLine", sessions: int, width: int) -> Content:
    """One step: how often it was full, in which tries, how it changed, and its curve over time."""
    line = one.line
    rows = [
        Content.assemble((NUMERALS[one.step], _MUTED), " ", (STEP_TITLES[one.step], "bold"), "  full, when called for"),
        _labelled("all", words.share_in_words(line.overall)),
        _labelled("first tries", words.share_in_words(line.first)),
        _labelled("later tries", words.share_in_words(line.again)),
    ]
    if line.before.of:
        rows.append(_labelled("lately", f"{words.share_in_words(line.lately)}  {words.step_change_in_words(line)}"))
    if sessions >= _CHART_FROM:
        chart = share_chart(one.points, min(width, _WIDEST_CHART))
        rows += [Content.assemble((row, "$text-primary")) for row in chart]
    return Content("\n").join(rows)


def traps_view(progress: "Progress") -> Content:
    """The traps that ever happened, the most frequent first."""
    rows = [_heading(f"{TRAP_MARK} Traps", "replies that fell into them")]
    if not progress.traps:
        return Content("\n").join([*rows, Content("None so far.")])
    rows.append(_trap_row("any of them", progress.trapped))
    rows += [_trap_row(TRAPS[one.trap].title, one.line) for one in progress.traps]
    return Content("\n").join(rows)


def groups_view(title: str, groups: "Sequence[Group]") -> Content:
    """Kinds of rupture or personas: sessions, full steps, trapped replies, repairs."""
    head = f"{'':<{_NAME}}{'sess.':>6}{'①':>8}{'②':>8}{'③':>8}{TRAP_MARK:>8}  repaired"
    rows = [_heading(title, "full steps, and replies in traps"), Content.assemble((head, _MUTED))]
    for group in groups:
        shares = "".join(f"{words.share_in_short(share):>8}" for share in (*group.steps, group.trapped))
        name = _fitted(harmless(group.name))
        rows.append(Content(f"{name}{group.sessions:>6}{shares}  {words.repaired_in_words(group)}"))
    return Content("\n").join(rows)


def footnote_view() -> Content:
    """How to read it."""
    return Content.assemble(
        (
            f"{words.ABOUT_SHARES} {words.ABOUT_DIFFICULTY} In tables: {words.SHORT_SIGNS}. Replies that were taken "
            "back or only tried count too; drills don't.",
            _MUTED,
        )
    )


def _trap_row(name: str, line: "Line") -> Content:
    share = words.share_in_words(line.overall)
    change = words.trap_change_in_words(line) if line.before.of else ""
    blocks = curve([100 * (part.share or 0) for part in (line.before, line.lately) if part.of], 2)
    return Content.assemble(_fitted(name), f"{share:<24}", (f"{blocks:<3}", "$text-warning"), (change, _MUTED))


def _heading(title: str, what: str) -> Content:
    return Content.assemble((title, "bold"), (f"  {what}", _MUTED))


def _labelled(label: str, what: str) -> Content:
    return Content.assemble((f"  {label:<12}", _MUTED), what)


def _fitted(name: str) -> str:
    short = name if len(name) < _NAME else f"{name[: _NAME - 2]}…"
    return f"{short:<{_NAME}}"
