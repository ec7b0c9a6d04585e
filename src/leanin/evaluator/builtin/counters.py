"""Defending without any of its usual words: a plain assertion that stands where an ownership was called for.

When a client doubts the therapist or the work, a clause that neither owns, reflects, asks nor does anything else, but
speaks for the therapist or lays down how things are, answers the doubt with a counter: "we have a lot of such
clients", "healthy boundaries matter in every culture", "it's in the leaflet".
"""

import re
from typing import Final

from leanin.evaluator.builtin.context import Context
from leanin.evaluator.builtin.feelings import FEELING_WORDS
from leanin.evaluator.builtin.findings import TrapFinding
from leanin.evaluator.builtin.patterns import fragment, opening, word_set
from leanin.evaluator.builtin.segments import AUXILIARY, Reply, Segment
from leanin.evaluator.builtin.stems import content
from leanin.rubric import Trap

_LEAD: Final = fragment(
    r"""
    ((well|yes|no|so|but|and|look|oh|okay|now|also|then|however|of course|course|honestly|hm|please|mr|mrs|ms|sir|
        madam) )*
    """
)
_OURS: Final = re.compile(
    rf"^ {_LEAD}(?:i|we|my \w+|our \w+|the (?:clinic|agency|court|team|service|programme|school|hospital)) "
    r"(?:(?:\w+ly|also|do|did|just|only|always|never|even|still|have|had) ){0,4}(\w+)(?= )"
)
"""A clause that speaks for the therapist's side, and its verb."""
_NO_COUNTER: Final = word_set(
    """
    thank thanks appreciate honour honor hope want would wonder hear see understand feel felt love value admire notice
    noticed realise realize sense imagine guess think know sorry apologise apologize wish welcome like suppose suspect
    mean agree do always wanted can could will might may should must shall need get got was were be been owe
    and this that it or not
    """
)
"""Verbs with which a first person does something else than counter."""
_OPEN_HEARTED: Final = word_set(
    "glad happy listening curious wondering interested aware trying sorry asking hearing saying noticing thinking so"
)
_GENERAL: Final = opening(
    r"""
    <lead>(?!(you|your|i|we|my|how|what|good|great|glad) |(it|that|this|there) (sounds|seems|must|might|feels)|(he|
        she|they|him|her) |(yes|okay) (the|that|it|this) |
        that is a )(\w+ ){1,4}?(is|are|has|have|does|do|takes?|works?|comes?|means|helps?|needs?|says?|
        gets|belongs|depends|requires|applies|matters|will|can|shows)
    """,
    lead=_LEAD,
)
"""A statement of how things are."""
_JUDGES: Final = word_set(
    "great lovely wonderful nice good sad terrible awful sweet brave beautiful sorry hard tough lot interesting true "
    "fair question point"
)
"""Words of sympathy or praise, with which a statement counters nothing."""
_SHORTEST: Final = 4
_SUBORDINATE: Final = word_set("because which if when and always")
_IMPERATIVE: Final = opening(
    r"((please|just|so|and|but) )*(<aux>|tell|take|let|try|say|be|come|go|look|give|call)", aux=AUXILIARY
)


def counters(reply: Reply, context: Context, explained: frozenset[Segment]) -> list[TrapFinding]:
    """Assertions that counter the doubt. `explained` holds the clauses that do something else."""
    if not context.challenge:
        return []
    return [
        TrapFinding(Trap.DEFENDING, reply.span_of(segment))
        for segment in reply.segments
        if segment not in explained and not segment.asks and _counters(reply.said(segment), context)
    ]


def _counters(said: str, context: Context) -> bool:
    words = said.split()
    if len(words) < _SHORTEST or words[0] in _SUBORDINATE or _IMPERATIVE.match(said):
        return False
    if (ours := _OURS.match(said)) is not None:
        if ours[1] == "am":
            return _OPEN_HEARTED.isdisjoint(words) and FEELING_WORDS.isdisjoint(words)
        return ours[1] not in _NO_COUNTER
    if "you" in words or not FEELING_WORDS.isdisjoint(words) or not _JUDGES.isdisjoint(words):
        return False
    stems = content(words)
    repeated = len(stems & context.client_stems) * 3 >= 2 * len(stems)
    return _GENERAL.match(said) is not None and not repeated
