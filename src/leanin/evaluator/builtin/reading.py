"""What the rules make of a reply: what each clause does, the levels and traps that follow, and the words that show it.

The reading is explainable and knows the law of the rubric, but only in the wording that the rules list. `deciding`
weighs it together with the reply's own words.
"""

from typing import NamedTuple

from leanin.evaluator.builtin import (
    comfort,
    conduct,
    counters,
    defence,
    invitation,
    ownership,
    reflection,
    responsibility,
    steering,
    topics,
)
from leanin.evaluator.builtin.context import Context
from leanin.evaluator.builtin.findings import StepFinding, TrapFinding
from leanin.evaluator.builtin.questions import Kind, Question, questions
from leanin.evaluator.builtin.reflection import Reflection
from leanin.evaluator.builtin.segments import Reply, Segment
from leanin.rubric import Step, Trap

_HALVING = frozenset({Trap.DEFENDING, Trap.BLAMING, Trap.HOSTILE, Trap.MINIMISING})
"""Traps that take half of an ownership back."""


class Parts(NamedTuple):
    """What each clause of the reply does, before anything is judged."""

    asked: list[Question]
    mirrored: list[Reflection]
    owned: ownership.Ownership
    opening: frozenset[Segment]
    """Clauses that hand over the floor."""
    guessing: frozenset[Segment]
    """Clauses that guess at what the client feels or fears."""


class Reading(NamedTuple):
    """A reply as the rules read it."""

    reply: Reply
    context: Context
    parts: Parts
    steps: dict[Step, StepFinding]
    traps: list[TrapFinding]


def read(reply: Reply, context: Context) -> Reading:
    """Read a reply by the rules. Raises nothing."""
    parts = _parts(reply, context)
    steps, traps = _judged(reply, context, parts)
    return Reading(reply, context, parts, steps, traps)


def _parts(reply: Reply, context: Context) -> Parts:
    asked = questions(reply)
    opening = _clauses(asked, Kind.INVITING, Kind.OPEN, Kind.NARROW)
    owned = ownership.ownership(reply, context, opening)
    barred = opening | _clauses(asked, Kind.LEADING)
    offered = any(one.kind is Kind.CHECK for one in asked)
    mirrored = [
        one
        for one in reflection.reflections(reply, context, offered=offered)
        if one.segment not in barred
        and (one.deep or one.feeling or comfort.BARE_CLAIM.match(reply.said(one.segment)) is None)
        and (one.tentative or one.told or one.segment not in owned.clauses)
    ]
    guessing = frozenset(one.segment for one in mirrored if one.tentative and (one.deep or one.feeling))
    return Parts(asked, mirrored, owned, opening, guessing)


def _clauses(asked: list[Question], *kinds: Kind) -> frozenset[Segment]:
    return frozenset(one.segment for one in asked if one.kind in kinds)


def _judged(reply: Reply, context: Context, parts: Parts) -> tuple[dict[Step, StepFinding], list[TrapFinding]]:
    spared = parts.guessing | parts.opening | parts.owned.clauses
    asking = spared | _clauses(parts.asked, Kind.CLOSED, Kind.GUESSED, Kind.SOFT, Kind.CHECK)
    answering = defence.defences(reply, asking, owns=parts.owned.plain, strained=context.rupture)
    soothing = comfort.comforts(reply, spared)
    conducting = conduct.misconduct(reply, context)
    harsh = _places(reply, [one for one in answering + conducting if one.trap in (Trap.BLAMING, Trap.HOSTILE)])
    advising = steering.advice(reply, parts.guessing, parts.opening)
    advised = _places(reply, advising)
    advising = [one for one in advising if not (_places(reply, [one]) & harsh)]
    leaving = topics.shifts(reply) if context.rupture else []

    barred = _places(reply, answering + soothing + conducting) | advised
    shown, best = reflection.graded_reflection(parts.mirrored, barred=barred)
    opening, questioning = invitation.graded_invitation(
        reply, parts.asked, context, advised=advised, shifted=_places(reply, leaving)
    )
    traps = answering + advising + soothing + leaving + questioning + conducting
    hollow = _places(reply, [one for one in answering if one.trap is Trap.NON_APOLOGY])
    told = [one for one in parts.mirrored if one.told and one.segment not in hollow]
    traps += [TrapFinding(Trap.TELLING_FEELINGS, one.span) for one in told]
    traps += _bare_claims(reply, best)
    if not (parts.owned.admissions or shown.level == 2 or opening.level == 2):
        traps += counters.counters(reply, context, _explained(reply, parts, traps))
    if context.hinted and max(shown.level, opening.level) < 2 and not conduct.takes_up_risk(reply):
        traps.append(TrapFinding(Trap.UNSAFE, None))
    owning, taking = _responsibility(reply, parts.owned, traps)
    steps = {Step.RESPONSIBILITY: owning, Step.REFLECTION: shown, Step.INVITATION: opening}
    return steps, traps + taking


def _explained(reply: Reply, parts: Parts, traps: list[TrapFinding]) -> frozenset[Segment]:
    """The clauses of which it is known what they do."""
    owning = frozenset(part.segment for part in parts.owned.admissions)
    mirroring = frozenset(one.segment for one in parts.mirrored)
    return owning | mirroring | frozenset(one.segment for one in parts.asked) | _places(reply, traps)


def _responsibility(
    reply: Reply, owned: ownership.Ownership, traps: list[TrapFinding]
) -> tuple[StepFinding, list[TrapFinding]]:
    halved = any(one.trap in _HALVING for one in traps)
    finding = responsibility.graded_responsibility(owned, halved=halved)
    taking = [TrapFinding(Trap.TAKING_IT_BACK, owned.taken_back)] if owned.taken_back else []
    if (too_much := responsibility.excess(reply)) is not None:
        taking.append(TrapFinding(Trap.TAKING_TOO_MUCH, too_much))
        if finding.level == 0:
            finding = StepFinding(1, too_much, "It owns everything at once instead of a small, true part.")
    return finding, taking


def _places(reply: Reply, findings: list[TrapFinding]) -> frozenset[Segment]:
    """The clauses in which traps were found."""
    starts = {finding.span.start for finding in findings if finding.span}
    return (
        frozenset(segment for segment in reply.segments if reply.span_of(segment).start in starts)
        if starts
        else frozenset()
    )


def _bare_claims(reply: Reply, best: Reflection | None) -> list[TrapFinding]:
    """Claims to understand with nothing to show for them."""
    if best is not None and best.full:
        return []
    found = []
    for match in comfort.claims(reply):
        segment = reply.segment_at(match)
        shown = best is not None and best.segment == segment and (best.feeling or best.deep)
        if not shown or "know" in match[0]:
            found.append(TrapFinding(Trap.CLAIMING_UNDERSTANDING, reply.span_of(segment)))
    return found
