"""What a suite holds: the counts of its data card."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from leanin.evals.codes import CodedReply
from leanin.evals.injections import Injection
from leanin.evals.items import LabelledReply, ScriptedConversation
from leanin.evals.pairs import ReplyPair
from leanin.evals.shown import table
from leanin.evals.suite import Suite
from leanin.rubric import STEP_TITLES, Step, Trap
from leanin.screen_text import on_one_line

if TYPE_CHECKING:
    from rich.console import RenderableType


def card(suite: Suite) -> dict[str, Any]:
    """The counts as plain data; None for each kind of item that the suite has none of."""
    return {
        "suite": suite.name,
        "about": " ".join(suite.about.split()),
        "replies": _labelled(suite.replies) if suite.replies else None,
        "injections": _injections(suite.injections) if suite.injections else None,
        "pairs": _pairs(suite.pairs) if suite.pairs else None,
        "codes": _codes(suite.codes) if suite.codes else None,
        "conversations": _conversations(suite.conversations) if suite.conversations else None,
    }


def _labelled(replies: Sequence[LabelledReply]) -> dict[str, Any]:
    situations = {reply.situation: [row for row in replies if row.situation == reply.situation] for reply in replies}
    return _replies(replies) | {
        "with_history": sum(bool(reply.history) for reply in replies),
        "situations": {name: _replies(rows) for name, rows in situations.items()},
    }


def _replies(replies: Sequence[LabelledReply]) -> dict[str, Any]:
    traps = Counter(trap for reply in replies for trap in reply.labels.traps)
    return {
        "replies": len(replies),
        "client_statements": len({(reply.situation, reply.client) for reply in replies}),
        "levels": {step.value: _levels(getattr(reply.labels, step.value) for reply in replies) for step in Step},
        "not_called_for": {
            step.value: sum(not getattr(reply.labels.called_for, step.value) for reply in replies) for step in Step
        },
        "with_a_trap": sum(bool(reply.labels.traps) for reply in replies),
        "traps": {trap.value: traps[trap] for trap in Trap if traps[trap]},
        "words": _words(reply.reply for reply in replies),
    }


def _levels(levels: Iterable[int]) -> list[int]:
    """How many are at level 0, 1 and 2."""
    counted = Counter(levels)
    return [counted[level] for level in range(3)]


def _words(texts: Iterable[str]) -> dict[str, float]:
    lengths = [len(text.split()) for text in texts]
    return {"fewest": min(lengths), "median": median(lengths), "most": max(lengths)}


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _injections(rows: Sequence[Injection]) -> dict[str, Any]:
    return {
        "replies": len(rows),
        "situations": len({row.situation for row in rows}),
        "kinds": _counted(row.kind.value for row in rows),
        "nothing_to_the_client": sum(not row.remainder.strip() for row in rows),
        "words": _words(row.reply for row in rows),
    }


def _pairs(rows: Sequence[ReplyPair]) -> dict[str, Any]:
    return {
        "pairs": len(rows),
        "situations": len({row.situation for row in rows}),
        "kinds": _counted(row.kind.value for row in rows),
        "levels": {step.value: _levels(getattr(row.levels, step.value) for row in rows) for step in Step},
        "words_first": _words(row.first for row in rows),
        "words_second": _words(row.second for row in rows),
    }


def _codes(rows: Sequence[CodedReply]) -> dict[str, Any]:
    return {
        "replies": len(rows),
        "topics": _counted(row.topic for row in rows),
        "open_questions": sum(row.open_question for row in rows),
        "closed_questions": sum(row.closed_question for row in rows),
        "reflections": _counted(row.reflection for row in rows),
        "words": _words(row.reply for row in rows),
    }


def _conversations(rows: Sequence[ScriptedConversation]) -> dict[str, Any]:
    return {
        "conversations": len(rows),
        "personas": _counted(row.persona for row in rows),
        "replies": sum(len(row.replies) for row in rows),
    }


def tables(data: dict[str, Any]) -> "list[RenderableType]":
    """The counts as tables, one or more for each kind of item."""
    shown = _labelled_tables(data["replies"]) if data["replies"] else []
    for name in ("injections", "pairs", "codes", "conversations"):
        if part := data[name]:
            shown.append(_plain_table(name, part))
    return shown


def _labelled_tables(data: dict[str, Any]) -> "list[RenderableType]":
    from rich.text import Text

    heading = f"{data['replies']} labelled replies, {len(data['situations'])} situations; levels as 0 / 1 / 2"
    columns = (
        "replies",
        "client statements",
        *(step.value for step in Step),
        "with a trap",
        "owning not called for",
        "words (median)",
    )
    situations = table(heading, "situation", *columns)
    for name, row in data["situations"].items():
        situations.add_row(Text(on_one_line(name)), *_row(row))
    situations.add_section()
    situations.add_row("all", *_row(data))
    levels = table("Levels", "step", "0", "1", "2", "not called for")
    for step in Step:
        counts = (f"{count} ({count / data['replies']:.0%})" for count in data["levels"][step.value])
        levels.add_row(STEP_TITLES[step], *counts, str(data["not_called_for"][step.value]))
    traps = table("Traps", "trap", "replies")
    for trap, count in data["traps"].items():
        traps.add_row(trap, str(count))
    return [situations, levels, traps]


def _row(data: dict[str, Any]) -> list[str]:
    levels = (" / ".join(map(str, data["levels"][step.value])) for step in Step)
    owning = data["not_called_for"][Step.RESPONSIBILITY.value]
    counts = data["with_a_trap"], owning, f"{data['words']['median']:g}"
    return [str(data["replies"]), str(data["client_statements"]), *levels, *map(str, counts)]


def _plain_table(name: str, data: dict[str, Any]) -> "RenderableType":
    """Counts that need no heads of their own: what is counted, and how many."""
    from rich.text import Text

    made = table(name.capitalize(), "what", "count")
    for key, value in data.items():
        if isinstance(value, dict):
            made.add_section()
            for part, count in value.items():
                shown = " / ".join(map(str, count)) if isinstance(count, list) else f"{count:g}"
                made.add_row(Text(f"{key.replace('_', ' ')}: {part.replace('_', ' ')}"), shown)
        else:
            made.add_row(key.replace("_", " "), str(value))
    return made
