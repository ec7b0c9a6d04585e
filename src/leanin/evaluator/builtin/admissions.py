"""The ways in which a therapist owns a part of what went wrong, as patterns over plain words.

An admission is a first person (or our side) together with something lacking, something done or left undone, or a plain
yes to the client's charge. The patterns hold no list of topics: whether an admission is about *this* rupture is judged
by the client's words (`ownership.py`).
"""

import re
from typing import Final

from leanin.evaluator.builtin.patterns import cue, fragment, opening, whole

_HOW: Final = fragment(
    r"""
    ((only|just|still|also|very|pretty|quite|really|so|too|bit|clearly|totally|obviously|indeed|kind|of|sort|honestly|
        well|already|probably|actually|yes|then|myself|simply|certainly|fully|ever|even|yet|personally|properly|fairly|
        rather|always|often|sometimes|definitely|absolutely|again|once|never) )*
    """
)
NUMBER: Final = "(?:1[89]|[2-9][0-9]|twenty|thirty|forty|fifty|sixty)"

BEING: Final = cue(
    r"""
    i (am|was|may be|might be|must be|do look|look|must look|must seem|seem|sound) <how>(a |an |the |that |
        your )?<how>(<number>|(young|younger|new|newer|inexperienced|green|white|male|female|straight|single|childless|
        late|old|older|outsider|stranger|man|woman|guy|student|trainee|beginner|rookie|newbie|thin|slim|skinny|foreign|
        privileged|paid|hearing|posh|number))(?! (enough|and (well|fully|highly) ))
    i (am|was) <how>(one of|part of|half your|the one|the (guy|person|man|woman|next)|another|from|on (a|the|his|her|
        their|that) (\w+ )?(contract|side)|in the (same )?system|here (for|until|because))
    i (am|was|may be|might be) <how>(not|no) <how>(?!here (to|then|at)|working|involved|in charge|employed|going|
        trying to|saying|judging|judgemental|sure (what|why)|allowed|the enemy|your enemy|racist|biased|like (that|
        those|them|the other|other|most)|clueless|useless|stupid|an idiot|(your|the|like your) (last|other|previous|
        first|old)|lying|laughing|smiling|
        (a|your) (robot|magician|mind|miracle|enemy|racist|monster|servant|friend)|on (his|her|anyone)|convinced|
        taking|attacking|the (one|problem|bad)|responsible|blaming|accusing|angry|interested|able to (discuss|
        comment))\w+
    """,
    number=NUMBER,
    how=_HOW,
)
"""What the therapist is or isn't: "I am young", "I'm not a parent", "I'm part of that team"."""

_DENIALS: Final = fragment(
    r"""
    mean|meant|think|thought|believe|judge|judged|agree|care|accuse|accused|blame|blamed|intend|intended|discriminate|
        mind|hurt|harm|force|forced|doubt|need|needed|want|wanted|deserve|tolerate|accept|allow|lie|hate|dislike|deal|
        start|said|claim|claimed|promised|suggest|suggested|comment|discuss|argue|appreciate
    understand (why|what you|the problem)|see (how|why|the (problem|point|relevance)|what|it|colou?r|any)
    get (why|angry|defensive|what)|take sides|have time|have to|(tell|told) you (to|that)|say you|say (that|it like)
    do (that|it|anything|this|your)|(help|stop|answer) (you|for|him|her)|speak (for|on|to that)|let you
    make (you|the rules)|work (like|that)|force you|know why
    """
)
"""What people say they didn't do when they deny the charge."""

NEGATED: Final = cue(
    r"""
    i will not (always|get|know|understand|be able|manage|pretend|act|be here|have)
    (i <how>(have|had|do|did|can|could|may|might)|we (have|had|did|could)) <how>not <how>(?!(<denials>)\b)(?!not )\w+
    (i|we) <how>(have|had) <how>never <how>(?!(<denials>)\b)\w+
    (i|we) never <how>(?!(<denials>|would|do|stop)\b)\w+
    i (hardly|barely|scarcely) \w+
    i have (only|barely|hardly|scarcely) \w+
    i have (no|zero|little) (?!\w*(doubt|intention|interest|problem|choice|time|reason|prejudice|bias|control|power|
        influence))\w+
    i know (so |very |far too |too )?(nothing|little|less)
    i only (have|had|saw|looked|heard|asked|listened|know|read|met|started|began|came|thought|see)
    i just (started|began|qualified|finished|got here|met|graduated)
    (only|just) what i (have|was|had) (\w+ )?(read|told|heard|seen|learnt|learned)
    (this|it|you) (is|are|was) (really |actually )?(my|the) (very )?first
    i (would be|am) (lying|pretending)
    i (will|would) not (act|behave|pretend|say i|know)
    """,
    denials=_DENIALS,
    how=_HOW,
)
"""What they haven't had, done or known; denials of the charge ("I didn't mean that") are left out."""

FAULT: Final = cue(
    r"""
    i <how>((have|had|did|do|was|am|been|have been|kept|keep|kept on|went and|was about to|nearly|
        almost) )*<how>((messed|mess|screwed|blew|dropped|forgot|forget|forgotten|missed|miss|skipped|skip|overlooked|
        ignored|rushed|rushing|rush|pushed|pushing|interrupted|interrupting|jumped|jumping|jump|assumed|assuming|
        misread|misheard|misunderstood|misjudged|mixed|failed|lectured|lecturing|preached|preaching|brushed|dismissed|
        hurried|hurrying|slipped|overstepped|steamrolled|bulldozed|ploughed|glossed|minimised|minimized|labelled|
        labeled|judged|judging|underestimated|overdid|hid|hiding|hide|stumbled|blundered|babbled|rambled|offended|
        patronised|patronized|neglected|abandoned|disappointed|embarrassed|confused|wronged|cut you|cutting you|
        talked over|talking over|talk over|spoke over|let you down|let you|letting you|left you|left it|left that|
        leaving you|lost you|lost sight|lost track|lost the|turned you|turning you|treated|treating|sided|siding|
        shut you|barged|stepped on|stepped over|crossed|hurt you|carried on|stuck to|sticking to|clung|steered|
        changed the subject|got ahead|went too|went straight|went ahead|went over|went along|went behind|going too|
        going straight|moved too|moved on|moved ahead|moving too|was too|was late|was wrong|was off|was unfair|
        was careless|was clumsy|was blunt|was rude|was short|am late|am wrong|came late|came across|came in|too fast|
        used the wrong|took sides|took over|fell back|fell into|reached for|owe you|should have|should not have|
        ought to have|own that|need to own|could have asked|could have listened|could have checked|could have waited|
        could have told|could have called|could have done|could have said|could have explained|talk too|talked too|
        talking too|said the wrong|asked too|did wrong|did something wrong)|(was|am|been) (?!\w+ing )\w+ (on|with|to|
        towards) you|kept \w+ing|kept (on|you|quiet)|moved faster|got (it|this|that|you|your|her|his|him|them|things|
        something|the)( \w+){0,3}? wrong)
    """,
    how=_HOW,
)
"""Verbs that own a mistake whatever it was."""

ESCAPED: Final = cue(
    r"""
    i (am|have been|was) (doing|making|taking|running|steering|setting|choosing|calling|deciding) (all|most|everything|
        too)
    (slipped|slips|went out of|gone out of) my mind|(escapes?|escaped) me|(lost on|beyond) me|over my head|passed me by
    (had|have|play|played) (a|my|some) (\w+ )?(hand|part|share) in|(is|was) partly (me|my|mine)
    (promised|told|sent|given|asked|let down|kept \w+|left \w+)( \w+){0,3} by (me|us)
    (is|was) (the|now the) (second|third|fourth|umpteenth) time|twice now
    not my (own )?(world|life|story|experience|culture|fight|language|religion|faith)
    i (really )?(should|ought to) (?!say|mention|tell|point|add|warn|explain|ask|think|be (able|fine|here)|imagine|
        hope)\w+
    i (owe|owed) (you|it|them|her|him)
    i went (quiet|silent|along|blank|too)
    i (do )?get to (not|go|live|walk|choose|leave|forget|switch)
    """
)
"""Further ways in which something got past the therapist or is owed."""

GENERAL_FAULT: Final = cue(
    r"""
    \w+ of me|did (something|the) wrong( thing)?|(there is |i have )?no excuse|guilty|(you )?(got|caught) me|mea culpa|
        (ouch|oof|ugh) yes
    my (\w+ )?(fault|mistake|bad|error|doing|responsibility|oversight|failing|part in)
    (that|this|it|all|so) (one )?(is|was) (all )?on me
    (that|this|it) (was|is) a (\w+ )?(rotten|poor|lousy|crap|rubbish|daft|stupid|cheap|hard|shabby|weak|lazy|clumsy|
        careless|
        bad|mean|rude|horrible|awful|rough|unfair|silly|thoughtless) (thing|way|answer|moment|start|choice|idea|
        question|
        word) (to|of (me|mine)|for me)
    (that|this|it) is (poor|rich|rotten|lousy|not good enough)( from me)?(?= \|)
    (that|this|it) was (too \w+|wrong|unfair|careless|thoughtless|clumsy|rude|not (?!true|the|my|me|what|how|meant|
        intended|about|like|that|so|real|easy|possible)\w+|a mistake|insensitive|disrespectful|unkind|lazy|
        sloppy)( of me)?
    i (am|feel) (\w+ )?(ashamed|embarrassed|not proud)
    i (own|admit|confess|regret|take responsibility|hold my hands up|stand corrected|deserve that|plead guilty|
        messed up|was wrong|blew it|screwed up)
    it is me who (should|has|owes|needs|got|was)
    """
)
"""Admissions that say that, and not what; they are specific only with something beside them."""

OUR_SIDE: Final = cue(
    r"""
    we ((did|do|have|had|really|also|clearly|just|all|people|here|keep|kept) )*(failed?|failing|let you|
        let (\w+ )?down|sent you|left|put you|told you|tell you that|not (asked?|explained?|told|tell|listen\w*|
        help\w*|done|been)|decided|got (it|this|that)|never|missed|passed you|made you|forgot|ignored|moved|given up)
    (some|most|many|plenty|enough|people) (of us|like me) (have|do|did|will|would|are|never)
    (this|the|my|our) (\w+ )?(has|have|did|does|is|was) not (been )?(work|working|worked|help|helping|helped|fit|
        fitting|done|good|right|enough|doing|suit|land|landed|yours)
    (it|that|this|the \w+) (is|was) (all )?my (\w+ )?(plan|idea|decision|goal|choice|call|form|agenda|words?|list)
    (the|that|this) (\w+ )?is mine
    my (own )?(\w+ )?(contract|placement|job|time here|year) (ends?|is up|finishes|runs out|stops|is only|only)
    (that is|it is|this is) my (own )?(\w+ )?\w+ (and )?not yours
    there is me \w+ing
    i (come|came) from
    """
)

ADMITS: Final = cue(
    r"""
    spot on|bang on|fair dos|busted|granted|good point|point taken|you are not wrong|i agree|true|touche|none taken|
        i (had|have) that coming|
        i (will )?take that(?= (\||on|point|$))|(that|it) (stings|is deserved)|deserved
    (you are|you were) ((absolutely|quite|so|totally|completely|probably|dead|not wrong and|very|of course|both|all|
        just|damn) )*right(?! (to|in|away|now|here|there|on|through|where))
    (that is|that was|it is|this is|very|so|quite|all too|how|yes|no) true
    (very |quite |that is |this is |yes |it is |all )*fair (point|enough|comment|cop|play|one|criticism|challenge)
    (that is|it is|this is|yes) (only |totally |completely |quite )?fair(?! (to|question|that|on))
    you (have|have got|got|make|do have) a (\w+ )?point
    i (can not|could not) (argue|deny|disagree)( \w+){0,2}
    i (can |do )?(accept|see) that(?! (you|as|the|this|they))
    (there is|i can see the) (some |a lot of |a )?truth (in|to)
    """
)
"""A yes to what the client said, without saying what."""

ALLOWS: Final = cue(
    r"""
    (you have )?every (right|reason)|you have (good|a good) reason|i would too|no wonder
    you (are|were) (\w+ )?right to (ask|wonder|question|doubt|be|feel|want|worry|say|check|raise|push|call)
    i (do not|can not|could not|would not) blame you
    i would (be|feel|wonder|ask|doubt|want|probably|have|not trust|think|worry)( \w+){0,4} too
    (that is|it is) (a )?(completely |totally |perfectly |very |really )?(legitimate|valid|reasonable|fair) (thing to|
        concern|worry|doubt|question|to (ask|wonder|doubt|question|check|worry|want|test|raise|say|be))
    """
)
"""Room made for the doubt, without a part of it owned."""

SORRY: Final = re.compile(
    r"(?:^(?: (?:oh|well|yes|okay|god|ah|ugh|ouch|and|but|no|please)){0,4}"
    r"| (?:i am|am|we are|i was|i do|i|we|my|an|our)"
    r"(?: (?:so|very|really|truly|deeply|genuinely|awfully|terribly|sincerely|just|do|also|to)){0,4})"
    r" (?:sorry|apolog(?:y|ies|ise|ize|ising|izing)|forgive me|oops)(?= )|(?<! be) sorry (?:\||$)| forgive me(?= )"
)
"""An apology of the therapist's own, and not one that is waved off ("no need to be sorry")."""

EMPHATIC: Final = cue(
    r"""
    i do (?!not |care|want|understand|know|like|remember|respect|hope|think|believe|have|need|appreciate|listen|try|
        take|feel|see|hear|get|love|my|this|that|it|so|agree|wonder|wish|value|mean|everything|realise|realize|
        apologi[sz]e)\w+ \w+
    """
)
"""A plain "I do …", which grants what was charged."""

CONDOLENCE: Final = cue(
    r"""
    sorry ((so|very|really|truly) )*(for your loss|to hear|about your|that happened|this happened|for what (you|
        happened)|that you (are|have been) going|you are going|you (have to|had to) go|he|she|they|life|(you|
        that you) lost)
    sorry for your
    """
)

HEDGED: Final = cue(
    r"""
    maybe i|perhaps i|possibly i|i (may|might|could) (\w+ )?(have|well)|if i|(maybe|perhaps) it (is|was) me|(is|
        was) it (something|me)|something i (did|said)|did i|have i|am i|was i
    """
)

STATED: Final = re.compile(
    r" i (?:(?:\w+ly|just|did|do|then|also|still|even|always|often|sometimes|already|have|had|once|never once) ){0,3}"
    r"(\w+)(?= )"
)
"""Any first-person statement; the verb decides (`ACTS`, `NOT_OWNED`)."""

FRAGMENT: Final = opening(
    r"""
    ((yes|no|well|true|okay|honestly|none|hm|guilty|only|just|ouch|right|and|so) )*((no|zero|not any|
        never any) (\w+ )?(kids|children|child|husband|wife|partner|degree|experience|idea)|<number>(?! (years?|
        minutes?|hours?|people|clients|percent|sessions|times|weeks|days|months))|never (been|had|happened|done|was|
        raised|married|lived|experienced|felt|seen|lost|worked)|not (married|a parent|an? \w+ (no|yet)|yet|one|from)|
        nothing first|
        only (from|through|by|in) (the |a |what )?\w+)
    """,
    number=NUMBER,
)
"""An answer with the subject dropped, at the start of a sentence: "no kids", "26 and new", "never been there"."""

ELLIPTIC: Final = whole(
    r"""
    ((no|yes|well|true|right|okay|honestly|maybe|perhaps) )*(i (do|did|have|am|was|can|could|will)( not)?|(it|he|she|
        they|this|that) (will|do|does|did|is|are|has|have|was|would|can)( not)?|we (do|did|have)( not)?|not (yet|much|
        a lot|really|enough|very much|well)|very little|nothing)( (not really|not much|really|either|and|yes|no|that|
        so|too|much))*
    """
)
"""A short plain answer to the charge: "No, I haven't", "I did", "It won't", "Not much"."""

AGREES: Final = opening(
    r"""
    (yes|true|right|correct|indeed|of course) ((yes|true|right|correct|indeed) )*\w+
    ((yes|true|well|okay|and|so) )*(the |this |that |my |our |it |he |she |they )?(?!what|how|who|why|when|where|which|
        you)\w+ (does|do|did) (?!not |you |apolog|hope|want|think|understand|hear )\w+
    """
)
"""A yes that goes on, or an emphatic "does": owned when it goes on in the client's own words."""

FAULT_SIGN: Final = cue(
    r"""
    wrong|instead of|again|over your|late|every time|not (once|about you|your)|straight (to|for|into|past)|past (you|
        it|what)|like a|sorry|on your behalf|as if you|and not|not yours|(so |very |too )?(little|few)|nothing|
        not enough|most of the|way too|not asked|off (track|course|the point)|away from|the wrong \w+|on the day|
        out of|at your expense
    too (fast|quick|quickly|soon|early|hard|much|far|long|late|little)
    without (asking|you|telling|checking|knowing|thinking|your)
    before (you|asking|i (knew|asked|had|listened))
    (while|as) you (were|talked|spoke|told|cried|said|waited|sat)
    when you (had|were|asked|said|wanted|needed|came)
    """
)
CONFESSES: Final = cue(
    r"""
    (that|this|it) was not (even|fair|right|okay|good|kind|nice|respectful|professional|helpful|enough)
    on me|wrong of me|was wrong|should (not )?have|no excuse|you are right|fair (point|enough)|guilty|
        i (am )?(\w+ )?sorry|ashamed|not yours|embarrassed|regret|forgive me
    my (\w+ )?(fault|mistake|doing|error|bad)
    """
)
"""Signs, anywhere in the reply, that what is told is owned as a mistake."""
