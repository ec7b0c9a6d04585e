"""What a voice is told of a turn: the same while the client speaks and whenever the words are looked at again."""

from leanin.persona import Persona
from leanin.session.hearing import MOST_HEARD
from leanin.session.moments import SpeakingMoment
from leanin.session.record import Record, Turn


def speaking_moment(turn: Turn, record: Record, persona: Persona, seed: int) -> SpeakingMoment:
    """The moment in which the client answers the reply of this turn."""
    stands = turn.after or turn.before
    return SpeakingMoment(
        persona=persona,
        state=stands.alliance,
        stance=stands.stance,
        disclosed=stands.disclosed,
        newly_disclosed=turn.newly_disclosed,
        reply=turn.reply[:MOST_HEARD],
        grade=turn.grade,
        history=record.exchanges(before=turn),
        client=turn.client,
        seed=seed,
        turn=turn.number,
        thoughts=record.thoughts(before=turn),
    )
