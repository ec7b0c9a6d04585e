"""Which names a session holds: those it is known to have, and those that speakers introduce in their words.

Nobody's list of first names is used: a name is known because the persona's file, the therapist's facts or the user
name it, or because somebody says “my name is …”. `docs/journal.md` says what this misses.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, NamedTuple

from leanin.datafile import load_yaml
from leanin.errors import DataFileError
from leanin.session.events import ClientSaid, Event, Opening, Replied, SessionOpened, Unsaid, WhatIf
from leanin.store.word_lists import NO_NAMES, NOT_AFTER_NAME_IS, PARTICLES, TITLES

CLIENT: Final = "[client]"
THERAPIST: Final = "[therapist]"


Words = tuple[str, ...]
"""A name as its words, without accents and case: how names are compared."""


class Names:
    """The names of a session and what stands for each. Of two people of one name the first that was added has it."""

    def __init__(self) -> None:
        self.placeholders: dict[str, str] = {}
        """Each name as it was given, with its placeholder."""
        self.by_words: dict[Words, str] = {}
        """The placeholder for each name and for each part of one that names somebody by itself."""
        self._numbered = 0

    def add(self, name: str, placeholder: str = "") -> None:
        """Add a name; without a placeholder of its own it gets the next number, `[name 1]` and so on."""
        words = words_of(name)
        if len("".join(words)) < 2 or words in self.by_words:
            return
        if not placeholder:
            self._numbered += 1
            placeholder = f"[name {self._numbered}]"
        self.placeholders[name] = placeholder
        for part in (words, *map(words_of, name.split())):
            alone = len(part) == 1 and part != words
            if len("".join(part)) > 1 and not (alone and (part[0] in TITLES or part[0] in PARTICLES)):
                self.by_words.setdefault(part, placeholder)


def names_in(events: Iterable[Event], extra: Iterable[str] = ()) -> Names:
    """The names of a session: the client's, the therapist's, those of the people around the client, `extra` (which
    the user gives), and those that are introduced in the conversation; the same for the same session.
    """
    events = list(events)
    names = Names()
    people: list[str] = []
    for opened in (event for event in events if isinstance(event, SessionOpened)):
        persona = _facts(opened)
        own = persona.get("name")
        for name in _texts(own if isinstance(own, str) else None) or opened.persona.split("-"):
            names.add(name, CLIENT)
        scene = persona.get("therapist")
        for name in _texts(opened.therapist.get("name")) + _texts(
            scene.get("name") if isinstance(scene, dict) else None
        ):
            names.add(name, THERAPIST)
        people += _texts(persona.get("people"))
    for name in (*people, *_texts(list(extra))):
        names.add(name)
    for speaker, text in _spoken(events):
        for found in introduced(text):
            names.add(found.name, speaker if found.own else "")
    return names


WORD: Final = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
"""A word: letters, with their accents where these are characters of their own."""


def words_of(name: str) -> Words:
    """The words of a name in the form in which names are compared."""
    return tuple(folded(word[0]) for word in WORD.finditer(name))


def folded(word: str) -> str:
    """A word without accents and case."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class Introduced(NamedTuple):
    """A name that somebody says."""

    name: str
    own: bool
    """Whether it is the speaker's own."""


def introduced(text: str) -> Iterator[Introduced]:
    """The names that are introduced in a text by a phrase such as “my name is …”, “I'm …”, “this is …” or a title."""
    for match in _PHRASE.finditer(text):
        kind = _kind(match)
        if name := _name_at(text, match.end(), kind):
            belongs_to_another = re.match(r"['’]s\b", text[match.end() + len(name) :])
            yield Introduced(name, own=kind != "other" and not belongs_to_another)


_Kind = Literal["named", "being", "other"]

_TITLE: Final = (
    r"(?:(?:mr|mrs|ms|mx|dr|prof|rev)\b\.?|(?:miss|doctor|professor|judge|officer|sister|father|pastor|reverend)\b)\s+"
)

_PHRASE: Final = re.compile(
    rf"""(?ix) (?<!\w) (?:
        (?P<named> my \s+ (?:first\s+|full\s+|last\s+)? name (?:\s+is|['’]s) \s+ (?:{_TITLE})? )
      | (?P<being> (?:i\s+am|i['’]m|(?:call|calls|called)\s+me) \s+ (?:{_TITLE})? )
      | (?P<other> this \s+ is \s+ (?:{_TITLE})? | {_TITLE} )
    )"""
)

_LETTER: Final = r"[^\W\d_][\u0300-\u036f]*"
_WORD: Final = re.compile(rf"(?:{_LETTER})+(?:[-‐’'](?:{_LETTER}){{2,}})*")
_GAP: Final = re.compile(r"[ \t]+")

_MOST_WORDS: Final = 4


def _kind(match: re.Match[str]) -> _Kind:
    if match["named"]:
        return "named"
    return "being" if match["being"] else "other"


def _name_at(text: str, start: int, kind: _Kind) -> str:
    """The name that begins at `start`, or an empty text where no name does."""
    words: list[re.Match[str]] = []
    place = start
    while len(words) < _MOST_WORDS and (word := _WORD.match(text, place)):
        follows = bool(words)
        if not (_looks_like_a_name(word[0], kind, follows=follows) or (follows and word[0] in PARTICLES)):
            break
        words.append(word)
        if not (gap := _GAP.match(text, word.end())):
            break
        place = gap.end()
    while words and words[-1][0] in PARTICLES:
        words.pop()
    return text[start : words[-1].end()] if words else ""


def _looks_like_a_name(word: str, kind: _Kind, *, follows: bool) -> bool:
    lower = word.casefold()
    if len(word) < 2 or re.split("['’]", lower)[0] in NO_NAMES or lower.endswith(("ese", "ish")):
        return False
    if kind == "named" and not follows:
        return lower not in NOT_AFTER_NAME_IS
    shouted = word.isupper() and kind == "being"
    return not word[0].islower() and not shouted


def _facts(opened: SessionOpened) -> dict[str, Any]:
    """The persona's file as data; read loosely, since old files and files with blanked names must do too."""
    try:
        return load_yaml(opened.persona_text, "persona").plain()
    except DataFileError:
        return {}


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text.strip() for text in values if isinstance(text, str) and text.strip()]


def _spoken(events: Iterable[Event]) -> Iterator[tuple[str, str]]:
    for event in events:
        match event:
            case Replied() | WhatIf() | Unsaid():
                yield THERAPIST, event.text
            case Opening():
                yield CLIENT, event.said
            case ClientSaid():
                yield CLIENT, event.said
                yield CLIENT, event.thought
                yield from ((CLIENT, one.withheld) for one in event.interventions)
