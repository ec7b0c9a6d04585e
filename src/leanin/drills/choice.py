"""What comes next: which step, and which statement. Pure, and the same for the same seed and clock.

The rules, as `docs/practice.md` states them. The step is drawn, a weak one more often. Of the statements, two that are
due again come for one that is new, the likeliest to be forgotten first; new ones come as hard as the trainee's last
answers allow. Never the same client twice in a row; no statement twice in a round before it is due or no other is left.
"""

import random
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from leanin.drills.focus import WHOLE, Focus
from leanin.drills.items import DrillItem, Kind
from leanin.drills.progress import Progress, retrievability
from leanin.drills.wish import Wish, can_be_about
from leanin.persona import Difficulty
from leanin.rubric import Step

_LADDER: Final = tuple(Difficulty)
_SOFTENED_WEIGHT: Final = 1 / 8
"""How often a client who has softened comes among the new ones, against one in a rupture: noticing is a skill too."""
_NEW_EVERY: Final = 3
"""Every third statement is a new one even where others are due."""


class Why(StrEnum):
    """Why this statement comes now."""

    NEW = "new"
    DUE = "due"
    """FSRS expects it to be forgotten by now, or it was missed a while ago."""
    AHEAD = "ahead"
    """Nothing new is left and nothing is due: the one that is the likeliest to be forgotten next."""


class Choice(NamedTuple):
    """What to practise next."""

    item: DrillItem
    focus: Focus
    why: Why


def choose(
    items: Sequence[DrillItem],
    progress: Progress,
    wish: Wish,
    *,
    place: int,
    seen: Collection[str],
    seed: int,
    now: datetime,
) -> Choice:
    """The statement for this place of a round (from 1); `seen` are the items that the round has had.

    `items` are those that fit the wish, at least one.
    """
    chance = random.Random(f"{seed}:{place}")
    focus = wish.focus or _drawn_focus(items, progress, chance)
    able = [item for item in items if can_be_about(item, focus) or wish.focus] or list(items)
    last = next((item.situation for item in items if item.id == progress.last_item), "")
    able = [item for item in able if item.situation != last] or [i for i in able if i.id != progress.last_item] or able

    def chances(item: DrillItem) -> float:
        return retrievability(progress.cards[item.id, focus.key], now)

    met = [item for item in able if (item.id, focus.key) in progress.cards]
    due = [item for item in met if progress.cards[item.id, focus.key].due <= now]
    new = [item for item in able if item not in met and item.id not in seen]
    if due and not (new and place % _NEW_EVERY == 0):
        return Choice(min(due, key=chances), focus, Why.DUE)
    if new:
        return Choice(_new_one(new, progress.difficulty, chance), focus, Why.NEW)
    fresh = [item for item in met if item.id not in seen] or met
    return Choice(min(fresh, key=chances) if fresh else chance.choice(able), focus, Why.AHEAD)


def focus_weights(progress: Progress) -> dict[Focus, float]:
    """How likely each step, and the whole reply, is to be chosen; not scaled to 1.

    A step's weight is the square of what its mean lacks to 1, so that a weak one clearly leads; the whole's is the
    square of the weakest mean, so that it takes over as the steps are learnt.
    """
    weights = {Focus(step=step): (1 - progress.mean(step)) ** 2 for step in Step}
    return weights | {WHOLE: min(progress.mean(step) for step in Step) ** 2}


def _drawn_focus(items: Sequence[DrillItem], progress: Progress, chance: random.Random) -> Focus:
    weights = {
        focus: weight
        for focus, weight in focus_weights(progress).items()
        if any(can_be_about(item, focus) for item in items)
    }
    return chance.choices(list(weights), list(weights.values()))[0] if weights else WHOLE


def _new_one(new: Sequence[DrillItem], wanted: Difficulty, chance: random.Random) -> DrillItem:
    """One of the statements whose difficulty is nearest to the wanted one."""

    def off(item: DrillItem) -> int:
        return abs(_LADDER.index(item.difficulty) - _LADDER.index(wanted))

    nearest = min(map(off, new))
    able = [item for item in new if off(item) == nearest]
    return chance.choices(able, [_SOFTENED_WEIGHT if item.kind is Kind.SOFTENED else 1.0 for item in able])[0]
