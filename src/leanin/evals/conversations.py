"""Scripted conversations: each played through the whole engine, its way held against what a clinician would expect."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from leanin.errors import LeaninError
from leanin.evals.fidelity import Fidelity, Utterance, fidelity, utterances
from leanin.evals.legibility import Legibility, Reader, legibility
from leanin.evals.paths import monotone_pairs, path_agreement
from leanin.evals.suite import Expected, ScriptedConversation
from leanin.persona import PersonaFile
from leanin.session.engine import Cast, Session
from leanin.session.events import Ended, Event, StateReached
from leanin.session.opening import header
from leanin.session.ports import ClientVoice, Evaluator
from leanin.session.record import Record

if TYPE_CHECKING:
    from rich.console import RenderableType


class ConversationResult(BaseModel):
    """One scripted conversation and where it led."""

    model_config = ConfigDict(frozen=True)

    conversation: ScriptedConversation
    states: list[StateReached]
    """From the start, one a graded reply."""
    outcome: Ended | None
    said: list[str]
    ungraded: int
    """Replies that got no grade or no whole answer."""
    unheard: int
    """Replies that came after the client had left."""
    failures: list[str]
    """Where the end differs from what was expected, in words; empty where it doesn't."""
    path_agreed: int = 0
    """Replies that took the client's trust where they should have."""
    path_judged: int = 0
    """Replies for which that was said."""


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


@dataclass(frozen=True, slots=True)
class Played:
    """A conversation that was played."""

    result: ConversationResult
    record: Record
    said: list[Utterance]


class _Nowhere:
    """A journal for runs whose results are kept elsewhere."""

    def append(self, event: Event) -> None:
        """Keep nothing."""


async def converse(talk: ScriptedConversation, file: PersonaFile, evaluator: Evaluator, voice: ClientVoice) -> Played:
    """Play one script through the engine and hold its way against what was expected.

    A reply that the session refuses ends the script there and is among the failures.
    """
    cast = Cast(persona=file.persona, evaluator=evaluator, voice=voice, seed=talk.seed)
    session = Session(cast, _Nowhere())
    session.open(header(file, cast))
    refused = []
    try:
        for reply in talk.replies:
            await session.reply(reply)
    except LeaninError as error:
        refused = [str(error)]
    session.end()
    record = session.record
    agreed, judged = path_agreement(talk.expected.path, record)
    result = ConversationResult(
        conversation=talk,
        states=record.states(),
        outcome=record.outcome,
        said=[turn.answer.said for turn in record.turns if turn.answer],
        ungraded=sum(turn.grade is None or not turn.answered for turn in record.turns),
        unheard=len(record.unsaid),
        failures=refused + _against(talk.expected, record),
        path_agreed=agreed,
        path_judged=judged,
    )
    return Played(result, record, utterances(record, file.persona, talk.seed))


async def client_fidelity(
    played: Sequence[Played], reader: Reader | None = None, *, at_once: int = 4
) -> ClientFidelity | None:
    """The figures over all that was said; with a `reader`, also what it reads. None where nothing was said."""
    words = fidelity(one.said for one in played)
    if words is None:
        return None
    kept, pairs = monotone_pairs(one.record for one in played)
    found = ClientFidelity(words=words, monotone=kept, pairs=pairs)
    if reader is None:
        return found
    said = [one for talk in played for one in talk.said]
    gate = asyncio.Semaphore(at_once)

    async def read(one: Utterance) -> tuple[Any, Any]:
        async with gate:
            return await reader.stance_of(one.said), await reader.tells_too_much(one)

    readings = await asyncio.gather(*map(read, said))
    stances = [(one.moment.stance, stance) for one, (stance, _) in zip(said, readings, strict=True)]
    return found.model_copy(
        update={
            "reader": reader.name,
            "legibility": legibility(stances),
            "leaks_read": sum(tells is True for _, tells in readings),
            "leaks_unread": sum(tells is None for _, tells in readings),
            "reader_fault": reader.fault,
        }
    )


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
        "as_expected": not row.failures and not row.ungraded,
        "failures": row.failures,
    }


def tables(data: dict[str, Any]) -> "list[RenderableType]":
    """How the client moved in each conversation, and how true it was over all."""
    shown = [_moved(data)]
    return [*shown, _true(data)] if data["fidelity"] else shown


def _moved(data: dict[str, Any]) -> "RenderableType":
    from rich.table import Table
    from rich.text import Text

    moved = Table(title=f"How the client moved · {data['client_model']}", title_justify="left")
    for column in ("script", "persona", "trust", "tension", "candour", "way", "outcome", "path", "end as expected"):
        moved.add_column(column)
    for row in data["conversations"]:
        measures = [f"{row['from'][name]:.0f} → {row['to'][name]:.0f}" for name in ("trust", "tension", "candour")]
        verdict = "yes" if row["as_expected"] else "; ".join(row["failures"]) or f"{row['ungraded']} without a grade"
        path = f"{row['path_agreed']} of {row['path_judged']}" if row["path_judged"] else ""
        words = row["id"], row["persona"], *measures, " → ".join(_runs(row["way"])), row["outcome"] or "", path, verdict
        moved.add_row(*map(Text, words))
    return moved


def _true(data: dict[str, Any]) -> "RenderableType":
    from rich.table import Table
    from rich.text import Text

    found, words, talks = data["fidelity"], data["fidelity"]["words"], data["conversations"]
    table = Table(title=f"How true the client was · {data['client_model']}", title_justify="left")
    table.add_column("measure")
    table.add_column("figure")
    rows = [
        (
            "path: replies that moved trust as expected",
            _of(*(sum(row[key] for row in talks) for key in ("path_agreed", "path_judged"))),
        ),
        ("ends as expected", _of(sum(row["as_expected"] for row in talks), len(talks))),
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
        table.add_row(*map(Text, row))
    return table


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "none to judge"


def _listed(counts: dict[str, int]) -> str:
    return f" ({', '.join(f'{name} {count}' for name, count in counts.items())})" if counts else ""


def _against(expected: Expected, record: Record) -> list[str]:
    assert record.start and record.now and record.outcome, "the session was opened and ended"
    failures = []
    if expected.stance and record.now.stance not in expected.stance:
        failures.append(f"stance {record.now.stance.value}, expected {' or '.join(expected.stance)}")
    if expected.outcome and record.outcome.outcome not in expected.outcome:
        failures.append(f"outcome {record.outcome.outcome.value}, expected {' or '.join(expected.outcome)}")
    moved = record.now.trust - record.start.trust
    holds = {"up": moved > 0, "down": moved < 0, "not up": moved <= 0, "any": True}[expected.trust]
    if not holds:
        failures.append(f"trust moved by {moved:+.0f}, expected {expected.trust}")
    return failures


def _runs(way: list[str]) -> list[str]:
    """The stances in order, each once where it stays the same."""
    return [stance for place, stance in enumerate(way) if place == 0 or way[place - 1] != stance]
