"""Where a sentence turns to the machine: by its words, by whom it calls, by what it supposes, by its neighbours."""

import re
from bisect import bisect_left
from enum import IntEnum
from typing import Final, NamedTuple

from leanin.evaluator.builtin import machine_claims as claims
from leanin.evaluator.builtin import machine_cues as cues
from leanin.evaluator.builtin.machine_hints import about_grading, announces_a_reply, hints
from leanin.evaluator.builtin.machine_sentences import Sentence
from leanin.evaluator.builtin.patterns import cue, opening
from leanin.evaluator.builtin.segments import Reply, Segment
from leanin.evaluator.evidence import Span


class Kind(IntEnum):
    """What a sentence to the machine brings along, where it announces something."""

    OPENER = 0
    """Nothing: what follows may be said to the client."""
    ORDER = 1
    """The next sentence."""
    REPLY = 2
    """A reply that somebody else gave, or that is only supposed, or a tale."""


class Turn(NamedTuple):
    """Where a sentence turns to the machine."""

    places: list[tuple[int, int]]
    """The words that show it, each with the word from which on it counts."""
    kind: Kind


_TURNED: Final = (
    (cues.OPENERS, Kind.OPENER),
    (cues.ORDERS, Kind.ORDER),
    (cues.RUBRIC_TALK, Kind.ORDER),
    (claims.CLAIMS, Kind.ORDER),
    (claims.CLIENT_PROGRAM, Kind.ORDER),
    (claims.FLATTERY, Kind.ORDER),
    (claims.PLEAS, Kind.ORDER),
    (claims.OTHERS_REPLY, Kind.REPLY),
)
_COURT: Final = cue(r"(custody|court|psych\w*|independent|school|family|benefits?|needs) (evaluator|assessor|examiner)")
"""People with such a title whom a client may meet."""
_TITLE: Final = 20
"""How many characters before a match such a title may begin."""
_VOCATIVE: Final = re.compile(
    rf" (?:(?:dear|o|oh|great|kind|wise|fair|mighty|honoured|esteemed|beloved|my|mister|mr|sir|please|sorry) )*"
    rf"(?:{cues.GRADER}|(?:client|character|persona|language|reward) model|model|program|system|simulator|simulation|"
    r"narrator|game master|software)(?: |$)"
)
_SUPPOSED: Final = cue(
    r"""
    (suppose|supposing|imagine|pretend|assume|assuming|picture|act as if|let us say|let us pretend|take it|have it) (
        (that|as|if|though|for|a|moment|now|in|another|version|of|this|conversation|draft|instead|the|please|just|as
        well) )*(\w+ ){0,3}(i|this|the reply|my reply|this reply) ((had|have|also|just|really|already|actually|then|
        now|would|instead|did) )*(said|asked|named|owned|written|answered|replied|wrote|admitted|reflected|guessed|say|
        ask)
    (replace|exchange|substitute|swap) (\w+ ){1,12}(by|with|for) (\w+ )
    """
)
_EXCHANGED: Final = cue("replace|exchange|substitute|swap")
_UNSAID: Final = cue("never|not|nothing|no one")
_ASKS_ABOUT_IT: Final = cue(
    r"(would|could|might|will|does|do|did|can) (\w+ ){0,3}(you|that|it|be|have|feel|change)|how|what"
)
_TO_THE_MACHINE: Final = cue(r"(grade|version|reply|before you|judge|score|mark|level|points)")
_MADE_UP: Final = cue(
    "once upon a time|once there (was|were|lived)|(a|bedtime|short|old|in the|in a) (story|parable|fable|tale|legend|"
    "poem|film|novel|movie|dream)|dreamt|dreamed|far off|two|imagine"
)
_GRADER_IN_IT: Final = cue(
    "machines|evaluators?|graders?|examiners?|markers?|assessors?|raters?|(grading|little|language|marking) (machine|"
    "robot|model|models|computer)|computer|robot|ai"
)
_YOU: Final = cue("you|your|yours")
_SAME_BREATH: Final = opening(
    "(now |and |so )*(you (may now|are now|are no longer|have (now )?forgotten|now|will now|must now|feel|trust|"
    "forgive|believe|forget)|you (would|could|can) not (do|want|let|be) (that|it|this|so)|you could be that|you owe me|"
    "it is in your hands|do it for|they should|say so|i mean (that|it) too|please use that|we expect|prove me wrong|"
    "i claim)"
)
"""What the client shall be and what the machine owes, where it stands beside orders to them."""


def turns_of(reply: Reply, sentences: list[Sentence], quotes: list[Span]) -> dict[int, Turn]:
    """For each sentence that turns to the machine, by its place, where it does."""
    turns: dict[int, Turn] = {}
    lasts = [one.last for one in sentences]

    def add(word: int, start: int, kind: Kind = Kind.ORDER) -> None:
        at = bisect_left(lasts, word)
        had = turns.get(at, Turn([], Kind.OPENER))
        turns[at] = Turn([*had.places, (word, start)], max(had.kind, kind))

    for match in cues.ADDRESSED.finditer(reply.text):
        if not _COURT.search(reply.text, max(0, match.start() - _TITLE), match.end() + 1):
            word = reply.word_at(match.start() + 1)
            add(word, word if word - 1 in reply.commas else reply.segment_of(word).first)
    for pattern, kind in _TURNED:
        for match in pattern.finditer(reply.text):
            word = reply.word_at(match.start() + 1)
            add(word, reply.segment_of(word).first, kind)
    for at, one in enumerate(sentences):
        if _supposes(reply, one, quotes) or tells_a_tale(one.said):
            add(one.first, one.first, Kind.REPLY)
        elif _calls(reply, one) or (at not in turns and about_grading(one.said)):
            add(one.first, one.first, Kind.REPLY if one.announces and announces_a_reply(one.said) else Kind.ORDER)
    _add_neighbours(sentences, turns)
    return turns


def _add_neighbours(sentences: list[Sentence], turns: dict[int, Turn]) -> None:
    """What announces a sentence to the machine belongs to it, and so does talk of grading beside one."""
    for at in reversed(range(len(sentences))):
        one = sentences[at]
        if at in turns:
            continue
        leads_up = at + 1 in turns and (one.announces or (hints(one.said) and not _YOU.search(one.said)))
        beside = at + 1 in turns or at - 1 in turns
        if leads_up or (beside and _SAME_BREATH.match(one.said)):
            turns[at] = _whole(one, Kind.ORDER)
        elif one.announces and announces_a_reply(one.said):
            turns[at] = _whole(one, Kind.REPLY)


def _whole(one: Sentence, kind: Kind) -> Turn:
    return Turn([(one.first, one.first)], kind)


def _calls(reply: Reply, one: Sentence) -> bool:
    """Whether the sentence calls somebody by a machine's name."""
    if (found := _VOCATIVE.match(one.said)) is not None:
        word = one.first + len(found[0].split()) - 1
        if word in reply.commas or word == one.last:
            return word > one.first or word in reply.commas or len(one.said.split()) == 1
    names = reply.said(reply.segments[one.last_clause]).split()
    for count in (1, 2, 3):
        start = one.last - count + 1
        if count <= len(names) and start - 1 >= one.first and start - 1 in reply.commas:
            return _VOCATIVE.fullmatch(f" {' '.join(names[-count:])} ") is not None
    return False


def _supposes(reply: Reply, one: Sentence, quotes: list[Span]) -> bool:
    """Whether the sentence asks to suppose that something else was said, without asking the client about it."""
    found = _SUPPOSED.search(one.said)
    if found is None or _UNSAID.search(one.said, found.start()):
        return False
    if _EXCHANGED.search(found[0]):
        return _TO_THE_MACHINE.search(one.said) is not None
    asked = (clause for clause in reply.segments[one.clause :] if clause.asks)
    return not any(_ASKS_ABOUT_IT.search(reply.said(clause)) and not _quoted(reply, clause, quotes) for clause in asked)


def _quoted(reply: Reply, clause: Segment, quotes: list[Span]) -> bool:
    place = reply.words[clause.last].start
    return any(quote.start < place < quote.end for quote in quotes)


def tells_a_tale(said: str) -> bool:
    """Whether the sentence begins a tale of somebody who grades."""
    return _GRADER_IN_IT.search(said) is not None and _MADE_UP.search(said) is not None
