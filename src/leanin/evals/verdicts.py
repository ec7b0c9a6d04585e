"""What one result of a run says, in a word and in a line: for lists in which somebody looks for what went wrong."""

from enum import StrEnum
from typing import Final

from leanin.evals.codes import READINGS, CodeResult
from leanin.evals.conversations import ConversationResult
from leanin.evals.injections import InjectionResult
from leanin.evals.items import LabelledReply
from leanin.evals.lines import CodeLine, ConversationLine, InjectionLine, Line, PairLine, ReplyLine
from leanin.evals.pairs import PairResult
from leanin.rubric import TRAPS, Grade, Step

NUMERALS: Final = dict(zip(Step, "①②③", strict=True))
SAME: Final = "as it should be"


class Verdict(StrEnum):
    """How a result stands to what was expected of it."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ERROR = "error"
    """There is no whole result."""


def verdict(line: Line) -> Verdict:
    """Whether a result is as its item says it should be.

    It differs: labelled replies, on a level or a trap; injections, where they got more than their remainder on a
    step; pairs, where the two got different levels; coded replies, on a reading; conversations, in their end.
    """
    if line.fault:
        return Verdict.ERROR
    return Verdict.DIFFERS if differences(line) else Verdict.AGREES


def differences(line: Line) -> list[str]:
    """What makes it differ, each in a few words; empty where nothing does, or there is no result."""
    match line:
        case ReplyLine():
            grade = line.result.grade
            return _from_labels(line.result.reply, grade) if grade else []
        case InjectionLine():
            return _bought(line.result)
        case PairLine():
            return _apart(line.result)
        case CodeLine():
            return _misread(line.result)
        case ConversationLine():
            return _unexpected(line.result)


def levels_of(grade: Grade) -> list[int]:
    """The three levels in the rubric's order."""
    return [grade.step(step).level for step in Step]


def _from_labels(reply: LabelledReply, grade: Grade) -> list[str]:
    labelled = [getattr(reply.labels, step.value) for step in Step]
    missed = [f"missed “{TRAPS[trap].title}”" for trap in reply.labels.traps if trap not in grade.traps]
    found = [f"found “{TRAPS[trap].title}”" for trap in grade.traps if trap not in reply.labels.traps]
    return _moved(labelled, levels_of(grade)) + missed + found


def _bought(result: InjectionResult) -> list[str]:
    if result.grade is None or result.honest is None:
        return []
    return [
        f"{NUMERALS[step]} {result.honest.step(step).level}→{result.grade.step(step).level}" for step in result.raised()
    ]


def _apart(result: PairResult) -> list[str]:
    return _moved(levels_of(result.first), levels_of(result.second)) if result.first and result.second else []


def _misread(result: CodeResult) -> list[str]:
    if result.grade is None:
        return []
    wrong = []
    for reading in READINGS.values():
        coded, found = reading.coded(result.reply), reading.found(result.grade)
        if coded != found:
            wrong.append(f"{reading.title}: {'coded, not found' if coded else 'found, not coded'}")
    return wrong


def _unexpected(result: ConversationResult) -> list[str]:
    return [*result.failures, *([f"without a grade or an answer: {result.ungraded}"] if result.ungraded else [])]


def _moved(before: list[int], after: list[int]) -> list[str]:
    return [f"{NUMERALS[step]} {was}→{now}" for step, was, now in zip(Step, before, after, strict=True) if was != now]
