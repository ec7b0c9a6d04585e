"""A session's tree of replies in the order to read it: the conversation, with other tries behind each reply."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leanin.session.record import Record, Turn


def in_places(record: "Record") -> "Iterator[tuple[Turn, int]]":
    """Every turn once, each with the place (from 1) that its reply has on its own way through the session.

    A try that was gone on with is followed by what came after it.
    """
    line = record.turns
    on_the_line = {turn.number for turn in line}
    others: defaultdict[int, list[Turn]] = defaultdict(list)
    for turn in record.attempts:
        if turn.number not in on_the_line:
            others[turn.follows].append(turn)
    before = 0
    for place in range(1, len(line) + 2):
        kept = line[place - 1 : place]
        yield from ((turn, place) for turn in kept)
        waiting = [(other, place) for other in reversed(others[before])]
        while waiting:
            other, there = waiting.pop()
            yield other, there
            waiting += [(following, there + 1) for following in reversed(others[other.number])]
        before = kept[0].number if kept else 0


def title_of(turn: "Turn", place: int, record: "Record") -> str:
    """What a reply is in the tree, as shape and words, e.g. “↶ Taken back: another try at reply 2”."""
    tries = len(record.tries_at(turn))
    if not turn.aside and not turn.taken_back:
        return f"Reply {place}" + (f" · {tries} tries at this moment" if tries > 1 else "")
    on_the_line = {0, *(kept.number for kept in record.turns)}
    another = f"another try at reply {place}" if turn.follows in on_the_line else f"reply {place} on another way"
    return f"∥ Beside it: {another}" if turn.aside else f"↶ Taken back: {another}"


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
