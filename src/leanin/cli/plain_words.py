"""How plain mode puts a grade, a state and an outcome into lines of text."""

from typing import Final

from leanin.rubric import STEP_TITLES, TRAPS, Grade, Step
from leanin.session.events import Ended, StateReached
from leanin.session.outcome import OUTCOME_WORDS

HELP: Final = (
    "Reply in one line. /back takes your last reply back, /retry asks again for what is missing, /end ends,\n"
    "/help shows this. (silence) lets silence speak. Ctrl-C leaves; `leanin sessions resume last` goes on."
)

_LEVELS: Final = ("absent", "partial", "full")
_MARKS: Final = ("○", "◐", "●")


def grade_in_lines(grade: Grade) -> list[str]:
    """The grade, a line a step, then the traps and the tip."""
    lines = []
    for step in Step:
        graded = grade.step(step)
        level = f"{_MARKS[graded.level]} {_LEVELS[graded.level]}" if graded.called_for else "– not called for"
        evidence = f" “{graded.evidence}”" if graded.evidence else ""
        lines.append(f"  {STEP_TITLES[step]}: {level}.{evidence} {graded.note}".rstrip())
    for trap in grade.traps:
        words = f" “{grade.trap_evidence[trap]}”" if trap in grade.trap_evidence else ""
        lines.append(f"  Trap: {TRAPS[trap].title}.{words}")
    lines.append(f"  Try next: {grade.tip}")
    return lines


def state_in_a_line(state: StateReached) -> str:
    """The stance and the three measures, 0–100."""
    return (
        f"  Alliance: {state.stance.value} · trust {state.trust:.0f} · tension {state.tension:.0f} "
        f"· candour {state.candour:.0f}"
    )


def outcome_in_lines(ended: Ended) -> list[str]:
    """The outcome, and the attendance that followed."""
    return [
        "",
        OUTCOME_WORDS[ended.outcome],
        f"Afterwards: {ended.attended} of the next {ended.of} appointments kept (the model's guess).",
    ]
