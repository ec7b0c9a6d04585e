"""Whether a quote really is in the trainee's reply, and where: whitespace, case and the shape of quote marks aside."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

_INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff")
_QUOTE_MARKS: Final = frozenset("\"“”„‟«»‹›`´‘’‚‛'′″＂＇")
_DASHES: Final = frozenset("‐‑‒–—―−")
_AROUND: Final = " .,;:!?…-"

FEWEST_WORDS: Final = 2
FEWEST_LETTERS: Final = 4
"""A quote needs so many words, or a word of so many letters: “I” and “but” stand in any reply and prove nothing."""


class Span(NamedTuple):
    """A stretch of the reply: `reply[start:end]` are the literal words."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of this stretch."""
        return text[self.start : self.end]


def find_quote(quote: str, reply: str) -> Span | None:
    """Where `quote` stands in `reply`, or None where it doesn't or is too little to prove anything.

    A quote needs two words or four letters, unless it is the whole of a very short reply.

    Case, runs of whitespace, invisible characters, quote marks and the shape of dashes make no difference, and neither
    does an ellipsis or a full stop that a model put around its quote. Runs in linear time.
    """
    if span := _letter_for_letter(quote.strip(), reply):
        return span
    wanted, _ = _folded(quote)
    text, places = _folded(reply)
    for candidate in (wanted.strip(), wanted.strip(_AROUND)):
        whole = candidate.strip(_AROUND) == text.strip(_AROUND)
        at = text.find(candidate) if _says_something(candidate, whole=whole) else -1
        if at >= 0:
            return Span(places[at], places[at + len(candidate) - 1] + 1)
    return None


def _letter_for_letter(quote: str, reply: str) -> Span | None:
    """Where the quote stands just as it is: by far the most quotes do, and this is a hundred times as quick."""
    if not quote or {quote[0], quote[-1]} & (_QUOTE_MARKS | _INVISIBLE) or not _says_something(quote, whole=False):
        return None
    at = reply.find(quote)
    return Span(at, at + len(quote)) if at >= 0 else None


def occurs(quote: str, reply: str) -> bool:
    """Whether the trainee really said `quote`; by the rules of `find_quote`."""
    return find_quote(quote, reply) is not None


def _says_something(quote: str, *, whole: bool) -> bool:
    letters = sum(map(str.isalnum, quote))
    words = sum(any(map(str.isalnum, word)) for word in quote.split())
    return letters > 0 and (whole or letters >= FEWEST_LETTERS or words >= FEWEST_WORDS)


@lru_cache(maxsize=32)  # every quote of a grade is looked for in the same reply
def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text without the differences that don't matter, and for each of its characters the place it came from."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character in _INVISIBLE or character in _QUOTE_MARKS:
            continue
        if character in _DASHES:
            parts = "-"
        elif character.isspace():
            parts = "" if folded and folded[-1] == " " else " "
        elif character.isascii():
            parts = character.lower()
        else:
            parts = unicodedata.normalize("NFKC", character).casefold()
        for part in parts:
            folded.append(part)
            places.append(place)
    return "".join(folded), places
