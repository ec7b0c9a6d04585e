"""What isn't said in the session's language: other languages, other scripts, ciphers, keys hit at random.

Whoever sits opposite couldn't follow it, so it isn't said to them. A foreign word or two is: an abuela is an abuela.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from leanin.evaluator.builtin.patterns import word_set
from leanin.evaluator.builtin.segments import Reply
from leanin.evaluator.builtin.text import Word
from leanin.evaluator.builtin.word_vectors import vector

_FEWEST: Final = 3
"""From how many words on a sentence has to be understood."""
_UNDERSTOOD: Final = 0.42
"""The share of known words up to which it isn't."""
_RUN: Final = 4
"""How many words one after another nobody knows by chance."""
_WRITTEN_TOGETHER: Final = (
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u3040", "\u9fff"),
    ("\uac00", "\ud7af"),
    ("\U00020000", "\U0003ffff"),
)
"""Scripts in which one "word" may be a sentence: Thai, Lao, Burmese, Chinese, Japanese, Korean."""
_LETTERS_A_WORD: Final = 2
_FOREIGN: Final = word_set(
    """
    le la les et des du un une qui est pour dans avec und der das ist ein eine den dem mit auf von zu nicht bei jedem el
    los las que de por para con una em um uma dos todas todos il lo gli di per che tutte tutto het een van niet je op
    och att det som inte nie ve di della e o
    """
)
"""Little words of other languages that English texts know from names."""
_LAST_LATIN: Final = "\u024f"


def not_understood(reply: Reply, first: int, last: int) -> list[tuple[int, int]]:
    """The stretches of a sentence, by their first and last word, that aren't in the session's language."""
    words = reply.words[first : last + 1]
    weights = [_weight(word.text) for word in words]
    if sum(weight for weight in weights if weight > 0) < _FEWEST - 1:
        return []
    weights = [
        -1 if place and _name(word, reply) else weight
        for place, (word, weight) in enumerate(zip(words, weights, strict=True))
    ]
    strange = sum(weight for weight in weights if weight > 0)
    if strange < _FEWEST - 1:
        return []
    known = sum(1 for weight in weights if weight == 0)
    if strange + known >= _FEWEST and known <= _UNDERSTOOD * (strange + known):
        return [(first, last)]
    runs: list[tuple[int, int]] = []
    start, run = first, 0
    for place, weight in enumerate([*weights, 0], first):
        if weight > 0:
            run += weight
        elif weight == 0:
            if run >= _RUN:
                runs.append((start, place - 1))
            start, run = place + 1, 0
    return runs


def _name(word: Word, reply: Reply) -> bool:
    """Whether a word within a sentence is written as a name."""
    written = word.span.of(reply.original)
    return written[:1].isupper() and written[1:2].islower()


@lru_cache(maxsize=16384)
def _weight(word: str) -> int:
    """0 for a word that is known, 1 for one that isn't, more for several written together, -1 for what says neither."""
    if word.isdigit() or (len(word) == 1 and word not in ("a", "i") and word.isascii()):
        return -1
    if word in _FOREIGN:
        return 1
    if word.isascii() and (any(map(str.isdigit, word)) or _known(word) or len(word) == 1):
        return 0
    if any(low <= word[0] <= high for low, high in _WRITTEN_TOGETHER):
        return max(1, len(word) // _LETTERS_A_WORD)
    return 1 if word[0] > _LAST_LATIN or not _known(word) else 0


_ENDINGS: Final = (("'s", ""), ("s'", ""), ("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"))
_MORE_ENDINGS: Final = (
    ("ly", ""),
    ("y", ""),
    ("er", ""),
    ("est", ""),
    ("ish", ""),
    ("ness", ""),
    ("n't", ""),
    ("'", ""),
)


def _known(word: str) -> bool:
    word = word if word.isascii() else unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return vector(word) is not None or any(
        word.endswith(ending) and vector(word.removesuffix(ending) + back) is not None
        for ending, back in _ENDINGS + _MORE_ENDINGS
    )
