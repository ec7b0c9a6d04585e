"""With which words a phrase of `patterns` may begin, so that it is looked for only where these words stand.

The phrases are regular expressions of a simple kind. Where a phrase stops being simple within its first two words, what
stands before that is kept as a stem: `suicid\\w*` begins with any word that begins with "suicid".
"""

import re
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

_MOST: Final = 120
"""How many beginnings are worth telling apart."""
_LONG: Final = 5
"""From how many letters on a word is taken to be rare."""
_REPEAT: Final = re.compile(r"[?*+]|\{(\d*)(,?)(\d*)\}")
_SIGNS: Final = re.compile(r"\\.|\[[^\]]+\]|[()| ]")
_ANY_WORD: Final = r"\w+ "
_WORD: Final = re.compile(r"[\w']+(?=[|)]|$)")
_PLAIN: Final = re.compile(r"[\w' ]+(?![?*+{])")
_LOOKS: Final = re.compile(r"\(\?<?[=!]")
_RANGE: Final = re.compile(r"(\w)-(\w)|([^\\\-\^])")


class Beginnings(NamedTuple):
    """With what a phrase may begin."""

    words: frozenset[str]
    """Words that are all of it, or behind which anything may follow."""
    pairs: frozenset[str]
    """Two words with a space between them."""
    stems: tuple[str, ...]
    """What the first word may begin with."""
    seconds: frozenset[str] = frozenset()
    """With which words it goes on, where it begins with any word at all."""

    def first_words(self) -> frozenset[str]:
        """The words with which it may begin, but for those with a stem."""
        return self.words | {pair.partition(" ")[0] for pair in self.pairs}


class Needed(NamedTuple):
    """What a phrase can't be without: one of these words, or a word that begins with one of these stems."""

    words: frozenset[str]
    stems: tuple[str, ...]


class _Starts(NamedTuple):
    """How a piece of a phrase may begin."""

    ended: frozenset[str]
    """What it may begin with up to its second space."""
    going: frozenset[str]
    """What all of it may be, where it holds one space at most."""
    cut: frozenset[str]
    """What it may begin with up to something that isn't simple."""


_NO: Final[frozenset[str]] = frozenset()
_EMPTY: Final = frozenset({""})
_NOTHING: Final = _Starts(_NO, _EMPTY, _NO)
_ANYTHING: Final = _Starts(_NO, _NO, _EMPTY)


def beginnings(phrase: str) -> Beginnings:
    """With what a phrase may begin. One that may be empty may begin with anything."""
    if phrase.startswith(_ANY_WORD):
        then = beginnings(phrase[len(_ANY_WORD) :])
        return Beginnings(_NO, _NO, ("",), _NO if then.stems else then.first_words())
    starts, _ = _either(phrase, 0)
    whole = starts.ended | starts.going
    if any(one[:1] in ("", " ") for one in whole | starts.cut):
        return Beginnings(_NO, _NO, ("",))
    led = {one.partition(" ")[0] for one in starts.cut if " " in one}
    stems = sorted(one for one in starts.cut if " " not in one)
    pairs = frozenset(one for one in whole if " " in one)
    return Beginnings((whole - pairs) | led, pairs, tuple(stems))


def needed(phrase: str) -> Needed:
    """What a text must hold for the phrase to be in it: one of some words. Nothing, where that isn't known.

    Of the places in a phrase at which one of some words must stand, the first with long words is taken, since these are
    rare, or else the one with the longest.
    """
    found, longest, at = Needed(_NO, ("",)), 0, 0
    while at <= len(phrase) and longest < _LONG:
        end = _end_of(phrase, at, " ")
        place = _needed_at(phrase[at:end])
        if (length := min(map(len, (*place.words, *place.stems)))) > longest:
            found, longest = place, length
        at = end + 1
    return found


@lru_cache(maxsize=512)
def _needed_at(place: str) -> Needed:
    """The words and stems of which one must stand at a place between two spaces of a phrase."""
    starts, _ = _either(place, 0)
    led = frozenset(one.rpartition(" ")[0] for one in starts.cut if " " in one)
    words = frozenset(one.rpartition(" ")[2] for one in starts.ended | starts.going | led)
    return Needed(words, tuple(sorted(one for one in starts.cut if " " not in one)))


def alternatives(phrase: str) -> list[str]:
    """A phrase cut at the bars that stand in no bracket."""
    found = []
    start = 0
    while start <= len(phrase):
        end = _end_of(phrase, start)
        found.append(phrase[start:end])
        start = end + 1
    return found


def _end_of(phrase: str, at: int, stops: str = "|)") -> int:
    """Where the sequence ends in which a place lies: at a bar, a closing bracket or the end."""
    depth = 0
    for sign in _SIGNS.finditer(phrase, at):
        if sign[0] == "(":
            depth += 1
        elif depth == 0 and sign[0] in stops:
            return sign.start()
        elif sign[0] == ")":
            depth -= 1
    return len(phrase)


def _either(phrase: str, at: int) -> tuple[_Starts, int]:
    """What the alternatives from a place on may begin with, and where they end."""
    starts, at = _sequence(phrase, at)
    while phrase[at : at + 1] == "|":
        other, at = _sequence(phrase, at + 1)
        starts = _Starts(starts.ended | other.ended, starts.going | other.going, starts.cut | other.cut)
    return starts, at


def _sequence(phrase: str, at: int) -> tuple[_Starts, int]:
    """What the pieces from a place on, up to a bar or a closing bracket, may begin with, and where they end."""
    if word := _WORD.match(phrase, at):
        return _Starts(_NO, frozenset({word[0]}), _NO), word.end()
    so_far = _NOTHING
    while at < len(phrase) and phrase[at] not in "|)":
        piece, at = _piece(phrase, at)
        piece, at = _repeated(piece, phrase, at)
        so_far = _followed(so_far, piece)
        if not so_far.going:
            return so_far, _end_of(phrase, at)
    return so_far, at


def _followed(first: _Starts, then: _Starts) -> _Starts:
    """Two pieces, one behind the other."""
    if len(first.going) * sum(map(len, then)) > _MOST:
        return _Starts(first.ended, _NO, first.cut | first.going)
    ended, cut = set(first.ended), set(first.cut)
    going: set[str] = set()
    for one, (those, into) in product(first.going, zip(then, (ended, going, cut), strict=True)):
        for other in those:
            longer = one + other
            if longer.count(" ") < 2:
                into.add(longer)
            else:
                ended.add(longer[: longer.index(" ", longer.index(" ") + 1)])
    return _Starts(frozenset(ended), frozenset(going), frozenset(cut))


def _piece(phrase: str, at: int) -> tuple[_Starts, int]:
    """A run of letters that stand for themselves, or one letter, class or group, and where it ends."""
    if plain := _PLAIN.match(phrase, at):
        return _letter(plain[0]), plain.end()
    sign = phrase[at]
    if sign == "(":
        looks = _LOOKS.match(phrase, at)
        inner = looks.end() if looks else at + 3 if phrase.startswith("(?:", at) else at + 1
        starts, end = _either(phrase, inner)
        return (_NOTHING if looks else starts), end + 1
    if sign == "[":
        end = phrase.index("]", at + 2)
        return _one_of(phrase[at + 1 : end]), end + 1
    if sign == "\\":
        known = not phrase[at + 1].isalnum()
        return (_letter(phrase[at + 1]) if known else _ANYTHING), at + 2
    if sign in "^$":
        return _NOTHING, at + 1
    return (_ANYTHING if sign == "." else _letter(sign)), at + 1


def _letter(sign: str) -> _Starts:
    return _Starts(_NO, frozenset({sign}), _NO)


def _one_of(signs: str) -> _Starts:
    """A class of letters: `sz`, `0-2`."""
    letters: set[str] = set()
    at = 0
    while at < len(signs):
        found = _RANGE.match(signs, at)
        if found is None or found[0] == " ":
            return _ANYTHING
        letters.update(found[3] or map(chr, range(ord(found[1]), ord(found[2]) + 1)))
        at = found.end()
    return _Starts(_NO, frozenset(letters), _NO)


def _repeated(piece: _Starts, phrase: str, at: int) -> tuple[_Starts, int]:
    """The piece with the sign of repetition behind it, if there is one."""
    found = _REPEAT.match(phrase, at)
    if found is None:
        return piece, at
    end = found.end() + (phrase[found.end() : found.end() + 1] == "?")
    if found[0] not in ("?", "{1}"):
        piece = _Starts(piece.ended, piece.going & _EMPTY, piece.cut | (piece.going - _EMPTY))
    optional = found[0] in "?*" or found[0].startswith(("{0", "{,"))
    return (piece._replace(going=piece.going | _EMPTY) if optional else piece), end
