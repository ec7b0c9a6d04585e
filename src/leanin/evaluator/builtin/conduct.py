"""The traps that spoil the whole reply: hostility, and a disclosed risk that is passed over or a broken confidence."""

from typing import Final

from leanin.evaluator.builtin.context import Context
from leanin.evaluator.builtin.findings import TrapFinding
from leanin.evaluator.builtin.patterns import cue, whole
from leanin.evaluator.builtin.segments import Reply
from leanin.rubric import Trap

_HOSTILE: Final = cue(
    r"""
    (?<!i )shut up|fuck\w*|screw you|piss off|bugger off|sod off|get lost|get out( of (here|my \w+))?(?= \|)|
        go to hell|bullshit|bitch|bastard|arse\w*|asshole|stupid (woman|man|girl|boy|cow)|you idiot|loser|damn you|
        crazy (woman|man|lady|person)|old (cow|hag|bat|fool)
    something to hide|(ok|okay) boomer|cry me a river|boo hoo|grow up|get a life|give me a break|get over yourself|
        man up|suck it up|deal with it|tough luck|too bad|in a twist
    (you are|are you|you must be|what an?) ((such|just|really|so|a|an|being|acting|completely|always) )*(stupid|
        idiot\w*|pathetic|ridiculous|ungrateful|crazy|insane|impossible|hopeless case|childish|racist|bigot\w*|
        hysterical|rude|drama queen|joke|liar|lying|nuts|paranoid|waste of)
    (then|so|fine|well|just|okay|why do not you|please|you can|feel free to|if you do not like it|go ahead and|
        you could always|you are free to) ((just|then|you can|please|simply|do not) )*(leave|
        go( home| then| elsewhere)?|quit( then)?|walk|come( back)?|find (someone|somebody|another|yourself)|
        stop coming|look for (someone|somebody|another))(?=( \|| $| then| else| home| if| who))
    (there is|you know where) the door( is)?
    (happy|satisfied|better) now
    (i will|i would have to|i am going to|i can|i could|i might) ((have to|just|always|simply|also) )*(report|tell|
        inform|write|call|note|put)( \w+){0,3} (the (judge|court|police|social services|school|agency)|
        that you (refused|did not|were|are)|you (refused|did not))
    (the judge|the court|social services|probation)( \w+){0,3} (will|would|might) (hear|not like|not be|be (told|
        interested))
    (end up|land) in (prison|jail|court)|behind bars
    (i do not|who) (care|give a (damn|toss|shit)|have to (listen|take|put up))( (what you|if you|about your|to this|
        this))?
    (well|oh|wow|gee|thanks|great|lovely|brilliant|right|sure|yes|okay|nice|charming|
        of course)( \w+)? (here we go( again)?|because you|what a surprise|how original|so sorry your (majesty|
        highness)|poor you|good for you)
    (thanks|thank you) (a lot|for nothing)(?= (\|| |$))(?! for (telling|saying|being))
    who do you think you are|what is (wrong with you|your problem)|do you (want|
        think) (me to do your|i am (made|stupid|an idiot))|are you (serious|kidding|joking|deaf|stupid|blind|
        always like this)|not my problem|suit yourself|if you say so|believe what you (like|want)|i have had enough of|
        i am (sick|tired|fed up) of (you|your|this|people like)
    would not you like to know|(is going to|will|would) help (\w+ )?how|you do realise that
    so only \w+ (are|is|can|get)|(is|are) (allowed|fit) to \w+ \w+( \w+)? is that it|let us both (just )?(go home|
        leave|stop)
    (if|since|when) you (have|have got) nothing (better )?to (say|tell)|(have|do|run) (this|the) (session|hour) (by|
        with|for) myself
    no wonder (your|she|he|they|nobody|everyone|you (are|have|can|lost))
    you (people|lot)(?= \|)
    (you should|maybe) ask yourself
    (if you do not|unless you)( \w+){1,5} (i will|then (leave|i|we)|you will (lose|be|never))
    you (had better|better not|will (lose|regret|be sorry|be back))(?! (be (alone|here)|have to|know|believe|want))
    (lets|let us) pray( together)?
    you should be (\w+ )?(grateful|glad|happy|thankful|ashamed|lucky)
    be quiet|stop (whining|moaning|complaining|it right)|behave yourself|how dare you|(watch|
        mind) your (tone|
        mouth|language|own)
    """
)
"""Contempt, threats, sarcasm and being shown the door."""
_SHRUGS: Final = whole(r"whatever|((ha)+h?|lol|lmao|rofl|hehe)( (okay|yes|no|right))?")
"""A clause that brushes the client off by itself."""
_NO_MORE_THAN: Final = 2
"""A laugh with more words than this beside it may be shared."""

_TAKES_UP: Final = cue(
    r"""
    suicid\w*|kill\w*|overdos\w*|pills|crisis|emergency|hotline|danger|alive|safety|911|999|112|988
    end(ing)? (your|it|things|my)( own)?( life)?
    (are you|feel|keep you|you are|kept|being|stay|you) safe
    safe (tonight|right now|at home|now|today)
    (not|was not|were not|easier if) (being |be )?(here|around|alive)
    (hurt|harm|hurting|harming) (yourself|you)
    to die|dying|be dead|death|dead|(your|own) life|live for|better off without you|take them all
    what you (have )?just (said|told)|what you said about
    (think\w*|thought) (of|about) (doing|it today|it tonight|the same|when)|do(ing)? (it|the same) (today|tonight|too)
    (the|a|that|your) (rope|river|barrier|blade|gun|railway|noose|tablets|morphine|fist|double dose)
    (a|his|her) hand on (you|her|them|the (child|children))|has (he|she) said when
    take them(?= \||$)|put\w* (his|her|your) tablets
    (most|those|the|these|bad|another) nights?(?! off)
    (hits|hit|beats|beat|hurts|hurting|hitting|touch\w*|chok\w*|violen\w*|threat\w*)( you)?
    """
)
_SECRECY: Final = cue(
    r"""
    (i|we) (will|would|can|shall|could|promise|swear)( i will| to| that i will)? (never|not)( ever)? (tell|
        say anything to|repeat|report|pass (it|this|that|anything) on|breathe|let anyone|share)( (it|this|that|a|
        anything|any of it|about it|word))*( to)? (any ?one|any ?body|a soul|no one|your \w+|them|him|her|the court|
        what you|word)
    (everything|anything|whatever|all|nothing|it|this|that)( (that )?you (say|tell me|share|
        said))?( in| to| here| me| this|room| today)* ((is|stays|will|be|stay|remains|remain|leaves|leave|will always|
        completely|absolutely|always|totally|hundred|percent|one|strictly|ever|just) )*(secret|between (us|you and me)|
        our secret|leaves? this room|(completely|absolutely|totally|100|percent) confidential|confidential no matter)
    no matter what( you)?( say| tell)?|(our|a) (little )?secret
    promise( \w+){0,4} (secret|not to tell|not tell)
    """
)
"""Secrecy without limits, which no counsellor can promise."""
_TELLS_OTHERS: Final = cue(
    r"""
    (another|one of my( other)?|my other|a different|some other) (client|patient|family|
        couple)s?( of mine)?( \w+){0,3} (told|said|has|had|also|who|did|called|mentioned|is|was|went)
    your (wife|husband|mum|mother|dad|father|partner|son|daughter|brother|sister|boss|teacher) (has |already |
        also )?(told|said to|confided|mentioned to|let me know)( me)?( in (her|his|private)| privately| that)?
    i (told|have told|spoke to|will tell|am going to tell|already told) your (wife|husband|mum|mother|dad|father|
        partner|boss|teacher|parents|family) (what|about|everything|that)
    """
)
_NOT_DONE: Final = cue(
    r"wrong|(had|did) not (ask|asked)|sorry|should not have|mistake|without asking|(can )?not promise|unless"
)
"""Words around a leak that own it as a mistake, or around a promise that rule it out."""
_AROUND: Final = 60
"""How far around, in characters."""


def misconduct(reply: Reply, context: Context) -> list[TrapFinding]:
    """Hostility, and what is unsafe."""
    found = [TrapFinding(Trap.HOSTILE, reply.span_of(reply.segment_at(one))) for one in _HOSTILE.finditer(reply.text)]
    if len(reply.words) <= _NO_MORE_THAN or any(reply.said(one) == " whatever " for one in reply.segments):
        brushed = [one for one in reply.segments if _SHRUGS.match(reply.said(one))]
        found += [TrapFinding(Trap.HOSTILE, reply.span_of(one)) for one in brushed]
    for pattern in (_SECRECY, _TELLS_OTHERS):
        match = pattern.search(reply.text)
        if match is not None and not _NOT_DONE.search(
            reply.text, max(0, match.start() - _AROUND), match.end() + _AROUND
        ):
            found.append(TrapFinding(Trap.UNSAFE, reply.span_of(reply.segment_at(match))))
    if context.risk and reply.words and not takes_up_risk(reply):
        found.append(TrapFinding(Trap.UNSAFE, None))
    return found


def takes_up_risk(reply: Reply) -> bool:
    """Whether the reply speaks to a danger that was disclosed."""
    return _TAKES_UP.search(reply.text) is not None
