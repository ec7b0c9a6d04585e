"""Turns of phrase that give a simulated client away: an assistant's, a therapist's, a textbook's, a grader's.

Each is as narrow as it can be: a good client who is cut short is as bad as a bad one who isn't.
"""

import re
from typing import Final

from leanin.session.moments import Lapse


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(rf"\b(?:{phrase})" if phrase[0] not in "^(" else phrase for phrase in phrases), re.IGNORECASE
    )


_SELF: Final = r"i(?:'m| am)"
_FELT: Final = r"(?:so |really |truly |actually |finally |more |a bit |a little |much |a lot |so much )*"
_EMOTION: Final = (
    r"(?:feeling|worried|concerned|frustrated|struggling|overwhelmed|upset|scared|anxious|hurt|carrying|"
    r"going through)"
)
_STANCE: Final = r"(?:sceptical|skeptical|confronting|withdrawn|softening|testing|leaving)"

GIVEAWAYS: Final[dict[Lapse, re.Pattern[str]]] = {
    Lapse.OUT_OF_ROLE: _any_of(
        r"as an? (?:ai|a\.i\.|language model|chatbot|virtual assistant|ai assistant)\b",
        rf"{_SELF} (?:just |only |really )?an? (?:ai|a\.i\.|language model|chatbot|(?:ai|virtual|"
        rf"helpful) assistant)\b",
        rf"{_SELF} (?:chatgpt|gpt|claude|gemini|llama|qwen|mistral)\b",
        r"large language model\b",
        r"role-?play(?:ing)?\b",
        r"(?:this|the|our) (?:simulation|simulated|role play|system prompt)\b",
        r"(?:stay|staying|remain|remaining|break|breaking) (?:in )?character\b|out of character\b",
        r"my (?:persona|system prompt|prompt|training data|programming)\b",
        r"(?:i'm sorry,? but )?i (?:can't|cannot|can not|won't|am unable to) (?:assist|comply|fulfil\w*|"
        r"generate|provide|help) "
        r"(?:with )?(?:that|this|you with that) (?:request|type|kind|content)?",
        r"(?:sure|certainly|of course|absolutely)[,!.]? here(?:'s| is| are) ",
        r"here(?:'s| is) (?:the|a|my|how) (?:response|dialogue|reply|\w+ (?:might|would|could) (?:respond|reply|"
        r"say))",
        r"how \w+ (?:might|would|could) (?:respond|reply)\b",
        r"\[(?:your|name|therapist|client|insert)",
        r"^\W*\{\s*[\"“]\w+[\"”]\s*:",
        r"^\W*\((?:\w+ ){1,3}(?:remains?|feels?|is|looks?|seems?|thinks?|continues?|becomes?)\b",
    ),
    Lapse.RUBRIC: _any_of(
        r"micro-?skills?\b",
        r"(?:responsibility|reflection|invitation|trust|tension|candou?r|score|grade)\s*[:=(]\s*\d",
        r"level (?:0|1|2|zero|one|two) (?:on|for|reflection|invitation|responsibility)\b",
        r"therapeutic (?:rupture|alliance|relationship|rapport)\b|alliance (?:rupture|repair)\b",
        r"(?:rupture|disclosure|trust|tension|candou?r) (?:level|score|marker|repair)\b",
        rf"(?:in|at) (?:the|a|my) {_STANCE} stance\b|my (?:current )?stance\b",
        r"your (?:reflection|invitation|validation|reflective listening) (?:was|is)\b",
        r"(?:the|this|a) rubric\b",
        r"open-ended question",
        r"reflective listening\b",
        r"(?:two|full|zero|one) points? (?:for|on) ",
    ),
    Lapse.TEXTBOOK_THANKS: _any_of(
        r"thank(?:s| you)(?: so much| very much)?[,.]? for (?:(?:your|the) )?(?:sharing|listening|understanding|"
        r"owning|"
        r"acknowledging|validating|recogni[sz]ing|hearing me|seeing me|taking responsibility|opening up|honesty|"
        r"empathy|"
        r"openness|patience|support|reaching out|being (?:so )?(?:open|understanding|patient|real|genuine|"
        r"vulnerable))",
        r"thank(?:s| you)[^.?!]{0,20}[.,]? for (?:listening to me|being so honest)",
        r"i (?:really |truly |do |so )?appreciate (?:your (?:honesty|empathy|understanding|openness|patience|"
        r"support|effort|"
        r"concern|willingness|time)|you (?:listening|being|taking|acknowledging|understanding|sharing|hearing))",
        rf"i {_FELT}feel {_FELT}(?:heard|seen by you|validated|understood|listened to|supported|"
        rf"safe (?:with you|in here))\b",
        rf"i feel {_FELT}(?:better|lighter|relieved|comforted) (?:now,? )?(?:thanks to you|thank you|"
        rf"because you|already)",
        rf"i feel {_FELT}(?:better|lighter|relieved|comforted) now, thank",
        r"i feel like you (?:really |truly |finally )?(?:get|understand|hear|see) (?:it|me)\b",
        r"you(?:'ve| have) (?:really |truly )?(?:validated|understood me|heard me|seen me)",
        r"(?:that|it|this) (?:really |truly )?(?:means (?:so much|a lot|the world) (?:to me|that you|coming from)|"
        r"resonates with me)",
        r"it(?:'s| is) (?:so |really )?(?:refreshing|reassuring|comforting) (?:to hear|that you|when you)",
        r"(?:such a good|a (?:great|thoughtful|insightful|wonderful|powerful)) question\b",
        r"your (?:empathy|vulnerability|active listening|non-?judgmental)\b",
        r"a safe (?:space|place to (?:share|talk))\b",
        rf"{_SELF} (?:so |really )?(?:glad|grateful|thankful) (?:that )?you(?:'re| are)? (?:listening|willing|"
        rf"understand|"
        r"acknowledg\w+|see me|hear me)",
    ),
    Lapse.FOR_THE_THERAPIST: _any_of(
        r"how (?:does|did) (?:that|this|it) make you feel",
        r"how (?:can|may) i (?:help|assist|support) you (?:today|with (?:that|this))",
        rf"{_SELF} here (?:to (?:help|support|listen to|assist) you|for you)\b",
        r"what brings you (?:here|in)(?: today)?\?",
        r"let(?:'s| us) (?:explore|unpack|work (?:on|through) (?:this|that|these|your)|"
        r"talk about (?:your feelings|how you feel)|"
        r"focus on (?:your feelings|you)|take a deep breath)\b",
        rf"i (?:hear|understand) (?:that )?you(?:'re| are) {_EMOTION}",
        r"i (?:hear|understand) (?:how you feel|your (?:concerns?|frustration|feelings|pain|worr\w+))\b",
        rf"it sounds like you(?:'re| are|'ve been| have been)? (?:{_EMOTION}|feel)\b",
        r"as your (?:therapist|counsell?or|clinician|social worker)\b",
        r"your (?:feelings|emotions|concerns?) (?:are|is) (?:completely |totally |perfectly )?(?:valid|"
        r"understandable|normal)\b",
        r"(?:would you like to|feel free to) (?:share|explore|tell me more|talk about (?:that|it|your))\b",
        r"tell me more about (?:what (?:worries|concerns|bothers) you|how you(?:'re| are)? feel|"
        r"your (?:feelings|worries|"
        r"concerns))",
        r"what would be (?:most |more )?(?:helpful|useful) (?:for|to) you\b",
        r"i (?:would )?suggest (?:that )?(?:we|you) ",
        r"(?:set|setting) (?:some|a few) goals (?:for|together)\b",
        r"it(?:'s| is) (?:okay|completely normal|understandable|natural) (?:to feel|that you feel)\b",
        r"have you (?:considered|tried) (?:talking to|seeking|speaking (?:to|with)|reaching out|journal\w*|"
        r"therapy)\b",
        r"(?:coping|self-care) (?:strateg|skills?|techniques?)",
    ),
}
"""A lapse by the phrases that show it. A grandmother says none of them."""
