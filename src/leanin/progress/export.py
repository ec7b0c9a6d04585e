"""Progress for other programs: as plain data for JSON, and as one long table for CSV."""

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from leanin.progress.figures import Group, Line, Progress
from leanin.progress.queries import ReplyCount, SessionCount
from leanin.progress.shares import Share
from leanin.rubric import Step

COLUMNS: Final = ("what", "key", "over", "since", "until", "sessions", "hits", "of", "share", "low", "high", "surety")
"""Of the CSV. `what` is step, trap, trapped, kind or persona; `over` says which replies are counted."""

Row = tuple[str | int | float | None, ...]


def as_data(progress: Progress) -> dict[str, Any]:
    """All figures as JSON data. Shares are 0–1, `low` and `high` the ends of their 95% intervals."""
    attempts, weeks = progress.attempts, progress.weeks
    return {
        "sessions": len(progress.sessions),
        "replies": attempts._asdict(),
        "graded_by": progress.graders,
        "weeks": {
            "practised": weeks.practised,
            "in_a_row": weeks.in_a_row,
            "lately": list(weeks.lately),
        },
        "steps": {
            one.step.value: _line(one.line)
            | {
                "levels": {"absent": one.absent, "partial": one.partial, "full": one.line.overall.hits},
                "over_time": [
                    {"since": point.since, "until": point.until, "sessions": point.sessions, **_share(point.share)}
                    for point in one.points
                ],
            }
            for one in progress.steps
        },
        "trapped": _line(progress.trapped),
        "traps": {one.trap.value: _line(one.line) for one in progress.traps},
        "kinds": [
            dict(zip(("component", "marker"), group.key, strict=True)) | _group(group) for group in progress.kinds
        ],
        "personas": [{"persona": group.key[0], "name": group.name} | _group(group) for group in progress.personas],
        "by_session": [_session(session) for session in progress.sessions],
    }


def as_csv(progress: Progress) -> str:
    """All shares as one table, a row each, with `COLUMNS` as its head."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(progress))
    return out.getvalue()


def _rows(progress: Progress) -> Iterator[Row]:
    for step in progress.steps:
        yield from _line_rows("step", step.step.value, step.line)
        for point in step.points:
            yield _row("step", step.step.value, "point", point.share, point.since, point.until, point.sessions)
    yield from _line_rows("trapped", "any", progress.trapped)
    for trap in progress.traps:
        yield from _line_rows("trap", trap.trap.value, trap.line)
    for what, groups in (("kind", progress.kinds), ("persona", progress.personas)):
        for group in groups:
            key = " ".join(group.key).strip()
            for of, share in zip(Step, group.steps, strict=True):
                yield _row(what, key, of.value, share, sessions=group.sessions)
            yield _row(what, key, "trapped", group.trapped, sessions=group.sessions)


def _line_rows(what: str, key: str, line: Line) -> Iterator[Row]:
    for over, share in _parts(line).items():
        yield _row(what, key, over, share)


def _row(
    what: str, key: str, over: str, share: Share, since: str = "", until: str = "", sessions: int | None = None
) -> Row:
    key = f"'{key}" if key[:1] in ("=", "+", "-", "@") else key  # a spreadsheet would run it
    figures = _share(share)
    return (
        *(what, key, over, since, until, sessions, share.hits, share.of),
        *(figures["share"], figures["low"], figures["high"], figures["surety"]),
    )


def _parts(line: Line) -> dict[str, Share]:
    return {
        "all": line.overall,
        "first_tries": line.first,
        "later_tries": line.again,
        "lately": line.lately,
        "before": line.before,
    }


def _line(line: Line) -> dict[str, Any]:
    change = line.change
    moved = {"direction": change.direction.value, "low": round(change.low, 4), "high": round(change.high, 4)}
    return {name: _share(share) for name, share in _parts(line).items()} | {"change": moved}


def _share(share: Share) -> dict[str, Any]:
    counted = share.share
    return {
        "hits": share.hits,
        "of": share.of,
        "share": None if counted is None else round(counted, 4),
        "low": round(share.low, 4),
        "high": round(share.high, 4),
        "surety": share.surety.value,
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "sessions": group.sessions,
        "replies": group.replies,
        "steps": {step.value: _share(share) for step, share in zip(Step, group.steps, strict=True)},
        "trapped": _share(group.trapped),
        "outcomes": group.outcomes,
    }


def _session(session: SessionCount) -> dict[str, Any]:
    return {
        "id": session.id,
        "started": session.started,
        "persona": session.persona,
        "component": session.component,
        "marker": session.marker,
        "outcome": session.outcome or None,
        "imported": session.imported,
        "first_tries": _replies(session.first),
        "later_tries": _replies(session.again),
    }


def _replies(count: ReplyCount) -> dict[str, Any]:
    steps = {
        step.value: dict(zip(("of", "partial", "full"), count.levels[3 * place : 3 * place + 3], strict=True))
        for place, step in enumerate(Step)
    }
    return {
        "replies": count.replies,
        "taken_back": count.taken_back,
        "aside": count.aside,
        "graded": count.graded,
        "trapped": count.trapped,
        "steps": steps,
        "traps": count.traps,
    }
