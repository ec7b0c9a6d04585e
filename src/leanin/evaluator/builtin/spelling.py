"""Small typing mistakes in the words that the grader listens for, put right.

Only a missing letter, an extra letter or two swapped ones are mended, only in words of five letters and more, and only
towards words that matter here: a reply is read as it was meant, and no ordinary word is bent into a cue.
"""

from functools import lru_cache
from typing import Final

from leanin.evaluator.builtin.patterns import word_set

_LISTENED_FOR: Final = word_set(
    """
    about afraid alone already anxious apologise apologize ashamed asked asking believe believed blame blamed bother
    bothers children concern concerned counsellor decided defensive degree different difficult experience explain
    failed family feeling feels forget forgot forgotten frightened frustrated frustrating frustration guess handed
    happened hardest haven't heard honest honestly imagine important interrupted judge judged judging listen listened
    listening lonely losing married maybe mistake matters nervous nobody overwhelmed overwhelming patient perhaps
    probably promise pushed qualified question questions raised really remember respect responsible rushed scared
    scares seems seriously should sorry sounds stranger student supervisor supervised terrified therapist therapy
    tired trained trainee training trust trusted understand understood uncomfortable upset useless wonder wondering
    worried worries worry worrying worst would wrong young younger
    """
)

_ORDINARY: Final = word_set(
    """
    abut abought along aside bath breath breathe brother brothers bothered both chose choose coast could courage ever
    every event family finding forgets harder handle hard heart head hears hone honesty house imagines judges jude
    learn learnt loose loosing marred matter mattered mother mothers patent patience patients point press pressed
    quite quiet raise raises raisins rush scar scars scarred scare seem sound sounded store story strange students tied
    thing things though thought thoughtful through tried tires train trains trainer trainers trusts trusty wander
    wandering weary wonders wonderful word words world worlds worse worn worthy wrongs youth yours younger youngest
    sees apologies filed feels feeling feelings pushes pushy handed questioned therapists remembers listens listener
    rights stories fees forge herd tiered
    """
)

_SHORTEST: Final = 4


def _shortened(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def _swapped(word: str) -> set[str]:
    return {
        word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        for place in range(1, len(word) - 1)
        if word[place] != word[place + 1]
    }


def _slips() -> dict[str, str]:
    slips: dict[str, str] = {}
    for word in sorted(_LISTENED_FOR):
        if len(word) < 5:
            continue
        for slip in _shortened(word) | _swapped(word):
            if len(slip) >= _SHORTEST and slip[0] == word[0] and slip not in _LISTENED_FOR | _ORDINARY:
                slips.setdefault(slip, word)
    return slips


_SLIPS: Final = _slips()


@lru_cache(maxsize=8192)
def mended(word: str) -> str:
    """The word as it was most likely meant."""
    if word in _LISTENED_FOR or word in _ORDINARY or len(word) < _SHORTEST or _inflects_ordinary(word):
        return word
    if (meant := _SLIPS.get(word)) is not None and not _inflection(word, meant):
        return meant
    if len(word) > 24:
        return word
    for shorter in sorted(_shortened(word)):
        if shorter in _LISTENED_FOR and shorter[0] == word[0] and not _inflection(word, shorter):
            return shorter
    return word


_ENDINGS: Final = (("d", ""), ("s", ""), ("r", ""), ("ed", ""), ("ing", ""), ("ing", "e"), ("er", ""), ("ly", ""))


def _inflects_ordinary(word: str) -> bool:
    """Whether a word is a form of an ordinary one ("handled"), and so a word of its own."""
    return any(
        word.endswith(ending) and word.removesuffix(ending) + back in _ORDINARY | _LISTENED_FOR
        for ending, back in _ENDINGS
    )


def _inflection(word: str, other: str) -> bool:
    """Whether the two differ only in an ending, so that both are words of their own."""
    longer, shorter = (word, other) if len(word) > len(other) else (other, word)
    return longer in {shorter + ending for ending in ("s", "d", "r", "y", "e", "n", "'")}
