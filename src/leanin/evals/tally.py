"""The figures of one cell of a run, added up line by line, so that a long run takes no more memory than a short one.

What is kept is counts for each situation, histograms, and lists of what is rare (`shortlist`), never the lines. The
same lines give the same figures in whatever order they come.
"""

from collections import Counter
from fractions import Fraction
from typing import Any, Final

from leanin.evals.agreement import Agreement
from leanin.evals.codes import Coding
from leanin.evals.epochs import Epochs
from leanin.evals.injections import Bought
from leanin.evals.latency import Durations
from leanin.evals.lines import Calls, CodeLine, ConversationLine, InjectionLine, Line, PairLine, ReplyLine
from leanin.evals.matrix import Cell
from leanin.evals.pairs import Differences
from leanin.evals.shortlist import Shortlist
from leanin.evals.suite import Kind
from leanin.evals.trajectories import Trajectories
from leanin.rubric import Grade

FIRST_FAULTS: Final = 3
"""Messages that are kept for each kind of fault."""


class Tally:
    """What is known of a cell so far; `add` each of its lines, then ask for the `figures`."""

    def __init__(self, cell: Cell, epochs: int = 1) -> None:
        self._cell = cell
        self._kinds: Counter[str] = Counter()
        self._graded = 0
        self._seconds = Durations()
        self._faults: dict[str, Shortlist] = {}
        self._parts: dict[str, _Part] = {}
        self._epochs = Epochs(epochs)
        self._agreement, self._bought = Agreement(), Bought()
        self._differences, self._coding = Differences(), Coding()
        self._trajectories = Trajectories()

    def add(self, line: Line) -> None:
        """Count one line."""
        self._kinds[line.kind] += 1
        self._seconds.add([line.seconds])
        if line.fault:
            said = {"id": line.id, "kind": line.kind, "error": line.error}
            self._faults.setdefault(line.fault, Shortlist(FIRST_FAULTS)).add((line.kind, line.id, line.epoch), said)
        for name, calls in line.calls.items():
            self._parts.setdefault(name, _Part()).add(calls)
        match line:
            case ReplyLine(result=row):
                if row.grade:
                    self._agreement.add(row.reply, row.grade)
                self._count(line, row.grade)
            case InjectionLine(result=row):
                self._bought.add(row, line.epoch)
                self._count(line, row.grade, row.honest)
            case PairLine(result=row):
                self._differences.add(row, line.epoch)
                self._count(line, row.first, row.second)
            case CodeLine(result=row):
                self._coding.add(row)
                self._count(line, row.grade)
            case ConversationLine(result=row):
                self._trajectories.add(row, line.seed, line.epoch)

    def figures(self) -> dict[str, Any]:
        """All as plain data, as `docs/evals.md` describes it; None where a figure isn't defined or there is no item."""
        kinds = self._kinds
        return {
            "evaluator_model": self._cell.evaluator,
            "client_model": self._cell.client,
            "prompts": self._cell.prompts,
            "items": kinds.total(),
            "kinds": {kind.value: kinds[kind.value] for kind in Kind if kinds[kind.value]},
            "graded": self._graded,
            "errors": sum(faults.count for faults in self._faults.values()),
            "faults": {
                name: {"count": faults.count, "first": faults.rows()} for name, faults in sorted(self._faults.items())
            },
            "replies": kinds[Kind.REPLIES.value],
            **self._agreement.figures(),
            "injections": self._bought.figures() if kinds[Kind.INJECTIONS.value] else None,
            "pairs": self._differences.figures() if kinds[Kind.PAIRS.value] else None,
            "codes": self._coding.figures() if kinds[Kind.CODES.value] else None,
            **self._trajectories.figures(),
            "epochs": self._epochs.figures(),
            "item_seconds": self._seconds.figures(),
            "usage": {name: part.usage() for name, part in sorted(self._parts.items())},
            "latency": {name: part.latency() for name, part in sorted(self._parts.items())},
            "cost": _cost([part.usage()["cost"] for part in self._parts.values()]),
        }

    def _count(self, line: Line, *grades: Grade | None) -> None:
        for which, grade in enumerate(grades):
            if grade:
                self._graded += 1
                self._epochs.add((line.kind, line.id, which), grade)


class _Part:
    """What one part (evaluator, client, reader) asked of its language model."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._unknown: set[str] = set()
        self._cost = Fraction(0)
        self._seconds, self._first_token = Durations(), Durations()

    def add(self, calls: Calls) -> None:
        self._counts.update(calls=calls.calls, cached=calls.cached)
        self._seconds.add(calls.seconds)
        self._first_token.add(calls.first_token_seconds)
        for name in ("input_tokens", "output_tokens", "cost"):
            value = getattr(calls, name)
            if value is None:
                self._unknown.add(name)
            elif name == "cost":
                self._cost += Fraction(value)
            else:
                self._counts[name] += value

    def usage(self) -> dict[str, Any]:
        """Tokens and cost are None where any call's aren't known."""
        return {
            "calls": self._counts["calls"],
            "cached": self._counts["cached"],
            **{
                name: None if name in self._unknown else self._counts[name]
                for name in ("input_tokens", "output_tokens")
            },
            "cost": None if "cost" in self._unknown else round(float(self._cost), 9),
        }

    def latency(self) -> dict[str, Any]:
        return {"call": self._seconds.figures(), "first_token": self._first_token.figures()}


def _cost(parts: list[float | None]) -> float | None:
    """What all parts cost together, in US dollars; None where that isn't known of one of them."""
    return None if None in parts else round(sum(part for part in parts if part is not None), 9)
