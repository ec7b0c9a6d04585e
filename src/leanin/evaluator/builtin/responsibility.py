"""Step 1: does the reply own some true part of the stated rupture, plainly and in proportion?"""

from typing import Final

from leanin.evaluator.builtin.findings import StepFinding
from leanin.evaluator.builtin.ownership import Ownership
from leanin.evaluator.builtin.patterns import cue
from leanin.evaluator.builtin.segments import Reply
from leanin.evaluator.evidence import Span
from leanin.rubric import Level


def graded_responsibility(owned: Ownership, *, halved: bool) -> StepFinding:
    """The level of step 1. `halved` says that the reply also defends, blames or shrinks it."""
    parts = owned.admissions
    if not parts:
        return StepFinding(0, None, "Nothing of the doubt is owned here.")
    true = [part for part in parts if not part.untrue]
    if not true:
        return StepFinding(0, parts[0].span, "What is owned here isn't true of the therapist in this scene.")
    best = max(true, key=lambda part: (part.plain, part.specific))
    if not best.specific and owned.taken_back is not None:
        level: Level = 0 if best.bare_yes else 1
        return StepFinding(level, best.span, "What gives way at first is taken back in the same breath.")
    if not best.specific:
        return StepFinding(1, best.span, "It gives way in general, without saying which part is true.")
    if best.hedged:
        return StepFinding(1, best.span, "A part is owned, but only as a maybe.")
    if halved:
        return StepFinding(1, best.span, "A true part is owned, and then half taken back by what stands beside it.")
    return StepFinding(2, best.span, "A plain and specific part of the doubt is owned.")


_EXCESS: Final = cue(
    r"""
    i ((really|honestly|just) )*do ((really|honestly) )*not (even )?know (anything(?! about)|what i am (even )?doing|
        how to help)
    i know nothing(?! (about|of) (?!raising|this|anything|helping|therapy))
    i (am|have been|feel|feel like) ((so|such|just|really|a|an|the|completely|totally|absolutely|honestly|clearly|
        obviously) )*(\w+ )?(useless|terrible|hopeless|awful|incompetent|worthless|failure|fraud|worst|idiot|disaster|
        joke|rubbish|clueless|imposter|impostor|pathetic|horrible|stupid|crap|embarrassment|unfit|no good|no use|
        bad therapist|bad counsellor)
    i (\w+ )?(can not|could not|will never|will not be able to|am not able to|am unable to) (really |ever |
        possibly )?help (you|anyone|anybody|your)
    i (\w+ )?(should not|do not deserve to|have no right to|have no business) (even |really |ever )?(be |being )?(here|
        \w+ing (this|here)|in this (job|room|chair|role)|your therapist|a therapist|a counsellor|sit here)
    (you|your family) (would|will|are|might|may) ((be|honestly|really|probably|all|far|much) )*better off (with|
        without) (someone|somebody|anyone|another|me)
    (it is|this is|that is) all my fault
    i (have )?(ruined|wrecked|destroyed) (everything|it all|your)
    i (have )?(let you down|failed you) (completely|totally|in every|again and again|so badly)
    (hate|never forgive) myself
    unforgivable|how can you (ever )?(trust|forgive)|i am a (\w+ )?(disgrace|mess|shambles|failure)
    i (can not|could not) (keep|stay) on top of|letting (every ?one|every ?body|all of you) down
    i (am|am probably|am clearly|was) (doing|getting|have got) (this |it )?(all |everything )(wrong|badly)
    not (even )?sure i (ever |really )?(help|can help|am any (good|help|use)|do any good)
    i have (made|probably made) (your|it|everything|things) \w+ (so much )?worse|the sort of \w+ i swore
    (really |honestly )?(know|understand) nothing about
    i have no (idea|clue) (what i am (even )?doing|how to help)
    i (do not|can not) (know|see|understand|imagine) why you (even |still |would )?(keep )?(com|stay|talk|bother|trust|
        listen)\w*
    i (might|should|ought to) (as well )?(just )?(quit|resign|give up|stop being)
    not cut out for
    """
)
"""Running oneself down as a whole, where a small true part was wanted."""

_CONDITION: Final = cue(r"if you|unless you|until you")


def excess(reply: Reply) -> Span | None:
    """The words in which the reply takes too much on itself."""
    for match in _EXCESS.finditer(reply.text):
        segment = reply.segment_at(match)
        if not _CONDITION.search(reply.said(segment)):
            return reply.span_of(segment)
    return None
