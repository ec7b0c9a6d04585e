"""A reply as a rater sees it: what was said, and what they are told besides; nothing of its labels."""

from textual.content import Content

from leanin.calibration.words import therapist_in_words
from leanin.evals.items import LabelledReply
from leanin.tui.parts.literal import harmless


def exchange_view(item: LabelledReply) -> Content:
    """What was said: before, then the client's words and the reply to them."""
    lines = []
    for past in item.history:
        lines.append(_labelled("Before, client", past.client, "$foreground-muted"))
        lines.append(_labelled("Before, reply", past.reply, "$foreground-muted"))
    lines.append(_labelled("Client", item.client, ""))
    lines.append(_labelled("Reply", item.reply, "bold"))
    return Content("\n").join(lines)


def facts_view(item: LabelledReply) -> Content:
    """What the rater is told besides."""
    lines = []
    if item.concern:
        lines.append(_labelled("Beneath the client's words", item.concern, "$foreground-muted"))
    if therapist := therapist_in_words(item):
        lines.append(_labelled("The therapist", therapist, "$foreground-muted"))
    return Content("\n").join(lines)


def _labelled(label: str, words: str, style: str) -> Content:
    return Content.assemble((f"{label}  ", "$text-primary"), (harmless(words), style))
