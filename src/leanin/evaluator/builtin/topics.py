"""Whether a question or a phrase stays with what the client raised, or leaves it for something easier."""

import re
from typing import Final

from leanin.evaluator.builtin.context import Context
from leanin.evaluator.builtin.findings import TrapFinding
from leanin.evaluator.builtin.patterns import closing, cue, fragment
from leanin.evaluator.builtin.questions import Question
from leanin.evaluator.builtin.segments import Reply, Segment
from leanin.evaluator.builtin.stems import content, stem, telling
from leanin.evaluator.builtin.themes import themes_of
from leanin.rubric import Trap

_NEAR: Final = cue(
    r"""
    that|this(?! (week|weekend|morning|evening|month|year|summer))|it|me|my|us|we|here|these|those|her|him|his|she|he|
        they|them|their|there|while|afterwards?
    (just )?(before|after)(?= (\||$))|(offen|choos|keep back|hold)\w*
    (?<!if )(?<!can )(?<!may )i
    (worr|scar|bother|concern|hurt|trouble|matter|frighten|afraid|fear|hard|heav|worst|difficult|miss|tough|upset|
        weigh on|trust|important|safe|hit|harm)\w*
    (like|been|mean|happen|happens|happened|going on|yours|different) (for|to|with|in) (you|him|her)
    for you|in you|instead|been yours|happened|wrong|went through you|it (like|feel)|come up for you
    you (need|want|hope|wish|like|rather|prefer|expect|feel|lose|fear|mean|leave|hear|choose|chosen|understand)
    """
)
"""Words that keep a question with the matter between the two, whatever its topic."""

STOCK: Final = closing(
    r"""
    how (are|is|was|have) (you|things|everything|your (day|week))( (doing|feeling|been|today|going|getting on|
        this week|now))*<tail>
    how (does|did|do) (that|it|this|you) (make you |all |really )?(feel|sound)( (to you|about (that|it|this)|today|
        right now|now|for you|like))?<tail>
    what (do|did) you think( (of|about) (that|it|this))?<tail>
    what (would|do|should) (you|we) (like|want|prefer|wish|rather) to (talk about|do|work on|discuss|focus on|
        start with|begin with)( today| first| now)?<tail>
    what (would|do) you (prefer|want|like)( to do)?( today| now| then)?<tail>
    (how|what) (can|could|may|should) i (do (to help|for you)|help)( you)?( today)?<tail>
    what (feelings?|emotions?|thoughts?) (came|come|comes|does|is|are|do)( \w+){0,3}<tail>
    what (brings|brought) you (here|in)( today)?<tail>
    what (are you|is it (that )?you are) (looking for|hoping for|expecting)( (from|in|with))?( \w+){0,2}<tail>
    what is (the )?(alternative|on your mind|up|new|the plan|next|the problem)<tail>
    what should (i|we) do( then| now)?<tail>
    what (now|then|else|about it)<tail>
    what (shall|should|could) (we|you) (talk|chat|speak) about( instead)?<tail>
    any (thoughts|questions|ideas)<tail>
    how (are|is) you (feeling|doing)( \w+)?<tail>
    """,
    tail=fragment(r"( (today|now|then|here|right now|at the moment|this week|first|exactly))*"),
)
"""Questions that fit anyone at any time."""

_SHIFTS: Final = cue(
    r"""
    (?<!you are )(?<!you were )moving on|on another note|by the way|changing the subject|speaking of|pick up where|
        where were we|to focus on you
    let us (not (make|talk|get|go|focus|dwell)|(just |now |simply )?(move|get (back|on|to|started|going)|go (back|over|
        through)|carry on|come back|proceed|crack on|return|start|begin|focus|look at(?! (it|that|this))|turn|
        talk about (something|your|how|the)|concentrate|stick|continue|pick))
    (shall|should|can|could|may) we (at least |just |please |now |maybe )*(carry on|come back|proceed|return|start|
        begin|get (back|on|started|going|through)|move|continue|pick|go (on|back)|focus|turn|talk about something)
    shall we (say|leave|call it|finish|stop|book|meet|wrap)
    (maybe|perhaps) we (could|should|can)(?! (stay|stop|slow))
    (back to|so|now|then|and|good|okay|with) (the |your |our )(homework|worksheet|agenda|plan for today|
        exercise|programme)|(back to|so|now|good|okay) (homework|today)
    (get|getting) going
    i (would |will )(prefer|rather|like) to (keep|focus|talk about you|stay with you|not|move|hear about your (week|
        day))
    i (would|will) rather (keep|we|talk|focus|not|stick)
    (lovely|nice|terrible|beautiful) weather|where were we|for the (form|report|file|record|notes)
    (shall|can|could|should) we (\w+ )?(look at|do|start) (the )?(step|number|page|question|next)
    (step|part|week|page) (two|three|four|five|one)
    """
)
"""Phrases that leave the matter behind."""
_ANYWAY: Final = re.compile(r"^ (?:(?:so|but|well|okay|and|right) ){0,3}(?:any ?way|any ?how)s? (?!(?:you|it|that) )")

_GENERIC: Final = frozenset(
    stem(word)
    for word in [
        "think",
        "feel",
        "say",
        "tell",
        "make",
        "happen",
        "mean",
        "come",
        "go",
        "like",
        "want",
        "need",
        "know",
        "see",
        "do",
        "get",
        "look",
        "talk",
        "work",
        "help",
        "time",
        "year",
        "day",
        "week",
        "thing",
        "today",
        "now",
        "exactly",
        "first",
        "then",
        "kind",
        "place",
        "here",
        "session",
        "most",
        "best",
        "worst",
        "next",
        "really",
        "own",
        "able",
        "old",
        "part",
        "idea",
        "bring",
        "far",
        "choose",
    ]
)
"""Stems that make no topic of their own."""
_SUPPOSES: Final = cue(r"would|could|should|might|are you sure|are you thinking|thoughts of|have you driven")


def near(question: Question, context: Context) -> bool:
    """Whether a question stays with what the client raised."""
    stems = telling(content(question.said.split()))
    return bool(stems & context.raised or _NEAR.search(question.said) or themes_of(stems) & context.concern_themes)


def turns_away(question: Question, context: Context) -> bool:
    """Whether a question moves to another topic: it shares nothing with the client and names something of its own."""
    if not context.rupture or context.risk or near(question, context):
        return False
    if STOCK.search(question.said) or _SUPPOSES.search(question.said):
        return False
    return bool(telling(content(question.said.split())) - _GENERIC)


def left_behind(question: Question, shifted: frozenset[Segment], context: Context) -> bool:
    """Whether a question comes with a phrase that leaves the matter, and doesn't take up the client's words itself."""
    if question.segment in shifted:
        return True
    return bool(shifted) and not telling(content(question.said.split())) & context.raised


def generic(question: Question, context: Context) -> bool:
    """Whether an open question could be asked of anyone at any time."""
    stock = STOCK.search(question.said)
    return stock is not None and not content(question.said[: stock.start()].split()) & context.raised


def shifts(reply: Reply) -> list[TrapFinding]:
    """Phrases in which the reply leaves the matter behind."""
    found = [reply.segment_at(match) for match in _SHIFTS.finditer(reply.text)]
    found += [segment for segment in reply.segments if _ANYWAY.match(reply.said(segment))]
    return [TrapFinding(Trap.CHANGING_SUBJECT, reply.span_of(segment)) for segment in found]
