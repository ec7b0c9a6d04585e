"""The guard: each sentence of a language model's client is checked in code before it counts as said.

Users of simulated clients complain most of over-compliance: a client that thanks, praises, helps and tells everything
at once. A prompt asks for better; this makes sure of what code can tell.
"""

import re
from difflib import SequenceMatcher
from typing import Final

from leanin.client.guard_words import GIVEAWAYS
from leanin.client.untold import Untold, sentences
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
"""Words from which a sentence's language can be told."""

_LEAST_KNOWN: Final = 0.25
"""Share of a sentence's words that the persona's own pages hold, at least; in another language it is a few at most."""

_MEND: Final = {
    Lapse.FOR_THE_THERAPIST: "It was what the therapist, or somebody who helps, would say. You are the client, and you "
    "help nobody here.",
    Lapse.OUT_OF_ROLE: "It spoke about the conversation from outside. You know of nothing outside this room.",
    Lapse.RUBRIC: "It used terms of the trade that you have never heard.",
    Lapse.TEXTBOOK_THANKS: "It thanked or praised the therapist like somebody in a textbook. You don't.",
    Lapse.TOLD_TOO_SOON: "It told what you keep to yourself. Stay with what you may speak of now.",
    Lapse.REPEATED: "You have said that before, nearly word for word. Say something else.",
    Lapse.TOO_LONG: "It was far too long. One or two short sentences will do.",
    Lapse.OTHER_LANGUAGE: "It wasn't in your language. Speak as your sample lines do.",
}


def mend(lapse: Lapse) -> str:
    """What a voice is told before it is asked again."""
    return _MEND[lapse]


class Guard:
    """Checks the sentences of one utterance in order. `prompt` is the text of the prompt, which isn't to be echoed."""

    def __init__(self, moment: SpeakingMoment, prompt: str = "") -> None:
        persona = moment.persona
        self._untold = Untold(moment)
        earlier = [*(past.client for past in moment.history), moment.client]
        self._earlier = [plain for words in earlier for sentence in sentences(words) if (plain := _plain(sentence))]
        self._prompt = _plain(prompt)
        own = [persona.about, persona.opening, persona.story, persona.concern, *persona.voice.style]
        own += [line for lines in persona.voice.lines.values() for line in lines]
        own += [line for lines in persona.voice.thoughts.values() for line in lines]
        own += [line for disclosure in persona.disclosures for line in (disclosure.tells, *disclosure.lines)]
        self._own_words = frozenset(_plain(" ".join([*own, *earlier])).split())
        self._room = MOST_WORDS_TELLING if moment.newly_disclosed else MOST_WORDS
        self._said: list[str] = []

    def lapse_in(self, sentence: str) -> Lapse | None:
        """What is wrong with the next sentence; one that is sound counts as said from here on."""
        lapse = self._out_of_bounds(sentence) or self._out_of_turn(sentence)
        if lapse is None:
            self._said.append(_plain(sentence))
            self._room -= len(sentence.split())
        return lapse

    def lapse_in_thought(self, thought: str) -> Lapse | None:
        """What is wrong with what the client thinks: only what breaks the role; thoughts may be blunt and repeat."""
        return next((lapse for lapse, giveaway in GIVEAWAYS.items() if giveaway.search(_straight(thought))), None)

    def _out_of_bounds(self, sentence: str) -> Lapse | None:
        """What no client would say at any time."""
        text = _straight(sentence)
        if lapse := next((lapse for lapse, giveaway in GIVEAWAYS.items() if giveaway.search(text)), None):
            return lapse
        return Lapse.OTHER_LANGUAGE if self._foreign(sentence) else None

    def _out_of_turn(self, sentence: str) -> Lapse | None:
        """What this client wouldn't say now."""
        if self._untold.told_by(" ".join([*self._said, sentence])):
            return Lapse.TOLD_TOO_SOON
        if self._said_before(_plain(sentence)):
            return Lapse.REPEATED
        return Lapse.TOO_LONG if len(sentence.split()) > self._room else None

    def _said_before(self, words: str) -> bool:
        length = len(words.split())
        if length < _WORDS_TO_COMPARE:
            return False
        just_now = self._said if length >= _WORDS_TO_LOOP else []
        return words in self._prompt or any(_alike(words, said) for said in (*self._earlier, *just_now))

    def _foreign(self, sentence: str) -> bool:
        words = _plain(sentence).split()
        if len(words) < _WORDS_TO_PLACE:
            letters = [char for char in sentence if char.isalpha()]
            return bool(letters) and not any(char < "ɐ" for char in letters)
        return sum(word in self._own_words for word in words) < _LEAST_KNOWN * len(words)


def _alike(words: str, others: str) -> bool:
    return SequenceMatcher(None, words, others, autojunk=False).ratio() >= _NEARLY_THE_SAME


def _straight(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‑", "-").split())


def _plain(text: str) -> str:
    """Lower-case words with single spaces and no marks, so that only the words are compared."""
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.casefold().replace("’", "'")))
