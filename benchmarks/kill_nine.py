"""Kill -9 in the middle of a turn, again and again: is anything lost, and does the session go on?

`python benchmarks/kill_nine.py [--kills 50] [--seed 9] [--server]`

Each time, a child plays `leanin play rosa --plain --json`, is given replies, and is killed at a moment drawn by the
seed: right after it wrote out a certain event, or some milliseconds after it was sent a reply. Then the journal is
read. *Acknowledged* is every event whose line had come out of the child before it died; one that isn't in the journal
is lost. At last `leanin sessions resume last --plain --json` takes the session up with one more reply; it counts as
resumed where that ends with an outcome and every reply has been graded, has moved the client, and was answered.

All kills hit one and the same journal. With `--server`, client and evaluator are a scripted OpenAI-compatible server
on this machine that streams slowly, so that most of a turn is waiting for words.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import IO, Any

from leanin.session.events import Event
from leanin.session.record import Record
from leanin.store.journal import JournalStore
from leanin.store.wire import plain

REPOSITORY = Path(__file__).resolve().parents[1]
LEANIN = (sys.executable, "-m", "leanin")
REPLIES = (
    "You're right, I am young, and I've never raised a child. Maybe you wonder whether your family is safe with me. "
    "What worries you most about that?",
    "A doctor need not have had cancer to treat it. I have a degree.",
    "I came in here and never asked what you've carried. It sounds like you're afraid of losing them. Tell me more?",
    "(silence)",
)
SAID = "Well. You say that now. Everybody says that the first month, and then it's somebody else with a new folder."
PATIENCE = 60.0
"""Seconds after which a child that says nothing is taken to hang."""

MOMENTS = ("reply", "grade", "state", "any time", "any time", "any time")
"""When to kill: right after this event was written out, or at any time of the turn."""


@dataclass
class Tally:
    """What came of the kills."""

    kills: Counter[str] = field(default_factory=Counter)
    """By the moment of the kill."""
    last_seen: Counter[str] = field(default_factory=Counter)
    """By the last event of the turn that had come out."""
    acknowledged: int = 0
    acknowledged_replies: int = 0
    lost: list[str] = field(default_factory=list)
    resumed: int = 0
    not_resumed: list[str] = field(default_factory=list)


class Child:
    """A leanin that plays by lines."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen([*LEANIN, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.seen: list[dict[str, Any]] = []
        """Every event whose whole line has come out so far."""
        self._lines: Queue[dict[str, Any] | None] = Queue()
        assert self.process.stdout
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,))
        self._reader.start()

    def _read(self, out: IO[bytes]) -> None:
        for line in out:
            if line.endswith(b"\n"):  # a line that the kill cut short was never acknowledged
                self._lines.put(json.loads(line))
        self._lines.put(None)

    def send(self, reply: str) -> None:
        """Give it a reply."""
        assert self.process.stdin
        self.process.stdin.write(f"{reply}\n".encode())
        self.process.stdin.flush()

    def wait_for(self, event: str, turn: int, seconds: float = PATIENCE) -> bool:
        """Read on until it has written out this event of this turn; whether it has, within the time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except Empty:
                return False
            if line is None:
                raise SystemExit(f"leanin ended by itself after {[seen['event'] for seen in self.seen]}")
            self.seen.append(line)
            if line["event"] == event and line.get("turn", 0) == turn:
                return True
        return False

    def kill(self) -> None:
        """Kill it, and read what it had written out before."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._reader.join()
        while (line := self._lines.get()) is not None:
            self.seen.append(line)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def main() -> None:
    """Run the kills and print what came of them; exit code 1 where anything was lost or not resumed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument(
        "--server", action="store_true", help="language models from a scripted server, streaming slowly"
    )
    options = parser.parse_args()
    chance, tally = random.Random(options.seed), Tally()
    with own_folders(), server_or_builtin(options.server) as models:
        turn_seconds = measured_turn(models)
        for number in range(1, options.kills + 1):
            one_kill(number, chance, tally, turn_seconds, models)
            show_progress(number, options.kills, tally)
    report(tally, turn_seconds, options)
    sys.exit(bool(tally.lost or tally.not_resumed))


@contextlib.contextmanager
def own_folders() -> Iterator[None]:
    """A home of our own for journal and settings."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"LEANIN_DATA_DIR": f"{home}/data", "LEANIN_CONFIG_DIR": f"{home}/config"}
        yield


@contextlib.contextmanager
def server_or_builtin(scripted: bool) -> Iterator[tuple[str, ...]]:
    """The options that choose the models."""
    if not scripted:
        yield ("--client-model", "builtin", "--evaluator-model", "builtin")
        return
    sys.path.insert(0, str(REPOSITORY))  # the server is that of the tests
    from tests.loopback import answer, serving

    def grade(_: str) -> dict[str, Any]:
        time.sleep(0.2)
        return answer((1, 1, 1), "")

    os.environ["OPENAI_API_KEY"] = "none-is-needed"
    with serving(grade) as server:
        server.words = f"{SAID} [thinks] At least this one looked at me."
        server.pause = 0.02
        yield (
            "--client-model",
            "openai/scripted",
            "--evaluator-model",
            "openai/scripted",
            "--api-base",
            server.address,
        )


def measured_turn(models: tuple[str, ...]) -> float:
    """Seconds from a reply's being sent to the client's answer, so that kills fall within turns."""
    child = Child("play", "rosa", "--plain", "--json", "--seed", "1", *models)
    child.wait_for("state", 0)
    seconds = []
    for turn, reply in enumerate(REPLIES[:3], 1):
        began = time.monotonic()
        child.send(reply)
        if not child.wait_for("client", turn):
            raise SystemExit("leanin hangs, even unharmed.")
        seconds.append(time.monotonic() - began)
    child.kill()
    return sorted(seconds)[1]


def one_kill(number: int, chance: random.Random, tally: Tally, turn_seconds: float, models: tuple[str, ...]) -> None:
    """Play, kill, look into the journal, resume."""
    moment = chance.choice(MOMENTS)
    turns = chance.randint(1, 3)
    child = Child("play", "rosa", "--plain", "--json", "--seed", str(number), *models)
    child.wait_for("state", 0)
    for turn in range(1, turns):
        child.send(chance.choice(REPLIES))
        child.wait_for("client", turn)
    child.send(chance.choice(REPLIES))
    if moment == "any time":
        child.wait_for("client", turns, seconds=chance.uniform(0, turn_seconds))
    else:
        child.wait_for(moment, turns)
    child.kill()

    tally.kills[moment] += 1
    last = child.seen[-1]
    tally.last_seen[last["event"] if last.get("turn", 0) == turns else "nothing yet"] += 1
    with JournalStore() as store:
        session_id = store.find("last")
        kept = store.events(session_id)
    for line in child.seen:
        tally.acknowledged += 1
        tally.acknowledged_replies += line["event"] == "reply"
        if not any(same(line, event) for event in kept):
            tally.lost.append(f"kill {number}: {line['event']} of turn {line.get('turn')}")
    if fault := resumed(session_id, models):
        tally.not_resumed.append(f"kill {number}, with “{kept[-1].event}” kept last: {fault}")
    else:
        tally.resumed += 1


def resumed(session_id: str, models: tuple[str, ...]) -> str:
    """What went wrong with taking the session up again; nothing where all went well."""
    done = subprocess.run(
        [*LEANIN, "sessions", "resume", "last", "--plain", "--json", *models],
        input=f"{REPLIES[0]}\n".encode(),
        capture_output=True,
        timeout=PATIENCE,
    )
    if done.returncode:
        return f"exit code {done.returncode}: {done.stderr.decode().strip()}"
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if not lines or lines[-1]["event"] != "outcome":
        return "it ended without an outcome"
    with JournalStore() as store:
        record = Record.of(store.events(session_id))
    for turn in record.turns:
        if turn.grade is None or turn.after is None or not turn.answered:
            missing = "grade" if turn.grade is None else "state" if turn.after is None else "answer"
            return f"reply {turn.number} of {len(record.turns)} is still without its {missing}"
    return ""


def same(line: dict[str, Any], event: Event) -> bool:
    """Whether a line that came out of plain mode shows this kept event."""
    body = plain(event)
    body |= body.pop("grade", {})  # plain mode writes a grade's keys at the top level
    return all(line.get(key) == value for key, value in body.items())


def show_progress(number: int, of: int, tally: Tally) -> None:
    """One line that says how far it is, for whoever waits at a terminal."""
    if sys.stderr.isatty():
        print(
            f"\r{number} of {of}, lost {len(tally.lost)}, resumed {tally.resumed}", end="", file=sys.stderr, flush=True
        )


def report(tally: Tally, turn_seconds: float, options: argparse.Namespace) -> None:
    """The table."""
    source = "a scripted server" if options.server else "builtin"
    print(f"kill -9 with {source}, seed {options.seed}; a turn takes {turn_seconds * 1000:.0f} ms unharmed")
    rows = [
        ("kills", str(sum(tally.kills.values()))),
        ("  drawn: right after", ", ".join(f"{moment} {count}" for moment, count in tally.kills.most_common())),
        ("  last event that came out", ", ".join(f"{event} {count}" for event, count in tally.last_seen.most_common())),
        ("replies acknowledged", str(tally.acknowledged_replies)),
        ("events acknowledged, replies included", str(tally.acknowledged)),
        ("lost", str(len(tally.lost))),
        ("resumed, each reply graded, moved and answered", str(tally.resumed)),
        ("not so", str(len(tally.not_resumed))),
    ]
    for name, value in rows:
        print(f"  {name:<48} {value}")
    for line in (*tally.lost, *tally.not_resumed):
        print(f"  ! {line}")


if __name__ == "__main__":
    main()
