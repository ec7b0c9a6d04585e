"""One result as a run's page holds it: compact, without what is empty, and with every text as it may be shown."""

from typing import Any

from leanin.evals.codes import CodedReply
from leanin.evals.conversations import ConversationResult, PlayedTurn
from leanin.evals.dataset import ReplyLine as Reply
from leanin.evals.dataset import Scene
from leanin.evals.injections import Injection
from leanin.evals.items import LabelledReply, ScriptedConversation
from leanin.evals.lines import ConversationLine, InjectionLine, Line, PairLine
from leanin.evals.pairs import DIFFERENCES, ReplyPair
from leanin.evals.suite import Item
from leanin.evals.verdicts import Verdict, differences
from leanin.persona import Therapist
from leanin.reports.marking import pieces
from leanin.reports.templating import shown
from leanin.rubric import Grade, Step
from leanin.session.events import StateReached


def item_of(line: Line) -> tuple[str, Item]:
    """What was run: the item's kind and the item."""
    match line:
        case InjectionLine():
            return line.kind, line.result.injection
        case PairLine():
            return line.kind, line.result.pair
        case ConversationLine():
            return line.kind, line.result.conversation
        case _:
            return line.kind, line.result.reply


def item_data(kind: str, item: Item) -> dict[str, Any]:
    """An item as plain data."""
    data: dict[str, Any] = {"kind": kind, "id": item.id}
    if isinstance(item, Scene):
        data |= {
            "client": item.client,
            "concern": item.concern,
            "persona": item.persona,
            "therapist": _therapist(item.therapist),
            "history": [[past.client, past.reply] for past in item.history],
        }
    if isinstance(item, Reply):
        data["reply"] = item.reply
    match item:
        case LabelledReply():
            labels = item.labels
            data |= {
                "levels": [getattr(labels, step.value) for step in Step],
                "uncalled": [place for place, step in enumerate(Step) if not getattr(labels.called_for, step.value)],
                "traps": [trap.value for trap in labels.traps],
                "why": item.why,
            }
        case Injection():
            data |= {"of": item.kind.value, "remainder": item.remainder, "why": item.why}
        case ReplyPair():
            data |= {
                "of": item.kind.value,
                "about": DIFFERENCES[item.kind],
                "reply": item.first,
                "second": item.second,
                "later": [[past.client, past.reply] for past in item.before_second],
                "levels": list(item.levels.model_dump().values()),
                "why": item.why,
            }
        case CodedReply():
            coded = [name for name in ("open_question", "closed_question") if getattr(item, name)]
            data |= {"coded": [*coded, f"reflection: {item.reflection}"], "why": item.why}
        case ScriptedConversation():
            data |= {"of": item.kind, "about": item.about, "persona": item.persona, "expected": _expected(item)}
    return _slim(data)


def _expected(item: ScriptedConversation) -> list[str]:
    wanted = item.expected
    said = [f"stance {' or '.join(wanted.stance)}"] if wanted.stance else []
    said += [f"outcome {' or '.join(wanted.outcome)}"] if wanted.outcome else []
    said += [f"trust {wanted.trust}"] if wanted.trust != "any" else []
    return [*said, f"path {', '.join(wanted.path)}"] if wanted.path else said


def _therapist(facts: Therapist | dict[str, Any] | str | None) -> str:
    if isinstance(facts, Therapist):
        facts = facts.model_dump(exclude_none=True)
    if isinstance(facts, dict):
        return "; ".join(f"{key}: {value}" for key, value in facts.items() if value != "")
    return facts or ""


def row_data(line: Line, judged: Verdict) -> dict[str, Any]:
    """What came of it, as plain data, without the item."""
    row: dict[str, Any] = {
        "key": line.key,
        "cell": line.cell,
        "epoch": line.epoch,
        "group": line.group,
        "verdict": judged.value,
        "differs": differences(line),
        "seconds": round(line.seconds, 3),
        "fault": line.fault,
        "error": line.error,
        "used": [_used(part, calls.model_dump()) for part, calls in line.calls.items()],
    }
    match line:
        case InjectionLine(result=bought):
            row |= {
                "grade": _grade(bought.grade, bought.injection.reply),
                "honest": _grade(bought.honest, bought.injection.remainder),
            }
        case PairLine(result=two):
            row |= {"grade": _grade(two.first, two.pair.first), "second": _grade(two.second, two.pair.second)}
        case ConversationLine(result=talk):
            row |= {"seed": line.seed} | _talk(talk)
        case _:
            row["grade"] = _grade(line.result.grade, line.result.reply.reply)
    return _slim(row)


def _talk(talk: ConversationResult) -> dict[str, Any]:
    return {
        "turns": [_turn(turn) for turn in talk.turns],
        "states": [_state(state) for state in talk.states],
        "outcome": talk.outcome.outcome.value if talk.outcome else "",
        "unheard": talk.conversation.replies[len(talk.turns) :],
        "faults": talk.faults,
        "path": [talk.path_agreed, talk.path_judged] if talk.path_judged else [],
    }


def _turn(turn: PlayedTurn) -> dict[str, Any]:
    return _slim(
        {
            "client": turn.client,
            "reply": turn.reply,
            "grade": _grade(turn.grade, turn.reply),
            "after": _state(turn.after) if turn.after else None,
            "said": turn.said,
            "thought": turn.thought,
            "broken": not turn.whole,
        }
    )


def _state(state: StateReached) -> list[Any]:
    return [round(state.trust), round(state.tension), round(state.candour), state.stance.value]


def _grade(grade: Grade | None, reply: str) -> dict[str, Any] | None:
    if grade is None:
        return None
    marked = [
        [len(piece.text), " ".join(piece.styles), "".join(sign.shape for sign in piece.signs)]
        for piece in pieces(shown(reply), grade)
    ]
    return _slim(
        {
            "levels": [grade.step(step).level for step in Step],
            "uncalled": [place for place, step in enumerate(Step) if not grade.step(step).called_for],
            "notes": [grade.step(step).note for step in Step],
            "traps": [trap.value for trap in grade.traps],
            "words": {trap.value: words for trap, words in grade.trap_evidence.items()},
            "marks": marked if any(piece[1] for piece in marked) else [],
            "tip": grade.tip,
        }
    )


def _used(part: str, calls: dict[str, Any]) -> str:
    known = {name: "?" if calls[name] is None else f"{calls[name]:,}" for name in ("input_tokens", "output_tokens")}
    cost = "cost unknown" if calls["cost"] is None else f"${calls['cost']:.4f}"
    waited = f", {sum(calls['seconds']):.2f} s" if calls["seconds"] else ""
    cached = f" ({calls['cached']} from the cache)" if calls["cached"] else ""
    return (
        f"{part}: {calls['calls']} calls{cached}{waited}, {known['input_tokens']} tokens read, "
        f"{known['output_tokens']} written, {cost}"
    )


def _slim(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty, and with every text as it may be shown."""
    return {key: _clean(value) for key, value in data.items() if value is not False and value not in (None, "", [], {})}


def _clean(value: Any) -> Any:
    match value:
        case str():
            return shown(value)
        case list():
            return [_clean(each) for each in value]
        case dict():
            return {key: _clean(each) for key, each in value.items()}
        case _:
            return value
