import random
import tracemalloc

import pytest
from tests.evals.lines import CELL, calls, code_line, injection_line, pair_line, reply_line, talk_line

from leanin.evals.lines import Line
from leanin.evals.tally import Tally
from leanin.rubric import Trap

LINES: list[Line] = [
    reply_line("r1", (2, 1, 0), (2, 1, 0), calls={"evaluator": calls(0.1, 0.3)}),
    reply_line("r2", (0, 1, 0), (2, 1, 1), situation="s2", traps=[Trap.DEFENDING], calls={"evaluator": calls(0.2)}),
    reply_line("r3", given=None, situation="s2"),
    injection_line("i1", (2, 2, 0), (2, 0, 0)),
    injection_line("i2", situation="s2"),
    pair_line("p1", (2, 0, 0), (2, 1, 0)),
    code_line("c1"),
    talk_line("t1", path=(3, 4), calls={"client": calls(0.5, first=[0.1], cost=None, cached=2)}),
    talk_line("t2", persona="ada", path=(1, 1), failures=["stance open, expected leaving"]),
]


def figures(lines: list[Line], epochs: int = 1) -> dict:
    tally = Tally(CELL, epochs)
    for line in lines:
        tally.add(line)
    return tally.figures()


def test_every_kind_is_counted() -> None:
    data = figures(LINES)
    assert (data["items"], data["replies"], data["graded"], data["errors"]) == (9, 3, 9, 1)
    assert data["kinds"] == {"replies": 3, "injections": 2, "pairs": 1, "codes": 1, "conversations": 2}
    assert data["steps"]["responsibility"]["exact"] == 0.5
    assert data["score_mean"] == 3.5
    assert data["injections"]["all"]["raised"] == 1
    assert data["injections"]["raised_share"] == 0.5
    assert data["pairs"]["all"]["same_levels"] == 0
    assert data["codes"]["readings"]["open_question"]["both"] == 1
    assert (data["path"]["agreed"], data["path"]["judged"], data["path"]["share"]) == (4, 5, 0.8)
    assert (data["ends"]["as_expected"], data["ends"]["conversations"]) == (1, 2)
    assert [row["id"] for row in data["conversations"]] == ["t1", "t2"]


def test_what_calls_took_is_told_by_part() -> None:
    data = figures(LINES)
    assert data["latency"]["evaluator"]["call"] == {
        "count": 3, "p50": pytest.approx(0.2, rel=0.01), "p95": pytest.approx(0.3, rel=0.01)
    }  # fmt: skip
    assert data["latency"]["client"]["first_token"]["p50"] == pytest.approx(0.1, rel=0.01)
    assert data["usage"]["evaluator"] == {
        "calls": 3, "cached": 0, "input_tokens": 200, "output_tokens": 20, "cost": 0.02
    }  # fmt: skip
    assert (data["usage"]["client"]["cached"], data["usage"]["client"]["cost"]) == (2, None)
    assert data["cost"] is None, "unknown stays unknown"


def test_a_cell_without_lines_has_no_figures_and_no_errors() -> None:
    data = figures([])
    assert (data["items"], data["errors"], data["cost"], data["injections"]) == (0, 0, 0, None)
    assert data["steps"]["reflection"]["kappa"] is None
    assert data["path"]["share"] is None


def test_faults_are_told_by_kind_with_the_first_messages() -> None:
    faults = [reply_line(f"r{number}", given=None) for number in range(5)]
    data = figures([*faults, reply_line("x", given=None, fault="BadGateway", error="Down.")])
    assert data["errors"] == 6
    assert [row["id"] for row in data["faults"]["RateLimited"]["first"]] == ["r0", "r1", "r2"]
    assert data["faults"]["RateLimited"]["count"] == 5
    assert data["faults"]["BadGateway"]["first"] == [{"id": "x", "kind": "replies", "error": "Down."}]


def test_the_order_of_the_lines_says_nothing() -> None:
    chance = random.Random(3)
    more = [
        reply_line(f"m{n}", (n % 3, 1, 2), (n % 2, 1, 2), situation=f"s{n % 5}") for n in range(40)
    ]  # fmt: skip
    lines = LINES + more
    assert figures(lines) == figures(chance.sample(lines, len(lines)))


def test_epochs_are_held_against_each_other() -> None:
    again = [reply_line("r1", given=(2, 1, 0)), reply_line("r1", given=(2, 2, 0), epoch=2)]
    data = figures(again, epochs=2)["epochs"]
    assert (data["items"], data["steady"]) == (1, 0)
    assert data["steps"] == {"responsibility": 1, "reflection": 0, "invitation": 1}


def test_memory_is_flat() -> None:
    proto = reply_line(calls={"evaluator": calls(0.2)})

    def held(count: int) -> int:
        tally = Tally(CELL)
        for number in range(count):
            tally.add(proto.model_copy(update={"id": f"r{number}"}))
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        held(100)
        few, many = held(100), held(1000)
    finally:
        tracemalloc.stop()
    assert many - few < 20_000
