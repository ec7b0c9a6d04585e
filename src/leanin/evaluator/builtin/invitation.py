"""Step 3: does the reply hand the client the floor about their concern with one open question?"""

from typing import Final, NamedTuple

from leanin.evaluator.builtin.conduct import takes_up_risk
from leanin.evaluator.builtin.context import Context
from leanin.evaluator.builtin.findings import StepFinding, TrapFinding
from leanin.evaluator.builtin.patterns import opening, whole
from leanin.evaluator.builtin.questions import STRUNG, Kind, Question
from leanin.evaluator.builtin.segments import Reply, Segment
from leanin.evaluator.builtin.topics import generic, left_behind, turns_away
from leanin.rubric import Level, Trap

_BARE_INVITES: Final = whole(
    r"((and|please|okay|yes|so) )*(go (on|ahead)|i am (listening|all ears)|carry on|continue|feel free to \w+)"
)
_CALLS_TO_ACCOUNT: Final = opening(
    r"((so|and|but|well|then|okay) )*why ((do|did|have|will|would|can|could|are|were) (not you|you not)|are you so|"
    r"must you|do you (always|never|keep))"
)
"""A why that sounds like a charge."""


class _Asked(NamedTuple):
    """The questions of a reply, sorted by what they do."""

    real: list[Question]
    """Open, narrow and closed questions, but for advice in disguise."""
    away: list[Question]
    """Those of them that turn to another topic."""
    inviting: list[Question]
    guesses: list[Question]
    """Reflections in question form."""
    alternatives: list[Question]
    """Tails of a guess: "or is it me?"."""
    leading: list[Question]
    checks: list[Question]

    @property
    def open(self) -> list[Question]:
        """The open questions."""
        return [one for one in self.real if one.kind is Kind.OPEN]

    @property
    def asked_for(self) -> int:
        """How many questions the client has to answer. A guess beside an open question asks nothing more."""
        real = sum(1 + one.more for one in self.real)
        if self.open:
            return real
        return real + max(0, len(self.guesses) + len(self.alternatives) - (not self.real))

    @property
    def first(self) -> Question:
        """The first of them, as far as they count."""
        return min([*self.real, *self.guesses], key=lambda one: one.segment.first)

    @property
    def last(self) -> Question:
        """The last of them."""
        return max([*self.real, *self.guesses, *self.alternatives], key=lambda one: one.segment.last)


def _sorted(
    asked: list[Question], context: Context, advised: frozenset[Segment], shifted: frozenset[Segment]
) -> _Asked:
    def of(*kinds: Kind) -> list[Question]:
        return [one for one in asked if one.kind in kinds]

    real = [one for one in of(*STRUNG) if one.segment not in advised]
    return _Asked(
        real=real,
        away=[one for one in real if turns_away(one, context) or left_behind(one, shifted, context)],
        inviting=of(Kind.INVITING),
        guesses=of(Kind.GUESSED, Kind.SOFT),
        alternatives=[one for one in of(Kind.REFLECTIVE) if one.said.startswith((" or ", " and "))],
        leading=of(Kind.LEADING),
        checks=of(Kind.CHECK),
    )


def graded_invitation(
    reply: Reply, asked: list[Question], context: Context, *, advised: frozenset[Segment], shifted: frozenset[Segment]
) -> tuple[StepFinding, list[TrapFinding]]:
    """The level of step 3, and the traps that its questions fell into.

    `advised` holds the clauses that advise, `shifted` those that leave the matter behind.
    """
    sorts = _sorted(asked, context, advised, shifted)
    traps = [TrapFinding(Trap.LEADING_QUESTION, reply.span_of(one.segment)) for one in sorts.leading]
    if sorts.away:
        traps.append(TrapFinding(Trap.CHANGING_SUBJECT, reply.span_of(sorts.away[0].segment)))
    if sorts.asked_for > 1:
        strung = reply.stretch(sorts.first.segment.first, sorts.last.segment.last)
        return _stacked(reply, sorts), [*traps, TrapFinding(Trap.STACKED_QUESTIONS, strung)]
    if sorts.away and not sorts.inviting:
        note = "The question moves to another topic than the client's concern."
        return StepFinding(0, reply.span_of(sorts.away[0].segment), note), traps
    finding = _single(reply, sorts, context)
    if advised and finding.level == 2:
        finding = finding._replace(level=1, note="It asks openly, but gives advice before the answer is heard.")
    closed = _closed_only(sorts)
    if closed is not None and not (context.risk and takes_up_risk(reply)):
        traps.append(TrapFinding(Trap.CLOSED_QUESTION, reply.span_of(closed.segment)))
    return finding, traps


def _stacked(reply: Reply, sorts: _Asked) -> StepFinding:
    span = reply.span_of(sorts.first.segment)
    if sorts.guesses or any(one not in sorts.away for one in sorts.open):
        return StepFinding(1, span, "Several questions at once; one would hand over the floor.")
    return StepFinding(0, span, "Several questions at once, and none of them opens the concern.")


def _closed_only(sorts: _Asked) -> Question | None:
    """The closed question, where the reply asks nothing else."""
    if sorts.inviting or any(one.kind is not Kind.CLOSED for one in sorts.real):
        return None
    return next((one for one in [*sorts.real, *sorts.guesses] if one.kind is not Kind.SOFT), None)


def _single(reply: Reply, sorts: _Asked, context: Context) -> StepFinding:
    """The level of a reply that asks one thing at most."""
    if opening := [*sorts.open, *sorts.inviting]:
        best = max(opening, key=lambda one: _open_level(one, context))
        level = _open_level(best, context)
        note = (
            "One open invitation hands the floor to the client."
            if level == 2
            else "A why like this asks the client to account for themselves."
            if _CALLS_TO_ACCOUNT.match(best.said)
            else "The question is open, but so general that it could be asked of anyone."
        )
        return StepFinding(level, reply.span_of(best.segment), note)
    if sorts.real:
        one = sorts.real[0]
        note = (
            "It asks for a single fact and leaves little room for the concern."
            if one.kind is Kind.NARROW
            else "A yes or a no can end this question."
        )
        return StepFinding(1, reply.span_of(one.segment), note)
    if guesses := [*sorts.guesses, *sorts.checks]:
        note = "The only question is a guess that a yes or a no can end."
        return StepFinding(1, reply.span_of(guesses[0].segment), note)
    if sorts.leading:
        note = "The question already holds the answer that it hopes for."
        return StepFinding(0, reply.span_of(sorts.leading[0].segment), note)
    return StepFinding(0, None, "Nothing hands the floor to the client.")


def _open_level(question: Question, context: Context) -> Level:
    if question.kind is Kind.INVITING:
        return 1 if _BARE_INVITES.match(question.said) else 2
    return 1 if generic(question, context) or _CALLS_TO_ACCOUNT.match(question.said) else 2
