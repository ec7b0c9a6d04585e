"""A session's tree of replies in the order to read it: the conversation, with other tries behind each reply."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leanin.session.record import Record, Turn


def in_order(record: "Record") -> "Iterator[Turn]":
    """Every turn once. A try that was gone on with is followed by what came after it."""
    line = record.turns
    on_the_line = {turn.number for turn in line}
    others: defaultdict[int, list[Turn]] = defaultdict(list)
    for turn in record.attempts:
        if turn.number not in on_the_line:
            others[turn.follows].append(turn)
    before = 0
    for place in range(len(line) + 1):
        kept = line[place : place + 1]
        yield from kept
        waiting = others[before][::-1]
        while waiting:
            other = waiting.pop()
            yield other
            waiting += reversed(others[other.number])
        before = kept[0].number if kept else 0


def title_of(turn: "Turn", record: "Record") -> str:
    """What a reply is in the tree, as shape and words, e.g. “↶ Reply 2b, taken back · 2 tries at this moment”."""
    tries = len(record.tries_at(turn))
    several = f" · {tries} tries at this moment" if tries > 1 else ""
    if turn.aside:
        return f"∥ Reply {turn.name}, tried beside the conversation{several}"
    return f"↶ Reply {turn.name}, taken back{several}" if turn.taken_back else f"Reply {turn.name}{several}"


def told_in(record: "Record") -> list[str]:
    """What the client tells at each disclosure level, by the persona as it was then; empty where it doesn't say."""
    from leanin.datafile import load_yaml
    from leanin.errors import DataFileError

    if record.opened is None:
        return []
    try:
        told = load_yaml(record.opened.persona_text, record.opened.persona).plain().get("disclosures")
    except DataFileError:
        return []
    rows = told if isinstance(told, list) else []
    return [str(row["tells"]) for row in rows if isinstance(row, dict) and "tells" in row]
