"""The session that was cut off, in a line for its card."""

from datetime import datetime
from typing import TYPE_CHECKING

from leanin.tui.parts.words import counted, moment_in_words

if TYPE_CHECKING:
    from leanin.store.kept import SessionSummary


def cut_off_in_words(summary: "SessionSummary", name: str, now: datetime) -> str:
    """Who it was with, how far it got and when, e.g. “Rosa · 3 replies · today 14:05”, in local time."""
    began = summary.started.astimezone()
    return f"{name} · {counted(summary.replies, 'reply', 'replies')} · {moment_in_words(began, now)}"
