"""Words for what people feel, and the sentences that state a feeling as a fact."""

import re
from typing import Final

from leanin.evaluator.builtin.patterns import cue, fragment, word_set

STATES: Final = word_set(
    """
    abandoned afraid agitated alienated alone ambivalent angry annoyed anxious apprehensive ashamed attacked bereft
    betrayed bitter blamed bored broken burdened burned burnt cautious cheated confused cornered crushed cynical
    dazed defeated defensive deflated dejected demoralised depressed desperate despairing devastated disappointed
    discouraged disgusted disheartened disillusioned dismissed disrespected distressed distrustful doubtful down
    drained embarrassed empty enraged excluded exhausted exposed fearful fed flat forgotten fragile frightened
    frustrated furious grieving guarded guilty heartbroken helpless hesitant hopeless horrified humiliated hurt
    ignored impatient inadequate indignant insecure insulted intimidated invisible irritated isolated jealous judged
    let lonely lost mad miserable misunderstood mistrustful mourning nervous numb offended overlooked overwhelmed
    panicked panicky patronised patronized powerless pressured pushed raw reluctant rejected resentful resigned
    restless rushed sad scared sceptical skeptical shaken shocked sick small stressed strained stuck suspicious
    tense terrified threatened tired torn touched trapped unappreciated uncomfortable uneasy unhappy unheard
    unimportant unloved unsafe unseen unsettled unsupported unsure unwanted upset used useless vulnerable wary weary
    weighed worn worried worthless wounded wronged relieved hopeful proud moved grateful
    """
)
"""What a person can be or feel."""

QUALITIES: Final = word_set(
    """
    agonising awful awkward brutal confusing crushing daunting demeaning demoralising depressing devastating
    difficult disappointing disheartening distressing draining dreadful embarrassing excruciating exhausting
    frightening frustrating galling hard harsh heartbreaking heavy horrible horrendous humiliating hurtful
    impossible infuriating insulting intimidating intolerable intrusive irritating isolating lonely lousy maddening
    miserable nerve-wracking overwhelming painful patronising precious puzzling rough sad scary stressful terrible
    terrifying tiring torturous tough traumatic unbearable uncomfortable unfair unnerving unpleasant unsafe
    unsettling upsetting weird worrying wearing shameful strange annoying dismissive disrespectful invasive
    alienating shattering hollow risky
    """
)
"""What a thing can be like to bear."""

NOUNS: Final = word_set(
    """
    anger anguish anxiety bitterness burden despair disappointment distrust doubt dread embarrassment exhaustion
    fear fears frustration grief guilt hopelessness humiliation hurt hurts hurting jealousy loneliness longing
    mistrust pain panic pressure rage resentment sadness shame sorrow strain stress tears tension weight worry
    worries
    """
)

FEELING_WORDS: Final = STATES | QUALITIES | NOUNS

_DEGREE: Final = fragment(
    r"""
    ((so|very|really|just|clearly|obviously|feeling|being|also|still|simply|only|actually|quite|not|too|deeply|all|
        both|a|an|more|getting|and|bit|little|incredibly|extremely|pretty|understandably|naturally|of|course|full|in|
        are|definitely|completely|totally|rightly|always|now) )*
    """
)
_STATED: Final = re.compile(
    rf" you (?:are|feel|were|felt|are feeling|have become|have got) {_DEGREE}(?P<state>\w+)(?= )"
)
_ASSERTED: Final = cue(
    r"""
    you (can|could|do|did|will) not (bear|stand|handle|face|accept|trust|like|respect|love|feel|believe in)
    deep down you|what you really (feel|want|fear|are)
    your (anger|fear|anxiety|shame|guilt|jealousy|sadness|rage|grief) (is|makes|comes|tells)
    you (are feeling|feel) (like|as if|as though)
    """
)


def named(words: list[str]) -> bool:
    """Whether any feeling is named."""
    return not FEELING_WORDS.isdisjoint(words)


def told(said: str) -> bool:
    """Whether a clause (plain words) states what the client feels; whether as a guess is for the caller to say."""
    if " you" not in said:
        return False
    return any(match["state"] in STATES for match in _STATED.finditer(said)) or _ASSERTED.search(said) is not None
