"""What scripted conversations showed: how the client moved, how that was expected, and how true the client was."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from leanin.dynamics import Stance
from leanin.evals.conversations import ConversationResult
from leanin.evals.fidelity import Fidelity, Words
from leanin.evals.legibility import Legibility, legibility
from leanin.evals.paths import MonotonePairs
from leanin.evals.resampling import Clusters, share_interval
from leanin.evals.shortlist import Shortlist
from leanin.evals.shown import percentages, table

if TYPE_CHECKING:
    from rich.console import RenderableType


class ClientFidelity(BaseModel):
    """How true the client was to its rules and its person, over all conversations of a run."""

    model_config = ConfigDict(frozen=True)

    words: Fidelity
    monotone: int
    """Pairs of replies to a client in one state in which the better left them no worse."""
    pairs: int
    """All such pairs."""
    reader: str = ""
    """The model that read the words; empty where none did."""
    legibility: Legibility | None = None
    leaks_read: int | None = None
    """Utterances that tell too much in any words, as the reader says; None without a reader."""
    leaks_unread: int = 0
    """Utterances about which the reader gave no answer."""
    reader_fault: str = ""
    """What the reader's first failure was; empty where it always answered."""


class Trajectories:
    """Scripted conversations, added up one by one; intervals are drawn by persona."""

    def __init__(self) -> None:
        self._shown = Shortlist()
        self._paths, self._ends = Clusters(2), Clusters(2)
        self._words, self._monotone = Words(), MonotonePairs()
        self._readings: Counter[tuple[Stance, Stance | None]] = Counter()
        self._tells: Counter[bool | None] = Counter()
        self._readers: set[str] = set()
        self._reader_faults: set[str] = set()

    def add(self, row: ConversationResult, seed: int = 0, epoch: int = 1) -> None:
        """Take in one conversation."""
        persona = row.conversation.persona
        self._shown.add((row.conversation.id, seed, epoch), figures_of(row) | {"seed": seed, "epoch": epoch})
        if row.path_judged:
            self._paths.add(persona, (row.path_agreed, row.path_judged))
        self._ends.add(persona, (int(as_expected(row)), 1))
        self._words.add(row.talk)
        self._monotone.add(persona, row.turns)
        self._readings.update((one.was, one.read) for one in row.readings)
        self._tells.update(one.tells_too_much for one in row.readings)
        self._readers.update({row.reader} - {""})
        self._reader_faults.update({row.reader_fault} - {""})

    def figures(self) -> dict[str, Any]:
        """The conversations, `MOST` at the most, and figures over all; `fidelity` is None where nothing was said."""
        true = self.fidelity()
        return {
            "conversations": self._shown.rows(),
            "path": _share(self._paths, "agreed", "judged"),
            "ends": _share(self._ends, "as_expected", "conversations"),
            "fidelity": true.model_dump(mode="json") if true else None,
        }

    def fidelity(self) -> ClientFidelity | None:
        """How true the client was, over all that was said. None where nothing was said."""
        words = self._words.figures()
        if words is None:
            return None
        kept, pairs = self._monotone.counts()
        return ClientFidelity(
            words=words,
            monotone=kept,
            pairs=pairs,
            reader=min(self._readers, default=""),
            legibility=legibility(self._readings),
            leaks_read=self._tells[True] if self._readers else None,
            leaks_unread=self._tells[None],
            reader_fault=min(self._reader_faults, default=""),
        )


def as_expected(row: ConversationResult) -> bool:
    """Whether all replies were graded and answered, and the end is what was expected."""
    return not row.failures and not row.ungraded


def _share(clusters: Clusters, part: str, whole: str) -> dict[str, Any]:
    hits, rows = clusters.total()
    return {
        part: hits,
        whole: rows,
        "share": hits / rows if rows else None,
        "interval": share_interval(clusters.counts()),
    }


def figures_of(row: ConversationResult) -> dict[str, Any]:
    """One conversation's figures as plain data."""
    first, last = row.states[0], row.states[-1]
    return {
        "id": row.conversation.id,
        "persona": row.conversation.persona,
        "kind": row.conversation.kind,
        "from": first.model_dump(mode="json", include={"trust", "tension", "candour", "stance"}),
        "to": last.model_dump(mode="json", include={"trust", "tension", "candour", "stance"}),
        "way": [state.stance.value for state in row.states],
        "outcome": row.outcome.outcome.value if row.outcome else None,
        "ungraded": row.ungraded,
        "unheard": row.unheard,
        "path_agreed": row.path_agreed,
        "path_judged": row.path_judged,
        "as_expected": as_expected(row),
        "failures": row.failures,
    }


def tables(data: dict[str, Any]) -> "list[RenderableType]":
    """How the client moved in each conversation, and how true it was over all."""
    shown = [_moved(data)]
    return [*shown, _true(data)] if data["fidelity"] else shown


def _moved(data: dict[str, Any]) -> "RenderableType":
    from rich.text import Text

    columns = "persona", "trust", "tension", "candour", "way", "outcome", "path", "end as expected"
    left_out = data["ends"]["conversations"] - len(data["conversations"])
    heading = f"How the client moved · {data['client_model']}" + (f" · {left_out:,} more" if left_out else "")
    moved = table(heading, "script", *columns)
    for column in moved.columns:
        column.justify = "left"
    for row in data["conversations"]:
        measures = [f"{row['from'][name]:.0f} → {row['to'][name]:.0f}" for name in ("trust", "tension", "candour")]
        verdict = "yes" if row["as_expected"] else "; ".join(row["failures"]) or f"{row['ungraded']} without a grade"
        path = f"{row['path_agreed']} of {row['path_judged']}" if row["path_judged"] else ""
        words = row["id"], row["persona"], *measures, " → ".join(_runs(row["way"])), row["outcome"] or "", path, verdict
        moved.add_row(*map(Text, words))
    return moved


def _true(data: dict[str, Any]) -> "RenderableType":
    from rich.text import Text

    found, words, path, ends = data["fidelity"], data["fidelity"]["words"], data["path"], data["ends"]
    made = table(f"How true the client was · {data['client_model']}", "measure", "figure")
    made.columns[1].justify = "left"
    rows = [
        (
            "path: replies that moved trust as expected",
            f"{_of(path['agreed'], path['judged'])}, by persona {percentages(path['interval'])}",
        ),
        (
            "ends as expected",
            f"{_of(ends['as_expected'], ends['conversations'])}, by persona {percentages(ends['interval'])}",
        ),
        ("better reply in the same state, stance no worse", _of(found["monotone"], found["pairs"])),
        ("utterances in role, as said", f"{words['in_role']:.1%} of {words['utterances']}{_listed(words['lapses'])}"),
        ("utterances with which the guard had nothing to do", f"{words['untouched']:.1%}"),
        ("the guard stepped in", f"{sum(words['interventions'].values())}{_listed(words['interventions'])}"),
        ("told too soon, word for word or nearly, as said", str(words["leaks"])),
        ("told too soon, kept from being said", str(words["leaks_withheld"])),
        ("sentences said before", f"{words['repeated']:.1%}"),
        ("distinct-2", f"{words['distinct_2']:.2f}"),
        ("median words", ", ".join(f"{name} {count:g}" for name, count in words["words"].items())),
    ]
    if read := found["legibility"]:
        rows += [
            (
                f"stance told from the words alone · {found['reader']}",
                f"{read['exact']:.0%} of {read['read']} (by chance 14%)",
            ),
            ("the same, or next to it", f"{read['within_one']:.0%}"),
            ("letting in, holding off or hiding told", f"{read['side']:.0%}"),
        ]
    if found["leaks_read"] is not None:
        read_of = words["utterances"] - found["leaks_unread"]
        told = f"{found['leaks_read']} of {read_of} read" if read_of else "none could be read"
        rows.append((f"told too soon in any words · {found['reader']}", told))
    for row in rows:
        made.add_row(*map(Text, row))
    return made


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "none to judge"


def _listed(counts: dict[str, int]) -> str:
    return f" ({', '.join(f'{name} {count}' for name, count in counts.items())})" if counts else ""


def _runs(way: list[str]) -> list[str]:
    """The stances in order, each once where it stays the same."""
    return [stance for place, stance in enumerate(way) if place == 0 or way[place - 1] != stance]
