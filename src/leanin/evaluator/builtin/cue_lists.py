"""A list of phrases that is searched word by word: at each word, only the phrases that may begin with it are tried.

A list of fifty phrases makes a pattern that tries fifty ways to go on at each space. Here a word is looked up first,
and most words begin nothing. What is found is what the one big pattern would find.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache, reduce
from itertools import count, pairwise
from operator import or_
from sys import maxsize
from typing import Final, NamedTuple

from leanin.evaluator.builtin.first_words import Beginnings, alternatives, beginnings, needed

_count: Final = count()
_words: Final[dict[str, int]] = {}
"""For each word that may begin a phrase, the lists that hold such a phrase, each as one bit."""
_pairs: Final[dict[str, int]] = {}
"""For each two words that may begin a phrase, the lists that hold such a phrase."""
_heads: Final[set[str]] = set()
"""The first ones of these."""
_seconds: Final[dict[str, int]] = {}
"""For each word with which a phrase goes on that begins with any word, the lists that hold such a phrase."""
_stems: Final[dict[str, int]] = {}
"""For each stem that may begin a phrase, the lists that hold such a phrase."""
_needed: Final[dict[str, int]] = {}
"""For each word, the lists with a phrase that needs one of some words of which this is one."""
_needed_stems: Final[dict[str, int]] = {}
"""For each stem, the lists with a phrase that needs a word with one of some stems of which this is one."""


@lru_cache(maxsize=16384)
def _served(word: str) -> tuple[int, int]:
    """The lists that hold a phrase that may begin with a word, whatever follows; those with one that may need it."""
    begins = (lists for stem, lists in _stems.items() if word.startswith(stem))
    needs = (lists for stem, lists in _needed_stems.items() if word.startswith(stem))
    return reduce(or_, begins, _words.get(word, 0)), reduce(or_, needs, _needed.get(word, 0))


class _Read(NamedTuple):
    """A text as it is read for all lists at once."""

    lists: int
    """The lists with a phrase that may begin somewhere in it and one that has what it needs, each as one bit."""
    words: tuple[tuple[int, str, int], ...]
    """The words that may begin a phrase: the place of the space before it, the word, and the lists."""


@lru_cache(maxsize=1024)
def _read(text: str) -> _Read:
    """The words of a text. Kept for a while, since all lists look through the same few texts."""
    head, *words = text.split(" ")
    at, found = len(head), []
    begun = possible = 0
    for word, following in pairwise([*words, ""]):
        lists, needing = _served(word)
        lists |= _seconds.get(following, 0)
        if word in _heads:
            lists |= _pairs.get(f"{word} {following}", 0)
        if lists:
            found.append((at, word, lists))
            begun |= lists
        possible |= needing
        at += len(word) + 1
    return _Read(begun & possible, tuple(found))


class CueList:
    """Finds phrases as whole words, as a pattern of all of them would; the first that fits at a place counts."""

    def __init__(self, phrases: Sequence[str]) -> None:
        """The phrases are regular expressions over words between single spaces."""
        self._phrases = [(one, beginnings(one)) for several in phrases for one in alternatives(several)]
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._bit = 1 << next(_count)
        for phrase, begins in self._phrases:
            last = (_seconds, begins.seconds) if begins.seconds else (_stems, begins.stems)
            needs = needed(phrase)
            for filed, keys in (
                (_words, begins.words),
                (_pairs, begins.pairs),
                last,
                (_needed, needs.words),
                (_needed_stems, needs.stems),
            ):
                for key in keys:
                    filed[key] = filed.get(key, 0) | self._bit
            _heads.update(pair.partition(" ")[0] for pair in begins.pairs)
        _served.cache_clear()
        _read.cache_clear()

    def search(self, text: str, pos: int = 0, endpos: int = maxsize) -> re.Match[str] | None:
        """The first phrase in a text."""
        read = _read(text)
        bit, patterns = self._bit, self._patterns
        if read.lists & bit:
            for at, word, lists in read.words:
                if lists & bit and at >= pos:
                    pattern = patterns.get(word) or self._pattern(word)
                    if found := pattern.match(text, at, endpos):
                        return found
        return None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The phrases in a text that don't overlap, in order."""
        read = _read(text)
        return self._found(read, text) if read.lists & self._bit else iter(())

    def sub(self, instead: str, text: str) -> str:
        """The text with something else in place of the phrases."""
        pieces, at = [], 0
        for found in self.finditer(text):
            pieces += [text[at : found.start()], instead]
            at = found.end()
        return "".join([*pieces, text[at:]])

    def _found(self, read: _Read, text: str) -> Iterator[re.Match[str]]:
        bit, patterns, pos = self._bit, self._patterns, 0
        for at, word, lists in read.words:
            if lists & bit and at >= pos:
                pattern = patterns.get(word) or self._pattern(word)
                if found := pattern.match(text, at):
                    yield found
                    pos = found.end()

    def _pattern(self, word: str) -> re.Pattern[str]:
        """The pattern of the phrases that may begin with a word, made when the word is first met."""
        if word in self._patterns:
            return self._patterns[word]
        if word not in self._first_words:
            return self._any_stem
        return self._patterns.setdefault(
            word, self._made(lambda begins: word in begins.first_words() or word.startswith(begins.stems))
        )

    @cached_property
    def _first_words(self) -> frozenset[str]:
        return frozenset(word for _, begins in self._phrases for word in begins.first_words())

    @cached_property
    def _any_stem(self) -> re.Pattern[str]:
        """The pattern for words that begin no phrase but with a stem: all phrases that have stems."""
        return self._made(lambda begins: bool(begins.stems))

    def _made(self, fits: Callable[[Beginnings], bool]) -> re.Pattern[str]:
        phrases = [phrase for phrase, begins in self._phrases if fits(begins)]
        return re.compile(f" (?:{'|'.join(phrases)})(?= )")
