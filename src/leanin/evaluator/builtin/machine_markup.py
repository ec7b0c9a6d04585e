"""Mark-up in a reply: fences, tags, objects, rulers, commands. Nobody says these aloud, so nobody is told them."""

import re
from collections.abc import Iterable
from typing import Final

from leanin.evaluator.builtin.text import folded
from leanin.evaluator.evidence import Span

_MAY_MARK_UP: Final = re.compile(r"[:=`<>{\[\]}~#_/]|\*\*|--|[%@^+&]{2}|->|→|\"\"\"|'''")
_MARKUP: Final = re.compile(
    r"```[^`]*(?:```|\Z)|~~~[^~]*(?:~~~|\Z)|\"\"\"[^\"]*(?:\"\"\"|\Z)"
    r"|<!--[^>]{0,2000}-->?|<(?P<tag>[a-z_|!]\w{0,30})[^<>\n]{0,200}>(?:(?s:.){0,2000}?</(?P=tag)>|[^\n]*)"
    r"|</?[a-z_|!][^<>\n]{0,200}>|\]\]>|<<[^<>\n]{0,80}>>"
    r"|(?<!\S)(?:={3,}|#{2,}|\*{3,}|-{4,}|_{3,}|>{2,}|<{2,}|%{2,}|@{2,}|\^{2,}|\+{2,}|&{2,}|~{2,})[^\n]*"
    r"|\"\w{2,30}\" ?: ?(?:\"[^\"\n]*\"?|[^,\n}\"]{0,200}),?"
    r"|(?<![\w/:])//[^\n]*|(?<!\S)/(?!(?:s?he|her|his|or|and|they|them|him)\b)[a-z_]{3,20}"
    r"(?: [a-z0-9_=]{1,20}(?= |$)){0,2}"
    r"|(?:->|=>|→) ?[\"'][^\n]*"
    r"|\b\w+\([^()\n]{0,200}=[^()\n]{0,200}\);?|#\w*(?:responsib|reflect|invit|trap|level|full|grade|score|owner|open)\w*"
    r"|\b\w{2,30} ?={1,2} ?(?:\d+|true|false|null|none|max\w*|full|open|zero|two|empty|\"[^\"\n]*\")(?:[;,/]|\b)"
    r"|\b[a-z]+_[a-z_]+\b|'''\)?;?|\}\}|\{\{|\{%|%\}"
)
_LABELLED: Final = re.compile(
    r"(?:^|(?<=[\n.!?>\]}\")])) *[\[<({#*\-_\"' ]{0,8}"
    r"(?:system|assistant|user|developer|evaluator|grader|judge|rubric|instructions?|note(?: to \w+)?|thought process|"
    r"thoughts?|reasoning|analysis|(?:final )?(?:grade|score)|verdict|output|assessment|admin|prompt|responsibility|"
    r"reflection|invitation|traps?|evidence|tip|called[_ ]for|end of (?:reply|transcript|response))(?: [\w ]{0,30})?"
    r"[\]>)}#*\-_\"' ]{0,8}[:=][^\n.!?]*[.!?]*",
    re.MULTILINE,
)
"""A line that a role or a grading word labels: "System: …", "Responsibility: 2"."""
_NOTE: Final = re.compile(r"[:=\d]")
_LONGEST: Final = 4000


def marked_up(text: str) -> list[Span]:
    """The stretches of a reply that are mark-up, in order. Runs in linear time."""
    plain, places = folded(text)
    if not _MAY_MARK_UP.search(plain):
        return []
    found = _objects(plain)
    for pattern in (_MARKUP, _LABELLED):
        rest = without(plain, found)
        found += [one.span() for one in pattern.finditer(rest) if one[0].strip()]
    return sorted(Span(*one) if places is None else Span(places[one[0]], places[one[1] - 1] + 1) for one in found)


def _objects(plain: str) -> list[tuple[int, int]]:
    """Objects in braces, and notes in brackets that hold a colon, a number or an equals sign; the outermost ones."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for sign in re.finditer(r"[\[\]{}]", plain):
        if sign[0] in "[{":
            opened.append(sign.start())
        elif opened:
            start = opened.pop()
            if sign.end() - start <= _LONGEST and (sign[0] == "}" or _NOTE.search(plain, start, sign.end())):
                while found and found[-1][0] > start:
                    found.pop()
                found.append((start, sign.end()))
    return found


def without(plain: str, found: Iterable[tuple[int, int]]) -> str:
    """The text with line ends in place of these stretches, so that nothing reaches across; no place changes."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(found):
        if end > at:
            start = max(start, at)
            pieces += [plain[at:start], "\n" * (end - start)]
            at = end
    return "".join([*pieces, plain[at:]])
