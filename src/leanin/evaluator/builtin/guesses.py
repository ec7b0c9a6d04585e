"""How a guess at the client's inner side sounds, and what shape a concern has, as patterns over plain words."""

import re
from typing import Final

from leanin.evaluator.builtin.patterns import cue, fragment, opening
from leanin.evaluator.builtin.segments import AUXILIARY, SUBJECT

_BETWEEN: Final = fragment(
    r"""
    ((also|all|really|almost|just|kind of|sort of|still|maybe|perhaps|probably|quite|do|am|was|have been|can|could|
        only|half|even|certainly|well|have|somehow|honestly) )*
    """
)

GUESSES: Final = cue(
    r"""
    i can (hear|see|feel|tell|imagine)
    (it|that|this) (lands|landed|comes across|came across|reads) (as|like)
    maybe|perhaps|possibly|presumably
    i (would |will )?<between>(wonder|wondered|wondering|guess|guessed|guessing|imagine|imagining|suspect|suspecting|
        sense|sensing|suppose|picture|gather|bet|hazard|(get|got) the (feeling|sense|impression)|have (a|the) (feeling|
        hunch|sense|impression)|be wrong)
    i <between>think(?= (that |maybe |perhaps )?(you|it|this|there|what|part|a|underneath|behind|the|i would)| and| \||
        $| $)
    i <between>(understand|see|hear|get|notice)( (that|how|why|what|some|a lot of|so much|the|a|your)){1,3}
    i know (this|that|it) (is|must|has|feels|can)
    (my|the) (guess|hunch|sense|impression|feeling) is
    (it|that|this|which|there|what|part of you|things|what you (say|said)) <between>(must|might|may|could|would (feel|
        have felt|be (\w+ )?(hard|scary|painful|tiring|frightening))|seems|sounds|looks|feels|felt|seemed|sounded|
        makes|made)
    (must|might|may|could) <between>(be|been|feel|felt|seem|sound|wonder|ask|worry|want|need|fear|think|hope|expect|
        doubt|have|mean)
    you ((also|just|too|well) )?(might|may|must|probably|seem|sound|look)(?! (want to|like to|try))
    (sounds|seems|sounding|looks|feels|felt)(?! (good|great|fine|right to me|like a plan))
    (a |some |one )?(bit |little )?part of you
    as if|as though|almost (like|as)
    could be (that )?(you|it|there|part|a|some)
    (could|might|may|can|would) (it|this|that|there) <between>(be|have|feel)
    (is|was) it (that|more|possible|maybe|perhaps|because|about|partly|like|the|fair|also|something|a)
    is (this|that) (maybe |perhaps |also )?(about|part|how|familiar|the|another|what|one more|like)
    is there (maybe |perhaps |also )?(a |some )?(\w+ )?(part|fear|worry|feeling|question|doubt)
    (makes|made|would make) (complete |total |perfect |so much |a lot of |some )?sense
    no wonder
    i would (probably |also |too |have )*(feel|felt|get it if|understand if|be(?! (happy|glad|interested|curious|keen|
        honoured|delighted|grateful|lying|doing|careful|able|open)))
    (am i|if i am|if i|do i|have i|did i) (\w+ )?(right|close|off|wrong|hear|hearing|getting|get|understand\w*|got|
        heard|read|reading)
    (correct|stop|tell) me if
    what i (hear|am hearing|heard|sense|am sensing|take from)
    there (is|might be|may be|must be|could be|seems)( \w+){0,3} (fear|worry|question|part|feeling|sense|concern|doubt|
        hurt|anger|grief|dread|shame|something|pain|sadness|loneliness|longing)
    (somewhere|underneath|beneath|behind|deep down|under) (that|it|this|all|the|your|there)
    (are|were) you (\w+ )?(worried|afraid|scared|wondering|asking|frightened|concerned|feeling|braced|hoping|waiting|
        angry|thinking|nervous|anxious|saying|tired|bracing)
    (do|did) you (\w+ )?(feel|worry|fear|wonder|doubt|ever (feel|worry|wonder))
    (does|did|has) (it|that|this) (\w+ )?(feel|felt|seem|sound|mean|bring)
    in a way
    (as|like) i (hear|see|understand) (it|you)
    """,
    between=_BETWEEN,
)
"""Marks of a guess: the client stays free to say no."""

SHAPE: Final = cue(
    r"""
    (worr(ied|y|ies|ying)|afraid|scared|scary|fright\w+|terrif\w+|anxious|nervous|fear\w*|dread\w*|wonder\w*|ask|
        asking|doubt\w*|question|braced|bracing|waiting|hop(e|es|ing)|tired|sick|fed up|wary|guard|asham\w+|shame|
        concern\w*|suspicious|sure|careful|risk\w*|danger\w*|angry|hurts?|longing|appetite|pressure|expect\w*|
        \w+ing) (\w+ )?(that|whether|if|of|about|to|for|being|is|it|you|i|we|they|he|she|nobody|no|how|someone|
        somebody|another|the|your|my|this|at|when|in|because|with|me|by)
    (feels?|felt|feeling|like|lands as|means?|meant|says) (\w+ )?(being|one more|once more|yet another|another|nobody|
        no one|somebody|someone|a|an|having|everyone|everybody|people|getting|not|i am|i was|i did|i do|you are|
        you were|you had|you have to)
    as if|as though|in case|so that|unless|even if|otherwise
    you ((\w+ly|just|also|still|only|might|may|must|would|could|will|have|even|had|do|did|always|never|too|rather|are|
        were|not|be|half) )*(want|need|needed|wanted|deserve|long|longing|rather|expect|have to|had to|having to|
        can not|could not|might not|would not|not allowed|allowed|stopped|lose|losing|left|judged|treated|trust|
        trusted|believed|counting|protect\w*|guard\w*|carry\w*|count\w*|matter\w*|choose|choosing|pay|paying|end up|
        waste|wasting|let down|hurt|belong|believe|figure|learn\w*|decided|given up|hold\w*|keep\w*)
    (nobody|no one|somebody|someone|strangers?|another|one more|yet another|once more|once again|all over again|
        anybody|anyone|everyone|everybody) \w+
    (not|never|without|no|hardly) (\w+ )?(being|getting|having|heard|believed|seen|taken|understood|able|allowed|
        trusted|counted|safe|enough|alone|count|matter|respected|met|say|control|choice|voice|one|room|space|right|
        place|point|way)
    (being|getting|be|been|get|got) ((\w+ly|once|just|always|the one|so|even|again) )*(\w+ed|left|judged|told|taken|
        seen|heard|hurt|let|made|sent|put|forgotten|talked|met|outnumbered|understood|thrown|lied|cut|held|shut|alone|
        lost|too|easy)
    (\w+(ing|ful|ble)|hard|tough|safer|easier|difficult|risky|scary|strange|rough|huge|a lot|too much|
        brave) (\w+ )?(to|for|being|when|if|not|having|that|handing|letting|trusting|at|carrying)
    (important|matters) (to you )?(to|that|not)
    part of you (?!that|which|is|was)\w+ (\w+ ){0,3}(to|so|because|in case|when|than)
    at stake|on the line|keeping (\w+ ){1,3}(together|safe|alive|going|home)|(losing|lose) (\w+ ){1,2}\w+
    (it is|it has been|it was|i have|he has|she has|they have) (already|all|always|never|only|not|over|too late|decided)
    in good hands|good hands|on your own|all alone|taken seriously|your own|whose side|easy to forget|too much space|
        a way of|the only one|the one who
    """
)
"""The shape of a concern: a fear of something, a need for something, a likeness, a thing that must not happen."""

FEARS: Final = cue(
    r"""
    (worried|worry|afraid|scared|frightened|terrified|fear|fearing|dread|dreading|wonder|wondering|ask(ing)? yourself|
        doubt|doubting) (that|whether|if|about)?( \w+){4}
    part of you (?!that|which|is|was)\w+ (\w+ ){0,3}(to|so|because)( \w+){2}
    """
)
"""A fear or a doubt with what it is about, whatever words that is put in."""

OWN_HEAD: Final = opening(r"((yes|no|well|and|so|ouch|okay|true|honestly|but|then|hm|oh) )*(i|we|my|our)")
"""A clause that speaks of the therapist."""

OWN_GUESS: Final = opening(
    r"""
    (that |if |whether |because )*(i|we|my)(?! am (another|one more|just|the next|too|not|like|here|going))
    """
)
"""What follows the mark of a guess where the guess is about the therapist: "maybe | I picked the wrong thing"."""

AS_I: Final = cue(r"(i would (\w+ )?(feel|felt|be|want|have felt)|(as if|as though|like|that) i)")
"""A feeling lent to the client, or the therapist seen with the client's eyes."""

ASKS: Final = opening(
    r"""
    ((so|and|but|well|or|then) )*(what|how|which|why|when|where|who|tell me|say more|help me|<aux>( not)?)(?! be )
    """,
    aux=AUXILIARY,
)
INVERTED: Final = opening(r"((so|and|but|well|or|then) )*<aux>( not)? <subject>", aux=AUXILIARY, subject=SUBJECT)
TURNS: Final = re.compile(r" (?:but|however|although|because) ")

TOGETHER: Final = cue(
    r"""
    (we|together we) (can|could|might|will|may|would|should|try|need|have|find|take|start|continue)
    let us
    i can help
    (everyone|everybody|most people|many people|we all|all \w+) (\w+ )?(feels?|goes|go|gets?|is|are|has|have|
        struggles?|finds?)(?! (\w+ ){0,3}(you|your) )
    would it help
    you (should|could (try|write|call|talk|bring|also|always)|might (try|like to try))
    (surprised|wrong|right) (by )?what
    """
)
"""Plans, offers and "everyone feels that": no guess at a concern, however softly they are put."""

MIRRORS: Final = opening(
    r"""
    ((so|and|well|okay|right|then|since|for you|on the one hand|in other words|oh|hm) )*(it|this|that|they|he|she|
        your \w+|you|being|the \w+|\w+ing)
    """
)
"""How a plain statement about the client begins."""

ORDERS: Final = cue(
    r"""
    you (should|could|need(?! (someone|somebody|to know|me|people|a|it) )|must|ought|have to|can|will|may|might want)
    should|must|supposed|trust|promise|welcome|for coming|thank|thanks|glad|great|well done|good job|proud|always|
        never|fault|right|wrong|your (job|turn|choice|task|homework)|you know|let(?! (you )?down)|policy|
        important that|recommended|of you to|everyone|you agree (with|to)
    """
)
"""Marks of advice, praise or a charge, with which a statement about the client mirrors nothing."""
