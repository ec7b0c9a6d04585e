"""How screens and lines put drills into words. Knows no screen."""

import math
from collections.abc import Iterator
from typing import Final

from leanin.drills.choice import Choice, Why
from leanin.drills.focus import Focus, Reached
from leanin.drills.items import DrillItem, Kind
from leanin.drills.summary import StepSummary, Summary
from leanin.drills.wish import Wish
from leanin.rubric import STEP_TITLES, TRAPS

REACHED_WORDS: Final = {Reached.THERE: "there", Reached.PARTLY: "partly there", Reached.MISSED: "not there yet"}
REACHED_SHAPES: Final = {Reached.THERE: "●", Reached.PARTLY: "◐", Reached.MISSED: "○"}

_WHY: Final = {Why.NEW: "new", Why.DUE: "due again", Why.AHEAD: "seen before"}
_SHOWS: Final = {"confrontation": "confronts", "withdrawal": "withdraws"}
_KINDS: Final = {Kind.SOFTENED: "the client has softened", Kind.RISK: "a risk is told"}


def kind_in_words(item: DrillItem) -> str:
    """What kind of moment it is and how hard, e.g. “bond rupture · confronts · firm”."""
    if item.kind is not Kind.RUPTURE or item.marker is None:
        return _KINDS.get(item.kind, f"{item.component} rupture")
    return f"{item.component} rupture · {_SHOWS[item.marker]} · {item.difficulty}"


def choice_in_words(choice: Choice) -> str:
    """Why this statement comes, and what kind it is."""
    return f"{_WHY[choice.why]} · {kind_in_words(choice.item)}"


def aim_in_words(focus: Focus) -> str:
    """What counts in this drill."""
    if focus.step:
        return f"Only this counts: {STEP_TITLES[focus.step]}"
    if focus.trap:
        return f"Unlearn: {TRAPS[focus.trap].title}, {TRAPS[focus.trap].looks_like}"
    return "All that the moment calls for counts"


def reached_in_words(reached: Reached, focus: Focus) -> str:
    """Whether it is there, as shape and word, e.g. “◐ partly there: Invite more”."""
    return f"{REACHED_SHAPES[reached]} {REACHED_WORDS[reached]}: {focus.in_words()}"


def seconds_in_words(seconds: float) -> str:
    """The time that is left, e.g. “42 seconds left”, “2 min 5 s left”."""
    whole = math.ceil(seconds)
    if whole < 100:
        return f"{_counted(whole, 'second')} left" if whole else "time is up"
    return f"{whole // 60} min {whole % 60} s left"


def wish_in_words(wish: Wish) -> str:
    """What is practised, in a line."""
    about = f"{wish.focus.in_words()}" if wish.focus else "leanin chooses"
    kind = " ".join(filter(None, (wish.component, wish.marker)))
    clock = f"{wish.limit} seconds each" if wish.limit else "no clock"
    return " · ".join(filter(None, (about, f"{kind} ruptures" if kind else "", f"{wish.count} statements", clock)))


def summary_in_lines(summary: Summary) -> Iterator[str]:
    """What a round came to, what went up, and what to practise."""
    if not summary.statements:
        yield "No reply was sent; nothing to look back on."
        return
    yield (
        f"{_counted(summary.statements, 'statement')}, {_counted(summary.tries, 'reply', 'replies')}: "
        f"there at once {summary.there_at_once}, there in the end {summary.there_in_the_end}."
    )
    hinted = f"; hints at {summary.hinted}" if summary.hinted else ""
    yield f"A first reply took {_counted(round(summary.seconds), 'second')} on average{hinted}."
    yield from (line for step in summary.steps if (line := _step_in_words(step)))
    if summary.traps:
        named = ", ".join(f"{TRAPS[trap].title} {count}" for trap, count in summary.traps.most_common(3))
        yield f"Traps in first replies: {named}."
    if summary.unlearnt:
        yield f"Out of it on the next try: {', '.join(TRAPS[trap].title for trap in summary.unlearnt)}."
    yield f"To practise next: {summary.next_focus.in_words()}."


def _step_in_words(step: StepSummary) -> str:
    if step.share is None:
        return ""
    shown = f"{STEP_TITLES[step.step]}: {step.share:.0%} of full"
    if step.before is None:
        return f"{shown}."
    moved = {1: "▲ up from", -1: "▼ down from", 0: "= much as before,"}[step.moved]
    return f"{shown}, {moved} {step.before:.0%}."


def _counted(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"
