"""How plain mode puts a grade, a state, an outcome and a debrief into lines of text."""

from collections.abc import Iterator
from typing import Final

from leanin.rubric import STEP_TITLES, TRAPS, Grade, Step
from leanin.session.events import Ended, StateReached
from leanin.session.outcome import OUTCOME_WORDS
from leanin.session.record import Record

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


def debrief_in_lines(record: Record, name: str, *, with_grades: bool) -> Iterator[str]:
    """The session looked back on, turn by turn: words, grade, how the client then stood, and what they thought."""
    yield "\n— Debrief"
    if record.start:
        yield state_in_a_line(record.start)
    for number, turn in enumerate(record.turns, 1):
        yield f"\nReply {number}\n{name}: {turn.client}\nYou: {turn.reply}"
        if with_grades and turn.shown_grade:
            yield from grade_in_lines(turn.shown_grade)
        if turn.after:
            yield state_in_a_line(turn.after)
        if turn.answer and turn.answer.said:
            yield f"{name}: {turn.answer.said}"
        if turn.answer and turn.answer.thought:
            yield f"  Thought, and not said: {turn.answer.thought}"
        if turn.answer:
            yield from (f"  {one.in_words()}" for one in turn.answer.interventions)
    if count := len(record.interventions()):
        yield f"\nThe guard stepped in {'once' if count == 1 else f'{count} times'}."
