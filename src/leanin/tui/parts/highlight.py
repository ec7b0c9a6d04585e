"""The trainee's own reply with its evidence marked: each step by its own style and numeral, each trap by “✕”."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.content import Content, Span

from leanin.evaluator.evidence import find_quote
from leanin.rubric import Step
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import STEP_NUMERALS, TRAP_MARK

if TYPE_CHECKING:
    from leanin.rubric import Grade

STEP_STYLES: Final[dict[Step, str]] = {
    Step.RESPONSIBILITY: "underline $text-accent",
    Step.REFLECTION: "bold $text-secondary",
    Step.INVITATION: "italic $text-primary",
}
"""How the evidence of each step looks: told apart without colour too."""

TRAP_STYLE: Final = "bold underline $text-warning"
SIGN_STYLE: Final = "not underline not bold not italic $foreground-muted"


class Mark(NamedTuple):
    """A quote to mark: how it looks, and the sign that is put behind it."""

    quote: str
    style: str
    sign: str


def marks_of(grade: "Grade") -> list[Mark]:
    """What a grade quotes of the reply, step by step, then trap by trap."""
    marks = [
        Mark(grade.step(step).evidence, STEP_STYLES[step], numeral)
        for step, numeral in zip(Step, STEP_NUMERALS, strict=True)
        if grade.step(step).called_for and grade.step(step).level > 0
    ]
    return marks + [Mark(words, TRAP_STYLE, TRAP_MARK) for words in grade.trap_evidence.values()]


def marked(reply: str, marks: Iterable[Mark]) -> Content:
    """The reply with each quote styled and followed by its sign. A quote that isn't in it is passed over."""
    text = harmless(reply)
    found = [(place, mark) for mark in marks if (place := find_quote(mark.quote, text))]
    signs: defaultdict[int, str] = defaultdict(str)
    for place, mark in found:
        if mark.sign not in signs[place.end]:
            signs[place.end] += mark.sign
    pieces, spans, start, grown = [], [], 0, 0
    for end in sorted(signs):
        pieces += [text[start:end], signs[end]]
        sign = end + grown
        start, grown = end, grown + len(signs[end])
        spans.append(Span(sign, end + grown, SIGN_STYLE))
    pieces.append(text[start:])

    def moved(place: int, *, past_signs_here: bool) -> int:
        last = place if past_signs_here else place - 1
        return place + sum(len(sign) for end, sign in signs.items() if end <= last)

    styled = [
        Span(moved(place.start, past_signs_here=True), moved(place.end, past_signs_here=False), mark.style)
        for place, mark in found
    ]
    return Content("".join(pieces), styled + spans)


def ungraded(reply: str) -> Content:
    """The reply as it is."""
    return marked(reply, ())
