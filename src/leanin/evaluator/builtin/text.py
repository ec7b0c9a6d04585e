"""A reply as plain words that still know where they stand in it.

Matching works on `Reply.text`, in which every word is lower-case, spelled out and set between single spaces, and a bar
stands wherever a sentence or clause ends, so that no pattern reaches across. `span()` leads back to the literal words.
"""

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from leanin.evaluator.builtin.shorthand import spelled_out
from leanin.evaluator.evidence import Span

BAR: Final = "|"

_TOKEN: Final = re.compile(r"[^\W_]+(?:['.][^\W_]+)*'?|[.?!;:,()\n\-/\"{}\[\]<>=#*|]+")
_LOOKALIKES: Final = str.maketrans(
    dict(
        zip(
            "аеорсухіјѕԁһкмнтвАЕОРСУХІЈЅКМНТВαειουνκρτχΑΕΙΟΥΝΚΡΤΧ",
            "aeopcyxijsdhkmhtbaeopcyxijskmhtbaeiouvkptxaeiouvkptx",
            strict=True,
        )
    )
    | dict.fromkeys("‘’ʼ‛´`′＇", "'")
)
"""Cyrillic and Greek letters that look like Latin ones, and the shapes of the apostrophe."""
_BREAKS: Final = "\n\t\r"


class Token(NamedTuple):
    """A word or a run of punctuation, as folded text, with its place in the original."""

    text: str
    start: int
    end: int


def folded(text: str) -> tuple[str, list[int] | None]:
    """Lower-case text without invisible, full-width or look-alike characters, and where each of its characters was.

    The places are None where nothing moved.
    """
    if text.isascii() and (text.isprintable() or all(one.isprintable() or one in _BREAKS for one in text)):
        return text.lower(), None
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in _plain(character):
            characters.append(part)
            places.append(place)
    return "".join(characters), places


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """What a character is read as; nothing where it can't be seen."""
    if character.isascii():
        return character.lower() if character.isprintable() or character in _BREAKS else ""
    if character in "—–―":
        return " -- "
    if character in "“”„«»":
        return '"'
    if unicodedata.category(character) in ("Cc", "Cf", "Mn"):
        return ""
    return unicodedata.normalize("NFKC", character.translate(_LOOKALIKES)).casefold()


def tokens(text: str) -> list[Token]:
    """The words and punctuation of a text, in order. Runs in linear time."""
    plain, places = folded(text)
    found = [Token(one[0], one.start(), one.end()) for one in _TOKEN.finditer(plain)]
    return found if places is None else [Token(one, places[start], places[end - 1] + 1) for one, start, end in found]


def is_word(token: str) -> bool:
    """Whether a token is a word and not punctuation."""
    return token[0].isalnum()


def plain_words(text: str) -> list[str]:
    """The words of a text, spelled out, without their places: for the client's words, the concern and history."""
    found = [token.text for token in tokens(text) if is_word(token.text)]
    return [plain for word, following in pairwise([*found, ""]) for plain in spelled_out(word, following)]


@lru_cache(maxsize=256)
def plain_text(text: str) -> str:
    """A text as spelled-out words between single spaces, with a bar at each end of a sentence.

    Kept for a while, since the client, the concern and the therapist come again with every reply.
    """
    pieces: list[str] = []
    found = tokens(text)
    for place, token in enumerate(found):
        if is_word(token.text):
            following = found[place + 1].text if place + 1 < len(found) else ""
            pieces += spelled_out(token.text, following)
        elif any(mark in token.text for mark in ".?!;\n"):
            pieces.append(BAR)
    return f" {' '.join(pieces)} "


class Word(NamedTuple):
    """One plain word of the reply."""

    text: str
    start: int
    end: int
    """Where it begins and ends in the reply; the two words of a contraction share one place."""

    @property
    def span(self) -> Span:
        """The same as a stretch."""
        return Span(self.start, self.end)


class WordsInPlace:
    """Plain words joined into one text in which a match can be led back to the reply."""

    def __init__(self, original: str, words: list[Word], ends: set[int]) -> None:
        """`ends` holds the indexes of words after which a clause ends."""
        self.original = original
        self.words = words
        pieces: list[str] = []
        self._starts: list[int] = []
        at = 1
        for index, word in enumerate(words):
            self._starts.append(at)
            pieces.append(word.text)
            at += len(word.text) + 1
            if index in ends:
                pieces.append(BAR)
                at += 2
        self.text = f" {' '.join(pieces)} " if pieces else " "

    def word_at(self, place: int) -> int:
        """The index of the word at or before a place in `text`."""
        return max(0, bisect_right(self._starts, place) - 1)

    def starts_at(self, word: int) -> int:
        """The place in `text` of the space before a word."""
        return self._starts[word] - 1 if word < len(self._starts) else len(self.text) - 1

    def ends_at(self, word: int) -> int:
        """The place in `text` just behind a word."""
        return self._starts[word] + len(self.words[word].text)

    def span(self, match: re.Match[str]) -> Span:
        """The literal stretch of the reply that a match in `text` covers."""
        first = self.word_at(match.start() + 1)
        last = self.word_at(max(match.end() - 1, match.start() + 1))
        return self.stretch(first, last)

    def stretch(self, first: int, last: int) -> Span:
        """The literal stretch of the reply from one word to another, both included."""
        return Span(self.words[first].start, self.words[last].end)
