"""Which replies an educator grades: spread over situations and levels, and the same for the same seed."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from leanin.evals.items import LabelledReply
from leanin.rubric import Step


def chosen(replies: Iterable[LabelledReply], count: int, seed: int) -> list[LabelledReply]:
    """`count` of the replies (all of them where there are no more), in the order in which they are to be graded.

    Each situation comes as often as any other that has replies left, give or take one; among the replies that keep to
    this, those are taken whose levels are the rarest so far. The same replies and seed give the same choice on every
    machine and in whatever order the replies come, so that several educators grade the same. The order tells nothing of
    the labels.
    """
    waiting = sorted(replies, key=lambda reply: _lot(seed, "choice", reply))
    situations: Counter[str] = Counter()
    levels: Counter[tuple[Step, int]] = Counter()
    taken: list[LabelledReply] = []
    while waiting and len(taken) < count:
        best = min(waiting, key=lambda reply: (situations[reply.situation], _commonness(reply, levels)))
        waiting.remove(best)
        taken.append(best)
        situations[best.situation] += 1
        levels.update(_levels_of(best))
    return sorted(taken, key=lambda reply: _lot(seed, "order", reply))


def _commonness(reply: LabelledReply, levels: Counter[tuple[Step, int]]) -> int:
    return sum(levels[level] for level in _levels_of(reply))


def _levels_of(reply: LabelledReply) -> list[tuple[Step, int]]:
    return [(step, getattr(reply.labels, step.value)) for step in Step]


def _lot(seed: int, purpose: str, reply: LabelledReply) -> str:
    """A draw by hash: unlike Python's own shuffling it is promised never to change."""
    return hashlib.sha256(f"{seed}:{purpose}:{reply.id}".encode()).hexdigest()
