"""Advice and plans, where a question was wanted."""

from typing import Final

from leanin.evaluator.builtin.findings import TrapFinding
from leanin.evaluator.builtin.patterns import cue, opening
from leanin.evaluator.builtin.segments import Reply, Segment
from leanin.rubric import Trap

ADVISES: Final = cue(
    r"""
    (have|did) you ((ever|already|maybe|perhaps|also) )*(try|tried|consider\w*|thought (about|of)|think (about|
        of) (\w+ing|a|the)|looked into)
    you (will want to|should(?! (know|not have|never have|have been))|ought to|
        had better|better|(could|might) (perhaps |maybe |also )?(try|move|shift)|could try|might try|might want to|
        may want to|could (write|talk|call|bring|look|also|ask|
        start|go|do|see(?! yourself)|take|make|invite|think about|use|keep|set|maybe)|want to try|can (try|start by|
        call|write|use|practi[sc]e|also)|((really|just|simply|also) )*(?<!do you )(?<!did you )((need|have|have got|
        ought|got) to|must)(?! (not|say|tell|understand|
        be (\w+ )?(worried|scared|tired|wondering)|have|know (that|whether|if)|feel|put up|hear|lose|choose|carry|
        decide)))
    why (do|would) not (you|we)(?! (trust|like|want|believe|think|feel|tell))
    let us ((just|now|simply|first|then|both|all|maybe|quickly) )*(make|try|set|plan|work|do|create|write|start|begin|
        go through|come up|think of|find (a|some)|practi[sc]e|focus|list|draw|put|get started|pray|book|agree|identify|
        develop|build|move|break)(?! (there|with that|from that|with what|with your worry))
    (i|we) (would |strongly |do |really |can |highly |also )*(suggest|recommend|advise|propose|encourage|urge)
    (i think|think) (we|you) (should|could|need to|ought)
    (how|what) about (we|you|if|trying|going|making|taking|doing|starting|talking to|a |an |just|\w+ing)(?= )(?! (me|
        my|that|it|this))
    (would|might|could|can|will) (it|that) help (to|if|you to)
    (it|this|that) ((might|may|could|would|will|can|often|really) )+(be )?(help|helpful|good|better|useful|worth|wise|
        a good idea|an idea)( (you|if|to|for|giving|trying))
    (make|making|draw up|set|write|work out|come up with|put together|build) (a|an|some|the|your) (\w+ )?(plan|list|
        goals?|schedule|timetable|diary|contract|routine|strategy|strategies|letter|action)
    (shall|should|can|could) we ((just|maybe|perhaps|try to|first|also) )*(try|make|
        set|plan|do|practi[sc]e|write|come up|give it|create|draw|book|agree)
    (the best thing|what (helps|works|i (suggest|recommend|advise))|one thing (you can|you could|that (can|could|might|
        helps|works))|my advice|a good (idea|thing|way) (is|would|to)|the key is|the first step|the next step|
        what you (need|have) to do|all you (need|have) to do)
    (take|try) (a |some |one |two |three )?(deep |slow |few )*(breath|breaths|breathing)
    (try|keep|start|stop|practi[sc]e|remember) (to |and )?((a|the|your|some|just) )*(breath\w*|relax\w*|
        be(ing)? (honest|open|patient|kind)|think\w* (positive|about|of)|counting|count|writ\w+|talk\w* to|exercis\w+|
        journal\w*|medit\w+|mindful\w*|sleep\w*|avoid\w*|doing|it again|not to|giving|walking|going|taking|a diary|
        praising)
    just (be|try|breathe|relax|ignore|tell (him|her|them)|talk to|call|give it|go|do it|let it go|focus|
        keep(?! \w+ing)|take)
    (give|giving) (it|this|that|them|him|her) (a )?(go|shot|another)
    (worth|helps to|helpful to|important to|good to|best to|better to|wise to) (giving|try\w*|sticking|talk\w*|write|
        keep\w*|do(ing)?|take|practi[sc]\w+|have|remember|stay|see|go\w*|seek\w*|get|be (honest|open))
    (one|another) (more )?tool
    could look at it
    (breathe|breath) (in|out)
    (look for|find|see|talk to|speak to|ask for|go to|contact|call) (a|an|another|your|someone|somebody|
        some) (\w+ )?(else|gp|doctor|psychiatrist|therapist|counsellor|group|lawyer|friend|pastor|somebody|specialist|
        who)
    (he|she|they|your \w+) (should|could) (also )?(try|see|go|do|take|join)
    (patterns?|issues?|things?|topics?|something) (that )?we (should|could|can|need to) (look at|work on|explore|
        address|talk about)
    you have (rights|options|choices)
    should know that you
    should we (try|start|do|go|make)
    worth (telling|asking|writing|trying|giving|talking|seeing|speaking|calling|doing|practising|bringing|keeping)
    (perhaps|maybe) (ask|tell|call|ring|write|talk to|speak to) (your|him|her|them|the)
    what if you (did|tried|used|went|wrote|asked|told|started|took|made|called|just)
    next time( \w+)? (try|turn|tell|just|take|ask|go|do|say|breathe|get|keep|use|you (could|can|should))
    (ask|tell|call|ring|write to|talk to|speak to) your (\w+ )?(to|and|about|every)
    i would (get on to|go to|ring|call|tell (him|her|them)|ask (him|her|them)|talk to|write to|speak to|see a|try|
        start by)
    (have your|get the|take the|use the|leave the|try the|go to|come back) (other )?\w+( \w+){0,2} (then|instead|paid|
        first)
    (please )?(dial|call|ring|contact) (the )?(emergency|samaritans|crisis|hotline|police|your gp|your doctor|999|911|
        112)
    i want you to (do|try|go|practi[sc]e|write|take|start|keep|walk|breathe|read|come)
    i think we should
    we (could|should|might) (\w+ )?(try|start|begin|talk about|look at|go through|focus|work on|make|set|do|use)
    """
)


_PLANS: Final = cue(
    r"""
    (might|could|would|may) be (really |very )?(worth|good|helpful|useful|wise|an idea|a good idea) (to|if|\w+ing)
    (perhaps|maybe) (ask|tell|call|ring|write|talk to|speak to) (your|him|her|them|the)
    you (will want|could (perhaps |maybe )?(move|try|shift)|need) to \w+
    you could (perhaps |maybe )?(move|try|shift|ask|write|call)
    """
)
"""A plan stays one under a "might" or a "maybe"."""
_DISGUISED: Final = opening(r"((so|and|but|well|okay|then) )*(why (do|would) not|(how|what) about|have you)")
"""How a question begins that advises."""


def advice(reply: Reply, spared: frozenset[Segment], asked: frozenset[Segment]) -> list[TrapFinding]:
    """Where the reply advises. `spared` holds the segments that guess at the concern, `asked` open questions.

    An open question advises only by its opening: "why don't you", "how about".
    """
    found = []
    for match in ADVISES.finditer(reply.text):
        segment = reply.segment_at(match)
        strong = _PLANS.search(reply.said(segment)) is not None
        if (strong or segment not in spared) and (segment not in asked or _DISGUISED.match(reply.said(segment))):
            found.append(TrapFinding(Trap.ADVISING, reply.span_of(segment)))
    return found
