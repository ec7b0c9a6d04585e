"""A run's conversations as its page tells them: where each led, drawn as a small curve of stances."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from leanin.dynamics import Stance
from leanin.evals.page_view import DASH, TableView, at, link
from leanin.evals.shown import share

WIDTH: Final = 96
HEIGHT: Final = 32
_EDGE: Final = 4
_RANKS: Final = {stance.value: place for place, stance in enumerate(Stance)}


class TalkView(NamedTuple):
    """One scripted conversation."""

    id: str
    href: str
    persona: str
    kind: str
    trust: str
    way: str
    """The stances in order, each once where it stays the same."""
    points: str
    """The stances as a line, the more open the higher, on a field of `WIDTH` by `HEIGHT`."""
    outcome: str
    path: str
    as_expected: bool
    failures: str


def talk_views(name: str, cell: Mapping[str, Any]) -> list[TalkView]:
    """The conversations of a cell, in the order of their figures."""
    return [_talk(name, row) for row in at(cell, "conversations") or []]


def _talk(name: str, row: Mapping[str, Any]) -> TalkView:
    way = row["way"]
    ungraded = f"{row['ungraded']} without a grade or an answer" if row["ungraded"] else ""
    return TalkView(
        id=str(row["id"]),
        href=link(cell=name, kind="conversations", id=row["id"]),
        persona=row["persona"],
        kind=row["kind"].replace("_", " "),
        trust=f"{row['from']['trust']:.0f} → {row['to']['trust']:.0f}",
        way=" → ".join(stance for place, stance in enumerate(way) if place == 0 or way[place - 1] != stance),
        points=_points(way),
        outcome=(row["outcome"] or DASH).replace("_", " "),
        path=f"{row['path_agreed']} of {row['path_judged']}" if row["path_judged"] else DASH,
        as_expected=row["as_expected"],
        failures="; ".join([*row["failures"], *([ungraded] if ungraded else [])]),
    )


def _points(way: list[str]) -> str:
    across = (WIDTH - 2 * _EDGE) / max(1, len(way) - 1)
    down = (HEIGHT - 2 * _EDGE) / (len(_RANKS) - 1)
    ranks = [_RANKS.get(stance, len(_RANKS) - 1) for stance in way]
    return " ".join(f"{_EDGE + place * across:.1f},{_EDGE + rank * down:.1f}" for place, rank in enumerate(ranks))


def fidelity_table(cell: Mapping[str, Any]) -> TableView | None:
    """How true the client was to its rules and its person; None where nothing was said."""
    found, words = at(cell, "fidelity"), at(cell, "fidelity", "words")
    if not words:
        return None
    rows = [
        ("Better reply in the same state, stance no worse", f"{at(found, 'monotone')} of {at(found, 'pairs')}"),
        ("Utterances in role, as said", f"{share(at(words, 'in_role'))} of {at(words, 'utterances')}"),
        ("Utterances with which the guard had nothing to do", share(at(words, "untouched"))),
        ("The guard stepped in", _counted(at(words, "interventions"))),
        ("Told too soon, word for word or nearly, as said", str(at(words, "leaks"))),
        ("Told too soon, kept from being said", str(at(words, "leaks_withheld"))),
        ("Sentences said before", share(at(words, "repeated"))),
        ("Distinct-2", f"{words['distinct_2']:.2f}" if at(words, "distinct_2") is not None else DASH),
        ("Median words", ", ".join(f"{name} {count:g}" for name, count in (at(words, "words") or {}).items()) or DASH),
    ]
    if read := at(found, "legibility"):
        rows.append(("Stance told from the words alone", f"{share(at(read, 'exact'))} of {at(read, 'read')}"))
    if at(found, "leaks_read") is not None:
        rows.append(("Told too soon in any words, as the reader says", str(found["leaks_read"])))
    return TableView("How true the client was", ("Measure", "Figure"), tuple(rows))


def _counted(counts: Mapping[str, int] | None) -> str:
    if not counts:
        return "never"
    return f"{sum(counts.values())} ({', '.join(f'{name} {count}' for name, count in counts.items())})"
