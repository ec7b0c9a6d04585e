"""What the parts of the grader hand to one another."""

from typing import NamedTuple

from leanin.evaluator.builtin.patterns import Cue
from leanin.evaluator.builtin.segments import Reply, Segment
from leanin.evaluator.evidence import Span
from leanin.rubric import Level, Trap


class StepFinding(NamedTuple):
    """How far one step was taken, the words that show it, and why in one sentence."""

    level: Level
    span: Span | None
    note: str


class TrapFinding(NamedTuple):
    """A trap and the words that fell into it."""

    trap: Trap
    span: Span | None


def spans_of(findings: list[TrapFinding]) -> dict[Trap, Span | None]:
    """The first place of each trap that was found."""
    places: dict[Trap, Span | None] = {}
    for finding in findings:
        if places.get(finding.trap) is None:
            places[finding.trap] = finding.span
    return places


def found_by(pattern: Cue, trap: Trap, reply: Reply, spared: frozenset[Segment]) -> list[TrapFinding]:
    """The clauses in which a pattern finds a trap, but for those that are spared."""
    clauses = dict.fromkeys(reply.segment_at(match) for match in pattern.finditer(reply.text))
    return [TrapFinding(trap, reply.span_of(clause)) for clause in clauses if clause not in spared]
