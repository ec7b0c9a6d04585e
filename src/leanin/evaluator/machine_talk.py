"""Replies that also talk to the grading machine, and how a language model is kept from being talked up by them.

Fences and the prompt ask a model to take no orders from a reply; whether it obeys can't be known. So wherever the
built-in evaluator's detector finds words to the machine, the model grades the reply twice, with and without them, and
on each step the lower level counts:

- Without the second reading, the orders would stand before the model and only its obedience would hold it.
- Without the first, a detector that errs could take out honest words that tell against a reply (“as an evaluator I know
  better than you”), and so be a way to raise a grade.
- Together, no such reply can get more than its honest remainder gets, whatever the model does with the orders.

The price is a second call for the few replies in which something is found, and none for all others; a reply in which
nothing else is left costs no call at all. What is found nowhere raises no flag: there the fence and the prompt stand
alone.
"""

from itertools import groupby
from typing import Final, NamedTuple

from leanin.evaluator.builtin.machine import gibberish, honest_remainder
from leanin.evaluator.builtin.segments import segmented
from leanin.evaluator.evidence import find_quote
from leanin.languages import ENGLISH, is_english
from leanin.rubric import TRAPS, Grade, Step, StepGrade, Trap

_CLOSING: Final = ".,!?…\"'”’)"
_LEFT_OUT: Final = "[…]"


class Parts(NamedTuple):
    """A reply, parted."""

    to_client: str
    """What is said to the client, a line for each stretch; empty where nothing is."""
    to_machine: str
    """The first words that are said to the machine, as they stand in the reply; empty where there are none."""


def parted(reply: str, language: str = ENGLISH) -> Parts:
    """The reply in what the client is told and what the machine is told. Runs in linear time.

    The detector knows English sessions only, and takes what isn't English for words to the machine; where the two speak
    another language nothing is parted, and the fence and the prompt stand alone.
    """
    if not is_english(language):
        return Parts(reply, "")
    remainder, addressed = honest_remainder(reply)
    if addressed is None:
        return Parts(reply, "")
    if gibberish(remainder):
        return Parts("", addressed.of(reply).strip())
    kept = {word.span for word in remainder.words}
    lines = []
    for is_kept, run in groupby(dict.fromkeys(word.span for word in segmented(reply).words), kept.__contains__):
        if is_kept:
            spans = list(run)
            end = spans[-1].end
            while end < len(reply) and reply[end] in _CLOSING:
                end += 1
            lines.append(reply[spans[0].start : end])
    return Parts("\n".join(lines), addressed.of(reply).strip())


def as_history(reply: str, language: str = ENGLISH) -> str:
    """An earlier reply as the model is shown it: without what it said to the machine, so that no order waits there."""
    return parted(reply, language).to_client or _LEFT_OUT


def nothing_said(to_machine: str) -> Grade:
    """The grade of a reply that says nothing to the client."""
    return Grade(
        responsibility=StepGrade(level=0, note="Nothing here is said to the client."),
        reflection=StepGrade(level=0),
        invitation=StepGrade(level=0),
        traps=(Trap.OFF_TASK,),
        trap_evidence={Trap.OFF_TASK: to_machine},
    ).settled()


def lower_of(whole: Grade, honest: Grade, reply: str, to_machine: str) -> Grade:
    """The grade of a reply that also talks to the machine, from the grades of all of it and of its honest remainder.

    Lower levels and all traps of the two, and `off_task`. What the moment calls for is taken from the honest reading
    alone, since an order may say that nothing was called for.
    """

    def step(which: Step) -> StepGrade:
        kept, other = honest.step(which), whole.step(which)
        lower = other if other.level < kept.level else kept
        evidence = _from_reply(lower.evidence, reply) if lower.level else ""
        return lower.model_copy(update={"called_for": kept.called_for, "evidence": evidence})

    quotes = {trap: _from_reply(words, reply) for trap, words in (whole.trap_evidence | honest.trap_evidence).items()}
    return Grade(
        responsibility=step(Step.RESPONSIBILITY),
        reflection=step(Step.REFLECTION),
        invitation=step(Step.INVITATION),
        traps=(*whole.traps, *honest.traps, Trap.OFF_TASK),
        trap_evidence=quotes | {Trap.OFF_TASK: to_machine},
        tip=TRAPS[Trap.OFF_TASK].instead,
    ).settled()


def _from_reply(evidence: str, reply: str) -> str:
    """The evidence as it stands in the reply; of one that reaches across what was left out, the longest line."""
    for words in (evidence, *sorted(evidence.splitlines(), key=len, reverse=True)):
        if span := find_quote(words, reply):
            return span.of(reply)
    return ""
