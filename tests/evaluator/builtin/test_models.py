"""The shipped weights: well-formed, about features that exist, and saying what they said when they were trained."""

import json
from math import isfinite
from pathlib import Path
from typing import Any

import pytest

from leanin.evaluator.builtin import grade_reply, machine, models
from leanin.evaluator.builtin.context import context_of
from leanin.evaluator.builtin.features import Features, features_of
from leanin.evaluator.builtin.reading import read
from leanin.evaluator.builtin.word_vectors import DIMENSIONS, FILE, vector
from leanin.rubric import Step, Trap
from leanin.session.ports import ReplyMoment

CLIENT = "How old are you, honey? Do you have children?"
CONCERN = "She fears her family isn't in good hands."
TUNING = Path(__file__).parent / "tuning.jsonl"


def moment(reply: str) -> ReplyMoment:
    return ReplyMoment(client=CLIENT, reply=reply, concern=CONCERN)


def features(reply: str) -> Features:
    given = moment(reply)
    return features_of(read(machine.honest_remainder(reply)[0], context_of(given)))


@pytest.fixture(params=models.NAMES)
def file(request: pytest.FixtureRequest) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((models.FOLDER / f"{request.param}.json").read_text(encoding="utf-8"))
    return content


def test_a_file_of_weights_is_sorted_finite_sparse_and_rounded(file: dict[str, Any]) -> None:
    weights = file["features"]
    assert list(weights) == sorted(weights)
    assert 0 < len(weights) <= 4000
    assert len(file["meaning"]) == DIMENSIONS
    for number in [file["bias"], *file["meaning"], *weights.values()]:
        assert isfinite(number)
        assert abs(number) < 10
        assert number == round(number, 3)
    assert all(weights.values())


def test_the_weights_are_about_features_that_the_grader_can_see(file: dict[str, Any]) -> None:
    groups = {name.split(" ")[0] for name in file["features"]}
    types = {f"t{asks}{ours}{theirs}" for asks in ("", "q") for ours in ("", "i") for theirs in ("", "y")}
    assert groups <= {"g", "f", "l", "x", "r"} | types


def test_every_finding_of_the_rules_that_has_a_weight_turns_up_in_some_reply() -> None:
    seen: set[str] = set()
    for line in TUNING.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        given = ReplyMoment(client=row["client"], reply=row["reply"], concern=row.get("concern", ""))
        seen |= features_of(read(machine.honest_remainder(row["reply"])[0], context_of(given))).groups["r"]
    weighted = set(models.models().weights["r"])
    assert len(weighted & seen) >= 0.9 * len(weighted)


def test_no_file_of_weights_lies_about_unread() -> None:
    assert {path.stem for path in models.FOLDER.glob("*.json")} == set(models.NAMES)
    assert {path.name for path in models.FOLDER.iterdir()} == {f"{name}.json" for name in models.NAMES} | {FILE.name}


def test_traps_have_thresholds_and_levels_have_none() -> None:
    for name in models.NAMES:
        content = json.loads((models.FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        if name in set(map(str, models.TRAPS)):
            assert 0 < content["threshold"] < 1
        else:
            assert "threshold" not in content


def test_packed_sums_are_the_sums_of_the_files() -> None:
    seen = features("You're right, I'm young, but I did train for this. What worries you most?")
    known = models.models()
    for place, name in enumerate(models.NAMES):
        weights = json.loads((models.FOLDER / f"{name}.json").read_text(encoding="utf-8"))["features"]
        expected = sum(weights.get(one, 0.0) for one in seen.names)
        assert models._unpacked(models.added(seen.groups))[place] == pytest.approx(expected * 1000, abs=0.5)
        assert models.contribution(models.added(seen.groups), name) == pytest.approx(expected, abs=0.001)
        assert sum(models.contributions(seen.groups, name).values()) == pytest.approx(expected, abs=0.001)
    assert len(known.biases) == len(models.NAMES)


def test_negative_weights_stay_in_their_lane() -> None:
    files = [
        {"bias": 0.0, "meaning": [0.0] * DIMENSIONS, "features": {"g a": sign * 1.234}}
        for sign, _ in zip([-1, 1] * 20, models.NAMES, strict=False)
    ]
    packed = models.packed_models(files).weights["g"]["a"]
    assert models._unpacked(packed) == [round(one["features"]["g a"] * 1000) for one in files]  # type: ignore[index]


@pytest.mark.parametrize(
    ("reply", "levels"),
    [
        (
            "I'm 26, with no children. Maybe you wonder if your family is safe with me. What worries you most?",
            (2, 2, 2),
        ),
        ("A surgeon doesn't need to have had an operation to know how to do one.", (0, 0, 0)),
        ("Don't worry, you're in very good hands here.", (0, 0, 0)),
        ("Maybe part of you is afraid that your family will be left with nobody who really knows them.", (0, 2, 0)),
        ("Tell me more about that.", (0, 0, 2)),
    ],
)
def test_the_shipped_weights_say_what_they_said(reply: str, levels: tuple[int, int, int]) -> None:
    grade = grade_reply(moment(reply))
    assert tuple(grade.step(step).level for step in Step) == levels


def test_a_level_that_the_models_see_is_shown_by_a_clause_and_its_words() -> None:
    said = models.scores(features("I came in with my forms and my pen and sat there like a clerk."))
    assert set(said.expected) == set(Step)
    assert all(0 <= level <= 2 for level in said.expected.values())
    assert said.traps <= set(Trap)


def test_words_used_alike_lie_near_each_other() -> None:
    def near(one: str, other: str) -> float:
        left, right = vector(one), vector(other)
        assert left is not None
        assert right is not None
        return sum(a * b for a, b in zip(left, right, strict=True))

    assert near("worried", "afraid") > near("worried", "kitchen")
    assert vector("qwertzuiop") is None
    assert sum(value * value for value in vector("trust") or ()) == pytest.approx(1)


def test_the_file_of_word_vectors_is_sorted_and_names_its_source() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    words = [line.split(" ")[0] for line in lines[len(head) :]]
    assert "GloVe" in " ".join(head)
    assert words == sorted(set(words))
    assert all(len(line.split(" ")[1]) == DIMENSIONS for line in lines[len(head) :])
