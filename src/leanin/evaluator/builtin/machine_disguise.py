"""Words to the machine in disguise: other alphabets' letters, digits for letters, letters one by one, codes.

`undisguised` is a view of the reply in which each character stands where it stood, so that what is found in the view is
found in the reply. `encoded` finds what nobody says aloud: base64, hexadecimal, Morse and the like.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from leanin.evaluator.builtin.word_vectors import vector
from leanin.evaluator.evidence import Span

_NAMED_LETTER: Final = re.compile(r"(?:LETTER|CAPITAL|SMALL) ([A-Z])(?: WITH .*)?$")
_NAMED_DIGIT: Final = re.compile(r"DIGIT (ZERO|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE)$")
_DIGITS: Final = ["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"]
_OF_LATIN: Final = re.compile(
    r"\bLATIN\b|^(?:REGIONAL INDICATOR|DINGBAT|NEGATIVE|CIRCLED|SQUARED|MODIFIER|TAG|PARENTHESIZED|MATHEMATICAL|"
    r"DOUBLE)\b"
)

_LEET: Final = str.maketrans("0134578@$!|", "oieastbasil")
_LEET_WORD: Final = re.compile(r"(?<!\S)(?=[^\s\d]*\d)(?=\S*[a-z])[a-z0-9@$!|]{3,20}(?=[\s.,;:?!)]|$)", re.IGNORECASE)
_MEASURE: Final = re.compile(
    r"\d+(?:am|pm|st|nd|rd|th|s|k|m|kg|mg|ml|cm|mm|km|h|hr|hrs|min|mins|yr|yrs|x|p|ish|d|w|lb|lbs|ft|g|a|b|c)|"
    r"[a-z]{1,2}\d+",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(r"[\x00-\x7f‘’“”…—–£€é]*")

_CODES: Final = re.compile("\\d{2}|\\w{16}|[-.–] ?/? ?[-.–]|[\u202d\u202e]|\\\\x|&#|%[0-9A-Fa-f]")
"""Where any of the codes below may be; a quick look before the slow ones."""
_BASE64: Final = re.compile(r"(?<![\w/+])[A-Za-z0-9+/]{16,}={0,2}(?![\w/+])")
_HEXADECIMAL: Final = re.compile(r"(?<!\w)(?:(?:0x|\\x|%|&#x)?[0-9A-Fa-f]{2}[ ,:;]{0,2}){6,}(?!\w)")
_NUMBERS: Final = re.compile(r"(?<!\w)(?:(?:&#)?\d{2,3}[ ,;]{1,2}){7,}\d{2,3}(?!\w)")
_BITS: Final = re.compile(r"(?<!\w)(?:[01]{7,8} ?){3,}(?!\w)")
_MORSE: Final = re.compile(r"(?<![\w.\-–])(?:[.\-–]{1,6}[ /]+){4,}[.\-–]{1,6}(?![\w.\-–])")
_TURNED: Final = re.compile("[\u202d\u202e][^\u202c\n]*\u202c?")
"""Text that is shown backwards."""
_MAY_SPELL: Final = re.compile(r"[A-Za-z][-._* ]{1,3}[A-Za-z][-._* ]{1,3}[A-Za-z](?![A-Za-z])")
_LETTER_BY_LETTER: Final = re.compile(
    r"(?<![^\W_])[a-z](?:[-._*]{1,2}[a-z])+(?:[-._* ]{1,3}[a-z](?![^\W_]))*(?![^\W_'’])|"
    r"(?<![^\W_])[a-z](?: {1,3}[a-z](?![^\W_'’])){3,}",
    re.IGNORECASE,
)
_SPELLED_OUT: Final = 8
"""From how many letters on, one by one, they aren't an abbreviation or a stammer."""
_WORD: Final = 4
"""How many letters a decoded word needs at least; shorter ones come up by chance."""


def undisguised(text: str) -> str:
    """The reply with plain letters for fancy ones, of the same length, and the reply itself where there are none."""
    plain = text if _PLAIN.fullmatch(text) else "".join(map(_plain_letter, text))
    return _LEET_WORD.sub(lambda found: _read_digits(found[0]), plain) if any(map(str.isdigit, plain)) else plain


@lru_cache(maxsize=4096)
def _plain_letter(character: str) -> str:
    """The plain letter or digit that a character is drawn like; the character itself where there is none."""
    if character.isascii():
        return character
    for form in (unicodedata.normalize("NFKD", character), *_by_name(character)):
        if form[0].isascii() and form[0].isalnum():
            return form[0]
    return character


def _by_name(character: str) -> Iterator[str]:
    name = unicodedata.name(character, "")
    if not _OF_LATIN.search(name):
        return
    if letter := _NAMED_LETTER.search(name):
        yield letter[1].lower()
    if digit := _NAMED_DIGIT.search(name):
        yield str(_DIGITS.index(digit[1]))


@lru_cache(maxsize=4096)
def _read_digits(word: str) -> str:
    """The word with letters for its digits, if that makes it a word."""
    if _MEASURE.fullmatch(word) or word.isdigit():
        return word
    read = word.lower().translate(_LEET)
    return read if _is_word(read) else word


def _is_word(word: str) -> bool:
    return len(word) > 1 and (vector(word) is not None or word in ("evaluator", "grader"))


def encoded(text: str) -> list[Span]:
    """Stretches that hold a message in code, letters one by one, or words shown backwards, in no order."""
    found: list[Span] = []
    if _MAY_SPELL.search(text):
        found += [Span(*one.span()) for one in _LETTER_BY_LETTER.finditer(text) if _letters(one[0]) >= _SPELLED_OUT]
    if not _CODES.search(text):
        return found
    found += [Span(*one.span()) for one in _TURNED.finditer(text)]
    found += [Span(*one.span()) for one in _MORSE.finditer(text) if "." in one[0] and len(set(one[0])) > 2]
    found += [Span(*one.span()) for one in _BASE64.finditer(text) if _readable(_from_base64(one[0]))]
    for pattern, base in ((_BITS, 2), (_HEXADECIMAL, 16), (_NUMBERS, 10)):
        found += [Span(*one.span()) for one in pattern.finditer(text) if _readable(_from_numbers(one[0], base))]
    return found


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _from_base64(word: str) -> str:
    try:
        return base64.b64decode(word.rstrip("=") + "=" * (-len(word.rstrip("=")) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _from_numbers(text: str, base: int) -> str:
    digits = {2: r"[01]{7,8}", 10: r"\d{2,3}", 16: r"[0-9A-Fa-f]{2}"}[base]
    codes = [int(one, base) for one in re.findall(digits, re.sub(r"0x|\\x|&#x?", " ", text))]
    return "".join(map(chr, codes)) if all(32 <= code < 127 for code in codes) else ""


def _readable(text: str) -> bool:
    """Whether the decoded text holds a word, and isn't the noise that any word or number decodes to."""
    return text.isprintable() and any(
        len(word) >= _WORD and _is_word(word) for word in re.findall("[a-z]+", text.lower())
    )
