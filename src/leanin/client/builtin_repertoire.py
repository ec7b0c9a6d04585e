"""A persona's own lines as a repertoire: which are still fresh in this session, and which comes next."""

import random
from collections.abc import Iterable, Sequence
from typing import Final

from leanin.client.builtin_questions import plain
from leanin.dynamics import Stance
from leanin.session.ports import SpeakingMoment

WORDS: Final = "{words}"
"""Where the trainee's own words go in a line that picks them up."""

_BORROWS_FROM: Final[dict[Stance, tuple[Stance, ...]]] = {
    Stance.OPEN: (Stance.SOFTENING, Stance.TESTING),
    Stance.SOFTENING: (Stance.TESTING, Stance.SCEPTICAL),
    Stance.TESTING: (Stance.SCEPTICAL, Stance.CONFRONTING),
    Stance.SCEPTICAL: (Stance.TESTING, Stance.CONFRONTING),
    Stance.CONFRONTING: (Stance.SCEPTICAL, Stance.TESTING),
    Stance.WITHDRAWN: (Stance.LEAVING,),
    Stance.LEAVING: (Stance.WITHDRAWN,),
}
"""Whose lines still sound right when a stance has used up its own: never a warmer one, and never across the mask."""

_THINKS_LIKE: Final[dict[Stance, tuple[Stance, ...]]] = _BORROWS_FROM | {
    Stance.WITHDRAWN: (Stance.SCEPTICAL, Stance.CONFRONTING),
    Stance.LEAVING: (Stance.WITHDRAWN, Stance.SCEPTICAL),
}
"""The same for thoughts. Behind the mask the doubt goes on; only the farewell is kept for the end."""


class Repertoire:
    """A persona's lines at one moment of a session.

    Chance is drawn from the persona, the seed, the turn and the reply, so the same moment always gives the same words,
    and another try at the same turn may give others.
    """

    def __init__(self, moment: SpeakingMoment) -> None:
        self._moment = moment
        self._voice = moment.persona.voice
        self._heard = [plain(words) for words in (*(past.client for past in moment.history), moment.client)]
        self._chance = random.Random(f"{moment.persona.id} {moment.seed} {moment.turn} {moment.reply}")

    def now_and_then(self, share: float) -> bool:
        """True in about `share` (0–1) of the moments."""
        return self._chance.random() < share

    def fresh(self, lines: Iterable[str]) -> str | None:
        """One of the lines that hasn't been said in this session, or None where all have."""
        unsaid = [line for line in lines if self._last_said(line) is None]
        return self._chance.choice(unsaid) if unsaid else None

    def said_any(self, lines: Iterable[str]) -> bool:
        """Whether any of the lines has been said in this session."""
        return any(self._last_said(line) is not None for line in lines)

    def stance_line(self) -> str:
        """A line for the moment's stance: a fresh one, else a neighbour's, else the one said longest ago."""
        stance = self._moment.stance
        pools = [self._voice.lines[near] for near in (stance, *_BORROWS_FROM[stance])]
        for pool in pools:
            if line := self.fresh(pool):
                return line
        return min((line for pool in pools for line in pool), key=lambda line: self._last_said(line) or 0)

    def thought(self, noticed: Sequence[str]) -> str:
        """A thought for the moment: one of `noticed`, else for the stance or one like it; none twice if avoidable."""
        stance = self._moment.stance
        near = [self._voice.thoughts[like] for like in (stance, *_THINKS_LIKE[stance])]
        pools = [pool for pool in (noticed, *near) if pool]
        for pool in pools:
            for line in self._by_turn(pool):
                if line not in self._moment.thoughts:
                    return line
        thoughts = self._moment.thoughts
        return min((line for pool in pools for line in pool), key=lambda line: _last_place(thoughts, line))

    def _by_turn(self, lines: Sequence[str]) -> list[str]:
        """The lines in the session's own order, begun one further each turn.

        So they don't come twice soon, even where earlier thoughts aren't known.
        """
        order = list(lines)
        random.Random(f"{self._moment.persona.id} {self._moment.seed} {order[0]}").shuffle(order)
        start = self._moment.turn % len(order)
        return order[start:] + order[:start]

    def _last_said(self, line: str) -> int | None:
        """Where in the conversation the line was said last, from 0; None for never."""
        pieces = [piece for part in line.split(WORDS) if (piece := plain(part).strip('“”" '))]
        places = [place for place, words in enumerate(self._heard) if all(piece in words for piece in pieces)]
        return places[-1] if places else None


def _last_place(thoughts: Sequence[str], line: str) -> int:
    return max((place for place, thought in enumerate(thoughts) if thought == line), default=-1)
