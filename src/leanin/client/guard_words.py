"""Turns of phrase that give a simulated client away: an assistant's, a therapist's, a textbook's, a grader's."""

import re
from typing import Final

from leanin.session.moments import Lapse


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")", re.IGNORECASE)


GIVEAWAYS: Final[dict[Lapse, re.Pattern[str]]] = {
    Lapse.OUT_OF_ROLE: _any_of(
        r"as an? (?:ai|a\.i\.|assistant|language model|chatbot)\b",
        r"i(?:'m| am) (?:just |only |really )?an? (?:ai|assistant|language model|chatbot|virtual|simulated|"
        r"fictional)\b",
        r"(?:language|large) model\b",
        r"role-?play(?:ing)?\b",
        r"(?:this|the|our) (?:simulation|scenario|exercise prompt|system prompt)\b",
        r"(?:stay|staying|remain|break|breaking|out of) (?:in )?character\b",
        r"my (?:character|persona|instructions|prompt|training data)\b",
        r"i (?:can't|cannot|can not|won't) (?:assist|comply|fulfil\w*|generate|provide) ",
        r"here(?:'s| is) (?:the|a|my) (?:response|dialogue|reply as)\b",
        r"\[(?:your|name|therapist|client|insert)",
    ),
    Lapse.RUBRIC: _any_of(
        r"micro-?skills?\b",
        r"(?:responsibility|reflection|invitation)\s*[:=(]\s*\d",
        r"level (?:0|1|2|zero|one|two) (?:on|for|reflection|invitation|responsibility)\b",
        r"(?:alliance|therapeutic) (?:rupture|alliance|relationship|rapport)\b",
        r"(?:rupture|disclosure|trust|tension|candour|candor) (?:level|score|marker|repair)\b",
        r"my (?:trust|tension|candour|candor|stance|disclosure level) (?:is|has|goes|went|rises|increases|decreases)\b",
        r"(?:the|this|a) rubric\b",
        r"open-ended question",
        r"reflective listening\b",
        r"(?:two|full|zero|one) points? (?:for|on) ",
    ),
    Lapse.TEXTBOOK_THANKS: _any_of(
        r"thank(?:s| you)(?: so much| very much)? for (?:(?:your|the) )?(?:sharing|listening|understanding|"
        r"acknowledging|validating|recogni[sz]ing|being (?:so )?(?:honest|open|understanding|patient|here|real|"
        r"genuine)|honesty|empathy|openness|patience|support|reaching out|hearing me|seeing me|taking responsibility|"
        r"opening up)",
        r"i (?:really |truly |do |so )?appreciate (?:you|your|that you|the (?:honesty|empathy|effort|way you))\b",
        r"i (?:really |truly |finally |do )?feel (?:so |really |truly |more |a bit |much )?(?:heard|seen|validated|"
        r"understood|listened to|supported|safe (?:with|here))\b",
        r"(?:that|it|this) (?:really |truly )?means (?:so much|a lot|the world)(?: to me| that| coming)?\b",
        r"(?:such )?a (?:great|good|thoughtful|insightful|wonderful|powerful) question\b",
        r"your (?:empathy|validation|vulnerability|active listening|non-?judgmental)\b",
        r"a safe (?:space|place to (?:share|talk))\b",
        r"you(?:'ve| have) really (?:understood|heard|seen) me\b",
        r"i(?:'m| am) (?:so )?(?:glad|grateful|thankful) (?:that )?you(?:'re| are)? (?:here|listening|asked|asking|"
        r"willing|understand|acknowledg\w+)",
    ),
    Lapse.FOR_THE_THERAPIST: _any_of(
        r"how (?:does|did|do) (?:that|this|it) make you feel",
        r"how (?:can|may|could) i (?:help|assist|support)\b",
        r"i(?:'m| am) here (?:to (?:help|support|listen|assist)|for you)\b",
        r"what brings you (?:here|in)\b",
        r"let(?:'s| us) (?:explore|work (?:on|together|through)|talk about (?:your|how you)|focus on (?:your|you)|"
        r"unpack|take a (?:deep )?breath)\b",
        r"i (?:hear|understand) (?:that you(?:'re| are)|how (?:you feel|hard|difficult|frustrat\w+)|your (?:concerns?|"
        r"frustration|feelings|pain|worr\w+))\b",
        r"it sounds like you(?:'re| are|'ve| have| feel| might)\b",
        r"as your (?:therapist|counsell?or|clinician|social worker)\b",
        r"your (?:feelings|emotions|concerns?) (?:are|is) (?:completely |totally |perfectly )?(?:valid|understandable|"
        r"normal|important)\b",
        r"(?:would you like|feel free) to (?:share|tell me|talk about|explore|explain)\b",
        r"it(?:'s| is) (?:important|okay|completely normal|understandable|natural) (?:to (?:feel|acknowledge|remember|"
        r"talk|take care)|that you (?:feel|are))\b",
        r"have you (?:considered|tried) (?:talking|seeking|speaking|reaching|practi[sc]ing|journal\w*|therapy)\b",
        r"(?:coping|self-care) (?:strateg|skills?|techniques?)",
    ),
}
"""A lapse by the phrases that show it. A grandmother says none of them."""
