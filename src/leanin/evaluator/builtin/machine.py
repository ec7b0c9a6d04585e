"""Text that speaks to the grading machine: found, taken out, and never graded.

Only what remains, the honest remainder, can earn a level, so nothing that is said to the grader raises one.
"""

import re
from collections import Counter
from typing import Final

from leanin.evaluator.builtin.machine_disguise import encoded, undisguised
from leanin.evaluator.builtin.machine_frames import quoted_replies, transcript, turned
from leanin.evaluator.builtin.machine_markup import marked_up, without
from leanin.evaluator.builtin.patterns import word_set
from leanin.evaluator.builtin.segments import Reply, Segment, segmented
from leanin.evaluator.builtin.text import Word, folded
from leanin.evaluator.evidence import Span


def honest_remainder(text: str) -> tuple[Reply, Span | None]:
    """The reply without what it says to the machine, and the first place of that, if there is any.

    A sentence is dropped from the word or the clause on that turns to the machine, together with what it quotes,
    supposes or tells; mark-up, codes, labelled lines and what isn't in the session's language are dropped whole. A good
    reply in quotes is dropped, too, but isn't by itself said to the machine.
    """
    plain = undisguised(text)
    marked = marked_up(plain)
    spoken = without(plain, marked)
    view = segmented(spoken)
    dropped = sorted(marked + encoded(text) + transcript(plain) + turned(view, spoken))
    reply = view if spoken == text else segmented(text)
    unsaid = quoted_replies(plain)
    if not dropped and not unsaid:
        return reply, None
    return _kept(reply, sorted(dropped + unsaid)), dropped[0] if dropped else None


_BRACED: Final = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|<[^<>]*>")


def without_markup(text: str) -> Reply:
    """The reply with objects in braces and tags blanked and nothing else taken out; places stay what they were."""
    return segmented(_BRACED.sub(lambda found: "\n" * len(found[0]), text))


def _kept(reply: Reply, dropped: list[Span]) -> Reply:
    """The reply without the dropped stretches. A question that was cut short no longer asks."""
    words: list[Word] = []
    segments: list[Segment] = []
    commas: set[int] = set()
    marked = _Covered(dropped)
    for segment in reply.segments:
        first = len(words)
        whole = True
        for index in range(segment.first, segment.last + 1):
            whole = not marked.covers(reply.words[index].span)
            if whole:
                words.append(reply.words[index])
                if index in reply.commas:
                    commas.add(len(words) - 1)
        if len(words) > first:
            segments.append(Segment(first, len(words) - 1, segment.asks and whole, segment.begins))
    return Reply(reply.original, words, segments, frozenset(commas))


class _Covered:
    """Whether spans, asked for in order, begin within any of the given stretches."""

    def __init__(self, stretches: list[Span]) -> None:
        self._stretches = iter(stretches)
        self._current = next(self._stretches, None)
        self._reached = 0

    def covers(self, span: Span) -> bool:
        while self._current is not None and self._current.start <= span.start:
            self._reached = max(self._reached, self._current.end)
            self._current = next(self._stretches, None)
        return span.start < self._reached


_COMMON: Final = word_set(
    """
    i you he she it we they me my your a an the and or but so if of to in on at for with from is are was am be
    been do does did not no yes have has had can could would will what how why who when where that this there here
    about hello hi okay sorry thanks thank please tell more say said feel think know want need see hear like just
    all good well hm oh right true fair wow ouch sure really fine great maybe guess sounds nothing never always
    young old worried hard
    """
)
_VOWEL: Final = re.compile(r"[aeiouyáéíóúäöüàèìòùâêîôûåæøœ]")


_CLUSTER: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}")
_MANY: Final = 12
"""From how many words on a single one may not make up more than half of them."""


def gibberish(reply: Reply) -> bool:
    """Whether there are words, but none that a person would say: keys hit at random, or one word over and over."""
    said = [word.text for word in reply.words]
    if not said:
        return True
    if all(len(word) == 1 for word in said) or _recited(reply):
        return True
    if not _COMMON.isdisjoint(said):
        return len(said) >= _MANY and Counter(said).most_common(1)[0][1] * 2 > len(said)
    odd = sum(1 for word in said if _odd(word))
    return odd * 2 >= len(said) or (len(set(said)) == 1 and len(said) > 2) or not any(map(str.isalpha, said))


_RECITED: Final = 6
"""From how many clauses on they may not all be said three times over."""


def _recited(reply: Reply) -> bool:
    """Whether the same few clauses are pasted again and again."""
    clauses = [reply.said(segment) for segment in reply.segments]
    return len(clauses) >= _RECITED and len(set(clauses)) * 3 <= len(clauses)


def _odd(word: str) -> bool:
    return word.isascii() and word.isalpha() and (not _VOWEL.search(word) or _CLUSTER.search(word) is not None)


_SILENCES: Final = frozenset(
    [
        "silence",
        "pause",
        "says nothing",
        "say nothing",
        "no reply",
        "stays silent",
        "silent",
        "long pause",
        "long silence",
        "nods",
        "waits",
    ]
)


def silent(text: str) -> bool:
    """Whether the trainee chose to say nothing: `(silence)`, or dots alone."""
    plain = folded(text)[0].strip()
    return plain.strip("()[]*_ .") in _SILENCES or (len(plain) > 1 and not plain.strip(". "))
