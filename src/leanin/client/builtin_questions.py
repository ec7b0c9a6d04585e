"""What a reply asks or speaks about, so that the built-in client can take it up and not only answer the mood."""

import re
from collections.abc import Sequence
from typing import Final

from leanin.persona import Answer

_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")

_ASKS: Final = re.compile(
    r"\b(?:what|how|where|why|who|when|which) (?:\w+ ){0,2}(?:you|your|that|this|it|i|we|me)\b"
    r"|^(?:(?:and|so|but|ok|okay|well|then|now|hm)[, ]+)*(?:can|could|would|will|do|does|did|are|is|was|have|has|may) "
    r"|\b(?:tell me|say more|say a bit more|go on|help me (?:see|understand)|walk me through"
    r"|(?:like|love|want) to (?:hear|know|understand)|curious|wonder|wondering)\b"
)
"""Question words, and the usual inviting statements; the question mark is often left out."""


def topics(reply: str) -> list[str]:
    """The sentences of a reply that say what it is about, the weightiest first, in plain lower case.

    Its questions, or else its inviting statements, or else whatever it says; the last of them first, because that is
    where the floor is handed over.
    """
    sentences = [plain(found.group()) for found in _SENTENCE.finditer(reply)][::-1]
    questions = [sentence for sentence in sentences if sentence.endswith("?")]
    return questions or [sentence for sentence in sentences if _ASKS.search(sentence)] or sentences


def answers_to(reply: str, answers: Sequence[Answer]) -> list[Answer]:
    """Those of `answers` that fit what the reply is about, in the order of the persona's file, the best first.

    The first of the reply's `topics` that fits anything decides.
    """
    for sentence in topics(reply):
        if fitting := [
            answer for answer in answers if any(_stands_in(plain(words), sentence) for words in answer.about)
        ]:
            return fitting
    return []


def plain(text: str) -> str:
    """Text as it is compared: lower case, straight quotes, single spaces."""
    return " ".join(text.casefold().replace("’", "'").split())


def _stands_in(phrase: str, sentence: str) -> bool:
    """Whether the phrase stands in the sentence as whole words."""
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", sentence) is not None
