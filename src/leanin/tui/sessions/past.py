"""A past session, in a line and as it is looked back on."""

from datetime import datetime
from typing import TYPE_CHECKING

from leanin.datafile import load_yaml
from leanin.errors import DataFileError
from leanin.tui.parts.words import counted, moment_in_words

if TYPE_CHECKING:
    from leanin.session.events import SessionOpened
    from leanin.store.kept import SessionSummary


def summary_in_words(summary: "SessionSummary", now: datetime) -> str:
    """When it began (local time), how far it got and how it came out."""
    unended = "open now" if summary.running else "not ended"
    state = summary.outcome.replace("_", " ") if summary.outcome else unended
    parts = [moment_in_words(summary.started.astimezone(), now), counted(summary.replies, "reply", "replies"), state]
    if summary.imported:
        parts.append("imported")
    return " · ".join(parts)


def client_of(opened: "SessionOpened") -> str:
    """The client's name as the persona had it then; its id where the text holds none."""
    try:
        name = load_yaml(opened.persona_text, opened.persona).plain().get("name")
    except DataFileError:
        name = None
    return name if isinstance(name, str) else opened.persona
