"""A run's results as its page holds them: compact, each item once, and no more of them than a browser likes."""

import hashlib
import heapq
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from leanin.evals.codes import CodedReply
from leanin.evals.conversations import ConversationResult, PlayedTurn
from leanin.evals.dataset import ReplyLine as Reply
from leanin.evals.dataset import Scene
from leanin.evals.injections import Injection
from leanin.evals.items import LabelledReply, ScriptedConversation
from leanin.evals.lines import ConversationLine, InjectionLine, Line, PairLine
from leanin.evals.pairs import DIFFERENCES, ReplyPair
from leanin.evals.suite import Item
from leanin.evals.verdicts import Verdict, differences, verdict
from leanin.persona import Therapist
from leanin.reports.marking import pieces
from leanin.reports.templating import shown
from leanin.rubric import Grade, Step
from leanin.session.events import StateReached

MOST: Final = 5000
"""Results that a page holds at most."""
AT_LEAST_AGREEING: Final = 500
"""Of these, how many are kept for results that are as they should be, where there are too many of all."""


@dataclass(slots=True)
class Picked:
    """The results that a page holds, and how many there are of all."""

    items: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[Verdict] = field(default_factory=Counter)
    """How many of each there are in the whole run."""

    @property
    def total(self) -> int:
        """Results of the whole run."""
        return self.counts.total()


class _Draw:
    """A sample of fixed size, the same for the same run: those whose keys have the smallest hashes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._heap: list[tuple[int, int, dict[str, Any], dict[str, Any]]] = []

    def offer(self, order: int, line: Line, judged: Verdict) -> None:
        """Take a line in if it belongs to the sample so far."""
        chance = -int.from_bytes(hashlib.blake2b(line.key.encode(), digest_size=8).digest())
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, (chance, order, _row(line, judged), _item(_item_of(line))))
        elif chance > self._heap[0][0]:
            heapq.heapreplace(self._heap, (chance, order, _row(line, judged), _item(_item_of(line))))

    def taken(self, count: int) -> list[tuple[int, dict[str, Any], dict[str, Any]]]:
        """As many as wanted, as order, row and item."""
        return [entry[1:] for entry in heapq.nlargest(count, self._heap, key=lambda entry: entry[:2])]

    def __len__(self) -> int:
        return len(self._heap)


def pick(lines: Iterable[Line], most: int = MOST, at_least_agreeing: int = AT_LEAST_AGREEING) -> Picked:
    """All results, in their order, or where there are more than `most`: those that differ or failed, and a sample.

    Lines are read once and one by one, and what is kept doesn't grow with the run.
    """
    picked = Picked()
    telling, agreeing = _Draw(most), _Draw(most)
    for order, line in enumerate(lines):
        judged = verdict(line)
        picked.counts[judged] += 1
        (agreeing if judged is Verdict.AGREES else telling).offer(order, line, judged)
    first = telling.taken(most if picked.total <= most else most - min(at_least_agreeing, len(agreeing)))
    chosen = sorted(first + agreeing.taken(most - len(first)), key=lambda entry: entry[0])
    places: dict[tuple[str, str], int] = {}
    for _, row, item in chosen:
        name = item["kind"], repr(item["id"])
        if name not in places:
            places[name] = len(picked.items)
            picked.items.append(item)
        picked.rows.append({"item": places[name]} | row)
    return picked


def as_script(data: Any) -> str:
    """Data as JSON that can stand in a script element: nothing in it can end the element or begin a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _item_of(line: Line) -> tuple[str, Item]:
    match line:
        case InjectionLine():
            return line.kind, line.result.injection
        case PairLine():
            return line.kind, line.result.pair
        case ConversationLine():
            return line.kind, line.result.conversation
        case _:
            return line.kind, line.result.reply


def _item(kind_and_item: tuple[str, Item]) -> dict[str, Any]:
    kind, item = kind_and_item
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


def _row(line: Line, judged: Verdict) -> dict[str, Any]:
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
