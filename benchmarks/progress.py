"""How long progress takes over a large journal.

`python benchmarks/progress.py [--sessions 2000] [--turns 20] [--runs 7]`

Builds a journal of synthetic sessions through the real store (grades drawn by a seed, a few replies taken back or
tried beside the conversation, every shipped persona in turn), then times what a trainee waits for: the median of
several runs on an open journal, and the fastest, which other programs disturb least. “Cold” opens the journal in a new
process and counts from the first query. “From the events” counts the shares of the steps alone straight from the JSON
of the events, without the journal's derived tables: what it would cost without them. Nothing of the user's is touched.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leanin.dynamics import Stance
from leanin.persona import PersonaFile
from leanin.persona_shelf import shelf
from leanin.rubric import Grade, Level, StepGrade, Trap
from leanin.session.events import (
    ClientSaid,
    Ended,
    Event,
    Graded,
    Opening,
    Replied,
    SessionOpened,
    StateReached,
    TakenBack,
    WhatIf,
)
from leanin.session.outcome import Outcome
from leanin.store.journal import JournalStore
from leanin.store.kept import KeptSession, StampedEvent, written_time

FROM_EVENTS = """
    SELECT session,
        COUNT(*) AS graded,
        SUM(json_extract(body, '$.grade.responsibility.called_for')) AS responsibility_of,
        SUM(json_extract(body, '$.grade.responsibility.level') = 2) AS responsibility_2,
        SUM(json_extract(body, '$.grade.reflection.called_for')) AS reflection_of,
        SUM(json_extract(body, '$.grade.reflection.level') = 2) AS reflection_2,
        SUM(json_extract(body, '$.grade.invitation.called_for')) AS invitation_of,
        SUM(json_extract(body, '$.grade.invitation.level') = 2) AS invitation_2,
        SUM(json_array_length(body, '$.grade.traps')) AS traps
    FROM events WHERE kind = 'grade' GROUP BY session
"""

COLD = """
import sys, time
from pathlib import Path
from leanin.progress.figures import progress_of
from leanin.progress.queries import Wanted
from leanin.store.journal import JournalStore
with JournalStore(Path(sys.argv[1])) as store:
    began = time.perf_counter()
    progress_of(store, Wanted(imported=True))
    print(1000 * (time.perf_counter() - began))
"""

REPLY = "You're right, I am young, and maybe you wonder whether your family is in good hands. What worries you most?"


def grade(chance: random.Random, skill: float) -> Grade:
    """A grade as a trainee of this skill (0–1) might get it."""

    def step() -> StepGrade:
        level: Level = 2 if chance.random() < skill else 1 if chance.random() < 0.6 else 0
        called_for = chance.random() < 0.9
        return StepGrade(level=level, called_for=called_for, evidence=REPLY[:40], note="Plain and true.")

    traps = (chance.choice(list(Trap)),) if chance.random() > skill else ()
    return Grade(responsibility=step(), reflection=step(), invitation=step(), traps=traps).settled()


def events(file: PersonaFile, turns: int, chance: random.Random, skill: float) -> Iterator[Event]:
    """A session of so many replies with this persona."""
    persona = file.persona
    yield SessionOpened(
        persona=persona.id,
        persona_text=file.text,
        persona_hash=file.digest,
        rubric_version=1,
        rubric_hash="0" * 64,
        therapist=persona.therapist.model_dump(),
        client_model="builtin",
        evaluator_model="builtin",
        seed=1,
        leanin_version="0",
    )
    yield Opening(said=persona.opening)
    yield StateReached(turn=0, trust=30, tension=60, candour=60, stance=Stance.SCEPTICAL, disclosed=0)
    for turn in range(1, turns + 1):
        if turn > 1 and chance.random() < 0.1:
            yield WhatIf(turn=turn, beside=turn - 1, text=REPLY)
        else:
            yield Replied(turn=turn, text=REPLY)
        yield Graded(turn=turn, grade=grade(chance, skill), by="builtin")
        yield StateReached(turn=turn, trust=30 + turn, tension=60, candour=60, stance=Stance.SCEPTICAL, disclosed=0)
        yield ClientSaid(turn=turn, said=persona.opening, thought="Hm.", by="builtin")
        if turn == turns and chance.random() < 0.3:
            yield TakenBack(turn=turn)
    yield Ended(outcome=chance.choice(list(Outcome)), attended=4, of=8)


def build(path: Path, sessions: int, turns: int) -> None:
    """Fill a new journal."""
    chance = random.Random(5)
    personas = [file for file in shelf() if isinstance(file, PersonaFile)]
    began = datetime(2024, 1, 1, tzinfo=UTC)

    def whole(number: int) -> KeptSession:
        at = began + timedelta(hours=9 * number)
        day, skill = at.date().isoformat(), 0.2 + 0.6 * number / sessions
        stamped = [
            StampedEvent(seq, written_time(at + timedelta(seconds=seq)), event)
            for seq, event in enumerate(events(personas[number % len(personas)], turns, chance, skill), 1)
        ]
        return KeptSession(f"{day}-{number:05d}", written_time(at), tuple(stamped))

    with JournalStore(path) as store:
        store.take_in(map(whole, range(sessions)))


def timed(what: Callable[[], object], runs: int) -> tuple[float, float]:
    """Milliseconds of several runs after one that isn't counted: the median and the fastest."""
    what()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        what()
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times), min(times)


def main() -> None:
    """Build, time, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sessions", type=int, default=2000)
    options.add_argument("--turns", type=int, default=20)
    options.add_argument("--runs", type=int, default=7)
    given = options.parse_args()
    from leanin.progress.figures import progress_of
    from leanin.progress.queries import Wanted, session_counts
    from leanin.store import turns

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite"
        began = time.perf_counter()
        build(path, given.sessions, given.turns)
        filled = time.perf_counter() - began
        cold = [
            float(subprocess.run([sys.executable, "-c", COLD, str(path)], capture_output=True, text=True).stdout)
            for _ in range(given.runs)
        ]
        everything = Wanted(imported=True)
        with JournalStore(path) as store:
            figures = {
                "the queries": timed(lambda: session_counts(store, everything), given.runs),
                "progress, all of it": timed(lambda: progress_of(store, everything), given.runs),
                "progress, one persona": timed(lambda: progress_of(store, Wanted("", "rosa", True)), given.runs),
                "progress, in a new process (cold)": (statistics.median(cold), min(cold)),
            }
            with store.reading() as db:
                figures["from the events, shares of steps alone"] = timed(
                    lambda: db.execute(FROM_EVENTS).fetchall(), given.runs
                )
            began = time.perf_counter()
            with store._database.writing() as db:
                turns.rebuild(db)
            took = 1000 * (time.perf_counter() - began)
            figures["making the derived tables anew (an old journal, once)"] = took, took
        print(f"{given.sessions} sessions of {given.turns} replies: {path.stat().st_size / 2**20:.0f} MiB,")
        print(f"filled in {filled:.0f} s. Milliseconds, median and fastest of {given.runs} runs:")
        for what, (median, fastest) in figures.items():
            print(f"  {what:<56}{median:>9.1f}{fastest:>9.1f}")


if __name__ == "__main__":
    main()
