"""The traps of step 2: claiming to understand, reassuring, minimising, telling the client what they feel."""

import re
from typing import Final

from leanin.evaluator.builtin.findings import TrapFinding, found_by
from leanin.evaluator.builtin.patterns import closing, cue, whole
from leanin.evaluator.builtin.segments import Reply, Segment
from leanin.rubric import Trap

CLAIMS: Final = cue(
    r"""
    (i|we) ((do|can|really|totally|completely|fully|absolutely|definitely|certainly|so|just|well|very|quite|know|
        already|truly|think|also|all) )*(understand|get it|get that(?! i)|get you|get where|get why|hear you|
        hear that|
        hear what|feel you|feel your|see that(?! i)|see where|see how|see what|see why|know (this|that|it) (is|
        must be|
        has been|feels|can be)|know (exactly |just |all too well )?(how (you|it (feels|is)|that (feels|must)|hard|
        much)|what (you (mean|are)|it is like|that is like|it feels))|know the feeling|relate|empathi[sz]e|
        sympathi[sz]e|appreciate (how|that|where|what|your)|know (exactly )?where you|hear the|hear your|get how|
        get the)
    i have been there
    (that is |it is |perfectly |totally |completely )understandable
    i hear you
    """
)
BARE_CLAIM: Final = whole(
    r"((yes|well|okay|so|and|of course) )*i ((do|can|really|totally|completely|fully|truly) )*(understand|know|get|see|"
    r"hear|appreciate) (exactly )?(how|what|that|where) you "
    r"((are|must|might|may|be|all|really) )*(feel|feeling|mean|saying|"
    r"say|going through|coming from)( (right now|now|today|here|about (it|that|this)))?"
)
"""A whole clause that claims to understand and shows nothing of it."""
_UNCLAIMED: Final = closing(
    r"""
    (not|never|trying to|want to|like to|love to|help me|wish i could|so i can|to|hard to|begin to|pretend (to|i)|
        wonder|let me|only|before i|until (i|could)|if|whether|doubt|maybe|what|how|glad to)( \w+)?
    """
)
"""What stands before "understand" where it isn't claimed: "I want to understand"."""
_LOOK_BACK: Final = 40
"""How many characters before a claim are looked at."""

REASSURES: Final = cue(
    r"""
    nothing wrong with|here to stay
    we can (still|definitely|surely|really) (make|do|get|work|find|sort|beat|manage)
    (do not|no need to|need not|not have to|never|you can stop|please do not|try not to|need to not) (you )?(worry|
        be (sorry|worried|afraid|scared|nervous|anxious)|panic|fret|worry about)
    no (worries|need to worry)
    nothing (to (worry|be afraid|fear|be scared|be nervous)|bad happens|is going to happen|will happen)
    (can not|could not|would not|will not) (manage|cope|do|be) without you|you must not (blame|worry|think)
    (do not|please not) (lose any|go losing) sleep|stays? between (you and me|us)|never leaves this room|(totally|
        perfectly|completely) safe
    every bit as (important|good)|nothing (any|a) \w+ could have|(it|that) is (just |only )?the (low mood|illness|
        depression|anxiety|stress)( \w+)? talking
    safe (and \w+ \w+ )?space|all going to (come|be|turn|work)|(a )?hundred per ?cent confidential
    in (\w+ ){1,2}hands
    (it|this|that|everything|things|all|you|they|he|she|we)( all)? (will|is going to|are going to|is gonna|does|do|can|
        will all|should) ((all|be|get|turn|work|feel|come|just|definitely|surely|totally|soon|really) )*(fine|okay|
        alright|all right|better|easier|great|out|through this|there|good|safe|together)
    (will|is going to|does) ((soon|surely|always|definitely|eventually|all) )*(come back|pass|heal|improve|work out|
        settle|ease|get easier|go away|fade|turn out well)
    (i|we) (will|would|am going to) (always|never) (?!understand|know|fully|feel|be able|have|get|forget what)\w+
    of course (not|i (like|care|want|believe|respect|do|am|will)|you (can|will)|we (can|will|are)|it (will|is|does))
    there (is|will be|are) ((absolutely|really|always|just) )*(no (judge?ment|rush|pressure|reason|need|problem|danger|
        risk|wrong)|plenty of|lots of (time|hope)|always (hope|time)|so much)
    (do|doing|try|give) (it )?my (very |absolute )?(best|utmost|all)
    you (really |do |truly )?deserve
    (you are|are) (\w+ )?worth (so much |it|more)
    you are not (\w+ )*at all
    you are not (\w+ )?(a burden|bothering|wasting|making a fuss|crazy|alone|a bad|a failure|weak|too much|imposing|
        in trouble)
    (can|will) (really |still )?(do|achieve|change|make) (a lot|so much|wonders|great)
    (is|are) (all )?(valid|real problems|just as important|equally important)
    you (do )?matter
    i (do |totally |absolutely |really |completely )?believe (you|in you)
    you (can|are free to) (\w+ )?(speak|talk|relax|open up|be (open|honest|yourself))
    (take your time|no rush|no pressure|it is okay (not )?to|that is okay|it is all right (not )?to)
    you can (absolutely |totally |definitely |really |fully )?(trust|count on|rely on|be sure|rest assured)
    (rest assured|be assured|i (can )?(assure|promise|guarantee|swear)|(?<!not )(?<!you )(?<!to )trust me)
    i am ((always|right|really|just|all|totally|fully|only) )*(here for|not going anywhere|on your (side|team)|
        not (here )?(going to|to) (judge|hurt|leave|take)|sure (it|you|we|that|everything|things)|confident|certain)
    we (will|can|are going to) (definitely |surely |absolutely |totally )?(get (through|there|you)|work (it|this|
        through|on)|sort (it|this)|fix|figure|beat|make (it|this)|do this|manage|find a way|take (good )?care)
    (hang in|chin up|cheer up|stay strong|stay positive|be strong|keep going|keep your chin|you have got this|
        you got this)
    you are ((really|such|a|an|so|doing|very|safe|already|actually|still|incredibly|absolutely|quite) )*(great|amazing|
        amazingly|brave|strong|fantastic|wonderful|good (mother|mum|father|dad|parent|person|man|woman|wife|husband|
        job)|well(?! (aware|within))|fine|safe (here|with|now)|not alone|a survivor|lovely|perfect|sweet|kind|
        resilient|incredible|good|enough|courageous|capable|special|loved)
    (nobody|no one|none of us|i will not|they will not|we will not|i would never|i will never|i am not|
        we are not)( \w+)? (going to |will |wants to |would |can |is )?(hurt|judge|take|harm|blame|put you|let|split|
        leave|abandon|going anywhere|tell you (to|what)|thinks that|force|lock|make you)
    you have (so much|everything|a lot|plenty) (to live|to look|going|to be)
    i (do |really |truly )?care (about|for|so|very|deeply)(?! what you)
    i (do |really |very )+care( \w+)?
    (have|just have) (some )?faith in
    (that|this) is (totally |completely |perfectly |absolutely )?(normal|okay|fine|alright)(?! with)
    (give|just give) (it|me|us|this) (a )?(chance)
    you will (see|be (fine|okay|alright|surprised|safe|great|glad|amazed)|get (there|through|used|over|better)|
        feel better|never have to)
    (look|looking) at it positively
    main thing
    everything (you say )?(here )?is (\w+ )?(\w+ )?(confidential|fine|okay|safe|secret)
    (safe|good|great) (space|place) (here|for you|to)
    i (would|will) never (tell|leave|judge|hurt|let|do|make|force|lie)
    no (problem|harm done|pressure)
    (it|that|this) (does|always|usually) get(s)? (better|easier)
    """
)

MINIMISES: Final = cue(
    r"""
    (it|that|this|they|these|which) (is|are|was|were|will be|would be) ((really|all|after all|probably|simply) )*(just|
        only|merely)(?! (started|me|how|my|fair|right|not|that|so|because|as|been|been there|i|what|one more|another|
        you))( a| an| the| some| your)?
    (is|are|was) (really |such |all )*(not|no) (really |all |even |such |that |quite |so )*(a |the )?(big|huge|major|
        terrible|bad|serious|important|end of the world|so bad|that bad|great) ?(deal|problem|issue|thing)?
    no big (deal|thing|problem)
    not (a |that |such a |so |really )*big (a )?deal
    at least (you|it|he|she|they|we|i|the|your|there|that|now|this is|some|nobody)
    (every ?one|every ?body|most people|many people|lots of people|all of us|we all|all boys|all girls|all kids|
        all children|all couples|all parents|a lot of people|plenty of people|other people|many clients|
        loads of people|all families|all mothers)(?! (here |else |who |that |keeps? |talks? |asks? |tells? |told |
        comes? |leaves? |wants? |forgets? |has (left|let|told|asked))) ?(\w+ )?(has|have|feels?|goes|go|gets?|does|do|
        was|were|struggles?|experiences?|is|are|hates?|worr(y|ies)|makes?|had|know|knows|thinks?|find|
        finds)(?! (\w+ ){0,3}(you|your) )
    (could|might|would) be (much |a lot |far )?worse
    (others|other people|some people) (\w+ )?(have|had|are|got) (it )?(much |far |a lot )?worse
    (bright|positive|funny|plus) side
    look(ing)? at (it|this|things) (more )?(positively|in a positive)
    can be a good thing
    (these|such|those|that) things? (just |do |can )?happens?
    (happens|it happens) to (every|all|the best|most|us)
    (is|only|just) a (phase|joke|misunderstanding|formality|piece of)
    (only|just) a \w+
    (every ?one|every ?body) else (\w+ )?(seems?|is|does|manages|can|finds|likes|gets)
    (do not|try not to|no need to) (be so|make (a|such|it)|take (it|that|this|things) (so |too )?(personal|serious|
        hard)|exaggerat\w+|overthink|let it|get so|be (silly|dramatic|like that)|dwell|get your|say that)
    (you|they) (will|should|can|just need to) (get over|move on|let it go|forget)
    get over it
    no biggie|one of those (days|mornings|weeks|things)|(one|a) (little |tiny |small )?slip|just a number|(they|kids|
        boys|girls) all \w+( \w+)? at (that|this|her|his|your) age
    (lots|plenty|loads|most|all) (of )?(girls|boys|kids|people|women|men|teenagers|mothers|mums)( \w+){0,2} (go|get|
        do|are|feel|have)
    that explains the|(it is )?basically (just )?(conditioning|a|the)
    (just|only) (nerves|a feeling|in your head|stress|worry|anxiety|age|hormones)
    not see colou?r
    (are|be|being|bit|little) (\w+ )?(too |over ?)?sensitive
    (calm down|relax|come on|cheer up|lighten up|chill)
    are you sure (it|that|he|she|they|this|you)
    (it|that|things) (is|was|are|can) not (really )?(be )?(so|that|all that|as) (bad|hard|serious|important|difficult|
        terrible|deep)
    (a little|a bit|slightly|somewhat|kind of) (uncomfortable|unpleasant|awkward|upset|silly|hiccup|blip|bumpy)
    uncomfortable but
    (does|did|do|will|is|are) not (really |actually |going to )*(mean (anything|much|a thing|that much)|make (much |
        any |a |that much |that big )*(of a )?(big )?difference|matter)
    many people (with|have|live|in)
    treat every ?one (the same|equally)
    (every ?one|every ?body) (here |else )?(has|have|feels|goes|gets|was|struggles|does)(?! (\w+ ){0,3}(you|your) )
    all (boys|girls|kids|couples|families|teenagers|men|women|parents) (do|are|go|get|have)
    """
)


def claims(reply: Reply) -> list[re.Match[str]]:
    """Where the reply says that it understands."""
    return [
        match
        for match in CLAIMS.finditer(reply.text)
        if not _UNCLAIMED.search(reply.text[max(0, match.start() - _LOOK_BACK) : match.start() + 1])
    ]


def comforts(reply: Reply, spared: frozenset[Segment]) -> list[TrapFinding]:
    """Where the reply soothes or shrinks the worry; `spared` holds clauses that guess at it or hand over the floor."""
    return found_by(REASSURES, Trap.REASSURING, reply, spared) + found_by(MINIMISES, Trap.MINIMISING, reply, spared)
