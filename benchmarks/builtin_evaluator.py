"""How many replies a second the built-in evaluator grades on one core. Run: `python benchmarks/builtin_evaluator.py`.

Grades the first labelled suite over and over and prints the median of seven rounds, by wall clock and by processor
time (the latter is what one core alone would do on a busy machine), and how long the slowest single reply took.
"""

import json
import statistics
import time

from leanin.evaluator.builtin import grade_reply
from leanin.resources import shipped
from leanin.session.ports import Exchange, ReplyMoment

ROUNDS = 7
REPEATS = 5


def moments() -> list[ReplyMoment]:
    """The replies of the first suite."""
    lines = (shipped("evals") / "first" / "replies.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        ReplyMoment(
            client=row["client"],
            reply=row["reply"],
            concern=row.get("concern", ""),
            therapist=row.get("therapist"),
            history=tuple(Exchange(**exchange) for exchange in row.get("history", [])),
        )
        for row in map(json.loads, lines)
    ]


def main() -> None:
    """Measure and print."""
    suite = moments()
    started = time.perf_counter()
    for moment in suite:
        grade_reply(moment)
    cold = len(suite) / (time.perf_counter() - started)
    wall, processor = [], []
    for _ in range(ROUNDS):
        wall_start, processor_start = time.perf_counter(), time.process_time()
        for _ in range(REPEATS):
            for moment in suite:
                grade_reply(moment)
        wall.append(REPEATS * len(suite) / (time.perf_counter() - wall_start))
        processor.append(REPEATS * len(suite) / (time.process_time() - processor_start))
    slowest = 0.0
    for moment in suite:
        start = time.process_time()
        grade_reply(moment)
        slowest = max(slowest, time.process_time() - start)
    print(f"first pass:     {cold:8.0f} replies/s")
    print(f"wall clock:     {statistics.median(wall):8.0f} replies/s (median of {ROUNDS})")
    print(f"processor time: {statistics.median(processor):8.0f} replies/s (median of {ROUNDS})")
    print(f"slowest reply:  {slowest * 1000:8.2f} ms")


if __name__ == "__main__":
    main()
