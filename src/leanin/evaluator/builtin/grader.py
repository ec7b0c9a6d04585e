"""The grade of one reply, put together from what each part of the grader found."""

from typing import NamedTuple

from leanin.evaluator.builtin import (
    comfort,
    conduct,
    counters,
    defence,
    invitation,
    machine,
    ownership,
    reflection,
    responsibility,
    steering,
    topics,
)
from leanin.evaluator.builtin.context import Context, context_of
from leanin.evaluator.builtin.findings import StepFinding, TrapFinding, spans_of
from leanin.evaluator.builtin.questions import Kind, Question, questions
from leanin.evaluator.builtin.reflection import Reflection
from leanin.evaluator.builtin.segments import Reply, Segment
from leanin.evaluator.builtin.wear import worn
from leanin.evaluator.wordless import SILENT_NOTE, SILENT_TIP
from leanin.rubric import Grade, Step, StepGrade, Trap
from leanin.session.ports import ReplyMoment

_NOBODY = "Nothing here is said to the client."
_WORN = "The same words as in an earlier reply: a formula wears off."
_HALVING = frozenset({Trap.DEFENDING, Trap.BLAMING, Trap.HOSTILE, Trap.MINIMISING})
"""Traps that take half of an ownership back."""


def grade_reply(moment: ReplyMoment) -> Grade:
    """Grade one reply. Never raises, whatever the text; the same moment always gets the same grade."""
    context = context_of(moment)
    if machine.silent(moment.reply):
        return _grade(moment, context, _silence(), [], tip=SILENT_TIP)
    reply, addressed = machine.honest_remainder(moment.reply)
    off_task = [TrapFinding(Trap.OFF_TASK, addressed)] if addressed else []
    if machine.gibberish(reply):
        return _grade(moment, context, _nothing(_NOBODY), off_task or [TrapFinding(Trap.OFF_TASK, None)])
    steps, traps = _read(reply, context)
    if addressed:
        # dropping a sentence may also drop honest words that told against the reply, so the lower reading counts
        wider, _ = _read(machine.without_markup(moment.reply), context)
        steps = {step: min(steps[step], wider[step], key=lambda one: one.level) for step in Step}
    return _grade(
        moment, context, {step: _unless_worn(one, reply, context) for step, one in steps.items()}, off_task + traps
    )


def _nothing(why: str) -> dict[Step, StepFinding]:
    return dict.fromkeys(Step, StepFinding(0, None, why))


def _silence() -> dict[Step, StepFinding]:
    """Nothing on any step, which is explained once."""
    return _nothing("") | {Step.RESPONSIBILITY: StepFinding(0, None, SILENT_NOTE)}


class _Parts(NamedTuple):
    """What each clause of the reply does, before anything is judged."""

    asked: list[Question]
    mirrored: list[Reflection]
    owned: ownership.Ownership
    opening: frozenset[Segment]
    """Clauses that hand over the floor."""
    guessing: frozenset[Segment]
    """Clauses that guess at what the client feels or fears."""


def _parts(reply: Reply, context: Context) -> _Parts:
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
    return _Parts(asked, mirrored, owned, opening, guessing)


def _clauses(asked: list[Question], *kinds: Kind) -> frozenset[Segment]:
    return frozenset(one.segment for one in asked if one.kind in kinds)


def _read(reply: Reply, context: Context) -> tuple[dict[Step, StepFinding], list[TrapFinding]]:
    parts = _parts(reply, context)
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


def _explained(reply: Reply, parts: _Parts, traps: list[TrapFinding]) -> frozenset[Segment]:
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


def _unless_worn(finding: StepFinding, reply: Reply, context: Context) -> StepFinding:
    if finding.level < 2 or finding.span is None or not context.earlier:
        return finding
    if not worn(finding.span.of(reply.original), reply.text, context.earlier):
        return finding
    return finding._replace(level=1, note=_WORN)


def _grade(
    moment: ReplyMoment, context: Context, steps: dict[Step, StepFinding], traps: list[TrapFinding], *, tip: str = ""
) -> Grade:
    def step(which: Step) -> StepGrade:
        finding = steps[which]
        return StepGrade(
            level=finding.level,
            called_for=which in context.called_for,
            evidence=finding.span.of(moment.reply) if finding.span else "",
            note=finding.note,
        )

    places = spans_of(traps)
    return Grade(
        responsibility=step(Step.RESPONSIBILITY),
        reflection=step(Step.REFLECTION),
        invitation=step(Step.INVITATION),
        traps=tuple(places),
        trap_evidence={trap: span.of(moment.reply) for trap, span in places.items() if span},
        tip=tip,
    ).settled()
