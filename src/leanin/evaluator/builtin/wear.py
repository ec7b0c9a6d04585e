"""A formula that was said before wears off."""

from typing import Final

from leanin.evaluator.builtin.stems import content
from leanin.evaluator.builtin.text import plain_words

_SAME_REPLY: Final = 0.7
"""The share of a reply's content words in an earlier one from which the whole counts as said again."""

_SAME_STEP: Final = 0.8
"""The share from which the words that show one step count as said again."""

_ENOUGH: Final = 3
"""Fewer content words than this may recur by chance."""


def worn(evidence: str, reply: str, earlier: tuple[str, ...]) -> bool:
    """Whether the words that show a step were already said in an earlier reply, as part of the same formula."""
    if not earlier or not evidence:
        return False
    shown, whole = content(plain_words(evidence)), content(reply.split())
    for text in earlier:
        before = content(text.split())
        again = _share(whole, before) >= _SAME_REPLY and len(whole) >= _ENOUGH
        if _share(shown, before) >= _SAME_STEP and (again or len(shown) > _ENOUGH):
            return True
    return False


def _share(stems: frozenset[str], before: frozenset[str]) -> float:
    return len(stems & before) / len(stems) if stems else 0.0
