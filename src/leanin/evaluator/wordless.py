"""Replies that hold no words: there is nothing in them for a model to judge."""

from typing import Final

from leanin.rubric import Grade, StepGrade, Trap

_AROUND_SILENCE: Final = " \t\n()[]*_.…-–—"
SILENT_NOTE: Final = "Nothing was said; the silence is left to stand."
SILENT_TIP: Final = "A silence can answer too; when you speak again, let the client know that you were with them in it."
_SILENCES: Final = frozenset({"", "silence", "silent", "stays silent", "says nothing"})


def wordless_grade(reply: str) -> Grade | None:
    """The grade of an empty reply or of `(silence)`; None where there are words to grade.

    An empty reply is off task, while a silence is a choice that a therapist can make: it shows none of the steps and
    falls into no trap.
    """
    if reply.strip(_AROUND_SILENCE).casefold() not in _SILENCES:
        return None
    empty = not reply.strip()
    why = "There is nothing in the reply." if empty else SILENT_NOTE
    return Grade(
        responsibility=StepGrade(level=0, note=why),
        reflection=StepGrade(level=0),
        invitation=StepGrade(level=0),
        traps=(Trap.OFF_TASK,) if empty else (),
        tip="" if empty else SILENT_TIP,
    ).settled()
