"""What only a rehearsal or a look at the other personas shows: lines that run out, and a voice that isn't their own."""

import asyncio
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from typing import Final

from leanin.authoring.rehearsal import (
    DEFENDS,
    FLUENT_NOTHING,
    HALF_WAY,
    LEANS_IN,
    MOST_TURNS,
    Trainee,
    rehearse,
)
from leanin.client.untold import plain
from leanin.errors import DataFileError
from leanin.persona import Persona, PersonaFile
from leanin.persona_lint import Finding, Severity, Weakness, findings, lines_of, lint
from leanin.persona_shelf import shelf
from leanin.session.record import Record

_FEWEST_WORDS: Final = 4
"""Shorter lines (“I see.”) belong to everybody."""


def _alternating(*trainees: Trainee) -> Trainee:
    replies = [next(replies) for replies in islice(cycle([iter(cycle(one.replies)) for one in trainees]), 12)]
    return Trainee("by turns", " or ".join(dict.fromkeys(one.about for one in trainees)), replies)


_PATTERNS: Final = (
    LEANS_IN,
    HALF_WAY,
    DEFENDS,
    FLUENT_NOTHING,
    _alternating(LEANS_IN, DEFENDS),
    _alternating(LEANS_IN, FLUENT_NOTHING),
    _alternating(HALF_WAY, LEANS_IN, HALF_WAY),
    _alternating(DEFENDS, LEANS_IN, LEANS_IN),
)
"""Trainees that between them keep a client in every stance for as long as its rules let it stay there."""

_SEEDS: Final = (1, 7, 23)


def rehearsed(file: PersonaFile, others: Iterable[Persona] = ()) -> list[Finding]:
    """What a rehearsal of the persona and its neighbours on the shelf show, in the file's order.

    Plays each pattern of replies for 15 turns, three times over; takes about a second.
    """
    return findings(file, [*asyncio.run(_runs_out(file)), *_sounds_like(file.persona, others)])


def all_findings(file: PersonaFile) -> list[Finding]:
    """Everything that lint, a rehearsal and the other personas on the shelf show, in the file's order."""
    others = [entry.persona for entry in shelf() if not isinstance(entry, DataFileError)]
    return sorted([*lint(file), *rehearsed(file, others)])


async def _runs_out(file: PersonaFile) -> list[Weakness]:
    """Stances in which the client has to repeat themselves."""
    worst: dict[str, tuple[int, str, str]] = {}
    for trainee in _PATTERNS:
        for seed in _SEEDS:
            record = await rehearse(file, trainee, turns=MOST_TURNS, seed=seed)
            for stance, count, words in _repeats(record):
                worst[stance] = max(worst.get(stance, (0, "", "")), (count, words, trainee.about))
    return [
        Weakness(
            ("voice", "lines", stance),
            f"in a session of {MOST_TURNS} turns with somebody who {trainee} they run out here and repeat themselves "
            f"{'once' if count == 1 else f'{count} times'} (“{words}”). Write {count} more.",
        )
        for stance, (count, words, trainee) in worst.items()
    ]


def _repeats(record: Record) -> Iterator[tuple[str, int, str]]:
    """Each stance in which something came twice, how often, and what."""
    heard = {record.opening}
    repeated: dict[str, list[str]] = {}
    for turn in record.turns:
        said = turn.answer.said if turn.answer else ""
        stands = turn.after or turn.before
        if said in heard:
            repeated.setdefault(stands.stance.value, []).append(said)
        heard.add(said)
    for stance, words in repeated.items():
        yield stance, len(words), words[0]


def _sounds_like(persona: Persona, others: Iterable[Persona]) -> Iterator[Weakness]:
    """Lines that another client says too."""
    elsewhere = {plain(line.text): other.name for other in others if other.id != persona.id for line in lines_of(other)}
    for line in lines_of(persona):
        words = plain(line.text)
        if len(words.split()) >= _FEWEST_WORDS and words in elsewhere:
            yield Weakness(
                line.location,
                f"{elsewhere[words]} says this too, word for word; write what only this person would say.",
                Severity.HINT,
            )
