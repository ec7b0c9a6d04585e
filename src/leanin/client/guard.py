"""The guard: each sentence of a language model's client is checked in code before it counts as said.

Users of simulated clients complain most of over-compliance: a client that thanks, praises, helps and tells everything
at once. A prompt asks for better; this makes sure of what code can tell.
"""

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from leanin.client.guard_words import GIVEAWAYS
from leanin.client.untold import Untold, plain, sentences
from leanin.languages import is_english, looks_english
from leanin.persona import Persona
from leanin.session.moments import Lapse, SpeakingMoment

MOST_WORDS: Final = 80
"""Words of one utterance; persona lint warns of lines over 60, and a model may be a little wordier."""

MOST_WORDS_TELLING: Final = 120
"""The same for an utterance that tells something for the first time."""

_WORDS_TO_COMPARE: Final = 4
"""Fewer words (“Maybe so.”) may come twice in a session."""

_WORDS_TO_LOOP: Final = 8
"""Fewer words may come twice in one utterance: people say a thing again to drive it home."""

_NEARLY_THE_SAME: Final = 0.88
"""Likeness (0–1) of two sentences from which one repeats the other."""

_WORDS_TO_PLACE: Final = 6
"""Words from which a language can be told."""

_WORDS_OF_ENGLISH: Final = 8
"""Words from which a sentence shows that a client of another language has fallen into English."""

_LEAST_KNOWN: Final = 0.25
"""Share of the words that the persona's own pages hold, at least; in another language it is a few at most."""

_MEND: Final = {
    Lapse.FOR_THE_THERAPIST: "It was what the therapist, or somebody who helps, would say. You are the client, and you "
    "help nobody here.",
    Lapse.OUT_OF_ROLE: "It spoke about the conversation from outside. You know of nothing outside this room.",
    Lapse.RUBRIC: "It used terms of the trade that you have never heard.",
    Lapse.TEXTBOOK_THANKS: "It thanked or praised the therapist like somebody in a textbook. You don't.",
    Lapse.TOLD_TOO_SOON: "It told what you keep to yourself. Stay with what you may speak of now.",
    Lapse.REPEATED: "You have said that before, nearly word for word. Say something else.",
    Lapse.TOO_LONG: "It was far too long. One or two short sentences will do.",
    Lapse.OTHER_LANGUAGE: "It wasn't in your language. Keep to the one that you speak.",
}


def mend(lapse: Lapse) -> str:
    """What a voice is told before it is asked again."""
    return _MEND[lapse]


class Guard:
    """Checks the sentences of one utterance in order. `prompt` is the text of the prompt, which isn't to be echoed."""

    def __init__(self, moment: SpeakingMoment, prompt: str = "") -> None:
        self._untold = Untold(moment)
        self._earlier = _earlier(moment)
        self._prompt = plain(prompt)
        own = _own_text(moment.persona)
        self._own_words = _words(own) | {word for said in self._earlier for word in said.split()}
        self._own_scripts = _scripts(own)
        self._speaks_english = is_english(moment.persona.language)
        self._room = MOST_WORDS_TELLING if moment.newly_disclosed else MOST_WORDS
        self._said: list[str] = []
        self._strange: list[str] = []
        """Words of the latest sentences of which few are the persona's."""

    def lapse_in(self, sentence: str) -> Lapse | None:
        """What is wrong with the next sentence; one that is sound counts as said from here on."""
        sentence = _bare(sentence)
        lapse = self._out_of_bounds(sentence) or self._out_of_turn(sentence)
        if lapse is None:
            self._said.append(sentence)
            self._room -= len(sentence.split())
        return lapse

    def lapse_in_thought(self, thought: str) -> Lapse | None:
        """What is wrong with what the client thinks: only what breaks the role; thoughts may be blunt and repeat."""
        return _giveaway(_bare(thought))

    def _out_of_bounds(self, sentence: str) -> Lapse | None:
        """What no client would say at any time; some of it runs over the end of a sentence."""
        before = self._said[-1:]
        if lapse := _giveaway(sentence) or (before and _giveaway(" ".join([*before, sentence]))):
            return lapse
        return Lapse.OTHER_LANGUAGE if self._foreign(sentence) else None

    def _out_of_turn(self, sentence: str) -> Lapse | None:
        """What this client wouldn't say now."""
        if self._untold.told_by(" ".join([*self._said, sentence])):
            return Lapse.TOLD_TOO_SOON
        if self._said_before(plain(sentence)):
            return Lapse.REPEATED
        return Lapse.TOO_LONG if len(sentence.split()) > self._room else None

    def _said_before(self, words: str) -> bool:
        length = len(words.split())
        if length < _WORDS_TO_COMPARE:
            return False
        just_now = [plain(said) for said in self._said] if length >= _WORDS_TO_LOOP else []
        return words in self._prompt or any(_alike(words, said) for said in (*self._earlier, *just_now))

    def _foreign(self, sentence: str) -> bool:
        """Whether a sentence isn't in the client's language.

        A client of another language may have been written in English, or in a language that bends its words so much
        that the persona's own pages show few of them: then only English is strange.
        """
        if not self._speaks_english:
            return looks_english(sentence, _WORDS_OF_ENGLISH)
        if len(_scripts(sentence) - self._own_scripts) > 0:
            return True
        words = plain(sentence).split()
        known = sum(word in self._own_words for word in words)
        self._strange = [*self._strange, *words] if known < len(words) / 2 else []
        return len(self._strange) >= _WORDS_TO_PLACE and (
            sum(word in self._own_words for word in self._strange) < _LEAST_KNOWN * len(self._strange)
        )


def _earlier(moment: SpeakingMoment) -> list[str]:
    """What the client has said before, a sentence an item, plain."""
    said = [*(past.client for past in moment.history), moment.client]
    return [words for one in said for sentence in sentences(one) if (words := plain(sentence))]


def _own_text(persona: Persona) -> str:
    """All that is written of and for the client."""
    voice = persona.voice
    texts = [persona.about, persona.opening, persona.story, persona.concern, *voice.style]
    texts += [line for lines in (*voice.lines.values(), *voice.thoughts.values()) for line in lines]
    texts += [text for disclosure in persona.disclosures for text in (disclosure.tells, *disclosure.lines)]
    return " ".join(texts)


def _giveaway(text: str) -> Lapse | None:
    return next((lapse for lapse, giveaway in GIVEAWAYS.items() if giveaway.search(text)), None)


def _alike(words: str, others: str) -> bool:
    return SequenceMatcher(None, words, others, autojunk=False).ratio() >= _NEARLY_THE_SAME


@lru_cache(maxsize=64)
def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text).split())


@lru_cache(maxsize=64)
def _scripts(text: str) -> frozenset[str]:
    """The scripts of the letters that stand in it twice at least, such as `LATIN` or `CJK`."""
    letters = Counter(char for char in text if char.isalpha())
    found: Counter[str] = Counter()
    for char, count in letters.items():
        found[unicodedata.name(char, "").partition(" ")[0]] += count
    return frozenset(script for script, count in found.items() if count > 1)


def _bare(sentence: str) -> str:
    """A sentence as it is looked at: without letters in disguise, invisible characters and typographer's marks."""
    text = unicodedata.normalize("NFKC", sentence).replace("’", "'").replace("‑", "-")
    return re.sub(r"\s+", " ", "".join(char for char in text if unicodedata.category(char) != "Cf")).strip()
