"""Blanking names in a session, so that it can be shown to others: `--redact`.

A placeholder stands for a person wherever they are named, in every text of every event. Only names are blanked; a life
told in detail may give a person away all the same, so whoever passes a transcript on must read it first.
"""

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any, Final, NamedTuple

from pydantic import BaseModel

from leanin.rubric import Grade, StepGrade
from leanin.session.events import Coached, Event, Graded, Regraded, Replied, WhatIf
from leanin.session.moments import Intervention
from leanin.store.kept import KeptSession, StampedEvent
from leanin.store.names import WORD, Names, folded, names_in
from leanin.store.word_lists import ORDINARY

_LEFT_ALONE: Final = frozenset(
    {"event", "persona_hash", "prompts_hash", "prompt_hash", "rubric_hash", "leanin_version", "coach"}
)
"""Fields whose text is no one's words: they say what kind of event it is and what ran."""

_BETWEEN: Final = re.compile(r"\s+|['’ʼ]|[-‐‑]|\.\s*")

_NEGATED: Final = re.compile(r"['’ʼ]t\b", re.IGNORECASE)
"""What makes “don't” out of Don."""


class Redacted(NamedTuple):
    """A session without names, and what stands for whom in it."""

    session: KeptSession
    names: dict[str, str]
    """Each name that was looked for, with its placeholder."""


def redacted(session: KeptSession, extra: Iterable[str] = ()) -> Redacted:
    """The session with names blanked: the client's, the therapist's, the family's, `extra`, and those introduced."""
    names = names_in(session.events, extra)
    blanker = Blanker(names)
    replies: dict[int, str] = {}
    stamped = []
    for entry in session.stamped:
        if isinstance(entry.event, Replied | WhatIf):
            replies[entry.event.turn] = entry.event.text
        stamped.append(StampedEvent(entry.seq, entry.time, _redacted_event(entry.event, blanker, replies)))
    return Redacted(KeptSession(session.id, session.started, tuple(stamped), redacted=True), names.placeholders)


class Span(NamedTuple):
    """A name in a text: where it starts and ends, and what stands for it."""

    start: int
    end: int
    placeholder: str


class Blanker:
    """Puts placeholders in place of names.

    Names are found whole, in any case, with or without accents, also in parts (“Rosa” and “Delgado” of “Rosa Delgado”)
    and before an apostrophe (“Rosa's”). A name that is an ordinary word as well (“Will”, “May”) only counts where it
    begins with a capital letter.
    """

    def __init__(self, names: Names) -> None:
        self._placeholders = names.by_words
        self._longest = max(map(len, names.by_words), default=0)

    def blank(self, text: str) -> str:
        """The text with every name replaced."""
        return _spliced(text, self.spans(text), 0, len(text))

    def quote(self, words: str, source: str) -> str:
        """The same for words quoted from `source`: what comes back is still a quote from the blanked source.

        That matters where a quote begins or ends in the middle of a name. Words that aren't in the source are blanked
        by themselves.
        """
        alone = self.blank(words)
        if not words.strip() or _found(alone, self.blank(source)):
            return alone
        place = _found(words, source)
        if place is None:
            return alone
        start, end = place.span()
        touched = [span for span in self.spans(source) if span.start < end and span.end > start]
        if touched:
            start, end = min(start, touched[0].start), max(end, touched[-1].end)
        return _spliced(source, touched, start, end)

    def spans(self, text: str) -> list[Span]:
        """Where names are, in order and apart from each other; the longest possible name is taken."""
        words = list(WORD.finditer(text))
        found: list[Span] = []
        place = 0
        while place < len(words):
            for end in range(min(place + self._longest, len(words)), place, -1):
                if placeholder := self._placeholder_for(text, words[place:end]):
                    found.append(Span(words[place].start(), words[end - 1].end(), placeholder))
                    place = end
                    break
            else:
                place += 1
        return found

    def _placeholder_for(self, text: str, words: list[re.Match[str]]) -> str:
        """What stands for exactly these words of a text; nothing where they are no name."""
        keys = tuple(folded(word[0]) for word in words)
        placeholder = self._placeholders.get(keys, "")
        gaps = ((before.end(), after.start()) for before, after in itertools.pairwise(words))
        if not placeholder or not all(_BETWEEN.fullmatch(text, *gap) for gap in gaps):
            return ""
        if _NEGATED.match(text, words[-1].end()):
            return ""
        ordinary = ORDINARY.issuperset(keys)
        return "" if ordinary and any(word[0][0].islower() for word in words) else placeholder


def _redacted_event(event: Event, blanker: Blanker, replies: Mapping[int, str]) -> Event:
    changed: Event = _walk(event, blanker)
    if isinstance(event, Graded | Coached | Regraded):
        quoted = _with_quotes(_walk(event.grade, blanker), event.grade, blanker, replies.get(event.turn, ""))
        return changed.model_copy(update={"grade": quoted})
    return changed


def _with_quotes(changed: Grade, grade: Grade, blanker: Blanker, reply: str) -> Grade:
    """The changed grade with the evidence of the grade that it was, as quotes from the blanked reply."""

    def step(before: StepGrade, after: StepGrade) -> StepGrade:
        return after.model_copy(update={"evidence": blanker.quote(before.evidence, reply)})

    return changed.model_copy(
        update={
            "responsibility": step(grade.responsibility, changed.responsibility),
            "reflection": step(grade.reflection, changed.reflection),
            "invitation": step(grade.invitation, changed.invitation),
            "trap_evidence": {trap: blanker.quote(words, reply) for trap, words in grade.trap_evidence.items()},
        }
    )


def _walk(value: Any, blanker: Blanker) -> Any:
    """The value with every text in it blanked, keys of mappings and words of the schema aside."""
    match value:
        case Enum():
            return value
        case str():
            return blanker.blank(value)
        case BaseModel():
            fields = {name: getattr(value, name) for name in type(value).model_fields if name not in _LEFT_ALONE}
            return value.model_copy(update={name: _walk(field, blanker) for name, field in fields.items()})
        case dict():
            return {key: _walk(item, blanker) for key, item in value.items()}
        case Intervention():
            return replace(value, withheld=blanker.blank(value.withheld))
        case list() | tuple():
            return type(value)(_walk(item, blanker) for item in value)
        case _:
            return value


def _spliced(text: str, spans: Iterable[Span], start: int, end: int) -> str:
    pieces = []
    for span in spans:
        pieces += [text[start : span.start], span.placeholder]
        start = span.end
    return "".join([*pieces, text[start:end]])


def _found(words: str, text: str) -> re.Match[str] | None:
    """Where the words are in the text, white space and case aside."""
    return re.search(r"\s+".join(map(re.escape, words.split())), text, re.IGNORECASE)
