"""What words mean, as short vectors: words that are used alike lie near one another.

`weights/words.txt` holds them, one word a line with a letter for each dimension (`a` is −9, `j` is 0, `s` is 9). They
are GloVe vectors (Pennington, Socher & Manning, 2014), shortened; `training/README.md` tells how, and the licence.
"""

from functools import lru_cache
from math import sqrt
from operator import mul
from pathlib import Path
from typing import Final

Vector = tuple[float, ...]

DIMENSIONS: Final = 32
_ZERO: Final = ord("j")
FILE: Final = Path(__file__).parent / "weights" / "words.txt"


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    """Each word's letters, read once, at the first reply that is graded."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if not line.startswith("#"))


def vector(word: str) -> Vector | None:
    """A word's vector, of length 1; None where the word isn't known."""
    letters = _letters().get(word)
    if letters is None:
        return None
    raw = [ord(letter) - _ZERO for letter in letters]
    length = sqrt(sum(map(mul, raw, raw))) or 1.0
    return tuple(value / length for value in raw)
