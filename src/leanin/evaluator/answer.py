"""The answer that a language model gives about a reply, and what remains of it once its evidence has been checked.

Descriptions in these classes travel to the model inside the JSON schema. The order of the fields is the order in
which it thinks: the reason and the evidence stand before the level that they bear out.
"""

from collections.abc import Collection
from textwrap import shorten
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from leanin.dynamics import Stance
from leanin.evaluator.evidence import find_quote
from leanin.fence import as_written, one_line
from leanin.rubric import Grade, Level, Step, StepGrade, Trap
from leanin.session.moments import ReplyMoment

LONGEST_NOTE: Final = 300
"""Characters of a reason or a tip that are kept."""

_OPEN_RUPTURE: Final = frozenset({Stance.SCEPTICAL, Stance.CONFRONTING, Stance.WITHDRAWN, Stance.LEAVING})
"""Stances in which owning a part is called for, whatever the model makes of the client's words."""


def _words(value: Any) -> Any:
    return "" if value is None else value


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.strip() in ("0", "1", "2") else value


def _trap_name(value: Any) -> Any:
    return value.strip(" `").casefold().replace(" ", "_").replace("-", "_") if isinstance(value, str) else value


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_Words = Annotated[str, BeforeValidator(_words)]


class StepAnswer(_Answer):
    """One step of the reply."""

    reason: _Words = Field(description="One sentence: what the reply does on this step.")
    evidence: _Words = Field(description="Copied letter for letter from the reply, or empty.")
    level: Annotated[Level, BeforeValidator(_number)] = Field(description="0 absent, 1 partial, 2 full.")
    called_for: bool = Field(description="Whether the client's words call for this step.")


class TrapAnswer(_Answer):
    """A trap that the reply fell into."""

    trap: Annotated[Trap, BeforeValidator(_trap_name)]
    evidence: _Words = Field(description="The words that triggered it, copied from the reply, or empty.")


class GradeAnswer(_Answer):
    """The grade of one reply."""

    responsibility: StepAnswer
    reflection: StepAnswer
    invitation: StepAnswer
    traps: list[TrapAnswer]
    tip: _Words = Field(description="One sentence to the trainee, as “you”.")

    def step(self, step: Step) -> StepAnswer:
        """The answer about one step."""
        answer: StepAnswer = getattr(self, step.value)
        return answer


def unproven(answer: GradeAnswer, reply: str) -> list[Step]:
    """The steps that were given a 2 with no quote that is in the reply."""
    return [step for step in Step if answer.step(step).level == 2 and not quoted(answer.step(step).evidence, reply)]


def merged(first: GradeAnswer, second: GradeAnswer, steps: Collection[Step]) -> GradeAnswer:
    """The first answer with some steps taken from the second, so that what wasn't in doubt doesn't change."""
    return first.model_copy(update={step.value: second.step(step) for step in steps})


def quoted(evidence: str, reply: str) -> str:
    """The words of the reply that the evidence quotes, as they stand there; empty where it quotes none."""
    span = find_quote(evidence, reply) or find_quote(as_written(evidence), reply)
    return span.of(reply) if span else ""


def as_grade(answer: GradeAnswer, moment: ReplyMoment) -> Grade:
    """The answer as a settled grade: quotes that aren't in the reply dropped, a 2 without any lowered to 1.

    A trap whose quote isn't in the reply stands without one: models often name the right trap and misquote. It falls
    only where the quote is the client's own words, for then somebody else fell into it.
    """
    traps: dict[Trap, str] = {}
    for named in answer.traps:
        words = quoted(named.evidence, moment.reply)
        if words or not quoted(named.evidence, moment.client):
            traps[named.trap] = traps.get(named.trap) or words
    called_for = _called_for(answer, moment)
    steps = {step.value: _step_grade(answer.step(step), moment.reply, step in called_for) for step in Step}
    return Grade(
        **steps,
        traps=tuple(traps),
        trap_evidence={trap: words for trap, words in traps.items() if words},
        tip=_shown(answer.tip),
    ).settled()


def _step_grade(answer: StepAnswer, reply: str, called_for: bool) -> StepGrade:
    words = quoted(answer.evidence, reply) if answer.level else ""
    level, note = answer.level, _shown(answer.reason)
    if level == 2 and not words:
        why = "lowered: no words of the reply could be quoted for a 2"
        level, note = 1, f"{note.rstrip('.')}; {why}" if note else why.capitalize()
    return StepGrade(level=level, called_for=called_for, evidence=words, note=note)


def _called_for(answer: GradeAnswer, moment: ReplyMoment) -> set[Step]:
    """The steps the moment calls for: the model's word, within what the client's stance leaves open."""
    called_for = {step for step in Step if answer.step(step).called_for}
    if moment.stance in _OPEN_RUPTURE:
        called_for.add(Step.RESPONSIBILITY)
    return called_for or {Step.REFLECTION, Step.INVITATION}


def _shown(text: str) -> str:
    words = " ".join(one_line(text).split())
    return words if len(words) <= LONGEST_NOTE else shorten(words, LONGEST_NOTE, placeholder="…")
