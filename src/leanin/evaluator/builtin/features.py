"""What the trained models see of a reply: its words clause by clause, and what the rules found in it.

A feature is there or isn't, and has a short readable name, of which the first letter tells the group:

| group | what |
| --- | --- |
| `g` | one to three neighbouring words; a bar stands for the start or the end of a clause |
| `f`, `l` | one or two in the first, the last clause |
| `t` | one or two with the clause's type: `i` (speaks of the therapist), `y` (of the client), `q` (asks) |
| `x` | one to three, with the client's own words as `=c` and those of the concern as `=k` |
| `r` | what the rules found |

Beside these stand the reply's words, of which the models know the meaning as vectors.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from leanin.evaluator.builtin.context import Context
from leanin.evaluator.builtin.patterns import word_set
from leanin.evaluator.builtin.questions import STRUNG
from leanin.evaluator.builtin.reading import Reading
from leanin.evaluator.builtin.stems import content, is_content, stem, telling
from leanin.evaluator.builtin.text import BAR
from leanin.evaluator.builtin.themes import themes_of
from leanin.rubric import Step

_OURS: Final = word_set("i me my mine we us our")
_THEIRS: Final = word_set("you your yours yourself")


Groups = dict[str, set[str]]
"""What is there, group by group. A clause's type is part of the group's name: `tiy`."""


class Features(NamedTuple):
    """What the models see of one reply."""

    groups: Groups
    words: list[str]
    """The reply's words, in order."""

    @property
    def names(self) -> Iterator[str]:
        """The features as they stand in the files of weights: the group, a space, and what is there."""
        return named(self.groups)


def named(groups: Groups) -> Iterator[str]:
    """The names of everything in some groups."""
    return (f"{group} {one}" for group, those in groups.items() for one in those)


def features_of(reading: Reading) -> Features:
    """Everything the models see of a reply. Runs in linear time."""
    reply, context = reading.reply, reading.context
    clauses = [reply.words_of(segment) for segment in reply.segments]
    groups: Groups = {"r": set(_facts(reading))}
    last = len(clauses) - 1
    for place, (words, segment) in enumerate(zip(clauses, reply.segments, strict=True)):
        add_clause(groups, words, segment.asks, context, first=place == 0, last=place == last)
    return Features(groups, [word for words in clauses for word in words])


def add_clause(groups: Groups, words: list[str], asks: bool, context: Context, *, first: bool, last: bool) -> None:
    """Add what one clause shows by its words."""
    kind = "q" if asks else ""
    if not _OURS.isdisjoint(words):
        kind += "i"
    if not _THEIRS.isdisjoint(words):
        kind += "y"
    end = "?" if asks else BAR
    bound = [BAR, *words, end]
    pairs = [f"{one} {two}" for one, two in pairwise(bound)]
    threes = [f"{pair} {word}" for pair, word in zip(pairs, bound[2:], strict=False)]
    grams = {*words, *pairs}
    groups.setdefault("g", set()).update(grams, threes)
    groups.setdefault(f"t{kind}", {""}).update(grams)
    for group, there in (("f", first), ("l", last)):
        if there:
            groups.setdefault(group, set()).update(grams)
    marked = [_shared(word, context) for word in words]
    if marked != words:
        groups.setdefault("x", set()).update(_shared_grams([BAR, *marked, end]))


@lru_cache(maxsize=16384)
def _stem_of_content(word: str) -> str:
    return stem(word) if is_content(word) else ""


def _shared(word: str, context: Context) -> str:
    base = _stem_of_content(word)
    return "=c" if base in context.client_stems else "=k" if base in context.concern_stems else word


def _shared_grams(words: list[str]) -> Iterator[str]:
    """Runs of up to three words that hold one of the client's or the concern's."""
    for at, word in enumerate(words):
        if word[0] == "=":
            yield word
            for first in range(max(0, at - 2), at + 1):
                for last in range(max(at, first + 1), min(first + 3, len(words))):
                    yield " ".join(words[first : last + 1])


_LENGTHS: Final = (5, 10, 16, 24, 34, 45)
_CLAUSES: Final = (2, 3, 4, 5)
_FRESH: Final = (1, 2, 4, 7)


def _facts(reading: Reading) -> Iterator[str]:
    """What the rules found, and how the reply stands to the moment."""
    reply, context, parts, steps, traps = reading
    for step in Step:
        yield from _reached(step, steps[step].level, (1, 2))
        yield f"{step}={steps[step].level}"
    yield from (str(finding.trap) for finding in traps)
    yield from _questions(reading)
    for part in parts.owned.admissions:
        yield "owned"
        yield from (f"owned {name}" for name in _OWNED if getattr(part, name))
    if sum(part.plain for part in parts.owned.admissions) > 1:
        yield "owned twice"
    if parts.owned.taken_back:
        yield "taken back"
    for one in parts.mirrored:
        yield "mirrored"
        yield from (f"mirrored {name}" for name in _MIRRORED if getattr(one, name))
        yield from _reached("mirrored matter", one.matter, (3,))
    yield from (f"moment {name}" for name in _MOMENT if getattr(context, name))
    if not context.concern:
        yield "moment without a concern"
    words = [word.text for word in reply.words]
    stems = telling(content(words))
    yield from _reached("client's words", len(stems & context.charged), (1, 2, 3))
    yield from _reached("concern's words", len(stems & (context.raised - context.charged)), (1, 2))
    yield from _reached("fresh words", len(stems - context.charged), _FRESH)
    if themes_of(words) & context.concern_themes:
        yield "theme of the concern"
    yield from _reached("words", len(words), _LENGTHS)
    yield from _reached("clauses", len(reply.segments), _CLAUSES)


_OWNED: Final = ("specific", "hedged", "untrue", "bare_yes", "plain")
_MIRRORED: Final = ("tentative", "shaped", "feared", "tied", "personal", "feeling", "told", "deep", "full")
_MOMENT: Final = ("risk", "hinted", "rupture", "challenge", "farewell")


def _questions(reading: Reading) -> Iterator[str]:
    asked, reply = reading.parts.asked, reading.reply
    for one in asked:
        yield f"asks {one.kind.value}"
        if one.segment.last == len(reply.words) - 1:
            yield f"ends {one.kind.value}"
    yield from _reached("questions", sum(1 + one.more for one in asked if one.kind in STRUNG), (2,))
    yield from _reached("marks", sum(segment.asks for segment in reply.segments), (1, 2, 3))


@lru_cache(maxsize=1024)
def _reached(name: str, value: int, marks: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(f"{name}>={mark}" for mark in marks if value >= mark)
