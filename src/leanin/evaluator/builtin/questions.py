"""What each question of a reply does: open, narrow, closed, leading, a check, or a reflection with a question mark."""

from enum import Enum
from typing import Final, NamedTuple

from leanin.evaluator.builtin import question_forms as forms
from leanin.evaluator.builtin.patterns import word_set
from leanin.evaluator.builtin.segments import Reply, Segment


class Kind(Enum):
    """What a question does."""

    OPEN = "open"
    INVITING = "inviting"
    """An inviting statement, or a request that works as one."""
    NARROW = "narrow"
    """Asks for a single fact: who, when, how many."""
    CLOSED = "closed"
    LEADING = "leading"
    CHECK = "check"
    """Offers a reflection for correction."""
    SOFT = "soft"
    """A guess in question form ("could it be that …")."""
    GUESSED = "guessed"
    """A guess that a yes or a no can answer ("are you worried that …")."""
    REFLECTIVE = "reflective"
    """A statement with a question mark."""
    TAG = "tag"
    """An "okay?" that asks nothing."""


STRUNG: Final = frozenset({Kind.OPEN, Kind.NARROW, Kind.CLOSED})
"""Real questions, of which one is enough."""

_FISHING: Final = word_set("right eh huh innit correct")
_SHORTEST_TAGGED: Final = 4


class Question(NamedTuple):
    """One question or invitation."""

    kind: Kind
    segment: Segment
    said: str
    more: int
    """How many further questions are strung onto it with "and" or "or"."""


def questions(reply: Reply) -> list[Question]:
    """Every question and invitation of the reply, in order."""
    found = []
    for segment in reply.segments:
        said = reply.said(segment)
        if (kind := _kind(said, segment, reply)) is not None:
            more = len(forms.ANOTHER.findall(said, said.find(" ", 1))) if kind in STRUNG else 0
            found.append(Question(kind, segment, said, more))
    return found


def _kind(said: str, segment: Segment, reply: Reply) -> Kind | None:
    return _offered(said, segment) or _asked(said, segment, reply) or _unasked(said, segment, reply)


def _offered(said: str, segment: Segment) -> Kind | None:
    """Forms that are what they are with or without a question mark."""
    if forms.CHECK.search(said):
        return Kind.CHECK
    if forms.FUNCTIONAL.match(said):
        return Kind.INVITING
    if forms.LEADING.match(said) and (segment.asks or not forms.STATEMENT.match(said)):
        return Kind.LEADING
    if forms.SOFT.match(said):
        return Kind.SOFT
    if forms.GUESSED.match(said):
        return Kind.GUESSED
    return None


def _asked(said: str, segment: Segment, reply: Reply) -> Kind | None:
    """What a clause with a question mark does."""
    if not segment.asks:
        return None
    if forms.SMALL_TAG.match(said):
        return Kind.TAG
    opens = forms.OPEN.match(said) is not None and not forms.CLEFT.match(said)
    if _paused_tag(said, segment, reply) or (not opens and _fishing_tag(said)):
        return Kind.LEADING
    if opens:
        return Kind.NARROW if forms.NARROW.match(said) else Kind.OPEN
    if forms.INVERTED.match(said):
        return Kind.CLOSED
    if _invites(said):
        return Kind.INVITING
    return Kind.OPEN if forms.OPEN_INSIDE.search(said) or forms.BARE_OPEN.match(said) else Kind.REFLECTIVE


def _unasked(said: str, segment: Segment, reply: Reply) -> Kind | None:
    """What a clause without a question mark asks, if anything."""
    if segment.asks or forms.SMALL_TAG.match(said):
        return None
    if forms.UNMARKED_OPEN.match(said) and not forms.STATEMENT.match(said):
        return Kind.NARROW if forms.NARROW.match(said) else Kind.OPEN
    if forms.UNMARKED_INVERTED.match(said) and len(said.split()) > 2:
        return Kind.CLOSED
    if _invites(said):
        return Kind.INVITING
    tag = forms.TAG.search(said)
    if tag and _paused_tag(said, segment, reply) and len(tag[0].split()) > 1 and " you " not in tag[0]:
        return Kind.LEADING
    return None


def _invites(said: str) -> bool:
    return any(not forms.NOT_INVITING.search(said[: match.start() + 1]) for match in forms.INVITING.finditer(said))


def _paused_tag(said: str, segment: Segment, reply: Reply) -> bool:
    """Whether a comma sets off a tag at the end: "that's fair, isn't it"."""
    tag = forms.TAG.search(said)
    if tag is None or forms.SELF_TAG.search(said) or len(said.split()) < _SHORTEST_TAGGED:
        return False
    return segment.last - len(tag[0].split()) in reply.commas


def _fishing_tag(said: str) -> bool:
    """Whether a question ends in a tag that fishes for a yes, with no comma before it."""
    tag = forms.TAG.search(said)
    if tag is None or forms.SELF_TAG.search(said) or len(said.split()) < _SHORTEST_TAGGED:
        return False
    return tag[0].strip() in _FISHING or (len(tag[0].split()) > 1 and tag[0] not in (" you know ", " you see "))
