"""Fences around other people's words in a prompt, so that a model can tell data from instruction.

A trainee's reply may be addressed to the grading machine, claim to be the system, or imitate the end of its own
quotation. Each call draws a fresh random code that nobody could have written beforehand, and whatever in the words
looks like a tag or like a model's control token loses its bracket.
"""

import re
import secrets
from dataclasses import dataclass, field
from typing import Final

_TAG_LIKE: Final = re.compile(r"<(?=[/|!?]|[^\W\d])")
_DULL: Final = "‹"

_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
"""Control characters, direction marks, zero-width spaces and tag characters: a reader can't see them, a model can.
Joiners (U+200C, U+200D) stay, since scripts and emoji need them."""


@dataclass(frozen=True, slots=True)
class Fence:
    """The fence of one call. Every text of the call is put between tags that carry the same code."""

    code: str = field(default_factory=lambda: secrets.token_hex(8))

    def around(self, name: str, words: str) -> str:
        """`words` as a fenced block called `name` (a plain word), harmless inside, line breaks kept."""
        return f"<{name}-{self.code}>\n{harmless(words)}\n</{name}-{self.code}>"


def harmless(words: str) -> str:
    """The words without invisible characters, and without anything that looks like a tag or a control token."""
    return _TAG_LIKE.sub(_DULL, _visible(words)).strip()


def as_written(words: str) -> str:
    """Words that a model quotes from a fence, as they stood before the fence made them harmless."""
    return words.replace(_DULL, "<")


def one_line(words: str) -> str:
    """The words on a single line, so that nobody can write a further speaker's line into a dialogue."""
    return " ".join(_visible(words).split())


def _visible(words: str) -> str:
    return _INVISIBLE.sub("", "\n".join(words.splitlines()))
