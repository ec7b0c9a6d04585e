"""Replies that hold no words: there is nothing in them for a model to judge."""

from typing import Final

from leanin.rubric import Grade, StepGrade, Trap

_AROUND_SILENCE: Final = " \t\n()[]*_.…-–—"
_SILENCES: Final = frozenset({"", "silence", "silent", "stays silent", "says nothing"})


def wordless_grade(reply: str) -> Grade | None:
    """The grade of an empty reply or of `(silence)`; None where there are words to grade.

    An empty reply is off task, while a silence is a choice that a therapist can make: it shows none of the steps and
    falls into no trap.
    """
    if reply.strip(_AROUND_SILENCE).casefold() not in _SILENCES:
        return None
    empty = not reply.strip()
    nothing = StepGrade(level=0, note="There is nothing in the reply." if empty else "Nothing was said.")
    traps = (Trap.OFF_TASK,) if empty else ()
    return Grade(responsibility=nothing, reflection=nothing, invitation=nothing, traps=traps).settled()
