"""What a reply asks or speaks about, so that the built-in client can take it up and not only answer the mood."""

import re
from collections.abc import Sequence
from typing import Final

from leanin.persona import Answer

_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")

_FILLERS: Final = r"^(?:(?:and|so|but|or|ok|okay|well|then|now|hm|yeah|\w+,)[, ]+)*"

_QUESTION: Final = re.compile(
    _FILLERS + r"(?:what|how|where|why|who|when|which|can|could|would|will|do|does|did|are|is|was|have|has|may)(?:'s)? "
)
"""How a question begins; the question mark is often left out."""

_INVITES: Final = re.compile(
    r"\b(?:tell me|say more|say a bit more|go on|help me (?:see|understand)|walk me through"
    r"|(?:like|love|want) to (?:hear|know|understand)|curious|wonder|wondering)\b"
)


def topics(reply: str) -> list[str]:
    """The sentences of a reply that say what it is about, the weightiest first, in plain lower case.

    Its questions (each then ends with a question mark), or else its inviting statements, or else whatever it says; the
    last of them first, because that is where the floor is handed over.
    """
    sentences = [plain(found.group()) for found in _SENTENCE.finditer(reply)][::-1]
    questions = [f"{sentence.rstrip('.!?')}?" for sentence in sentences if _is_question(sentence)]
    return questions or [sentence for sentence in sentences if _INVITES.search(sentence)] or sentences


def asks(reply: str) -> bool:
    """Whether the reply asks anything, or invites the client to go on."""
    sentences = [plain(found.group()) for found in _SENTENCE.finditer(reply)]
    return any(_is_question(sentence) or _INVITES.search(sentence) for sentence in sentences)


def _is_question(sentence: str) -> bool:
    return sentence.endswith("?") or _QUESTION.match(sentence) is not None


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
    """Whether the phrase stands in the sentence as whole words; one that ends with “?” only in a question."""
    if phrase.endswith("?") and not sentence.endswith("?"):
        return False
    words = phrase.rstrip("?")
    return not words or re.search(rf"(?<!\w){re.escape(words)}(?!\w)", sentence) is not None
