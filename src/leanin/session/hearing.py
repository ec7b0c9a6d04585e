"""What an evaluator hears of a turn: the same moment when a reply comes and whenever it is graded again."""

from collections.abc import Iterable
from typing import Final

from leanin.persona import Persona
from leanin.session.events import Event, Replied, WhatIf
from leanin.session.moments import ReplyMoment
from leanin.session.record import Record, Turn

MOST_HEARD: Final = 4_000
"""Characters of one reply that evaluator and client take in. The journal keeps all of it."""


def moment_of(turn: Turn, record: Record, persona: Persona) -> ReplyMoment:
    """The moment of a turn of this record; what was said before it counts as the record stands now."""
    return ReplyMoment(
        client=turn.client,
        reply=turn.reply[:MOST_HEARD],
        concern=persona.concern,
        about_client=persona.introduction,
        language=persona.language,
        therapist=persona.therapist,
        history=record.exchanges(before=turn),
        stance=turn.before.stance,
    )


def moments(events: Iterable[Event], persona: Persona) -> dict[int, ReplyMoment]:
    """The moment of every reply by its turn's number, each as it was when that reply came.

    A reply that was taken back is heard after what had been said by then, not after what was said in its place.
    """
    record = Record()
    heard = {}
    for event in events:
        record.apply(event)
        if isinstance(event, Replied | WhatIf):
            heard[event.turn] = moment_of(record.attempts[-1], record, persona)
    return heard
