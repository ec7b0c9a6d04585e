"""The levels and traps of a reply: what the trained models say, shown by the words that made them say so.

The models weigh what the rules found together with the reply's own words. Where they agree with the rules, the rules'
evidence and reason stand; where they don't, the clause that counted most is the evidence, and the reason names the
words in it that counted.
"""

from typing import Final

from leanin.evaluator.builtin.conduct import takes_up_risk
from leanin.evaluator.builtin.features import Groups, add_clause, features_of
from leanin.evaluator.builtin.findings import StepFinding, TrapFinding, spans_of
from leanin.evaluator.builtin.models import Scores, added, contribution, contributions, scores
from leanin.evaluator.builtin.reading import Reading
from leanin.evaluator.builtin.segments import Segment
from leanin.evaluator.builtin.stems import is_content
from leanin.rubric import Level, Step, Trap

_PARTIAL: Final = 0.55
_FULL: Final = 1.3
"""From which expected level, 0.0 to 2.0, a step counts as taken in part, and in full."""
_FULL_BOTH: Final = 1.1
"""The same in full, where the rules too see a part owned plainly and nothing speaks against it."""
_MOST_WORDS: Final = 3
"""How many of the words that counted a reason names."""

_WHAT: Final[dict[Step, tuple[str, str, str]]] = {
    Step.RESPONSIBILITY: (
        "Nothing of the doubt is owned here",
        "Something is owned, but in general, in part or not quite plainly",
        "A plain and specific part of the doubt is owned",
    ),
    Step.REFLECTION: (
        "Nothing shows that the concern beneath the words was heard",
        "Something of the client's side is given back, but not the concern beneath it as a guess",
        "A likely concern beneath the words is offered as a guess",
    ),
    Step.INVITATION: (
        "Nothing hands the floor to the client",
        "It asks, but not with one open question about the concern",
        "One open invitation hands the floor to the client",
    ),
}


def decide(reading: Reading) -> tuple[dict[Step, StepFinding], list[TrapFinding]]:
    """The levels and traps of a reply that was read. The same reading always gives the same."""
    if _only_owns(reading):
        return reading.steps, reading.traps
    said = scores(features_of(reading))
    shown = _Shown(reading)
    traps = _traps(reading, said, shown)
    named = frozenset(finding.trap for finding in traps)
    return {step: _step(step, reading, said, named, shown) for step in Step}, traps


def _only_owns(reading: Reading) -> bool:
    """Whether the reply is nothing but an admission that the rules know: "I am young."."""
    owning = {part.segment for part in reading.parts.owned.admissions if not part.untrue}
    return not reading.traps and owning.issuperset(reading.reply.segments)


def _step(step: Step, reading: Reading, said: Scores, traps: frozenset[Trap], shown: "_Shown") -> StepFinding:
    found = reading.steps[step]
    level = _level(step, reading, said.expected[step], traps)
    if level == found.level:
        return found
    if level == 0:
        return StepFinding(0, None, f"{_WHAT[step][0]}.")
    segment = _clause_of(reading, found) or shown.weightiest(f"{step}-{level}")
    counted = shown.words_that_count(segment, f"{step}-{level}")
    because = f" (what counted: {', '.join(f'“{words}”' for words in counted)})" if counted else ""
    return StepFinding(level, reading.reply.span_of(segment), f"{_WHAT[step][level]}{because}.")


_DEFENDING: Final = frozenset({Trap.DEFENDING, Trap.BLAMING, Trap.HOSTILE})
_CAPPED: Final = {Trap.STACKED_QUESTIONS: Step.INVITATION, Trap.TELLING_FEELINGS: Step.REFLECTION}
"""Traps that the rubric's table holds against a full level of their step."""


def _level(step: Step, reading: Reading, expected: float, traps: frozenset[Trap]) -> Level:
    """The level that is expected, within what the rubric's table allows."""
    if expected < _PARTIAL or (step is Step.RESPONSIBILITY and _owns_nothing(reading, expected, traps)):
        return 0
    plainly = step is Step.RESPONSIBILITY and reading.steps[step].level == 2 and not traps
    full = _FULL_BOTH if plainly else _FULL
    return 1 if expected < full or any(_CAPPED.get(trap) is step for trap in traps) else 2


def _owns_nothing(reading: Reading, expected: float, traps: frozenset[Trap]) -> bool:
    """Whether all that is owned is untrue of this therapist, or a defence merely looks like owning."""
    if owned := reading.parts.owned.admissions:
        return all(part.untrue for part in owned)
    return expected < _FULL and not traps.isdisjoint(_DEFENDING)


def _clause_of(reading: Reading, found: StepFinding) -> Segment | None:
    """The clause in which the rules saw the step taken, if they did."""
    if found.level == 0 or found.span is None:
        return None
    reply = reading.reply
    return next((one for one in reply.segments if reply.span_of(one) == found.span), None)


class _Shown:
    """What the clauses of a reply add to the models' sums, each looked at once, and only where it is asked for."""

    def __init__(self, reading: Reading) -> None:
        self._reply, self._context = reading.reply, reading.context
        self._groups: dict[Segment, Groups] = {}
        self._added: dict[Segment, int] = {}

    def weightiest(self, model: str) -> Segment:
        """The clause whose words add most to a model's sum."""
        clauses = self._reply.segments
        if len(clauses) == 1:
            return clauses[0]
        if not self._added:
            self._added = {clause: added(self._by(clause)) for clause in clauses}
        return max(clauses, key=lambda clause: contribution(self._added[clause], model))

    def words_that_count(self, segment: Segment, model: str) -> list[str]:
        """The runs of words in a clause that add most to a model's sum, most first; none lies within another."""
        grams = contributions({"g": self._by(segment)["g"]}, model)
        weights = {words: weight for name, weight in grams.items() if (words := name[2:].strip(" |?"))}
        chosen: list[str] = []
        for words in sorted(weights, key=lambda one: (-weights[one], one)):
            telling = " " in words or is_content(words)
            if telling and weights[words] > 0 and not any(words in one or one in words for one in chosen):
                chosen.append(words)
            if len(chosen) == _MOST_WORDS:
                break
        return chosen

    def _by(self, segment: Segment) -> Groups:
        """The features of one clause."""
        if segment not in self._groups:
            groups = self._groups.setdefault(segment, {})
            first, last = segment == self._reply.segments[0], segment == self._reply.segments[-1]
            words = self._reply.words_of(segment)
            add_clause(groups, words, segment.asks, self._context, first=first, last=last)
        return self._groups[segment]


def _traps(reading: Reading, said: Scores, shown: _Shown) -> list[TrapFinding]:
    ruled = spans_of(reading.traps)
    named = said.traps | (ruled.keys() & {Trap.OFF_TASK, Trap.UNSAFE})
    if reading.context.risk and takes_up_risk(reading.reply):
        named -= {Trap.CLOSED_QUESTION}  # whether they are in danger has to be asked
    return [
        TrapFinding(trap, ruled[trap] if trap in ruled else reading.reply.span_of(shown.weightiest(str(trap))))
        for trap in Trap
        if trap in named
    ]
