"""How near `leanin eval run` comes to the ideal against a slow server: `python benchmarks/eval_throughput.py`.

A server of its own (`slow_server.py`, a process apart) takes 200 ms a call. The real command grades 1,000 labelled
replies through it, start-up and reports included, with 16 and 64 connections; the ideal is calls × latency /
connections. The best of several runs counts, since other work on the machine can only slow it down. CPU is that of the
whole command, start-up too, over its calls; the server's is given apart.

With `--replies 50000 --latency 0.01` the same is done for 1,000 replies and for so many, to see whether memory stays
flat.

Where inspect-ai is installed, in this Python or in that of `--inspect-python`, it is given the same messages for the
same server, with as many connections.
"""

import argparse
import contextlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPLIES = HERE.parent / "evals" / "replies"
FEW = 1_000
_SUITE = "schema: 1\nname: throughput\nabout: Replies to be graded at speed.\nreplies: replies.jsonl\n"


@dataclass(frozen=True)
class Measured:
    """One run of a command."""

    wall: float
    """Seconds, from the start of the process to its end."""
    cpu: float
    """Seconds, of the process and all that it started."""
    peak_mb: float
    calls: int
    """As the server counted them."""
    server_cpu: float

    def row(self, name: str, connections: int, latency: float) -> str:
        """For a table."""
        ideal = self.calls * latency / connections
        ours, servers = (1000 * seconds / self.calls for seconds in (self.cpu, self.server_cpu))
        return (
            f"{name:<12}{connections:>6}{self.calls:>8,}{ideal:>8.1f} s{self.wall:>8.1f} s{ideal / self.wall:>8.0%}"
            f"{ours:>9.2f} ms{servers:>9.2f} ms{self.peak_mb:>8.0f} MB"
        )


HEADING = (
    f"{'':<12}{'conns':>6}{'calls':>8}{'ideal':>10}{'wall':>10}{'ratio':>8}{'CPU/call':>12}{'server':>12}{'peak':>11}"
)


@contextlib.contextmanager
def server(latency: float) -> Iterator[str]:
    """A slow server; gives its address, to which `/v1` is yet to be added."""
    command = [sys.executable, str(HERE / "slow_server.py"), "--latency", str(latency)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()


def measured(command: Sequence[str], latency: float, home: Path) -> Measured:
    """Run a command, in which `{server}` stands for the address of a fresh server, and measure it."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("OPENAI_", "LEANIN_"))}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed leanin, as any package, is compiled once
    for kind in ("CONFIG", "DATA", "CACHE"):
        environment[f"LEANIN_{kind}_DIR"] = str(home / kind.lower())
    environment |= {"INSPECT_LOG_DIR": str(home / "inspect-logs"), "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    with server(latency) as address, tempfile.TemporaryFile() as said:
        before = _stats(address)
        began = time.perf_counter()
        process = subprocess.Popen(
            [part.replace("{server}", address) for part in command],
            env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        after = _stats(address)
        if process.returncode or after["calls"] < 1:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)}\nended with {process.returncode}:\n{said.read().decode()[-3000:]}")
    return Measured(
        wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, int(after["calls"]), after["cpu"] - before["cpu"]
    )


def _stats(address: str) -> dict[str, float]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{address}/stats") as answer:
        stats: dict[str, float] = json.load(answer)
    return stats


def write_suite(folder: Path, count: int) -> None:
    """A suite of so many replies, made of the shipped ones, each with an id of its own and words of its own."""
    shipped = [
        json.loads(line)
        for path in sorted(REPLIES.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    folder.mkdir(parents=True)
    (folder / "suite.yaml").write_text(_SUITE, encoding="utf-8")
    with (folder / "replies.jsonl").open("w", encoding="utf-8") as file:
        for number in range(count):
            around, place = divmod(number, len(shipped))
            row = dict(shipped[place])
            row["id"] = f"{row['id']}-{around}"
            if around:
                row["reply"] += f" That is what I heard, {around + 1} times."
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def leanin(suite: Path, connections: int) -> list[str]:
    """The command that is measured."""
    return [
        sys.executable, "-m", "leanin", "eval", "run", str(suite), "--evaluator-model", "openai/slow",
        "--api-base", "{server}/v1", "--at-once", str(connections),
    ]  # fmt: skip


def write_messages(suite: Path, path: Path) -> None:
    """What leanin sends for each reply of a suite, as JSON Lines: so that another runner can send the same."""
    from leanin.evals.dataset import as_reply
    from leanin.evaluator.language_model import GRADING, LanguageModelEvaluator
    from leanin.fence import Fence
    from leanin.llm.scripted import ScriptedModel
    from leanin.prompts import load_prompt

    evaluator = LanguageModelEvaluator(ScriptedModel(), load_prompt("evaluator"), sampling=GRADING)
    lines = (suite / "replies.jsonl").read_text(encoding="utf-8").splitlines()
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            moment = as_reply(json.loads(line)).moment(lambda _name: None)
            messages = evaluator.messages(moment, Fence())
            file.write(json.dumps([{"role": one.role, "content": one.content} for one in messages]) + "\n")


def inspect_python(given: str | None) -> str | None:
    """The Python that has inspect-ai: the one given, else this one where it has it."""
    return given or (sys.executable if importlib.util.find_spec("inspect_ai") else None)


def best(command: Sequence[str], latency: float, home: Path, runs: int) -> Measured:
    """The quickest of several runs."""
    return min((measured(command, latency, home / str(run)) for run in range(runs)), key=lambda one: one.wall)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replies", type=int, default=FEW)
    parser.add_argument("--latency", type=float, default=0.2, help="seconds that the server takes (default 0.2)")
    parser.add_argument("--at-once", type=int, nargs="+", default=[16, 64], metavar="N")
    parser.add_argument("--runs", type=int, default=3, help="of which the best counts")
    parser.add_argument("--inspect-python", metavar="PATH", help="a Python with inspect-ai and openai installed")
    parser.add_argument("--no-inspect", action="store_true")
    given = parser.parse_args()
    peer = None if given.no_inspect else inspect_python(given.inspect_python)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        counts = sorted({FEW, given.replies} if given.replies > FEW else {given.replies})
        for count in counts:
            write_suite(home / f"suite-{count}", count)
        print(
            f"the best of {given.runs}; each call takes the server {1000 * given.latency:.0f} ms; CPU includes start-up"
        )
        print(HEADING)
        peaks: list[float] = []
        for count in counts:
            suite, messages = home / f"suite-{count}", home / f"messages-{count}.jsonl"
            if peer:
                write_messages(suite, messages)
            for connections in given.at_once:
                ours = best(leanin(suite, connections), given.latency, home / f"{count}-{connections}", given.runs)
                peaks.append(ours.peak_mb)
                print(ours.row("leanin", connections, given.latency), flush=True)
                if peer:
                    command = [peer, str(HERE / "inspect_calls.py"), str(messages), "{server}/v1", str(connections)]
                    theirs = best(command, given.latency, home / f"inspect-{count}-{connections}", given.runs)
                    print(theirs.row("inspect-ai", connections, given.latency), flush=True)
        if len(counts) > 1:
            spread = f"{min(peaks):.0f} to {max(peaks):.0f} MB"
            print(f"leanin's peak memory from {counts[0]:,} to {counts[-1]:,} replies: {spread}")
        if not peer:
            print("inspect-ai isn't installed here: --inspect-python PATH compares with it.")


if __name__ == "__main__":
    main()
