"""The sentences of a reply, as far as they matter for whom they are said to."""

from collections.abc import Iterator
from typing import NamedTuple

from leanin.evaluator.builtin.segments import Reply


class Sentence(NamedTuple):
    """One sentence of a reply, by the indexes of its first and last word, and of its first and last clause."""

    first: int
    last: int
    clause: int
    last_clause: int
    said: str
    """Its plain words, with a space before and after, bars between clauses."""
    announces: bool
    """Whether it ends in a colon."""
    starts_line: bool


def sentences(reply: Reply, plain: str) -> Iterator[Sentence]:
    """The sentences in order; `plain` holds the characters between the words."""
    clause = 0
    while clause < len(reply.segments):
        end = clause
        while end + 1 < len(reply.segments) and not reply.segments[end + 1].begins:
            end += 1
        first, last = reply.segments[clause].first, reply.segments[end].last
        before = plain[reply.words[first - 1].end if first else 0 : reply.words[first].start]
        behind = reply.words[last + 1].start if last + 1 < len(reply.words) else len(plain)
        after = plain[reply.words[last].end : behind]
        said = reply.text[reply.starts_at(first) : reply.ends_at(last)] + " "
        yield Sentence(first, last, clause, end, said, ":" in after, first == 0 or "\n" in before)
        clause = end + 1
