"""How plain mode puts a grade, a state, an outcome and a debrief into lines of text."""

from collections.abc import Iterator, Sequence
from typing import Final

from leanin.rubric import STEP_TITLES, TRAPS, Grade, Step
from leanin.session.events import Ended, StateReached
from leanin.session.outcome import OUTCOME_WORDS
from leanin.session.record import Record, Turn
from leanin.session.strengths import RULE, done_well, level_on, to_practise, traps_shown
from leanin.session.turning_points import turning_points

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


def standing(turn: Turn) -> str:
    """What became of a reply that isn't part of the conversation; empty for one that is."""
    if turn.aside:
        return " (tried beside the conversation)"
    return " (taken back)" if turn.taken_back else ""


def debrief_in_lines(record: Record, name: str, *, with_grades: bool, tells: Sequence[str] = ()) -> Iterator[str]:
    """The session looked back on: what it comes to, then turn by turn the words, the grade, how the client then stood,
    and what they thought.

    `tells` says what the client tells at each disclosure
    level.
    """
    yield "\n— Debrief"
    if record.start:
        yield state_in_a_line(record.start)
    for turn in record.turns:
        yield f"\nReply {turn.name}\n{name}: {turn.client}"
        if turn.hints:
            yield f"  Hints before it: {turn.hints_in_words}"
        yield f"You: {turn.reply}"
        others = [other.name for other in record.tries_at(turn) if other is not turn]
        if others:
            yield f"  Tried at this moment too: reply {', '.join(others)} (/attempts {turn.name} compares)"
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
    yield from _in_brief(record, with_grades=with_grades, tells=tells)
    if count := len(record.interventions()):
        yield f"\nThe guard stepped in {'once' if count == 1 else f'{count} times'}."


def _in_brief(record: Record, *, with_grades: bool, tells: Sequence[str]) -> Iterator[str]:
    """Turning points, steps and traps along the replies, one thing done well and one to practise."""
    if points := turning_points(record):
        yield "\nTurning points"
        yield from (f"  Reply {point.turn.name}: {point.in_words(tells)}" for point in points)
    if not with_grades or not record.turns:
        return
    yield "\nSteps, reply by reply (○ absent, ◐ partial, ● full, – not called for, ? not graded)"
    for step in Step:
        yield f"  {STEP_TITLES[step]}: {' '.join(_mark(turn, step) for turn in record.turns)}"
    for one in traps_shown(record.turns):
        words = f" “{one.words}”" if one.words else ""
        yield f"  Trap in reply {one.turn.name}: {TRAPS[one.trap].title}.{words}"
    if well := done_well(record.turns):
        yield f"\nDone well: {well.in_words(well=True)}"
    if weak := to_practise(record.turns):
        yield f"To practise: {weak.in_words(well=False)}"
    yield f"  ({RULE})"


def _mark(turn: Turn, step: Step) -> str:
    if turn.shown_grade is None:
        return "?"
    level = level_on(turn, step)
    return "–" if level is None else _MARKS[level]
