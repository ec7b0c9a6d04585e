"""The ways in which one clause may own a part of the rupture, each a small function over plain words."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from leanin.evaluator.builtin import admissions as ways
from leanin.evaluator.builtin import soft_admissions as soft
from leanin.evaluator.builtin.context import Context
from leanin.evaluator.builtin.defence import CREDENTIALS
from leanin.evaluator.builtin.own_words import ACTS, NOT_OWNED, SHORTFALLS
from leanin.evaluator.builtin.patterns import cue, opening, word_set
from leanin.evaluator.builtin.stems import content, stem, telling

_SHORT_ANSWER: Final = 6
_SAYS_WHAT: Final = 4
"""From how many words on a general admission may also say what it admits."""


class Clause(NamedTuple):
    """A clause with all that decides what it owns."""

    said: str
    begins: bool
    context: Context
    confessing: bool
    """Whether something in the reply marks what is told as a mistake."""
    after_telling: bool
    """Whether the therapist has told before what they did, so that "that was wrong" says what it owns."""


class Found(NamedTuple):
    """One way of owning that was found in a clause."""

    match: re.Match[str]
    specific: bool = True
    firm: bool = False
    """Whether a "may" in it is no hedge."""


_OURS: Final = word_set("i me my mine we us our")


def ways_of(clause: Clause) -> list[Found]:
    """Every way of owning that the clause holds."""
    words = clause.said.split()
    found = _general(clause, len(words))
    if not _OURS.isdisjoint(words):
        found += _personal(clause.said, clause)
    return found


def _personal(said: str, clause: Clause) -> list[Found]:
    """The ways that need a first person."""
    context = clause.context
    negated = ways.NEGATED.search(said)
    plain = (
        ways.FAULT.search(said),
        _short_cut(said),
        _charge_repeated(said, context),
        _acted(clause),
        _conceded(said, context),
        _granted(said, context),
        _named(said, context),
        _done_by_us(said, context),
        _fell_short(said),
    )
    firm = (
        _unless_denied(_being(said), said, context),
        _unless_denied(negated, said, context) if negated and not _EXCUSED.search(said) else None,
        _risked(said, context),
    )
    return [Found(match) for match in plain if match] + [Found(match, firm=True) for match in firm if match]


def _general(clause: Clause, words: int) -> list[Found]:
    """The ways that need none: a yes to the charge, an answer with the subject dropped, something of our side."""
    said, context = clause.said, clause.context
    plain = (
        ways.OUR_SIDE.search(said),
        ways.ESCAPED.search(said),
        ways.FRAGMENT.match(said) if clause.begins else None,
        _agreed(clause),
    )
    sorry = ways.SORRY.search(said)
    vague = (
        ways.ALLOWS.search(said),
        soft.VAGUE.search(said),
        sorry if sorry and not ways.CONDOLENCE.search(said) else None,
    )
    found = [Found(match) for match in plain if match] + [Found(match, specific=False) for match in vague if match]
    if short := ways.ELLIPTIC.match(said):
        found.append(Found(short, specific=words <= _SHORT_ANSWER))
    if fault := ways.GENERAL_FAULT.search(said):
        found.append(Found(fault, specific=clause.after_telling or (words > _SAYS_WHAT and _tied(said, context))))
    if admits := ways.ADMITS.search(said):
        rest = said[admits.end() :]
        found.append(Found(admits, specific=len(rest.split()) >= _SAYS_WHAT and _tied(rest, context)))
    return found


def _tied(said: str, context: Context) -> bool:
    return bool(content(said.split()) & context.client_stems)


_EXCUSED: Final = cue(
    r"(honestly|actually) (did|do|can) not (hear|see|say|mean|think|notice)|i did not (hear|see) (it|that)"
    r"|so (i|we) (could|can) not"
    r"|not (really |even )?(know|see|get|understand) what (else |more )?(you (\w+ )?(want|expect|need) (me|us|from|of)"
    r"|(i am|we are) (meant|supposed) to (say|do|tell))"
)
_NOT: Final = re.compile(r" (?:not|never) ")


def _being(said: str) -> re.Match[str] | None:
    """What the therapist is, unless it leads up to a merit: "I'm fifty and I brought up three"."""
    return None if _boasts(said) and not _NOT.search(said) else ways.BEING.search(said)


def _unless_denied(match: re.Match[str] | None, said: str, context: Context) -> re.Match[str] | None:
    """The match, unless it denies what the client says the therapist did: "you smiled", "I wasn't smiling"."""
    negation = _NOT.search(said, match.start()) if match and context.accused else None
    if negation is None:
        return match
    return None if content(said[negation.end() :].split()[:2]) & context.accused else match


_BELITTLED: Final = cue(r"only|just|merely|simply|already|i have (two|three|four|several|my own)")
_RELATIVE: Final = re.compile(r" you (?:\w+ ){1,6}(?:what|which|how|where)$")
"""A head that makes of a first person the object of what the client does: "you thought about what I said"."""
_STANDING: Final = re.compile(r" (?:married|a|an|through|there|trained|qualified|working|helping|to|in|on) ")
"""What follows "I have been" where it is a merit or a claim to know."""


@lru_cache(maxsize=64)
def _boasts(said: str) -> bool:
    """Whether the clause names a merit; several ways of owning ask."""
    return CREDENTIALS.search(said) is not None


def _acted(clause: Clause) -> re.Match[str] | None:
    """A first-person act that is what the client complains of, or that carries a sign of fault."""
    said, context = clause.said, clause.context
    merit = _boasts(said)
    for match in ways.STATED.finditer(said):
        verb = match[1]
        if verb in NOT_OWNED or (verb == "been" and _STANDING.match(said[match.end() :])):
            continue
        before = said[: match.start()]
        if _BELITTLED.search(match[0]) or before.endswith((" as", " like")) or _RELATIVE.search(before):
            continue
        shared = telling(content(said[match.start() :].split())) & (context.charged | context.scene)
        if " not " not in said and " never " not in said:
            shared -= context.denied
        act = verb in ACTS or (verb.endswith("ed") and len(verb) > 4)
        if shared and not merit and (act or " have " not in match[0]):
            return match
        if act and (clause.confessing or ways.FAULT_SIGN.search(said)):
            return match
    return None


def _short_cut(said: str) -> re.Match[str] | None:
    return None if _boasts(said) else soft.PLAIN.search(said) or soft.SELF_TAG.search(said)


_DID: Final = re.compile(r" i (?:(?:have|did|do|just|really|even) ){0,2}(\w+)(?= )")
_EXPLAINED: Final = cue(r"only|just|because|not|never|if|so that|in order|every ?one|every ?body")


def _charge_repeated(said: str, context: Context) -> re.Match[str] | None:
    """What the client says that the therapist said or did, said again in the first person: "I told her"."""
    match = _DID.search(said)
    if match is None or match[1] in NOT_OWNED or _EXPLAINED.search(said):
        return None
    return match if match[1] in ACTS and stem(match[1]) in context.done else None


_COMMITTED: Final = re.compile(
    r" i (?:am going to|will|have to|do have to|am (?:required|supposed|paid) to) (?!not |never )\w+(?= )"
)


_OUR_ACT: Final = re.compile(r" we (?:\w+ly |have |did ){0,2}(?P<act>\w+)(?= )")


def _done_by_us(said: str, context: Context) -> re.Match[str] | None:
    """What the client says was done to them, said of our side: "we lost it"."""
    match = _OUR_ACT.search(said)
    return match if match and content([match["act"]]) & telling(context.charged) else None


def _conceded(said: str, context: Context) -> re.Match[str] | None:
    """What the client says the therapist will or must do, plainly granted: "I am going to weigh you"."""
    match = _COMMITTED.search(said)
    return match if match and telling(content(said[match.start() :].split())) & context.charged else None


def _granted(said: str, context: Context) -> re.Match[str] | None:
    """An emphatic "I do …", unless it contradicts what the client says isn't so."""
    match = ways.EMPHATIC.search(said) if context.challenge else None
    return match if match and not content(match[0].split()) & context.denied else None


_NAMED: Final = re.compile(
    r" i am(?! (?:here|glad|happy|sorry|sure|going|trying|wondering|not|aware|curious|worried|afraid))"
    r"(?: (?:also|just|only|a|an|the|very|quite|still)){0,3}((?: \w+){1,4})"
)


def _named(said: str, context: Context) -> re.Match[str] | None:
    """ "I am …" with a word by which the client, or the scene, describes the therapist."""
    if " i am " not in said or _boasts(said):
        return None
    for match in _NAMED.finditer(said):
        if content(match[1].split()) & (context.charged | context.scene):
            return match
    return None


_SELF: Final = opening(
    r"((yes|no|well|and|so|ouch|okay|true|honestly|but|then|hm|oh|sorry|maybe|perhaps) )*(i|we|my|our)"
)
_NEGATING: Final = word_set("not never no nobody you your he she they")
_SUPPOSING: Final = word_set("if may might could would")
_BEFORE: Final = 4
"""How many words before a shortfall may negate it, or make it another's."""


def _fell_short(said: str) -> re.Match[str] | None:
    """A clause about oneself with a word of falling short that no negation covers."""
    head, words = _SELF.match(said), said.split()
    if head is None or SHORTFALLS.isdisjoint(words) or not _SUPPOSING.isdisjoint(words):
        return None
    places = [place for place, word in enumerate(words) if word in SHORTFALLS]
    bare = any(_NEGATING.isdisjoint(words[max(0, place - _BEFORE) : place]) for place in places)
    return head if bare and not _boasts(said) else None


def _agreed(clause: Clause) -> re.Match[str] | None:
    """A plain yes to the charge in the client's own words: "HR does pay me", "yes, the company pays me"."""
    match = ways.AGREES.match(clause.said) if clause.begins else None
    context = clause.context
    return match if match and content(clause.said.split()) & (context.charged - context.denied) else None


_MAY: Final = re.compile(r" (?:i|we) (?:could|might|may|can|will) \w+(?= )")


def _risked(said: str, context: Context) -> re.Match[str] | None:
    """A risk owned in the client's own words: "I could be gone by summer too"."""
    match = _MAY.search(said) if " too " in said else None
    return match if match and content(said[match.start() :].split()) & context.charged else None
