"""How cues are written down: as readable lists of phrases, compiled into one fast pattern over `Reply.text`.

A list has one alternative a line; a line that is indented further goes on with the one before. Groups are plain
brackets, and `<name>` stands for a fragment that is passed in by that name. Everything else is a regular expression
over words between single spaces, so that `i (do|did) not \\w+` reads as it is said.

A cue begins with the space before its first word and ends before the space after its last. It therefore matches whole
words only, and the engine can skip from space to space. A starred group repeats five times at most, which keeps the
time linear in the text, whatever is typed.
"""

import re
from collections.abc import Iterator
from sys import maxsize
from textwrap import dedent
from typing import Final, Protocol

from leanin.evaluator.builtin.cue_lists import CueList

_GROUP: Final = re.compile(r"(?<!\\)\((?!\?)")
_REPEATS: Final = {")*": "){0,5}", ")+": "){1,5}"}
_LONG: Final = 6
"""From how many phrases on a list is looked through word by word, which is faster then (measured: 6 rather than 12)."""


class Cue(Protocol):
    """A compiled pattern, or a long list of phrases, which is used like one."""

    def search(self, string: str, pos: int = 0, endpos: int = maxsize, /) -> re.Match[str] | None:
        """The first phrase in a text, between two places of it."""

    def finditer(self, string: str, /) -> Iterator[re.Match[str]]:
        """The phrases in a text that don't overlap, in order."""

    def sub(self, repl: str, string: str, /) -> str:
        """The text with something else in place of the phrases."""


def cue(phrases: str, **fragments: str) -> Cue:
    """A pattern that finds any of the listed phrases as whole words."""
    listed = _alternatives(phrases, fragments)
    if len(listed) >= _LONG:
        return CueList(listed)
    return re.compile(f" (?:{'|'.join(listed)})(?= )")


def opening(phrases: str, **fragments: str) -> re.Pattern[str]:
    """A pattern for how a clause begins: any of the listed phrases."""
    return re.compile(f"^ {fragment(phrases, **fragments)}(?= )")


def closing(phrases: str, **fragments: str) -> re.Pattern[str]:
    """A pattern for how a clause ends: any of the listed phrases."""
    return re.compile(f" {fragment(phrases, **fragments)} $")


def whole(phrases: str, **fragments: str) -> re.Pattern[str]:
    """A pattern for a whole clause: any of the listed phrases and nothing else."""
    return re.compile(f"^ {fragment(phrases, **fragments)} $")


def fragment(phrases: str, **fragments: str) -> str:
    """The list as a piece of a pattern, to be passed into others by name."""
    return f"(?:{'|'.join(_alternatives(phrases, fragments))})"


def word_set(words: str) -> frozenset[str]:
    """The words in a text, as a set."""
    return frozenset(words.split())


def _alternatives(phrases: str, fragments: dict[str, str]) -> list[str]:
    alternatives: list[str] = []
    for line in dedent(phrases).splitlines():
        text = line.strip()
        if line.startswith(" ") and alternatives:
            glue = "" if alternatives[-1].endswith(("|", "(")) or text.startswith(("|", ")")) else " "
            alternatives[-1] += glue + text
        elif text:
            alternatives.append(text)
    for name, piece in fragments.items():
        alternatives = [alternative.replace(f"<{name}>", piece) for alternative in alternatives]
    return [_bounded(_GROUP.sub("(?:", alternative)) for alternative in alternatives]


def _bounded(pattern: str) -> str:
    for unbounded, bounded in _REPEATS.items():
        pattern = pattern.replace(unbounded, bounded)
    return pattern
