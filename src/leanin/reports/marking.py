"""A reply cut into pieces, each with what its words were graded for, so that a page can mark them."""

from itertools import pairwise
from typing import Final, NamedTuple

from leanin.evaluator.evidence import Span, find_quote
from leanin.rubric import TRAPS, Grade, Step

NUMERALS: Final[dict[Step, str]] = dict(zip(Step, "①②③", strict=True))
TRAP_SIGN: Final = "✕"


class Sign(NamedTuple):
    """What stands behind marked words."""

    shape: str
    meaning: str
    """For those who don't see the shape, e.g. “evidence for responsibility”."""


class Piece(NamedTuple):
    """Some words in a row that are marked alike."""

    text: str
    styles: tuple[str, ...]
    """`responsibility`, `reflection`, `invitation`, `trap`: how the words are marked; empty for not at all."""
    signs: tuple[Sign, ...]
    """The signs of what ends here."""


class _Mark(NamedTuple):
    span: Span
    style: str
    sign: Sign


def pieces(reply: str, grade: Grade | None) -> list[Piece]:
    """The reply with its evidence. The pieces put together are the reply; a quote that isn't in it is passed over."""
    marks = list(_marks(reply, grade)) if grade else []
    ends = sorted({0, len(reply), *(place for mark in marks for place in mark.span)})
    cut = []
    for start, end in pairwise(ends):
        styles = {mark.style: None for mark in marks if mark.span.start <= start and end <= mark.span.end}
        signs = {mark.sign: None for mark in marks if mark.span.end == end}
        cut.append(Piece(reply[start:end], tuple(styles), tuple(signs)))
    return cut


def _marks(reply: str, grade: Grade) -> list[_Mark]:
    marks = []
    for step in Step:
        graded = grade.step(step)
        if graded.called_for and graded.level and (span := find_quote(graded.evidence, reply)):
            marks.append(_Mark(span, step.value, Sign(NUMERALS[step], f"evidence for {step.value}")))
    for trap, words in grade.trap_evidence.items():
        if span := find_quote(words, reply):
            marks.append(_Mark(span, "trap", Sign(TRAP_SIGN, f"trap: {TRAPS[trap].title}")))
    return marks
