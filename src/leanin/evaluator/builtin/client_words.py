"""What the client's own words say about the moment: a danger, a doubt, a polite mask, a farewell."""

from typing import Final

from leanin.evaluator.builtin.patterns import cue

_RISK: Final = cue(
    r"""
    kill(ing|ed)? (myself|him|her|them|my \w+)
    suicid\w*|overdose\w*|hang myself
    end(ing)? (it all|my life|things|it)
    take my (own )?life
    (was|were|am|be|being) not (here|around|alive)( any ?more)?
    not (be|being|want to be|wake|waking|wake up) (here|around|alive|up)( any ?more)?
    (want|wanted|rather|wish) (to |i was |i were )?(die|dead|be dead|not exist)
    better off (without me|dead|if i)
    no (reason|point) (to|in) (live|living|go on|going on)
    (hurt|hurting|cut|cutting|harm|harming) (myself|my (arms?|wrists?|legs?))
    take (them|the pills|it) all
    do not want to (live|wake up|go on)
    (he|she|husband|wife|partner|boyfriend|girlfriend|dad|father|stepdad|uncle|brother) (hits|beats|hit|beat|chokes|
        choked|strangled|punched|kicked|rapes|raped|touches|touched|threatened) (me|us|the kids|the children|my \w+)
    jump (off|in front|from)
    """
)
_HINT: Final = cue(
    r"""
    (manage|cope|fine|happier|easier|do|okay|all right)( \w+){0,3} without me
    i (did|have done) it again|(cut|do it|scratch\w*|burn\w*)( \w+)? (that |so )?deep|(cuts|scars|marks) on my
    (buy|bought|get|getting) (a |some )?(bottle|gear)|past the (pub|bar|offie|off ?licen[cs]e|dealer)|
        drink(ing)? (before|and) (i )?(driv\w+|work)|having a (couple|few|drink) before
    (rope|noose|razor|blade|knife|gun|pistol|shotgun|rifle|pills|tablets|insulin) (is|was|are|were|still|on|in|at|next|
        by|beside|under|ready|to (my|the))(?! you)
    (?<!rode )(?<!he went )(on|off|over|in|into|by|under|at|to|with) (the |a |that |my )?(river|bridge|tracks|rails|
        platform|roof|ledge|cliff|canal|sea|rope|noose|blade|razor|knife|gun|barrier)(?! (café|cafe|trip|walk))
    hit (the|a) (barrier|wall|tree|lorry|truck)
    (go|walk|jump|drive|drove|step|stand|stood|lie|lay) (in|into|off|on|onto|under|out in) (the )?(river|sea|water|road|
        traffic|train|trains|tracks|edge|motorway)
    (do|did|doing) (what|like|as) i did (in|last|that|the|before)
    (it|that|this) would (all )?(just )?(stop|be over|be (so )?quiet)
    (how (much|many)|what)( \w+){0,8} (it )?would take
    (fist|hand|hands) (through|into|on|round|around) (the |my |her |me)
    (he|she|they|dad|husband|boyfriend|wife|brother|father) (\w+ ){0,3}(slaps?|slapped|shov\w+|push(ed|es) me|grabs?|
        grabbed|throws|threw|smash\w*|locks? me|locked me|follows? me|followed me|bruis\w*|spits?|spat)
    (they|everyone|everybody|she|he|kids|children|family) would (all )?be better off|the point (in|of) me
    (not|never) (to )?(be |ever )?(woken|wake up|waking)
    (walk\w*|stood|stand|sit|sat|lie)( \w+){0,3} (line|railway|rails?|bridge|edge|motorway)(?! (of|between))
    (round|around|on|at) my (throat|neck)|finish what (he|she|they)|(knows|found out) (what school|where (we|i|she))
    (drop|lose|lost|dropped) (\w+ ){0,2}(pounds|kilos|stone)
    (double|twice|ten times|triple) the (\w+ )?(dose|stuff|pills)
    (had|got|took|take|get) (the|a|my) (rope|blade|razor|knife|gun)(?! on you)|do not write (that|it|this)( down)?
    bruis\w*|black eye|bag packed|scared (of|to go) (him|her|home)|afraid of (him|her|my \w+)
    (make|makes|made) sure i (never|do not|can not)
    (stuff|things?) (in|at|after|to (me|us))( the)? (dorm|night|lights)|lights out
    (shake|shook|shaking|drop|hit|hurt|smother) (the baby|her|him|the child)(?! (hand|first))
    go (and )?stand outside|in case(?= \|)
    (stopped|stop|not been|skip\w*) (taking|eating)( \w+){0,2}(meds|tablets|pills|medication|insulin|for days)?(?= \|)
    """
)
"""What may hint at a danger without naming it: being missed by nobody, a relapse, harm to oneself told in passing."""
_ABOUT_US: Final = cue(
    r"""
    you|your|yours|yourself|this|talking|supposed to|therap\w+|counsel\w+|session\w*|waste of time|the point|
        worksheets?|homework|exercises?
    (do|does|did|can|could|will) not (help|see|work|need|believe|trust)
    whatever|fine|i suppose|i guess so|all good|no problem|no complaints?|nothing to (complain|say|tell)|i do not know|
        not (bad|much)
    (it is|i am|all|pretty|just|everything is) (okay|alright|all right|good|well)
    """
)
"""Words about the therapist or the work, and the phrases behind which a doubt hides."""
_NOT_ABOUT_US: Final = cue(r"you know|thank you|thanks to you|as you know|you see|if you like|you would think")
_COMPLAINT: Final = cue(
    r"""
    not (help|helping|work|working|see|listen|understand|trust|believe|think you|sure (about )?(you|this))\w*
    waste of|how old|trust you|why should i|what is the point
    (have|got) (any )?(kids|children)
    you (do|did|can|could|will|would|are|have|were) not
    you (never|always|keep|only|people|just)
    (what|how) (do|would|could|can|will) you know
    (your|this|the) (plan|paper|worksheets?|homework|exercise|method|technique|idea)
    (whatever|anything) you (think|say|want)
    fine|whatever
    """
)
_MASK: Final = cue(
    r"""
    (it is|everything is|all) (fine|okay|good)
    fine|nothing to complain|very (nice|kind)|i guess so|no complaints|i do not mind|if you say so|as you like|whatever
    whatever you (think|say|want|like)
    you are (very |so )?(nice|kind|busy|the expert)
    """
)
_ADDRESSED: Final = cue(r"you|your|this|therapy|counselling|talking|they|here")
_FAREWELL: Final = cue(
    r"""
    good ?bye|bye|take care|see you (next|on|then|soon|tomorrow)|until next (week|time)|have a (good|nice|lovely) \w+
    """
)


def discloses_risk(client: str) -> bool:
    """Whether the client's words (plain) disclose a danger to themselves or another."""
    return _RISK.search(client) is not None


def hints_at_risk(client: str) -> bool:
    """Whether the client's words (plain) may hint at a danger, which is taken up by asking or by naming it."""
    return _HINT.search(client) is not None


def speaks_of_us(client: str) -> bool:
    """Whether the words touch the therapist or the work, openly or behind a mask. Nothing said counts as a mask."""
    return not client.split() or _ABOUT_US.search(_NOT_ABOUT_US.sub("", client)) is not None


def complains(client: str) -> bool:
    """Whether the words hold a complaint, a doubt or a polite mask."""
    return _COMPLAINT.search(client) is not None


def challenges(client: str) -> bool:
    """Whether the words doubt or charge openly: they speak of the therapist or the work, and not behind a mask."""
    return _ADDRESSED.search(_NOT_ABOUT_US.sub("", client)) is not None and not _MASK.search(client)


def says_farewell(client: str) -> bool:
    """Whether the client is saying goodbye."""
    return _FAREWELL.search(client) is not None
