"""The grade of one reply, put together from what each part of the grader found."""

from leanin.evaluator.builtin import machine
from leanin.evaluator.builtin.context import Context, context_of
from leanin.evaluator.builtin.deciding import decide
from leanin.evaluator.builtin.findings import StepFinding, TrapFinding, spans_of
from leanin.evaluator.builtin.reading import read
from leanin.evaluator.builtin.segments import Reply
from leanin.evaluator.builtin.wear import worn
from leanin.evaluator.wordless import SILENT_NOTE, SILENT_TIP
from leanin.rubric import Grade, Step, StepGrade, Trap
from leanin.session.ports import ReplyMoment

_NOBODY = "Nothing here is said to the client."
_WORN = "The same words as in an earlier reply: a formula wears off."


def grade_reply(moment: ReplyMoment) -> Grade:
    """Grade one reply. Never raises, whatever the text; the same moment always gets the same grade."""
    context = context_of(moment)
    if machine.silent(moment.reply):
        return _grade(moment, context, _silence(), [], tip=SILENT_TIP)
    reply, addressed = machine.honest_remainder(moment.reply)
    off_task = [TrapFinding(Trap.OFF_TASK, addressed)] if addressed else []
    if machine.gibberish(reply):
        return _grade(moment, context, _nothing(_NOBODY), off_task or [TrapFinding(Trap.OFF_TASK, None)])
    steps, traps = decide(read(reply, context))
    if addressed:
        # dropping a sentence may also drop honest words that told against the reply, so the lower reading counts
        wider, _ = decide(read(machine.without_markup(moment.reply), context))
        steps = {step: min(steps[step], wider[step], key=lambda one: one.level) for step in Step}
    return _grade(
        moment, context, {step: _unless_worn(one, reply, context) for step, one in steps.items()}, off_task + traps
    )


def _nothing(why: str) -> dict[Step, StepFinding]:
    return dict.fromkeys(Step, StepFinding(0, None, why))


def _silence() -> dict[Step, StepFinding]:
    """Nothing on any step, which is explained once."""
    return _nothing("") | {Step.RESPONSIBILITY: StepFinding(0, None, SILENT_NOTE)}


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
