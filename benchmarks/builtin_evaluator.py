"""How many replies a second the built-in evaluator grades on one core. Run: `python benchmarks/builtin_evaluator.py`.

Grades all replies of the shipped suite `replies` (some thousands, 3 to 80 words, many situations), round by round, and
prints the best and the median round by processor time, which is what one core alone does on a busy machine, the
same by wall clock, and what single replies take. `--suite NAME` takes another suite, `--rounds N` other than five.
"""

import argparse
import statistics
import time
from collections.abc import Callable

from leanin.evals.suite import load_suite
from leanin.evaluator.builtin import grade_reply
from leanin.persona import Therapist
from leanin.session.ports import Exchange, ReplyMoment

ASKED_FOR = 1000
"""How many replies a second there should be at least."""


def moments(suite: str) -> list[ReplyMoment]:
    """The replies of a suite, as the evaluator gets them."""
    return [
        ReplyMoment(
            client=one.client,
            reply=one.reply,
            concern=one.concern or "",
            therapist=Therapist.model_validate(one.therapist) if isinstance(one.therapist, dict) else one.therapist,
            history=tuple(Exchange(each.client, each.reply) for each in one.history),
        )
        for one in load_suite(suite).replies
    ]


def seconds(suite: list[ReplyMoment], clock: Callable[[], float]) -> list[float]:
    """How long each reply takes by a clock."""
    taken = []
    for moment in suite:
        start = clock()
        grade_reply(moment)
        taken.append(clock() - start)
    return taken


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--suite", default="replies")
    asked.add_argument("--rounds", type=int, default=5)
    options = asked.parse_args()
    suite = moments(options.suite)
    cold = len(suite) / sum(seconds(suite, time.process_time))
    processor = [sum(seconds(suite, time.process_time)) for _ in range(options.rounds)]
    wall = [sum(seconds(suite, time.perf_counter)) for _ in range(options.rounds)]
    singles = seconds(suite, time.process_time)
    best = len(suite) / min(processor)
    print(f"suite {options.suite}: {len(suite)} replies, {options.rounds} rounds by each clock")
    print(f"first round:    {cold:8.0f} replies/s (processor time)")
    for name, rounds in (("processor time", processor), ("wall clock", wall)):
        middle, top = len(suite) / statistics.median(rounds), len(suite) / min(rounds)
        print(f"{name + ':':15s} {middle:8.0f} replies/s (median), {top:.0f} (best)")
    print(f"against {ASKED_FOR} asked for: {best / ASKED_FOR:.2f} times as many (best round, processor time)")
    print(
        f"single reply:   {statistics.median(singles) * 1000:8.2f} ms (median), {max(singles) * 1000:.2f} ms (slowest)"
    )


if __name__ == "__main__":
    main()
