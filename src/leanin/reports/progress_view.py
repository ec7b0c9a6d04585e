"""Progress as the report's template reads it."""

from collections.abc import Iterator
from dataclasses import dataclass

from leanin.progress import words
from leanin.progress.figures import Group, Line, Progress, StepLine
from leanin.reports.curves import Curve, curve
from leanin.rubric import STEP_TITLES, TRAPS

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ProgressView:
    """The overview."""

    notes: tuple[str, ...]
    steps: Rows
    """Step, all, first tries, later tries, lately, against before."""
    curves: tuple[Curve, ...]
    traps: Rows
    """Trap, all, first tries, later tries, against before."""
    kinds: Rows
    """Kind, sessions, replies, the three steps, trapped, outcomes."""
    personas: Rows
    footnote: str


def progress_view(progress: Progress) -> ProgressView:
    """The overview for the template."""
    notes = (
        words.attempts_in_words(progress.attempts, len(progress.sessions)),
        f"{progress.weeks.in_words()}.",
        words.graders_in_words(progress.graders),
        words.lately_in_words(progress),
    )
    trapped = [("any of them", progress.trapped), *((TRAPS[one.trap].title, one.line) for one in progress.traps)]
    return ProgressView(
        notes=tuple(filter(None, notes)),
        steps=tuple(_step(one) for one in progress.steps),
        curves=tuple(_curves(progress)),
        traps=tuple(_trap(name, line) for name, line in trapped) if progress.traps else (),
        kinds=tuple(map(_group, progress.kinds)),
        personas=tuple(map(_group, progress.personas)),
        footnote=f"{words.ABOUT_SHARES} {words.ABOUT_DIFFICULTY} In narrow columns: {words.SHORT_SIGNS}.",
    )


def _step(one: StepLine) -> tuple[str, ...]:
    line = one.line
    shares = (words.share_in_words(share) for share in (line.overall, line.first, line.again, line.lately))
    return (STEP_TITLES[one.step], *shares, words.step_change_in_words(line))


def _trap(name: str, line: Line) -> tuple[str, ...]:
    shares = (words.share_in_words(share) for share in (line.overall, line.first, line.again))
    return (name, *shares, words.trap_change_in_words(line))


def _group(group: Group) -> tuple[str, ...]:
    shares = (words.share_in_short(share) for share in (*group.steps, group.trapped))
    return (group.name, str(group.sessions), str(group.replies), *shares, words.outcomes_in_words(group))


def _curves(progress: Progress) -> Iterator[Curve]:
    for one in progress.steps:
        points = [point for point in one.points if point.share.share is not None]
        if len(points) < 2:
            continue
        values = [100 * (point.share.share or 0.0) for point in points]
        ranges = [(100 * point.share.low, 100 * point.share.high) for point in points]
        along = ", ".join(f"{value:.0f}%" for value in values)
        labels = [f"{number}" for number in range(1, len(points) + 1)]
        title = STEP_TITLES[one.step]
        yield curve(title, f"Full steps over time, oldest first: {along}", values, labels, ranges=ranges, unit="%")
