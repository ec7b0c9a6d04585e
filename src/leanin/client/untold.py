"""What the client keeps back, and whether words give it away."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from leanin.dynamics import Stance
from leanin.session.moments import SpeakingMoment

WEIGHT_TO_TELL: Final = 2.5
"""Weight of the words shared with one untold thing from which an utterance tells it.

Measured on sixteen personas: of the authors' 288 wordings of disclosures 153 are found by their likeness to the others,
and of 8,952 lines that a client may say before, 41 would be held back if they weren't the author's own.
"""

_FEWEST_SHARED: Final = 3

_FEWEST_OF_A_SENTENCE: Final = 2
_WEIGHT_OF_A_SENTENCE: Final = 1.4
"""From here a short sentence, all of whose telling words belong to one untold thing, tells it."""

_RUN: Final = 5
"""So many words in a row are a quotation."""

_STEM: Final = 5
"""Letters of a word that are compared, so that “fallen” and “falling” come near and “report” isn't “rest”."""

_TEXTS: Final = 4096
"""Texts that are remembered as they were taken apart: a persona's own come again at every turn."""

_EMPTY: Final = re.compile(
    r"about|after|again|against|ago|all|also|always|and|another|any|anybody|anyone|anything|are|around|asked|asks|"
    r"away|back|because|been|before|being|best|better|between|both|but|came|can|can't|come|comes|could|couldn't|day|"
    r"days|did|didn't|does|doesn't|don't|done|down|each|ever|every|everybody|everyone|everything|few|first|for|from|"
    r"gave|get|gets|getting|give|given|goes|going|gone|good|got|had|hard|has|have|having|hear|her|here|herself|him|"
    r"himself|his|how|into|isn't|it's|its|just|keep|kept|knew|know|known|knows|last|least|left|let|like|little|long|"
    r"look|looked|looking|made|make|makes|many|may|maybe|mean|might|more|most|much|must|myself|never|next|nobody|not|"
    r"nothing|now|off|often|old|once|one|ones|only|other|others|our|out|over|own|people|place|put|quite|rather|"
    r"really|right|said|same|saw|say|saying|says|see|seem|seems|seen|shall|she|should|since|some|somebody|someone|"
    r"something|soon|still|such|sure|take|takes|tell|telling|tells|than|that|that's|the|their|them|then|there|these|"
    r"they|they're|thing|things|think|this|those|thought|three|through|time|times|told|too|took|two|under|until|used|"
    r"very|want|wanted|wants|was|wasn't|way|week|weeks|well|went|were|what|when|where|whether|which|while|who|whole|"
    r"whom|whose|why|will|with|without|won't|word|words|work|would|wouldn't|year|years|yes|yet|you|you're|your|yours|"
    r"yourself"
)


@lru_cache(maxsize=_TEXTS)
def stems(text: str) -> frozenset[str]:
    """The words that carry meaning, by their beginnings."""
    words = re.findall(r"([^\W\d_]+)(?:'[^\W\d_]*)?", text.casefold().replace("’", "'"))
    return frozenset(word[:_STEM] for word in words if len(word) > 3 and not _EMPTY.fullmatch(word))


class Untold:
    """What a client hasn't told at this moment, as the words that would give it away.

    A word counts for less, the more often it stands in what anyone may know: 1 where it is new, a half where it stands
    there once, and so on. Sentences that the author lets the client say at this moment tell nothing too soon.
    """

    def __init__(self, moment: SpeakingMoment) -> None:
        self._runs = _runs(kept_back(moment)) - _runs([*_in_the_open(moment), *_free_to_say(moment)])
        self._allowed = {plain(sentence) for line in _free_to_say(moment) for sentence in sentences(line)}
        self._known = Counter(stem for text in _in_the_open(moment) for stem in stems(text))
        told = stems(" ".join(_told(moment)))
        self._things = [stems(text) - told for text in kept_back(moment)]

    def told_by(self, words: str) -> bool:
        """Whether these words tell one of the things. It compares words only, so a distant paraphrase passes."""
        new = [sentence for sentence in sentences(words) if plain(sentence) not in self._allowed]
        said = stems(" ".join(new))
        return (
            any(self._tells(said & thing) for thing in self._things)
            or any(self._is_one(stems(sentence)) for sentence in new)
            or not self._runs.isdisjoint(_runs(new))
        )

    def _tells(self, shared: frozenset[str]) -> bool:
        return len(shared) >= _FEWEST_SHARED and self._weight(shared) >= WEIGHT_TO_TELL

    def _is_one(self, sentence: frozenset[str]) -> bool:
        """Whether a sentence says nothing but one of the things."""
        return len(sentence) >= _FEWEST_OF_A_SENTENCE and any(
            sentence <= thing and self._weight(sentence) >= _WEIGHT_OF_A_SENTENCE for thing in self._things
        )

    def _weight(self, shared: frozenset[str]) -> float:
        return sum(1 / (1 + self._known[stem]) for stem in shared)


def _in_the_open(moment: SpeakingMoment) -> list[str]:
    """What may be talked of: the life that anyone could know, what was told, and what was said in the room."""
    persona, therapist = moment.persona, moment.persona.therapist
    room = [words for past in moment.history for words in (past.client, past.reply)]
    life = [persona.about, persona.summary, persona.rupture.about, persona.opening, therapist.setting, therapist.so_far]
    return [*life, *persona.voice.style, *persona.never, *_told(moment), *room, moment.client, moment.reply]


def _free_to_say(moment: SpeakingMoment) -> list[str]:
    """The lines that the author lets the client say at this moment: no warmer ones, and none that come later."""
    voice = moment.persona.voice
    lists = [voice.lines[stance] for stance in Stance if stance.rank >= moment.stance.rank]
    lists += [*voice.reactions.values(), *voice.landed.values()]
    lists += [
        answer.lines
        for answer in voice.answers
        if answer.after <= moment.disclosed and (not answer.stances or moment.stance in answer.stances)
    ]
    lists += [disclosure.lines for disclosure in moment.persona.disclosures[: moment.disclosed]]
    return [line for lines in lists for line in lines]


@lru_cache(maxsize=_TEXTS)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each with the marks that end it."""
    return tuple(found for part in re.split(r"(?<=[.!?…])[\"'”’)]*\s+|\n+", text) if (found := part.strip()))


def _runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Each run of `_RUN` words within the texts."""
    return set().union(*map(_runs_of, texts))


@lru_cache(maxsize=_TEXTS)
def _runs_of(text: str) -> frozenset[tuple[str, ...]]:
    words = plain(text).split()
    return frozenset(tuple(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1))


@lru_cache(maxsize=_TEXTS)
def plain(text: str) -> str:
    """Lower-case words with single spaces and no marks, so that only the words are compared."""
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.casefold().replace("’", "'")))


def _told(moment: SpeakingMoment) -> list[str]:
    """What the client has told of what lies beneath."""
    told = moment.persona.disclosures[: moment.disclosed]
    return [text for disclosure in told for text in (disclosure.tells, *disclosure.lines)]


def kept_back(moment: SpeakingMoment) -> list[str]:
    """Concern, story and each disclosure still to come; nothing once the last one was told."""
    persona = moment.persona
    later = persona.disclosures[moment.disclosed :]
    if not later:
        return []
    return [persona.concern, persona.story, *(" ".join([one.tells, *one.lines]) for one in later)]
