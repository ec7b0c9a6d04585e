"""Which results a run's page holds: each item once, and no more of them than a browser likes.

What is kept is text, ready to be written, so that a run of many thousands takes hardly more memory than a short one.
"""

import hashlib
import heapq
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from leanin.evals.lines import Line
from leanin.evals.page_rows import item_data, item_of, row_data
from leanin.evals.verdicts import Verdict, verdict

MOST: Final = 3000
"""Results that a page holds at most."""
AT_LEAST_AGREEING: Final = 500
"""Of these, how many are kept for results that are as they should be, where there are too many of all."""


class _Entry(NamedTuple):
    """A result in a sample; the smaller its chance and order, the sooner it is dropped."""

    chance: int
    order: int
    row: bytes
    """JSON, UTF-8: a string of Python's takes up to four times as much."""
    kind: str
    id: str
    item: bytes


class _Draw:
    """A sample of fixed size, the same for the same run: those whose keys have the smallest hashes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._heap: list[_Entry] = []

    def shrink(self, most: int) -> None:
        """Make the sample smaller: what it would be, had it been so small from the start."""
        self._most = min(self._most, most)
        while len(self._heap) > self._most:
            heapq.heappop(self._heap)

    def offer(self, order: int, line: Line, judged: Verdict) -> None:
        """Take a line in if it belongs to the sample so far."""
        chance = -int.from_bytes(hashlib.blake2b(line.key.encode(), digest_size=8).digest())
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, _entry(chance, order, line, judged))
        elif chance > self._heap[0].chance:
            heapq.heapreplace(self._heap, _entry(chance, order, line, judged))

    def taken(self, count: int) -> list[_Entry]:
        """As many as wanted."""
        return heapq.nlargest(count, self._heap, key=lambda entry: (entry.chance, entry.order))

    def __len__(self) -> int:
        return len(self._heap)


@dataclass(slots=True)
class Picked:
    """The results that a page holds, and how many there are of all."""

    entries: list[_Entry] = field(default_factory=list)
    counts: Counter[Verdict] = field(default_factory=Counter)
    """How many of each there are in the whole run."""

    @property
    def total(self) -> int:
        """Results of the whole run."""
        return self.counts.total()

    @property
    def held(self) -> int:
        """Results that the page holds."""
        return len(self.entries)

    def pieces(self) -> Iterator[str]:
        """`"items": […], "rows": […]` as JSON for a script element, piece by piece; a row names its item's place."""
        places: dict[tuple[str, str], int] = {}
        yield '"items":['
        for entry in self.entries:
            if (name := (entry.kind, entry.id)) not in places:
                yield ("," if places else "") + entry.item.decode()
                places[name] = len(places)
        yield '],"rows":['
        for at, entry in enumerate(self.entries):
            yield f'{"," if at else ""}{{"item":{places[entry.kind, entry.id]},{entry.row[1:].decode()}'
        yield "]"


class Picks:
    """Picks while a run goes on: all results, or of too many those that differ or failed, and a sample."""

    def __init__(self, most: int = MOST, at_least_agreeing: int = AT_LEAST_AGREEING) -> None:
        self._most, self._at_least_agreeing = most, at_least_agreeing
        self._telling, self._agreeing = _Draw(most), _Draw(most)
        self._counts: Counter[Verdict] = Counter()

    def add(self, line: Line) -> None:
        """Offer a line. Those without a whole result come last on the page, whenever they are offered."""
        judged = verdict(line)
        order = self._counts.total() + (_LAST if judged is Verdict.ERROR else 0)
        self._counts[judged] += 1
        if judged is Verdict.AGREES:
            self._agreeing.offer(order, line, judged)
        else:
            self._telling.offer(order, line, judged)
            self._agreeing.shrink(max(self._at_least_agreeing, self._most - len(self._telling)))

    def picked(self) -> Picked:
        """What was picked, in its order."""
        room = self._most
        if self._counts.total() > self._most:
            room -= min(self._at_least_agreeing, len(self._agreeing))
        telling = self._telling.taken(room)
        chosen = telling + self._agreeing.taken(self._most - len(telling))
        return Picked(sorted(chosen, key=lambda entry: entry.order), self._counts)


_LAST: Final = 1 << 60
"""More than there are lines of any run."""


def pick(lines: Iterable[Line], most: int = MOST, at_least_agreeing: int = AT_LEAST_AGREEING) -> Picked:
    """The picks of lines that are all there, read once and one by one."""
    picks = Picks(most, at_least_agreeing)
    for line in lines:
        picks.add(line)
    return picks.picked()


def as_script(data: Any) -> str:
    """Data as JSON that can stand in a script element: nothing in it can end the element or begin a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _entry(chance: int, order: int, line: Line, judged: Verdict) -> _Entry:
    kind, item = item_of(line)
    row, data = as_script(row_data(line, judged)), as_script(item_data(kind, item))
    return _Entry(chance, order, row.encode(), kind, repr(item.id), data.encode())
