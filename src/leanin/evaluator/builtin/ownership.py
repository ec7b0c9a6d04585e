"""What a reply owns, clause by clause, and whether a contrast takes it back."""

from typing import Final, NamedTuple

from leanin.evaluator.builtin import admissions as ways
from leanin.evaluator.builtin import soft_admissions as soft
from leanin.evaluator.builtin.context import Context
from leanin.evaluator.builtin.facts import beside_the_point, untrue
from leanin.evaluator.builtin.guesses import GUESSES
from leanin.evaluator.builtin.owning import Clause, ways_of
from leanin.evaluator.builtin.patterns import closing, cue, opening
from leanin.evaluator.builtin.question_forms import CHECK
from leanin.evaluator.builtin.segments import Reply, Segment
from leanin.evaluator.builtin.stems import content
from leanin.evaluator.builtin.taken_back import taken_back
from leanin.evaluator.evidence import Span


class Admission(NamedTuple):
    """One part that the reply owns."""

    segment: Segment
    span: Span
    specific: bool
    """Whether it says what is owned, and not only that something is."""
    hedged: bool
    untrue: bool
    """Whether it is known to be false of the therapist in this scene."""
    bare_yes: bool = False
    """Whether it is a yes to the client's words and nothing more."""

    @property
    def plain(self) -> bool:
        """Whether it is specific, unhedged and true."""
        return self.specific and not self.hedged and not self.untrue


class Ownership(NamedTuple):
    """Everything the reply owns, and the words that take it back, if any."""

    admissions: tuple[Admission, ...]
    taken_back: Span | None

    @property
    def plain(self) -> bool:
        """Whether something specific, unhedged and true is owned."""
        return any(part.plain for part in self.admissions)

    @property
    def clauses(self) -> frozenset[Segment]:
        """The clauses that own something specific."""
        return frozenset(part.segment for part in self.admissions if part.specific)


def ownership(reply: Reply, context: Context, asking: frozenset[Segment] = frozenset()) -> Ownership:
    """What the reply owns; `asking` holds the clauses that hand over the floor, which own nothing."""
    confessing = ways.CONFESSES.search(reply.text) is not None
    parts: list[Admission] = []
    telling_it = False
    told: Segment | None = None
    for segment in reply.segments:
        said = reply.said(segment)
        if segment.asks and not _SELF_TAG.search(said):
            if _WONDERS.match(said) and not CHECK.search(said):
                parts.append(Admission(segment, reply.span_of(segment), False, True, False))
            continue
        if segment in asking:
            continue
        parts += _admissions(reply, segment, Clause(said, segment.begins, context, confessing, telling_it))
        if told is not None and _SORRY_FOR_IT.match(said):
            parts.append(Admission(told, reply.span_of(told), True, False, False))
        told = segment if _tells_of_scene(said, context) else None
        telling_it = telling_it or _TELLS.match(said) is not None
    first = parts[0].segment.first if parts else 0
    return Ownership(tuple(parts), taken_back(reply, first) if parts else None)


_SORRY_FOR_IT: Final = opening(
    r"((and|so|oh) )*((i am|we are) )?((so|very|really|truly) )*(sorry|i apologi[sz]e|my apologies) "
    r"(about|for) (that|it|this)"
)
_SCENE: Final = opening(
    r"((yes|and|so|well) )*(that|the|this|my|our|your)( \w+){1,3} (was|were|had|got|came|went|stayed)"
)
_IN_YOUR_TIME: Final = cue(
    r"(while|when|as|before) you (\w+ing|(were |are |have |had )?(\w+ing|talk(ed)?|speak|spoke|spoken|told|said|sat|"
    r"asked|answered|cried|explained|arrived))|without (asking|telling) you"
)


def _tells_of_scene(said: str, context: Context) -> bool:
    """Whether a clause tells plainly what went on in the client's time, as it is known of the scene."""
    if _SCENE.match(said) is None or _IN_YOUR_TIME.search(said) is None or GUESSES.search(said):
        return False
    return bool(content(said.split()) & context.scene)


_SELF_TAG: Final = closing(r"(do|did|have|am) (not i|i not)")
_WONDERS: Final = opening(
    r"""
    ((so|and|but|well|hm) )*((is|was) (it|this|that) (something i|me|about me)|(did|have|had|was|am) i (say|do|said|
        done|miss\w*|upset|hurt|push\w*|offend\w*|lost|lose|get|got|been|too))
    """
)
"""Asks for a part of one's own: "is it something I said?"."""
_TELLS: Final = opening(
    r"((yes|no|well|and|so|okay|true|but|then) )*(i|we)(?! (am|was|think|guess|wonder|imagine|hope|wish|can|will))"
)


def _admissions(reply: Reply, segment: Segment, clause: Clause) -> list[Admission]:
    found = ways_of(clause)
    if not found:
        return []
    limit, hedged = _limit(clause.said), _hedged(clause.said)
    false, span = untrue(clause.said, clause.context.facts), reply.span_of(segment)
    yes = ways.ADMITS.search(clause.said) is not None and soft.VAGUE.search(clause.said) is None
    aside = beside_the_point(clause.said, clause.context.client_stems, clause.context.raised)
    return [
        Admission(
            segment,
            span,
            one.specific and not aside,
            hedged and not (one.firm and not soft.SOFTENED.search(clause.said)),
            false,
            yes,
        )
        for one in found
        if one.match.start() < limit
    ]


_THEIRS: Final = cue(
    r"""
    you (\w+ ){0,2}?(feel|felt|think|thought|wonder|worry|fear|believe|suspect|want|need|expect|doubt|seem|
        are (\w+ )?(worried|afraid|scared|asking|wondering|saying|thinking|telling|waiting|hoping|braced|tired|angry)|
        worried|might|may|must|would|could)
    you (said|say|mean|heard)( that)?(?= (i|my) )
    (feels?|felt|sounds?|seems?|looks?) (\w+ )?(like|as)|as if|as though|whether
    (scared|afraid|worried|fear|worry|wondering|wonder|idea|question|doubt) (that|if|whether)
    """
)
"""A head after which a first person belongs to what the client feels or thinks, and not to what the therapist owns."""


def _limit(said: str) -> int:
    """Where what the client feels or thinks begins, unless an admission stands before it."""
    theirs = _THEIRS.search(said)
    if theirs is None:
        return len(said)
    head = said[: theirs.start()] + " "
    owned = ways.FAULT.search(head) or ways.NEGATED.search(head) or ways.BEING.search(head)
    return len(said) if owned else theirs.start()


def _hedged(said: str) -> bool:
    if ways.ADMITS.search(said):
        return False
    if said.startswith((" maybe ", " perhaps ")) or soft.SOFTENED.search(said):
        return True
    return ways.HEDGED.search(said) is not None
