"""Progress in words, for the command, the screen and the report alike. Nothing in them praises or scolds."""

from collections.abc import Sequence
from typing import Final

from leanin.progress.columns import RECENT
from leanin.progress.figures import Attempts, Group, Line, Progress
from leanin.progress.shares import TOO_FEW, Direction, Share, Surety

ABOUT_SHARES: Final = (
    "A share counts full steps (level 2) among the replies that called for the step; the range behind it holds the "
    "true share in 95 of 100 cases, as far as replies of one session resemble each other."
)

ABOUT_DIFFICULTY: Final = "Clients differ in how hard they are, so a change may be theirs as well as yours."

_STEP_CHANGES: Final = {
    Direction.UP: "▲ higher",
    Direction.DOWN: "▼ lower",
    Direction.NOT_CLEAR: "no clear change",
    Direction.TOO_FEW: TOO_FEW,
}
_TRAP_CHANGES: Final = {
    Direction.UP: "▲ more often",
    Direction.DOWN: "▼ less often",
    Direction.NOT_CLEAR: "no clear change",
    Direction.TOO_FEW: TOO_FEW,
}


def attempts_in_words(attempts: Attempts, sessions: int) -> str:
    """What was counted, e.g. “64 replies in 9 sessions: 50 first tries, 14 later ones at the same moment …”."""
    words = f"{_many(attempts.replies, 'reply', 'replies')} in {_many(sessions, 'session')}"
    if attempts.again:
        first = attempts.replies - attempts.again
        words += f": {_many(first, 'first try', 'first tries')}, {attempts.again} later at the same moment"
    apart = [
        f"{count} {what}"
        for count, what in ((attempts.taken_back, "taken back"), (attempts.aside, "tried beside the conversation"))
        if count
    ]
    if apart:
        words += f" ({' and '.join(apart)}; they count too)"
    if ungraded := attempts.replies - attempts.graded:
        words += f". {ungraded} of them got no grade"
    return f"{words}."


def graders_in_words(graders: dict[str, int]) -> str:
    """Whose grades these are, where there are several: they needn't be alike strict. Empty otherwise."""
    if len(graders) < 2:
        return ""
    by = ", ".join(f"{name} {count}" for name, count in graders.items())
    return f"Graded by several evaluators, which needn't be equally strict: {by}."


def share_in_words(share: Share) -> str:
    """E.g. “62% (45–77%) of 40”; only the count where there are too few to tell."""
    counted = share.share
    if counted is None:
        return "none yet"
    if share.surety is Surety.TOO_FEW:
        return f"{share.hits} of {share.of}: {TOO_FEW}"
    return f"{counted:.0%} ({100 * share.low:.0f}–{100 * share.high:.0f}%) of {share.of}"


def share_in_short(share: Share) -> str:
    """The same for a narrow column: “62%”, “~62%” where it is only a rough idea, “3/6 ?” where there are too few."""
    counted = share.share
    if counted is None:
        return "–"
    if share.surety is Surety.TOO_FEW:
        return f"{share.hits}/{share.of} ?"
    return f"{'~' if share.surety is Surety.ROUGH else ''}{counted:.0%}"


SHORT_SIGNS: Final = f"~ a rough idea; ? {TOO_FEW}"
"""What goes with `share_in_short`."""


def step_change_in_words(line: Line) -> str:
    """How a step went from before to lately."""
    return _STEP_CHANGES[line.change.direction]


def trap_change_in_words(line: Line) -> str:
    """How a trap went from before to lately."""
    return _TRAP_CHANGES[line.change.direction]


def lately_in_words(progress: Progress) -> str:
    """Which sessions are “lately” and which “before”; empty where there is nothing to compare with."""
    before = min(RECENT, len(progress.sessions) - RECENT)
    if before < 1:
        return ""
    return f"Lately: the last {RECENT} sessions. Before: the {before} before them."


def outcomes_in_words(group: Group) -> str:
    """E.g. “2 repaired, 1 withdrew”; those that haven't ended are left out."""
    parts = [f"{count} {outcome.replace('_', ' ')}" for outcome, count in sorted(group.outcomes.items())]
    return ", ".join(parts) or "none ended"


def repaired_in_words(group: Group) -> str:
    """How many of the sessions that have ended came to a repair, e.g. “2 of 9”."""
    ended = sum(group.outcomes.values())
    return f"{group.outcomes.get('repaired', 0)} of {ended}" if ended else "–"


def weeks_in_dots(lately: Sequence[bool]) -> str:
    """The last weeks, ● with practice and · without."""
    return "".join("●" if practised else "·" for practised in lately)


def _many(count: int, one: str, several: str | None = None) -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"
