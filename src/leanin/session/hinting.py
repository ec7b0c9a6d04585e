"""The next nudge at a moment of a conversation, made from the record and from what the persona's author wrote.

Nothing of the client's story gets into it: of the concern only the question that its theme leads to, of the emotions
only the bare feelings.
"""

import re
from collections.abc import Iterable
from typing import Final

from leanin.dynamics import Stance
from leanin.persona import Persona
from leanin.rubric import Grade, Step
from leanin.session.hints import Hint, HintKind, hint, needed_step, next_kind
from leanin.session.record import Record, Turn
from leanin.session.strengths import steps_shown

SOFTENED: Final = frozenset({Stance.SOFTENING, Stance.OPEN})
"""Stances at which the client has let the doubt go, so that owning a part again would be noise."""

_MOST_FEELINGS: Final = 2

_FEELINGS: Final = (
    "fear", "terror", "dread", "worry", "shame", "humiliation", "guilt", "grief", "sadness", "loneliness", "anger",
    "exhaustion", "tiredness", "weariness", "pride", "love", "loyalty", "envy", "longing", "hurt", "despair",
)  # fmt: skip
"""Feelings that may be named in a word; what they are about would be the client's to tell."""


def nudge_at(record: Record, persona: Persona, follows: int, *, by_grades: bool = True) -> Hint | None:
    """The nudge that comes next at the moment after that turn (0 is the opening); None where all were taken.

    The step is the one that the last try at this moment took least far, else the one that the replies before it took
    least far on average; unless `by_grades`, the first in the order of teaching.
    """
    kind = next_kind([taken.kind for taken in record.hints_at(follows)])
    if kind is None:
        return None
    stance = record.stands_after(follows)
    softened = stance is not None and stance.stance in SOFTENED
    calls_for = [step for step in Step if not (softened and step is Step.RESPONSIBILITY)]
    before = record.turns_up_to(follows)
    step = needed_step(
        calls_for,
        last=_last_try(record, follows) if by_grades else None,
        means={shown.step: shown.average for shown in steps_shown(before)} if by_grades else None,
    )
    nudge = hint(kind, step, persona.concern, softened=softened, vary=len(before))
    if kind is not HintKind.CONCERN:
        return nudge
    named = feelings_in(persona.emotions)
    felt = f"There may be {' and '.join(named)} in it. " if named else ""
    return nudge._replace(words=f"{felt}{nudge.words} (By what the persona's author wrote.)")


def feelings_in(emotions: Iterable[str]) -> list[str]:
    """At most two feelings that a persona's emotions begin with, in a word each."""
    words = (re.findall(r"\w+", emotion.casefold()) for emotion in emotions)
    found = [next((word for word in said[:2] if word in _FEELINGS), "") for said in words]
    return list(dict.fromkeys(filter(None, found)))[:_MOST_FEELINGS]


def _last_try(record: Record, follows: int) -> Grade | None:
    """The grade of the latest reply that was tried at this moment."""
    tried: list[Turn] = [turn for turn in record.attempts if turn.follows == follows]
    return next((turn.shown_grade for turn in reversed(tried) if turn.shown_grade), None)
