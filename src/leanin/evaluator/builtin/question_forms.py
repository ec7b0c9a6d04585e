"""The forms in which people ask and invite, as patterns over plain words."""

import re
from typing import Final

from leanin.evaluator.builtin.patterns import closing, cue, fragment, opening, whole
from leanin.evaluator.builtin.segments import AUXILIARY, SUBJECT, WH

_START: Final = fragment(
    r"""
    ((so|and|but|well|okay|then|now|or|also|yes|no|hm|oh|ah|please|honestly|just|actually|right|because|maybe|perhaps|
        you tell me|tell me|(can|may|could) i ask|i wonder|i am (wondering|curious)|i guess|if i may|for you|for me|
        to you|if so|in your view|first|today|here|there|with that) )*
    """
)
"""What may stand before a question without being part of it."""

_ASKER: Final = fragment(
    r"""
    (can|could|would|will|may|might|do|are|is|would it be|is it|what if) ((you|i|we|it|be|okay|alright|all right|
        possible|for|to|if|me|like|want|willing|able|ready|mind|perhaps|maybe|possibly|please|just|feel|comfortable|
        up for|open to|try|a bit|kind|care|manage) )*
    """
)
FUNCTIONAL: Final = opening(
    r"""
    <start><asker>(tell|telling|(say|saying)(?= (more|a|what|how|something|some|about|it|whatever|that))|share|sharing|
        help me|describe|walk me|take me|explain|let me|show me|talk|talking|speak|hear|ask|know|put (it|that|
        this) (in|into)|give me an idea|fill me in|spell|open up|elaborate|go on|unpack)
    """,
    start=_START,
    asker=_ASKER,
)
"""Closed by form ("could you tell me …"), an open invitation in use."""

OPEN: Final = opening(r"<start>((in|on|to|with|for|from|by|of|at) what|<wh>)", start=_START, wh=WH)
OPEN_INSIDE: Final = cue(
    r"""
    (what|how|which|why|where)( (else|exactly|part|kind|sort|about|bit|would)){0,3} <aux>
    """,
    aux=AUXILIARY,
)
BARE_OPEN: Final = opening(r"(what|how) about|how come|what else")
UNMARKED_OPEN: Final = opening(
    r"""
    <start>(what|how|why|where|who|which)( (else|exactly|on earth|part|kind|sort|bit|about (me|that|it|this|my)|
        \w+)){0,2}? (<aux>|worries|scares|bothers|frightens|hurts|happened|makes|made|concerns|troubles|matters (to|
        most)|feels|goes|went|comes|came|
        gave|stopped|stops|changed|hit|hits|keeps|kept|brings|brought|gets|got|helps|helped|sits|landed|
        would)(?= )(?! (important|
        is|clear|true|that(?! (like|about|mean|bring|do|been|for|was|time|day|night|feel|make|say|tell)))(?= ))
    """,
    start=_START,
    aux=AUXILIARY,
)
"""A question that no question mark ends."""

STATEMENT: Final = opening(
    r"""
    <start>(what (i|you|we|they|he|she|matters|counts|is important|a|an|the \w+ (says|is))|when (you|i|we|they|he|she|
        it|things|people|someone)|where (you|i)|how (dare|lovely|sad|nice|awful|terrible|brave|exciting|interesting|
        you|i)|why (you|i)|who (knows|cares|i|you)|which (is|means|i|you)|whatever|(what|how|why) (is|was|are|
        \w+s) (\w+ ){0,4}?(is|was) (that|like|how|whether|not|the))
    """,
    start=_START,
)
"""Begins like a question and is none."""

CLEFT: Final = opening(r"<start>what (you|i|we|they|it|he|she) (\w+ ){1,10}?(is|was|feels)", start=_START)
"""A statement turned round, with or without a question mark: "what you're afraid of is …"."""

INVERTED: Final = opening(
    r"<start><aux>( not)? (<subject>|my|your|the|his|her|any|anything|something|people|(?!be )\w+)",
    start=_START,
    aux=AUXILIARY,
    subject=SUBJECT,
)
UNMARKED_INVERTED: Final = opening(
    r"<start><aux>( not)? (<subject>|my|your|the|his|her|any|anything|something|talking|being|people)",
    start=_START,
    aux=AUXILIARY,
    subject=SUBJECT,
)

NARROW: Final = opening(
    r"""
    <start>(who(se)?(?! (do you think you are|are you to))|when|where(?! (do|did|does|would|has|have|is|are) (that|
        this|it|we|i|you (feel|think|see|sense|get)|your)|(?: |$))|which|how (long|many|much|often|old|far|big|tall|
        frequently|late|early|soon)|what (age|time|date|day|year|grade|school|medication|name|number|city|town|job|
        kind of (school|job|car|work|medication)|is your (name|address|job|number|age|full name|date)|
        (is|was|are|were) (his|her|their|its|the \w+) names?|(is|was|are|were) (he|she|it|they) called)|on a scale)
    """,
    start=_START,
)
"""Asks for a single fact."""

LEADING: Final = opening(
    r"""
    <start>(do|does|is|are|would|will|could|should|have|has|did|was|were|can|had|shall|might) not (you|it|that|this|we|
        there|they|he|she|i think|people|everyone)
    <start>(would|do|will|can|must) you (not )?(agree|admit|concede|accept)
    <start>surely
    <start>what if (\w+ )?(is|was|were|you (are|just|could|need|gave|tried))
    <start>how (can|could) you (ever|say|think|expect|know (if|that|whether)|be so|judge)
    <start>what makes you (so sure|think (that )?(i|we|this|you can))
    <start>why (would|should) (you|i|that|my|it)( (even|have to|ever))? (think|matter|care|assume|believe|say)
    <start>why are you (so|being|always)
    <start>who (says|said|told you)
    <start>(is|was) (it|that) really (that|so|all that)
    <start>has it (ever )?(occurred|crossed)
    <start>(do|did) you not (think|see|realise|feel)
    <start>then why (tell|come|bring|agree|say|did)
    """,
    start=_START,
)

TAG: Final = closing(
    r"""
    right|correct|no|eh|huh|yes|innit|agreed|you know|you see|hey
    <aux>( not)? (it|you|he|she|they|we|that|there|this)
    """,
    aux=AUXILIARY,
)
SELF_TAG: Final = closing(r"(do|did|am|have|was|could|should)( not)? i( not)?")
SMALL_TAG: Final = whole(
    r"""
    <start>(okay|deal|yes|no|all right|alright|good|hm|really|sorry|pardon|and|so|sound good|makes sense|fair|ready|
        right|anything|shall we)
    """,
    start=_START,
)

CHECK: Final = closing(
    r"""
    am i (right|close|off|wrong|getting|anywhere|far off|hearing|reading|on the right|understanding)( (or|about|
        in) .*)?
    (is|was|does|would) (that|this|it) ((be|about|sound|seem|feel|get|come|anywhere|anything|close|somewhere|at all|
        kind of|more or less|a|part of|fair|how it|what) )*(right|close|fair|true|near|so|accurate|fit|it|way off|
        wrong|like it|is|correct|makes? sense|off)
    (did|do|have) i (\w+ )?(get|got|hear|heard|understand|understood|read)( \w+){0,3} (right|correctly)
    (did|do|have) i (\w+ )?(get|got|read|heard) (it|that|this|you) (\w+ )?wrong
    how close
    that about right
    something like that
    """
)
"""Offers what was said for correction."""

SOFT: Final = opening(
    r"""
    <start>(could|might|can|may|would) (it|that|this|there)( also| maybe| perhaps)? (be|have|feel)
    <start>(is|was|were) (it|that|this) (that|more|possible|maybe|perhaps|because|partly|like|as if|almost|
        something like|also|fair|about|a (bit|little|feeling|fear|worry)|the (feeling|fear|worry|idea|thought)|one)
    <start>would it be (fair|right|true)
    <start>am i (right|close|wrong) (that|in|if|to)
    <start>is there (maybe |perhaps |possibly |also )*(a |some )?(part|fear|worry|feeling|question|doubt|sense)
    """,
    start=_START,
)
GUESSED: Final = opening(
    r"""
    <start>(are|were) you( \w+)?? (worried|afraid|scared|wondering|asking (if|whether|me)|frightened|concerned|feeling|
        braced|hoping|waiting for|angry|nervous|anxious|tired|bracing|thinking that)
    <start>(do|did) you( \w+)?? (feel|worry|fear|wonder|doubt)
    <start>(does|did|has) (it|that|this) (\w+ )?(feel|felt|seem) (like|as)
    <start>(is|was) (this|that|it) (familiar|the fear|a fear|how it feels|scary|hard|frightening)
    """,
    start=_START,
)

ANOTHER: Final = re.compile(
    rf" (?:and|or|but) (?:also )?(?:(?:what|how|why|where|who|when|which)(?: \w+)? (?:{AUXILIARY}|[a-z]+s)"
    rf"|(?:{AUXILIARY}) (?:you|it|that|he|she|they|there|i|nobody|anybody|anyone|everybody|everyone|people))(?= )"
)
"""A further question strung on with "and" or "or"."""

INVITING: Final = cue(
    r"""
    tell me(?! (if|whether|how old|when to stop))
    (please )?(say|tell me|talk|hear|know|share|explain|say a (bit|little)) (a (bit|little|lot) )?more
    say what (it|that|you|is|this|happens)
    (?!let me know if (there|you (need|have)))(please )?(help me|let me|make me) ((to|better|try to|really|
        properly) )*(understand|see|get|hear|know|learn|
        get it)
    i ((would|do|really|very much|just|still|also|honestly|truly|genuinely|much|only) )*((be )?(like|love|want|prefer|
        rather|glad|happy|keen|interested|curious|grateful|hoping|need|hope|care)) <to>(hear|hearing|know|understand|
        listen|get|tell me|told me|see|learn|say|stay with|talk|telling|knowing|sit with|what|how|about what|told)
    i am ((really|very|just|still|also|honestly|truly|genuinely|much|only) )*(keen|interested|curious|ready|willing|
        eager|trying|here|hoping) <to>(hear|know|understand|listen|get|tell me|see|learn|stay with|talk|sit with|what|
        how)
    i am ((all|really|still|very|here and|just|so|also|now) )*(listening|ears|curious)
    (i|i am|i was|am|i would be|just|really|genuinely|also) (really |very |just |also |genuinely )*(curious|wondering|
        interested|wonder) (about |in |to know |to hear )?(what|how(?! (old|long|many))|which|why|where)(?! (if|hard))
    (walk|talk|take|lead|guide|show|teach) me (through|what|how|about|in|there|to|where|the)
    (please )?(go on|go ahead|carry on|keep (going|talking)|continue|(?<!you )say it(?! is)|let it out|describe|
        (?<!when )(?<!if )(?<!what )(?<!that )you (lead|start|go first|tell me|decide where)|have the floor|
        floor is yours|over to you|fire away|i am all ears|put me right|set me straight|correct me|give it to me|
        spell it out|let me have it|fill me in)
    (tell|stop|correct) me (if|where|when|what|how) i (am|get|got|have|go|went)( (it|that))? (off|wrong|got|get|
        missing|missed|mistaken|went|not|misreading|too)
    (feel free|you are (free|welcome)|it is (okay|fine|alright)|please) to (tell|say|share|correct|talk)
    (would|could|can) you tell me
    i (want|need) (you to (tell|say|be)|to be told)
    let me hear
    say (more )?(about|what|how|whatever)
    (go on|say|tell me) about
    i would (be|really be) interested in(?! (your|the) (diary|sheet|scores?|homework))
    """,
    to=fragment(r"((to|if you|for you to|in|if|could|would|can|really|properly|better|actually|from you|today) )*"),
)
"""Statements that hand the client the floor, with no question mark."""
NOT_INVITING: Final = closing(
    r"""
    did|rather|(everything|anything|what|whatever|nothing)( you)?|do not|not|never|you can|to|you could|should|have|
        us|
        will|would not|you only|they|people|always|mother|mum|he|she|
        nobody|just|when you|if you|that you|let me
    """
)
"""What may not stand before an inviting phrase: "you never tell me"."""
