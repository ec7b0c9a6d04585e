"""How far the grades agree with the labels: floors below what was measured, so that a change that hurts is seen.

`tuning.jsonl`, `admissions.jsonl` and `utterances.jsonl` are what the grader is tuned on. The first suite in `evals/`
isn't: its floors only guard, and nothing is fitted to its replies.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from leanin.evaluator.builtin import grade_reply
from leanin.resources import shipped
from leanin.rubric import Grade, Step
from leanin.session.ports import Exchange, ReplyMoment

HERE = Path(__file__).parent
Row = dict[str, Any]
Pair = tuple[int, int]


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def graded(row: Row) -> Grade:
    return grade_reply(
        ReplyMoment(
            client=row["client"],
            reply=row["reply"],
            concern=row.get("concern", ""),
            therapist=row.get("therapist"),
            history=tuple(Exchange(**exchange) for exchange in row.get("history", [])),
        )
    )


def quadratic_kappa(pairs: list[Pair]) -> float:
    """Cohen's kappa with quadratic weights (Cohen, 1968)."""
    observed = sum((first - second) ** 2 for first, second in pairs)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    expected = sum(
        firsts[first] * seconds[second] * (first - second) ** 2 for first in firsts for second in seconds
    ) / len(pairs)
    return 1 - observed / expected


def trap_f1(found: list[tuple[set[str], set[str]]]) -> tuple[float, float]:
    """Micro and macro F1 over the labelled traps; each pair holds the labelled and the graded traps of a reply."""
    hits, extra, missed = Counter[str](), Counter[str](), Counter[str]()
    for labelled, got in found:
        hits.update(labelled & got)
        extra.update(got - labelled)
        missed.update(labelled - got)
    micro = 2 * hits.total() / (2 * hits.total() + extra.total() + missed.total())
    traps = set(hits) | set(missed)
    each = [2 * hits[trap] / (2 * hits[trap] + extra[trap] + missed[trap]) for trap in traps]
    return micro, sum(each) / len(each)


@pytest.mark.parametrize(
    ("path", "floors", "micro", "macro"),
    [
        (HERE / "tuning.jsonl", {"responsibility": 0.9, "reflection": 0.88, "invitation": 0.92}, 0.8, 0.84),
        (shipped("evals") / "first" / "replies.jsonl", dict.fromkeys(map(str, Step), 0.75), 0.7, 0.7),
    ],
    ids=["tuning", "first suite"],
)
def test_levels_and_traps_agree_with_the_labels(
    path: Path, floors: dict[str, float], micro: float, macro: float
) -> None:
    cases = [(row["labels"], graded(row)) for row in rows(path)]
    for step in Step:
        kappa = quadratic_kappa([(labels[step], grade.step(step).level) for labels, grade in cases])
        assert kappa >= floors[step], step
    got_micro, got_macro = trap_f1([(set(labels["traps"]), set(map(str, grade.traps))) for labels, grade in cases])
    assert got_micro >= micro
    assert got_macro >= macro


@pytest.mark.parametrize("path", [HERE / "tuning.jsonl", shipped("evals") / "first" / "replies.jsonl"])
def test_what_is_called_for_agrees_with_the_labels(path: Path) -> None:
    for row in rows(path):
        wanted = row["labels"].get("called_for", {})
        grade = graded(row)
        assert {str(step): grade.step(step).called_for for step in Step} == {
            str(step): wanted.get(step, True) for step in Step
        }, row["id"]


def test_admissions_are_told_from_denials() -> None:
    pairs = [(row["responsibility"], graded(row).responsibility.level) for row in rows(HERE / "admissions.jsonl")]
    assert quadratic_kappa(pairs) >= 0.8


def test_open_questions_and_reflections_are_found_in_everyday_counselling() -> None:
    spoken = [(row, graded(row)) for row in rows(HERE / "utterances.jsonl")]
    opened = [(int(row["open_question"]), int(grade.invitation.level == 2)) for row, grade in spoken]
    mirrored = [(int(row["reflection"]), int(grade.reflection.level > 0)) for row, grade in spoken]
    assert quadratic_kappa(opened) >= 0.8
    assert quadratic_kappa(mirrored) >= 0.8


def test_no_situation_is_in_both_sets() -> None:
    tuned = {row["situation"] for row in rows(HERE / "tuning.jsonl")}
    kept = {row["situation"] for row in rows(shipped("evals") / "first" / "replies.jsonl")}
    assert not tuned & kept
