"""Progress: what replies add up to by step, trap, kind of rupture and persona, and how it went over time."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from leanin.progress.columns import Column, Columns, step_column
from leanin.progress.queries import SessionCount, Wanted, session_counts
from leanin.progress.shares import Change, Share, Sums, change, share_of, sums
from leanin.progress.traps import trap_sums
from leanin.progress.weeks import Weeks, weeks_of
from leanin.rubric import Step, Trap

if TYPE_CHECKING:
    from leanin.store.journal import JournalStore

MOST_POINTS: Final = 12
"""Points of a curve over time. Where there are more sessions, neighbours share one."""


class Line(NamedTuple):
    """One thing counted."""

    overall: Share
    first: Share
    """First replies to a moment."""
    again: Share
    """Later replies to a moment that had one already."""
    lately: Share
    """The last `RECENT` sessions, all replies."""
    before: Share
    """As many sessions before those."""
    change: Change
    """From before to lately."""


class Point(NamedTuple):
    """Some sessions in a row, as a point on a curve."""

    since: str
    """When the first of them began: UTC, as the journal writes times."""
    until: str
    """When the last of them began."""
    sessions: int
    share: Share


class StepLine(NamedTuple):
    """How often a step was reached in full (level 2) where it was called for."""

    step: Step
    line: Line
    absent: int
    partial: int
    points: tuple[Point, ...]


class TrapLine(NamedTuple):
    """How many of the graded replies fell into a trap."""

    trap: Trap
    line: Line


class Group(NamedTuple):
    """The sessions with one kind of rupture, or with one persona."""

    key: tuple[str, ...]
    """Component and marker, or the persona's id."""
    name: str
    sessions: int
    replies: int
    steps: tuple[Share, ...]
    """Level 2 on each step, in the rubric's order."""
    trapped: Share
    """Replies that fell into a trap."""
    outcomes: dict[str, int]
    """How many sessions came to each outcome; those that haven't ended are left out."""


class Attempts(NamedTuple):
    """What was counted."""

    replies: int
    """All that were sent."""
    again: int
    """Those to a moment that had one already."""
    taken_back: int
    """Those that were taken back; they count all the same."""
    aside: int
    """Those that were only tried beside the conversation; they count all the same."""
    graded: int


@dataclass(frozen=True, slots=True)
class Progress:
    """All of it."""

    sessions: tuple[SessionCount, ...]
    """Oldest first."""
    attempts: Attempts
    graders: dict[str, int]
    """Whose grades these are, and how many."""
    steps: tuple[StepLine, ...]
    traps: tuple[TrapLine, ...]
    """Those that ever happened, the most frequent first."""
    trapped: Line
    """Replies that fell into any trap."""
    kinds: tuple[Group, ...]
    personas: tuple[Group, ...]
    weeks: Weeks


def progress_of(store: "JournalStore", wanted: Wanted | None = None, today: date | None = None) -> Progress:
    """The progress that this journal holds. Raises `JournalError`."""
    return progress(session_counts(store, wanted or Wanted()), today or datetime.now().astimezone().date())


def progress(sessions: Sequence[SessionCount], today: date) -> Progress:
    """The progress over these sessions, oldest first."""
    columns = Columns(
        tuple(step_column(sessions, place) for place in range(len(Step))),
        Column(sessions, lambda count: count.trapped, lambda count: count.graded),
    )
    return Progress(
        sessions=tuple(sessions),
        attempts=_attempts(sessions),
        graders=_graders(sessions),
        steps=tuple(_step_line(step, column, sessions) for step, column in zip(Step, columns.steps, strict=True)),
        traps=_trap_lines(sessions, columns.trapped),
        trapped=_line(*columns.trapped.sums()),
        kinds=_groups(sessions, columns, lambda session: (session.component, session.marker), _kind_name),
        personas=_groups(sessions, columns, lambda session: (session.persona,), lambda session: session.name),
        weeks=weeks_of({_local_day(session.started) for session in sessions}, today),
    )


def _attempts(sessions: Iterable[SessionCount]) -> Attempts:
    replies = later = taken_back = aside = graded = 0
    for session in sessions:
        first, again = session.first, session.again
        replies += first.replies + again.replies
        later += again.replies
        taken_back += first.taken_back + again.taken_back
        aside += first.aside + again.aside
        graded += first.graded + again.graded
    return Attempts(replies, later, taken_back, aside, graded)


def _graders(sessions: Iterable[SessionCount]) -> dict[str, int]:
    graders: Counter[str] = Counter()
    for session in sessions:
        for count in (session.first, session.again):
            for grader, graded in count.graders.items():
                graders[grader] += graded
    return dict(graders.most_common())


def _step_line(step: Step, column: Column, sessions: Sequence[SessionCount]) -> StepLine:
    place = tuple(Step).index(step)
    line = _line(*column.sums())
    half = sum(session.first.levels[3 * place + 1] + session.again.levels[3 * place + 1] for session in sessions)
    return StepLine(
        step=step,
        line=line,
        absent=line.overall.of - half - line.overall.hits,
        partial=half,
        points=tuple(
            Point(
                sessions[start].started,
                sessions[end - 1].started,
                end - start,
                share_of(sums(column.hits[start:end], column.sizes[start:end])),
            )
            for start, end in in_points(len(sessions))
        ),
    )


def _line(overall: Sums, first: Sums, again: Sums, lately: Sums, before: Sums) -> Line:
    now, then = share_of(lately), share_of(before)
    return Line(share_of(overall), share_of(first), share_of(again), now, then, change(then, now))


def _trap_lines(sessions: Sequence[SessionCount], trapped: Column) -> tuple[TrapLine, ...]:
    """The traps that ever happened, the most frequent first."""
    lines = [TrapLine(trap, _line(*counted)) for trap, counted in trap_sums(sessions, trapped).items()]
    return tuple(sorted(lines, key=lambda line: -line.line.overall.hits))


def in_points(sessions: int, most: int = MOST_POINTS) -> list[tuple[int, int]]:
    """So many sessions cut into at most `most` parts of nearly the same size: where each starts and ends."""
    parts = min(most, sessions)
    ends = [round(sessions * part / parts) for part in range(parts + 1)] if parts else []
    return list(pairwise(ends))


def _groups(
    sessions: Sequence[SessionCount],
    columns: Columns,
    key: Callable[[SessionCount], tuple[str, ...]],
    name: Callable[[SessionCount], str],
) -> tuple[Group, ...]:
    """The sessions by what they have in common, the most practised first."""
    places: dict[tuple[str, ...], list[int]] = {}
    for place, session in enumerate(sessions):
        places.setdefault(key(session), []).append(place)

    def group(shared: tuple[str, ...], alike: list[int]) -> Group:
        def overall(column: Column) -> Share:
            return share_of(sums([column.hits[place] for place in alike], [column.sizes[place] for place in alike]))

        return Group(
            key=shared,
            name=name(sessions[alike[-1]]),
            sessions=len(alike),
            replies=sum(sessions[place].first.replies + sessions[place].again.replies for place in alike),
            steps=tuple(map(overall, columns.steps)),
            trapped=overall(columns.trapped),
            outcomes=dict(Counter(sessions[place].outcome for place in alike if sessions[place].outcome)),
        )

    groups = [group(shared, alike) for shared, alike in places.items()]
    return tuple(sorted(groups, key=lambda group: (-group.sessions, group.name)))


def _kind_name(session: SessionCount) -> str:
    if session.component and session.marker:
        return f"{session.component}, {session.marker}"
    return "kind not known"


def _local_day(started: str) -> date:
    return datetime.fromisoformat(started).astimezone().date()
