"""Owning in everyday short cuts, and owning softened until only a "maybe" of it is left.

People rarely own a part in a full sentence. They say "all me", "that came from me", "I did jump in", which is plain;
        or
"that may have been a bit much of me", "not my finest hour", which gives way without saying to what.
"""

from typing import Final

from leanin.evaluator.builtin.patterns import closing, cue, fragment

_OFTEN: Final = fragment(r"((just|really|also|all|only|entirely|quite|definitely|clearly|well|and) )*")
_SLIGHTLY: Final = fragment(
    r"((maybe|perhaps|probably|possibly|a|bit|little|kind|sort|of|rather|quite|pretty|fairly|really|too|so|all|just|"
    r"always|also|been|be|is) )*"
)

PLAIN: Final = cue(
    r"""
    (that is|this is|it is|that was) <often>me(?= (\||all over|there|and|i|$))
    all (me|mine)(?= (\||$))
    (is|was|are|were) <often>mine(?! (and yours|to (give|tell|decide|say)))(?= (\||to (answer|own|carry)|and|not|for|
        $))
    mine to (answer|own|carry)
    i have <often>(gone along|been the one (with|who|doing))
    (that|it|this|which) (came|comes) (straight )?from (me|us)
    it (is|was) me (who|that) \w+
    i <often>did (?!not|nothing|my best|everything|all|what|try|tried|mean|help|tell you|explain|warn|say (that )?you|
        want|think|wonder|hear|notice|see|feel|hope|understand|like|enjoy|appreciate|have|learn|study|train|check|
        ask you|because|that (because|for|so)|it (because|for|so)|a (degree|course|lot)|well|go to|receive|finish|
        complete|this|these|those|the|an?|some|years|work)\w+( \w+)?
    i <often>did (it|that|this)(?= (\||and|in|to|with|at|on|again|too|without|when|while|$))
    i (have )?(made|make) (it|this|that|things) <often>(\w+ )?(hard|harder|worse|awkward|difficult|easy to|impossible|
        unsafe|about me|sound|too \w+|heavy|heavier|tougher|complicated|scary|uncomfortable)
    i (have )?(made|make|left|kept|had) you <often>(wait\w*|hang\w*|repeat|explain|feel|carry|sit\w*|guess\w*|
        stand\w*|
        stranded|alone|in the dark|do all|do the)
    i have <often>(done|taken|made|chosen|decided|picked|led|set|planned|steered|filled) <often>(most|all|everything|
        every|too|the (talking|choosing|deciding|steering|planning))
    i (have )?<often>(blamed (?!you)|grassed|snitched|blabbed|parroted|bluffed|fobbed|snapped at|waved (it|you|that)|
        sprang|sprung|dumped|landed you|put you on the spot|joined the|skated|sailed|breezed|galloped|zoomed|went all|
        ran ahead|raced|charged|talked (at|past)|walked (past|straight|right)|broke (your|my) (trust|word|promise)|
        let slip|trotted out|hid behind|passed (it|that|your)|took (over|the lead|it over)|spoiled|spoilt|barged|
        copied|pasted|tuned out|switched off|looked away|zoned)
    i ((was|am|have been|kept|sat) )+(there )?\w+ing( \w+){0,6} (while you|when you (were|told|spoke|talked|said)|
        instead of|as you (spoke|talked|told|were))
    i \w+( \w+){0,4} (and|but|then) (i )?(did not|never) (even )?(think|ask|listen|check|look|notice|stop|wait|
        explain|
        tell)
    (pays|employs|hired|sent) (me|us)
    you (know|live|lived|have|were|are|did)( \w+){1,5} (and|but) i (do|have|did|was|am) not(?= $)
    (used|took|gave|picked|chose|said|put) (\w+ ){1,3}without (asking|checking|thinking|your|telling|listening)
    """,
    often=_OFTEN,
)
"""A specific part, owned in a short cut."""

SELF_TAG: Final = closing(r"(do|did|have|am|was) (not i|i not)")
"""A tag with which one grants one's own act: "I gave you a slogan, didn't I"."""

VAGUE: Final = cue(
    r"""
    (i|we) (may|might) ((well|also|just) )*(not )?(be|have|need)
    i could (have|of|maybe|perhaps|probably)
    (could|should|might|may) have (been|gone|come|landed) <slightly>(clearer|better|kinder|softer|slower|different\w*|
        gentler|smoother|warmer|sooner|quicker|handled|put|done|said)
    (not|never|hardly|was not|is not) (exactly |really )?my (finest|best|proudest|brightest|greatest|smartest|
        cleverest|
        kindest|strongest|clearest)( \w+)?
    not (been |really |exactly |that |so |very )*(good|great|ideal|brilliant|clever|smart|my \w+est)(?= (\||$))
    (maybe|perhaps|possibly|probably|guess|suppose|mean|think)( \w+){0,8} (from|of|by|on) (me|us|my (side|part|end)|
        mine)
    (maybe|perhaps|possibly|probably)( \w+){1,4} (is|was|were|are) not (\w+ )?(best|right|ideal|fair|clear\w*|great|
        helpful)
    (part|some|bit|half|a lot) of (why|the (problem|reason|trouble)|that|this|it)( \w+){0,2} (me|mine|us|my)
    i (might|may|could|feel like i might) be (part|some|one) of
    (down to|because of) (me|us)
    on my (side|end|part)
    (the|that|this|those|these|my|our)( \w+){0,2} (was|were|is|are|may have been|
        might have been) <slightly>(?<=bit )(?!
        like|of|about|more|less|that|hard|sad|scar|tough|tired|lonely|frighten)\w+
    (bit|little) (\w+ )(of|from|by) me
    i (do not|did not) think i (\w+ )?(handl?ed|did|said|put|explained|was|got|have|went|listened|made|helped)
    i (will|would|can|could) not (argue|deny|dispute)( with (you|that))?
    (bit|little|quite|so|pretty|rather) (?!you)\w+ (yes|true|granted|i know|i admit)(?= (\||$))
    """,
    slightly=_SLIGHTLY,
)
"""Something is conceded, without saying what, or only as a maybe."""

SOFTENED: Final = cue(
    r"""
    i (\w+ )?(suppose|guess|reckon|believe)|could be (that )?i|i am not (\w+ )?sure (that |if |whether )?i|not sure i
    i (do not|did not) think i|i think i|(might|may) have|prob\w*
    i know i \w+( \w+){0,3} (a bit|a little)
    as \w+ as i could
    """
)
"""Marks, in a clause that owns something, that it is only half meant or half known."""
