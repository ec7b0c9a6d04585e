"""A round's result as text with styles: shapes and words carry it, colour only helps."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from leanin.calibration import words
from leanin.calibration.agreement import Comparison, caution
from leanin.calibration.results import Difference, Result
from leanin.rubric import STEP_TITLES, Step
from leanin.tui.parts.feedback import NUMERALS
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import TRAP_MARK, level_in_words

_MUTED: Final = "$foreground-muted"
_TITLE: Final = 25
_COLUMN: Final = 13
"""Cells for a step's title and for a level."""


def heading_view(result: Result) -> Content:
    """Over how many replies, of which round."""
    return Content.assemble(
        (words.what_is_compared(result), "bold $primary"),
        (f"\n{harmless(words.round_in_words(result.kept))} · {words.state_in_words(result.kept)}", _MUTED),
    )


def agreement_view(result: Result) -> Content:
    """The three comparisons, step by step, then the traps, then what it may mean."""
    lines = [*_steps(result.comparisons), *_traps(result.comparisons)]
    if word := caution(result.with_labels.replies):
        lines.append(Content.assemble((f"\n{word}", "")))
    lines.append(Content.assemble((f"{words.FIGURES} {words.LABELLED_BY}", _MUTED)))
    return Content("\n").join(lines)


def rater_view(compared: Comparison) -> Content:
    """Another rater who graded some of the same replies."""
    heading = f"You and {harmless(compared.right)}, on {compared.replies} of the same replies"
    return Content("\n").join(
        [Content.assemble((heading, "bold $primary")), *_steps([compared]), *_traps([compared])],
    )


def differences_heading(result: Result) -> Content:
    """Over the replies where they differ."""
    return Content.assemble((harmless(words.where_they_differ(result)), "bold $primary"))


def difference_view(found: Difference, result: Result) -> Content:
    """One reply with all grades of it, and why."""
    item, given, evaluated = found.item, found.given, found.evaluated
    evaluator = harmless(result.evaluator)
    lines = [
        Content.assemble((f"Reply {found.place} · {harmless(str(item.id))}", _MUTED)),
        Content.assemble(("Client  ", "$text-primary"), (harmless(item.client), "")),
        Content.assemble(("Reply  ", "$text-primary"), (harmless(item.reply), "bold")),
    ]
    columns = f"{'you':<{_COLUMN}}{'labels':<{_COLUMN}}{evaluator if evaluated else ''}"
    lines.append(Content.assemble((f"{'':<{_TITLE + 4}}{columns}", _MUTED)))
    for step in Step:
        label = getattr(item.labels, step.value)
        levels = {given.level(step), label}
        labelled = _level(label, getattr(item.labels.called_for, step.value))
        cells = f"{_level(given.level(step)):<{_COLUMN}}{labelled:<{_COLUMN}}"
        if evaluated:
            graded = evaluated.step(step)
            levels.add(graded.level)
            cells += _level(graded.level, graded.called_for)
        differs = len(levels) > 1
        title = f"{NUMERALS[step]} {STEP_TITLES[step]:<{_TITLE}}"
        lines.append(Content.assemble(_sign(differs), title, (cells, "bold" if differs else "")))
        if evaluated and differs and (said := words.evaluator_says(evaluated, step)):
            lines.append(Content.assemble((f"    {evaluator}: {harmless(said)}", _MUTED)))
    named = [("you", given.traps), ("labels", tuple(item.labels.traps))]
    if evaluated:
        named.append((evaluator, evaluated.traps))
    if any(traps for _, traps in named):
        graders = Content("  ").join(
            Content.assemble((f"{who} ", _MUTED), words.traps_in_words(traps)) for who, traps in named
        )
        differ = len({frozenset(traps) for _, traps in named}) > 1
        lines.append(Content.assemble(_sign(differ), f"{TRAP_MARK} traps  ", graders))
    if any(not getattr(item.labels.called_for, step.value) for step in Step) or (
        evaluated and len(evaluated.called_for()) < len(Step)
    ):
        lines.append(Content.assemble(("    – behind a level: the moment didn't call for this step", _MUTED)))
    lines.append(Content.assemble(("The labels' reason  ", "$text-primary"), harmless(item.why)))
    if given.note:
        lines.append(Content.assemble(("Your note  ", "$text-primary"), harmless(given.note)))
    return Content("\n").join(lines)


def _level(level: int, called_for: bool = True) -> str:
    """A level in shape and word, with a dash behind it where the step wasn't called for."""
    return level_in_words(level, True) + ("" if called_for else " –")


def _sign(differs: bool) -> tuple[str, str]:
    return ("≠ ", "bold $text-warning") if differs else ("= ", _MUTED)


def _steps(compared: Sequence[Comparison]) -> list[Content]:
    """A line a step and pair, the figures below one another."""
    width = max(len(harmless(words.pair_in_words(pair))) for pair in compared)
    lines = []
    for step in Step:
        lines.append(Content.assemble((NUMERALS[step], _MUTED), (f" {STEP_TITLES[step]}", "bold")))
        for pair in compared:
            figures = words.figures_in_words(pair.steps[step])
            lines.append(Content.assemble(f"    {harmless(words.pair_in_words(pair)):<{width}}  ", (figures, "bold")))
    if any(figures.kappa is None for pair in compared for figures in pair.steps.values()):
        lines.append(Content.assemble((words.NO_KAPPA, _MUTED)))
    return lines


def _traps(compared: Sequence[Comparison]) -> list[Content]:
    """For each pair who named which traps how often."""
    lines = [Content("")] if any(pair.traps for pair in compared) else []
    for pair in compared:
        if pair.traps:
            names = ("traps, ", _MUTED), harmless(words.pair_in_words(pair))
            lines.append(Content.assemble((f"{TRAP_MARK} ", "bold $text-warning"), *names))
        for who, named in words.overlaps_in_words(pair):
            lines.append(Content.assemble((f"    {harmless(who)}: ", _MUTED), named))
    return lines
