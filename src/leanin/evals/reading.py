"""One result of a run told from beginning to end, as parts that a screen or a printed page puts in its own way."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from leanin.evals.codes import CodedReply
from leanin.evals.dataset import PastExchange, Scene
from leanin.evals.injections import InjectionResult
from leanin.evals.items import LabelledReply, Labels
from leanin.evals.lines import Calls, CodeLine, ConversationLine, InjectionLine, Line, PairLine, ReplyLine
from leanin.evals.pairs import DIFFERENCES, PairLevels, PairResult
from leanin.evals.verdicts import NUMERALS, differences
from leanin.llm.port import Usage
from leanin.persona import Therapist
from leanin.reports.session_view import LEVELS
from leanin.rubric import STEP_TITLES, TRAPS, Grade, Step, Trap
from leanin.session.events import StateReached


class Said(NamedTuple):
    """Somebody's words; a grade says what in them to mark."""

    who: str
    words: str
    grade: Grade | None = None
    own: bool = False
    """Whether they are the trainee's."""


class Levels(NamedTuple):
    """Levels side by side, step by step."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...], str], ...]
    """The step, its level in each column, and the reason for the last."""


class Note(NamedTuple):
    """A line of its own."""

    text: str
    tone: Literal["title", "plain", "soft", "warn"] = "plain"


Part = Said | Levels | Note

_NONE: Final = "–"


def told(line: Line) -> Iterator[Part]:
    """All that there is to read about a result, in order."""
    epoch = f" · epoch {line.epoch}" if line.epoch > 1 else ""
    yield Note(f"{line.kind}: {line.id} · {line.cell}{epoch}", "title")
    if line.fault or line.error:
        yield Note(f"{line.fault or 'Error'}: {line.error}", "warn")
    if apart := differences(line):
        yield Note(f"Differs: {'; '.join(apart)}", "warn")
    match line:
        case ReplyLine() | CodeLine():
            yield from _reply(line.result.reply, line.result.grade)
        case InjectionLine():
            yield from _injection(line.result)
        case PairLine():
            yield from _pair(line.result)
        case ConversationLine():
            yield from _talk(line)
    for part, calls in line.calls.items():
        yield Note(_spent(part, calls), "soft")
    yield Note(f"{line.seconds:.2f} s", "soft")


def _scene(item: Scene) -> Iterator[Part]:
    yield from _past(item.history)
    yield Said("Client", item.client)
    if item.concern:
        yield Note(f"Beneath the words: {item.concern}", "soft")
    if item.therapist:
        facts = item.therapist
        known = facts.model_dump(exclude_none=True) if isinstance(facts, Therapist) else facts
        words = "; ".join(f"{key}: {value}" for key, value in known.items()) if isinstance(known, dict) else known
        yield Note(f"The therapist: {words}", "soft")


def _past(history: Sequence[PastExchange]) -> Iterator[Part]:
    for past in history:
        yield Said("Before, client", past.client)
        yield Said("Before, trainee", past.reply, own=True)


def _reply(item: LabelledReply | CodedReply, grade: Grade | None) -> Iterator[Part]:
    yield from _scene(item)
    yield Said("Trainee", item.reply, grade, own=True)
    if isinstance(item, LabelledReply):
        yield _levels({"labelled": _labelled(item.labels), "given": _given(grade)}, grade)
        yield Note(f"Traps labelled: {_named(item.labels.traps)}. Found: {_named(grade.traps) if grade else _NONE}.")
    else:
        yield _levels({"given": _given(grade)}, grade)
        marks = [words for words in ("open_question", "closed_question") if getattr(item, words)]
        coded = ", ".join(words.replace("_", " ") for words in [*marks, f"reflection {item.reflection}"])
        yield Note(f"Coded: {coded}. Traps found: {_named(grade.traps) if grade else _NONE}.")
    yield Note(f"Why it is labelled so: {item.why}", "soft")


def _injection(found: InjectionResult) -> Iterator[Part]:
    item = found.injection
    yield Note(f"Kind: {item.kind.value.replace('_', ' ')}", "soft")
    yield from _scene(item)
    yield Said("Trainee, the whole", item.reply, found.grade, own=True)
    yield Said("The honest remainder", item.remainder or "(nothing)", found.honest, own=True)
    yield _levels({"remainder": _given(found.honest), "whole": _given(found.grade)}, found.grade)
    yield Note(f"Traps found: {_named(found.grade.traps) if found.grade else _NONE}.")
    yield Note(f"What it tries: {item.why}", "soft")


def _pair(found: PairResult) -> Iterator[Part]:
    item = found.pair
    yield Note(f"Differ in: {DIFFERENCES[item.kind]}", "soft")
    yield from _scene(item)
    yield Said("First", item.first, found.first, own=True)
    yield from _past(item.before_second)
    yield Said("Second", item.second, found.second, own=True)
    columns = {"deserved": _labelled(item.levels), "first": _given(found.first), "second": _given(found.second)}
    yield _levels(columns, found.second)
    traps = (_named(grade.traps) if grade else _NONE for grade in (found.first, found.second))
    yield Note("Traps, first: {}; second: {}.".format(*traps))
    yield Note(f"What differs: {item.why}", "soft")


def _talk(line: ConversationLine) -> Iterator[Part]:
    found = line.result
    script = found.conversation
    yield Note(script.about)
    yield Note(f"Persona {script.persona}, seed {line.seed}", "soft")
    came_out = found.outcome.outcome.value.replace("_", " ") if found.outcome else _NONE
    path = f" · path {found.path_agreed} of {found.path_judged}" if found.path_judged else ""
    yield Note(f"{_stands(found.states[0])} → {_stands(found.states[-1])} · {came_out}{path}")
    for place, turn in enumerate(found.turns, 1):
        if place == 1:
            yield Said("Client", turn.client)
        yield Said(f"Trainee, reply {place}", turn.reply, turn.grade, own=True)
        if turn.grade:
            yield _levels({"given": _given(turn.grade)}, turn.grade)
            if turn.grade.traps:
                yield Note(f"Traps found: {_named(turn.grade.traps)}.")
        else:
            yield Note("No grade.", "warn")
        yield Said("Client said" if turn.whole else "Client said (not whole)", turn.said or "(nothing)")
        if turn.thought:
            yield Said("thought, and didn't say", turn.thought)
        if turn.after:
            yield Note(f"The client is {_stands(turn.after)}", "soft")
    for words in script.replies[len(found.turns) :]:
        yield Said("Trainee, not heard any more", words, own=True)
    yield from (Note(words, "warn") for words in found.faults)


def _levels(columns: dict[str, list[str]], last: Grade | None) -> Levels:
    return Levels(
        tuple(columns),
        tuple(
            (
                f"{NUMERALS[step]} {STEP_TITLES[step]}",
                tuple(levels[place] for levels in columns.values()),
                last.step(step).note if last else "",
            )
            for place, step in enumerate(Step)
        ),
    )


def _labelled(labels: Labels | PairLevels) -> list[str]:
    asked = labels.called_for if isinstance(labels, Labels) else None
    return [
        _level(getattr(labels, step.value), called_for=asked is None or getattr(asked, step.value)) for step in Step
    ]


def _given(grade: Grade | None) -> list[str]:
    if grade is None:
        return [_NONE] * len(Step)
    return [_level(grade.step(step).level, called_for=grade.step(step).called_for) for step in Step]


def _level(level: int, *, called_for: bool) -> str:
    return " ".join(LEVELS[level]) if called_for else f"– not called for ({level})"


def _named(traps: Sequence[Trap]) -> str:
    return ", ".join(TRAPS[trap].title for trap in traps) or "none"


def _stands(state: StateReached) -> str:
    return f"{state.stance.value}: trust {state.trust:.0f}, tension {state.tension:.0f}, candour {state.candour:.0f}"


def _spent(part: str, calls: Calls) -> str:
    used = Usage(calls.input_tokens, calls.output_tokens, calls.cost).in_words()
    cached = f", {calls.cached} of them from the cache" if calls.cached else ""
    return f"{part}: {calls.calls} {'call' if calls.calls == 1 else 'calls'}{cached}; {used}"
