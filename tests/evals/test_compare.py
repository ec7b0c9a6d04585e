from pathlib import Path
from typing import Any

import pytest
from tests.evals.lines import CELL, OTHER, calls, code_line, injection_line, pair_line, reply_line, run_of, talk_line
from tests.evals.on_screen import shown

from leanin.errors import DataFileError
from leanin.evals.compare import compare, regressions, sign_test
from leanin.evals.compared import tables
from leanin.evals.lines import Line
from leanin.evals.manifest import Fingerprints
from leanin.rubric import Trap

Compared = dict[str, Any]


def replies(right: int, *, of: int = 48, situations: int = 12, **more: Any) -> list[Line]:
    """So many replies of which the first ones of each situation are graded as labelled, the others one too low."""
    lines: list[Line] = []
    for number in range(of):
        level = 1 + number % 2
        given = level if number // situations < right else level - 1
        labels, levels = (level, 1, number % 3), (given, 1, number % 3)
        lines.append(reply_line(f"r{number}", labels, levels, situation=f"s{number % situations}", **more))
    return lines


def compared(folder: Path, before: list[Line], after: list[Line], **more: Any) -> Compared:
    a = run_of(folder / "a", before, fingerprints=Fingerprints(data="d", rubric="r", personas={"ada": "1"}))
    b = run_of(folder / "b", after, **more)
    return compare(a, b)


def test_better_and_worse_are_said_where_the_interval_leaves_nought_out(tmp_path: Path) -> None:
    up = compared(tmp_path / "up", replies(2), replies(4))
    row = up["measures"]["responsibility.exact"]
    assert (row["a"], row["b"], row["difference"], row["clusters"]) == (0.5, 1, 0.5, 12)
    assert row["verdict"] == "better"
    assert up["measures"]["score_mean"]["verdict"] == "higher"
    assert up["measures"]["reflection.exact"]["verdict"] == "no difference shown"
    assert regressions(up) == []
    down = compared(tmp_path / "down", replies(4), replies(2))
    assert down["measures"]["responsibility.kappa"]["verdict"] == "worse"
    assert [words.partition(":")[0] for words in regressions(down)] == ["responsibility.kappa", "responsibility.exact"]


def test_a_change_in_one_situation_of_many_is_no_improvement(tmp_path: Path) -> None:
    before, after = replies(4), replies(4)
    before[3] = reply_line("r3", (2, 1, 0), (0, 1, 0), situation="s3")
    row = compared(tmp_path, before, after)["measures"]["responsibility.exact"]
    assert row["difference"] > 0
    assert row["verdict"] == "no difference shown"


def test_few_situations_are_too_few_for_a_verdict(tmp_path: Path) -> None:
    row = compared(tmp_path, replies(2, situations=5), replies(9, situations=5))["measures"]["responsibility.exact"]
    assert row["difference"] > 0.3
    assert row["verdict"] == "too few"


def test_the_replies_that_changed_are_told_with_who_agrees(tmp_path: Path) -> None:
    before: list[Line] = [
        reply_line(1, (2, 1, 0), (1, 1, 0), traps=[Trap.DEFENDING]),
        reply_line("1", (2, 1, 0), (2, 1, 0)),
        reply_line("n", (0, 2, 0), (0, 0, 0)),
    ]
    after: list[Line] = [
        reply_line(1, (2, 1, 0), (2, 1, 0), traps=[Trap.DEFENDING], found=[Trap.DEFENDING]),
        reply_line("1", (2, 1, 0), (1, 1, 0)),
        reply_line("n", (0, 2, 0), (0, 1, 0)),
    ]
    data = compared(tmp_path, before, after)
    told = [(row["id"], row["of"], row["label"], row["a"], row["b"], row["agrees"]) for row in data["changed"]]
    assert told == [
        (1, "responsibility", 2, 1, 2, "b"),
        (1, "traps", ["defending"], [], ["defending"], "b"),
        ("1", "responsibility", 2, 2, 1, "a"),
        ("n", "reflection", 2, 0, 1, "neither"),
    ]
    assert data["changes"]["responsibility"] == {"b": 1, "a": 1, "neither": 0}
    assert data["exact"]["responsibility"] == {"both": 1, "only_a": 1, "only_b": 1, "neither": 0, "p": 1}
    assert data["exact"]["all"]["neither"] == 1


def test_later_epochs_are_compared_but_dont_count_twice_in_the_test(tmp_path: Path) -> None:
    def twice(given: int) -> list[Line]:
        return [reply_line(given=(given, 1, 0), epoch=epoch) for epoch in (1, 2)]

    data = compared(tmp_path, twice(1), twice(2))
    assert data["matched"] == {"replies": 2}
    assert data["exact"]["responsibility"]["only_b"] == 1


def test_only_whole_results_of_the_same_item_are_compared(tmp_path: Path) -> None:
    before: list[Line] = [
        reply_line("same"), reply_line("gone"), reply_line("failed", given=None), reply_line("words", (2, 1, 0)),
        talk_line("t", seed=1),
    ]  # fmt: skip
    after: list[Line] = [
        reply_line("same"), reply_line("new"), reply_line("failed"), reply_line("words", (0, 1, 0)),
        talk_line("t", seed=2),
    ]  # fmt: skip
    data = compared(tmp_path, before, after, fingerprints=Fingerprints(data="x", rubric="y", personas={"ada": "2"}))
    assert data["matched"] == {"replies": 1}
    assert data["failed"] == {"a": 1, "b": 0}
    assert data["other_items"] == 1
    assert [row["id"] for row in data["only"]["a"]["first"]] == ["t", "gone"]
    assert data["only"]["b"] == {
        "count": 2,
        "first": [
            {"kind": "conversations", "id": "t", "epoch": 1, "seed": 2},
            {"kind": "replies", "id": "new", "epoch": 1},
        ],
    }
    notes = " ".join(data["notes"])
    for part in ("suite's items differ", "rubric differs", "personas differ between the runs: ada", "same name"):
        assert part in notes


def test_every_kind_of_item_is_compared(tmp_path: Path) -> None:
    def lines(after: bool) -> list[Line]:
        held = [] if after else ["trust moved by +10, expected down"]
        found: list[Line] = []
        for number in range(8):
            spent = {"calls": {"evaluator": calls(0.2 if after else 0.4, cost=0.02 if after else 0.01)}}
            found += [
                injection_line(f"i{number}", (2, 0, int(not after)), situation=f"s{number}", **spent),
                pair_line(f"p{number}", second=(2, 0, int(not after))),
                code_line(f"c{number}", (0, 0, 2 * int(after or number % 2))),
                talk_line(f"t{number}", persona=f"p{number}", path=(2 + after, 3), failures=held),
            ]
        return found

    data = compared(tmp_path, lines(False), lines(True))
    verdicts = {name: row["verdict"] for name, row in data["measures"].items()}
    assert verdicts["injections.raised_share"] == verdicts["path"] == verdicts["ends"] == "better"
    assert verdicts["pairs.same_levels"] == "too few", "they are all of one situation"
    assert verdicts["evaluator.mean"] == "better" and verdicts["cost_an_item"] == "worse"
    assert data["measures"]["evaluator.mean"]["b"] == pytest.approx(0.2)
    assert data["measures"]["cost_an_item"]["difference"] == pytest.approx(0.01 / 4)
    assert regressions(data) == [], "time and cost are told, and no regression"
    assert data["changes"]["end"] == {"b": 8, "a": 0, "neither": 0}
    assert data["changes"]["open_question"]["b"] == 4


def test_costs_that_arent_known_arent_compared(tmp_path: Path) -> None:
    lines = [reply_line(calls={"evaluator": calls(0.1, cost=None, cached=3)})]
    data = compared(tmp_path, lines, lines)
    assert "cost_an_item" not in data["measures"]
    assert any("cost isn't known" in note or "isn't known" in note for note in data["notes"])
    assert any("Answers out of the cache: 3 and 3" in note for note in data["notes"])


def test_cells_are_the_only_ones_those_of_the_same_name_or_those_named(tmp_path: Path) -> None:
    both = [*replies(2), *replies(4, cell=OTHER)]
    a = run_of(tmp_path / "a", both, CELL, OTHER)
    b = run_of(tmp_path / "b", replies(4, cell=OTHER), OTHER)
    assert compare(a, b)["a"]["cell"] == OTHER.name
    within = compare(a, a, CELL.name, OTHER.name)
    assert within["measures"]["responsibility.exact"]["verdict"] == "better"
    with pytest.raises(DataFileError, match="a has 2 cells; choose one with --cell-a: openai/a client builtin; openai"):
        compare(a, a)
    with pytest.raises(DataFileError, match="Did you mean “openai/b client builtin”"):
        compare(a, b, "openai/b client builtn")


def test_the_tables(tmp_path: Path) -> None:
    data = compared(tmp_path, [*replies(4), reply_line("[/b]", (2, 1, 0), (1, 1, 0))], replies(2))
    text = shown(tables(data, 3))
    for part in ("A: a · openai/a client builtin", "worse", "Only A has 1 items: replies [/b]", "the first 3 of 24"):
        assert part in text
    assert "Changed ·" not in shown(tables(data, 0))
    nothing = shown(tables(compared(tmp_path / "none", [reply_line("x")], [reply_line("y")])))
    assert "Compared: nothing" in nothing


@pytest.mark.parametrize(("one", "other", "p"), [(0, 0, None), (0, 5, 2 / 32), (3, 3, 1), (1, 9, 22 / 1024)])
def test_the_sign_test(one: int, other: int, p: float | None) -> None:
    assert sign_test(one, other) == (p if p is None else pytest.approx(p))
    assert sign_test(other, one) == sign_test(one, other)
