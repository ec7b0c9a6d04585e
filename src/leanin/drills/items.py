"""What can be drilled: the client statements of the labelled replies, and the openings of the personas.

Nothing is written down twice: words, concern and therapist facts come from the shipped suite and the persona files.
`moments.jsonl` only adds what those don't say of a statement: which part of the alliance broke, how it shows, how hard
it is to answer, and whether the client has softened or tells of a risk.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from leanin.errors import LeaninError
from leanin.evals.dataset import parse_object
from leanin.evals.items import LabelledReply
from leanin.evals.suite import load_suite
from leanin.persona import Component, Difficulty, Marker, Persona, PersonaFile, Therapist
from leanin.persona_shelf import shelf
from leanin.rubric import Step, Trap
from leanin.session.hearing import MOST_HEARD
from leanin.session.hints import Example
from leanin.session.moments import Exchange, ReplyMoment

SUITE: Final = "replies"
"""The suite whose client statements are drilled."""

_MOMENTS: Final = Path(__file__).with_name("moments.jsonl")


class DrillError(LeaninError):
    """A drill can't be begun, kept, read or exported."""

    title = "This drill can't go on"


class Kind(StrEnum):
    """What kind of moment it is."""

    RUPTURE = "rupture"
    SOFTENED = "softened"
    """The client has let the doubt go and tells something: owning a part again would be noise."""
    RISK = "risk"
    """The client lets slip that somebody may come to harm: that comes before everything else."""


class _Moment(BaseModel):
    """A line of `moments.jsonl`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reply: str
    """The id of the first labelled reply to the statement; the drill item is called by it."""
    component: Component
    kind: Kind
    marker: Marker | None = None
    difficulty: Difficulty = Difficulty.GENTLE


@dataclass(frozen=True, slots=True)
class DrillItem:
    """One statement to answer, and all that is known about the moment."""

    id: str
    situation: str
    """Which client it is; a situation of the suite, or a persona."""
    client: str
    """What the client has just said."""
    concern: str
    component: Component
    kind: Kind = Kind.RUPTURE
    marker: Marker | None = None
    """How the rupture shows; None where the client has softened or tells of a risk."""
    difficulty: Difficulty = Difficulty.GENTLE
    therapist: Therapist | str | None = None
    about_client: str = ""
    history: tuple[Exchange, ...] = ()
    tempts: frozenset[Trap] = frozenset()
    """The traps that somebody has fallen into here."""
    examples: tuple[Example, ...] = ()
    """Full replies without a trap, those to these very words first."""

    @property
    def calls_for(self) -> tuple[Step, ...]:
        """The steps that this moment asks for."""
        softened = self.kind is Kind.SOFTENED
        return tuple(step for step in Step if not (softened and step is Step.RESPONSIBILITY))

    @property
    def therapist_in_words(self) -> str:
        """Who the trainee is here, and what has happened."""
        return self.therapist.as_sentences() if isinstance(self.therapist, Therapist) else self.therapist or ""

    def moment(self, reply: str) -> ReplyMoment:
        """A reply to this statement, to be graded."""
        return ReplyMoment(
            client=self.client,
            reply=reply[:MOST_HEARD],
            concern=self.concern,
            about_client=self.about_client,
            therapist=self.therapist,
            history=self.history,
        )


def load_items() -> list[DrillItem]:
    """All that can be drilled, statements first. A persona file that can't be used is passed over.

    Raises `DataFileError` where the suite can't be read.
    """
    return [*load_statements(), *_openings(shelf())]


def load_statements() -> list[DrillItem]:
    """The client statements of the labelled replies. Raises `DataFileError` where the suite can't be read."""
    return list(_statements(load_suite(SUITE).replies))


def item_of(persona: Persona) -> DrillItem:
    """A persona's opening as a drill."""
    return DrillItem(
        id=f"persona:{persona.id}",
        situation=persona.id,
        client=persona.opening,
        concern=persona.concern,
        component=persona.rupture.component,
        marker=persona.rupture.marker,
        difficulty=persona.difficulty,
        therapist=persona.therapist,
        about_client=persona.introduction,
        tempts=persona.sore_spots,
        examples=tuple(Example(persona.opening, reply) for reply in persona.educator.examples),
    )


def _openings(entries: Iterable[object]) -> Iterator[DrillItem]:
    return (item_of(entry.persona) for entry in entries if isinstance(entry, PersonaFile))


def _statements(replies: Iterable[LabelledReply]) -> Iterator[DrillItem]:
    """The distinct statements that `moments.jsonl` knows, in the suite's order."""
    by_words: dict[tuple[str, str], list[LabelledReply]] = {}
    full: dict[str, list[LabelledReply]] = {}
    for reply in replies:
        by_words.setdefault((reply.situation, reply.client), []).append(reply)
        if _is_full(reply):
            full.setdefault(reply.situation, []).append(reply)
    for (situation, words), group in by_words.items():
        first = group[0]
        moment = _moments().get(str(first.id))
        if moment is None:
            continue
        examples = sorted(full.get(situation, []), key=lambda reply: reply.client != words)
        yield DrillItem(
            id=str(first.id),
            situation=situation,
            client=words,
            concern=first.concern or "",
            component=moment.component,
            kind=moment.kind,
            marker=moment.marker,
            difficulty=moment.difficulty,
            therapist=_facts(first.therapist),
            about_client=first.persona or "",
            history=tuple(Exchange(past.client, past.reply) for past in first.history),
            tempts=frozenset(trap for reply in group for trap in reply.labels.traps),
            examples=tuple(Example(reply.client, reply.reply) for reply in examples),
        )


def _is_full(reply: LabelledReply) -> bool:
    """Whether every step that counts is full, and there is no trap."""
    labels = reply.labels
    counts = [getattr(labels, step.value) for step in Step if getattr(labels.called_for, step.value)]
    return not labels.traps and all(level == 2 for level in counts)


def _facts(therapist: Any) -> Therapist | str | None:
    if isinstance(therapist, dict):
        return "; ".join(f"{key}: {value}" for key, value in therapist.items())
    facts: Therapist | str | None = therapist
    return facts


@cache
def _moments() -> dict[str, _Moment]:
    lines = _MOMENTS.read_text(encoding="utf-8").splitlines()
    found = [_Moment.model_validate(parse_object(line)) for line in lines]
    return {moment.reply: moment for moment in found}
