"""Progress: what replies add up to by step, trap, kind of rupture and persona, and how it went over time."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Final, NamedTuple

from leanin.progress.queries import ReplyCount, SessionCount, Wanted, session_counts
from leanin.progress.shares import Change, Share, Sums, change, share_of, sums
from leanin.progress.weeks import Weeks, weeks_of
from leanin.rubric import Step, Trap

if TYPE_CHECKING:
    from leanin.store.journal import JournalStore

RECENT: Final = 10
"""So many sessions are “lately”; they are compared with as many before them."""

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
    columns = _Columns(
        tuple(_step_column(sessions, place) for place in range(len(Step))),
        _Column(sessions, lambda count: count.trapped, lambda count: count.graded),
    )
    return Progress(
        sessions=tuple(sessions),
        attempts=_attempts(sessions),
        graders=_graders(sessions),
        steps=tuple(_step_line(step, column, sessions) for step, column in zip(Step, columns.steps, strict=True)),
        traps=_trap_lines(sessions),
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


class _Column:
    """One thing counted, session by session: hits, and of how many."""

    def __init__(self, sessions: Sequence[SessionCount], hits: "_Number", sizes: "_Number") -> None:
        self.first = [hits(session.first) for session in sessions], [sizes(session.first) for session in sessions]
        self.again = [hits(session.again) for session in sessions], [sizes(session.again) for session in sessions]
        self.hits = list(map(add, self.first[0], self.again[0]))
        self.sizes = list(map(add, self.first[1], self.again[1]))

    def sums(self) -> "tuple[Sums, ...]":
        """All replies, first ones, later ones, those lately, and those before: what a line of figures is made of."""
        return (
            sums(self.hits, self.sizes),
            sums(*self.first),
            sums(*self.again),
            sums(self.hits[_LATELY], self.sizes[_LATELY]),
            sums(self.hits[_BEFORE], self.sizes[_BEFORE]),
        )


_Number = Callable[[ReplyCount], int]

_LATELY: Final = slice(-RECENT, None)
_BEFORE: Final = slice(-2 * RECENT, -RECENT)


def _step_column(sessions: Sequence[SessionCount], place: int) -> _Column:
    return _Column(sessions, lambda count: count.levels[3 * place + 2], lambda count: count.levels[3 * place])


def _line(overall: Sums, first: Sums, again: Sums, lately: Sums, before: Sums) -> Line:
    now, then = share_of(lately), share_of(before)
    return Line(share_of(overall), share_of(first), share_of(again), now, then, change(then, now))


class _Columns(NamedTuple):
    """What is counted of every session, in the order of the sessions."""

    steps: tuple[_Column, ...]
    trapped: _Column


def _step_line(step: Step, column: _Column, sessions: Sequence[SessionCount]) -> StepLine:
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


def _trap_lines(sessions: Sequence[SessionCount]) -> tuple[TrapLine, ...]:
    """The traps that ever happened."""
    column = _Column(sessions, lambda count: 0, lambda count: count.graded)
    none = column.sums()
    counted = (
        _by_trap(sessions, column.sizes, first=True, again=True),
        _by_trap(sessions, column.first[1], first=True, again=False),
        _by_trap(sessions, column.again[1], first=False, again=True),
        _by_trap(sessions[_LATELY], column.sizes[_LATELY], first=True, again=True),
        _by_trap(sessions[_BEFORE], column.sizes[_BEFORE], first=True, again=True),
    )
    lines = [
        TrapLine(trap, _line(*map(partial(_with_hits, trap), counted, none)))
        for trap in Trap
        if trap.value in counted[0]
    ]
    return tuple(sorted(lines, key=lambda line: -line.line.overall.hits))


_Hits = list[int]
"""Over the sessions with hits: their sum, that of their squares, and that of hits by how many."""

_NOTHING: Final = [0, 0, 0]


def _by_trap(sessions: Sequence[SessionCount], graded: Sequence[int], *, first: bool, again: bool) -> dict[str, _Hits]:
    """The sums for each trap. Most sessions are free of most traps, so only those that happened are gone through."""
    found: dict[str, _Hits] = {}
    for session, of in zip(sessions, graded, strict=True):
        traps = session.first.traps if first else {}
        if again and (more := session.again.traps):
            traps = {trap: traps.get(trap, 0) + more.get(trap, 0) for trap in traps | more}
        for trap, hits in traps.items():
            if trap not in found:
                found[trap] = [0, 0, 0]
            total = found[trap]
            total[0] += hits
            total[1] += hits * hits
            total[2] += hits * of
    return found


def _with_hits(trap: Trap, found: dict[str, _Hits], none: Sums) -> Sums:
    """The sums over all sessions, of which some have hits."""
    hits, squares, by_of = found.get(trap.value, _NOTHING)
    return none._replace(hits=hits, hits_squared=squares, hits_by_of=by_of)


def in_points(sessions: int, most: int = MOST_POINTS) -> list[tuple[int, int]]:
    """So many sessions cut into at most `most` parts of nearly the same size: where each starts and ends."""
    parts = min(most, sessions)
    ends = [round(sessions * part / parts) for part in range(parts + 1)] if parts else []
    return list(pairwise(ends))


def _groups(
    sessions: Sequence[SessionCount],
    columns: _Columns,
    key: Callable[[SessionCount], tuple[str, ...]],
    name: Callable[[SessionCount], str],
) -> tuple[Group, ...]:
    """The sessions by what they have in common, the most practised first."""
    places: dict[tuple[str, ...], list[int]] = {}
    for place, session in enumerate(sessions):
        places.setdefault(key(session), []).append(place)

    def group(shared: tuple[str, ...], alike: list[int]) -> Group:
        def overall(column: _Column) -> Share:
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
