"""Two runs of the same items side by side: the counts of both, situation by situation, and what changed.

The first run's lines are read once and kept as a few numbers each; the second's are read past them. A situation's
counts hold both runs next to each other, so that whoever draws a situation draws it for both.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from leanin.evals import agreement, codes
from leanin.evals.lines import CodeLine, ConversationLine, InjectionLine, Line, PairLine, ReplyLine
from leanin.evals.metrics import Counts
from leanin.evals.resampling import Clusters
from leanin.evals.shortlist import Shortlist
from leanin.evals.trajectories import as_expected
from leanin.rubric import Step, Trap

PARTS: Final = "evaluator", "client", "reader"
SPENT: Final = "spent"
"""The name of the counts of what calls took, beside those of the kinds."""

WIDTHS: Final[dict[str, int]] = {
    "replies": agreement.WIDTH,
    "injections": 2,
    "pairs": 2,
    "codes": codes.CELLS * len(codes.READINGS),
    "conversations": 7,
    SPENT: 2 * len(PARTS) + 2,
}
"""How many counts one run has of a situation, by kind.

Injections: raised, all. Pairs: with equal levels, all. Conversations: replies that moved trust as expected, judged;
ends as expected, conversations; utterances that tell too soon, interventions of the guard, utterances. Spent:
microseconds and calls of each part, then billionths of a dollar and items.
"""

FIRST_ONLY: Final = 20
"""Items that only one run has, told by name."""

Key = tuple[str, str | int, int, int]
"""Kind, id, epoch and seed."""


class _Held(NamedTuple):
    """A line of one run, as far as it is compared."""

    item: int
    """A digest of the item, so that only equal items are compared."""
    counts: bytes | Counts
    """Places to be raised by one, or counts."""
    marks: tuple[tuple[str, object, object], ...]
    """What was found: what it is of, the label, and what was given."""
    spent: Counts


class Pairing:
    """Reads the lines of one cell of each run: first all of `before`, then all of `after`."""

    def __init__(self, before: Iterable[Line]) -> None:
        self.clusters = {kind: Clusters(2 * width) for kind, width in WIDTHS.items()}
        """By kind and situation: the counts of the run before, then of the run after."""
        self.matched: Counter[str] = Counter()
        """Items compared, by kind."""
        self.failed = {"a": 0, "b": 0}
        """Items without a whole result in each run."""
        self.other_items = 0
        """Items of the same name that aren't the same, and so aren't compared."""
        self.only = {"a": Shortlist(FIRST_ONLY), "b": Shortlist(FIRST_ONLY)}
        self.changed = Shortlist()
        self.changes: dict[str, Counter[str]] = {}
        """How many changed, by what they are of and by which run agrees with the label."""
        self.exact: dict[str, Counter[tuple[bool, bool]]] = {name: Counter() for name in (*Step, "all")}
        """Of the first epoch: whether each run agreed with the label."""
        self.cached = {"a": 0, "b": 0}
        """Answers that came out of the cache."""
        self.costs_known = True
        """Whether the cost of every call is known."""
        self._before: dict[Key, _Held | None] = {}
        for line in before:
            self._look_at_calls("a", line)
            self._before[_key(line)] = None if line.fault else _held(line)
        self.failed["a"] = sum(held is None for held in self._before.values())

    def read(self, after: Iterable[Line]) -> None:
        """Set the second run's lines beside the first's."""
        for line in after:
            self._look_at_calls("b", line)
            self.failed["b"] += bool(line.fault)
            key = _key(line)
            if key not in self._before:
                self.only["b"].add(key, _named(key))
                continue
            before = self._before.pop(key)
            if before and not line.fault:
                self._pair(line, before, _held(line))
        for key in self._before:
            self.only["a"].add(key, _named(key))
        self._before.clear()

    def _look_at_calls(self, which: str, line: Line) -> None:
        self.cached[which] += sum(calls.cached for calls in line.calls.values())
        self.costs_known &= all(calls.cost is not None for calls in line.calls.values())

    def _pair(self, line: Line, before: _Held, after: _Held) -> None:
        if before.item != after.item:
            self.other_items += 1
            return
        self.matched[line.kind] += 1
        width = WIDTHS[line.kind]
        row = self.clusters[line.kind].row(line.group)
        for held, begin in ((before, 0), (after, width)):
            if isinstance(held.counts, bytes):
                for place in held.counts:
                    row[begin + place] += 1
            else:
                for place, count in enumerate(held.counts):
                    row[begin + place] += count
        self.clusters[SPENT].add(f"{line.kind}/{line.group}", before.spent + after.spent)
        self._note_changes(line, before, after)

    def _note_changes(self, line: Line, before: _Held, after: _Held) -> None:
        rights = []
        for (what, label, first), (_, _, then) in zip(before.marks, after.marks, strict=True):
            right = first == label, then == label
            if line.kind == "replies" and what != "traps":
                rights.append(right)
                if line.epoch == 1:
                    self.exact[what][right] += 1
            if first != then:
                agrees = "a" if right[0] else "b" if right[1] else "neither"
                self.changes.setdefault(what, Counter())[agrees] += 1
                row = {"kind": line.kind, "id": line.id, "group": line.group, "epoch": line.epoch, "of": what}
                found = {"label": _shown(label), "a": _shown(first), "b": _shown(then), "agrees": agrees}
                self.changed.add((line.kind, line.id, line.epoch, what), row | found)
        if rights and line.epoch == 1:
            self.exact["all"][all(one for one, _ in rights), all(other for _, other in rights)] += 1


def _key(line: Line) -> Key:
    return line.kind, line.id, line.epoch, line.seed if isinstance(line, ConversationLine) else 0


def _named(key: Key) -> dict[str, Any]:
    kind, identity, epoch, seed = key
    return {"kind": kind, "id": identity, "epoch": epoch} | ({"seed": seed} if kind == "conversations" else {})


def _shown(mark: object) -> object:
    return list(mark) if isinstance(mark, tuple) else mark


def _held(line: Line) -> _Held:
    match line:
        case ReplyLine(result=row):
            assert row.grade, "a line without a fault has its grade"
            places = agreement.places_of(row.reply.labels, row.grade)
            levels = agreement.levels_at(places)
            marks: list[tuple[str, object, object]] = [
                (step.value, *both) for step, both in zip(Step, levels, strict=True)
            ]
            marks.append(("traps", _in_order(row.reply.labels.traps), _in_order(row.grade.traps)))
            return _Held(_digest(row.reply), places, tuple(marks), _spent(line))
        case InjectionLine(result=row):
            raised = tuple(step.value for step in row.raised())
            return _Held(_digest(row.injection), (int(bool(raised)), 1), (("raised", (), raised),), _spent(line))
        case PairLine(result=row):
            assert row.first and row.second, "a line without a fault has both grades"
            same = all(row.first.step(step).level == row.second.step(step).level for step in Step)
            return _Held(_digest(row.pair), (int(same), 1), (("same_levels", True, same),), _spent(line))
        case CodeLine(result=row):
            assert row.grade, "a line without a fault has its grade"
            found = tuple(
                (name, reading.coded(row.reply), reading.found(row.grade)) for name, reading in codes.READINGS.items()
            )
            return _Held(_digest(row.reply), codes.places_of(row.reply, row.grade), found, _spent(line))
        case ConversationLine(result=row):
            expected = as_expected(row)
            counts = (
                row.path_agreed,
                row.path_judged,
                int(expected),
                1,
                sum(one.leak for one in row.talk.spoken),
                sum(len(one.interventions) for one in row.talk.spoken),
                len(row.talk.spoken),
            )
            ends = (("end", True, expected),)
            return _Held(_digest(row.conversation), counts, ends, _spent(line))


def _digest(item: Any) -> int:
    return hash(item.model_dump_json())


def _in_order(traps: Iterable[Trap]) -> tuple[str, ...]:
    held = set(traps)
    return tuple(trap.value for trap in Trap if trap in held)


def _spent(line: Line) -> Counts:
    """Whole numbers, so that sums don't depend on their order. Costs count only where all are known."""
    counts = []
    for part in PARTS:
        calls = line.calls.get(part)
        counts += [round(1e6 * sum(calls.seconds)), len(calls.seconds)] if calls else [0, 0]
    dollars = sum(calls.cost or 0 for calls in line.calls.values())
    return (*counts, round(1e9 * dollars), 1)
