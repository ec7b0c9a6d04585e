"""Training: the same material gives the same weights, `test` is never learnt from, the regression is a regression."""

import json

import pytest
from training.logistic import Sparse, fit
from training.material import all_rows
from training.measure import part_of
from training.train import answer, cases, text, trained, vocabulary

from leanin.evals.suite import load_suite


def test_the_same_material_gives_the_same_file() -> None:
    material = cases(all_rows()[:120])
    names = vocabulary(material)
    first, second = (text(trained(material, "invitation-1", names)) for _ in range(2))
    assert first == second
    file = json.loads(first)
    assert list(file["features"]) == sorted(file["features"])
    assert 0 < len(file["features"]) <= 4000


def test_nothing_of_the_test_split_is_learnt_from() -> None:
    tested = load_suite("replies", "test").replies
    learnt = all_rows()
    assert not {one.situation for one in tested} & {row.group for row in learnt}
    assert not {one.reply for one in tested if len(one.reply.split()) > 8} & {row.reply for row in learnt}


def test_labels_answer_only_the_questions_that_they_speak_to() -> None:
    spoken = next(row for row in all_rows() if row.source == "ordinary" and row.levels[1] == 1)
    assert answer(spoken, "reflection-1") is True
    assert answer(spoken, "reflection-2") is False
    assert answer(spoken, "responsibility-1") is None
    assert answer(spoken, "defending") is None


def test_regression_finds_the_least_point() -> None:
    """At the least point of ½‖w‖² + C Σ log(1 + exp(−y w·x)) the gradient is nothing."""
    rows = [Sparse((0,), (1.0,)), Sparse((0, 1), (1.0, 1.0)), Sparse((1,), (2.0,)), Sparse((), ())]
    labels = [True, True, False, False]
    found = fit(rows, labels, 2, cost=0.7, passes=500)
    weights = [*found.weights, found.bias]
    gradient = list(weights)
    for row, label in zip(rows, labels, strict=True):
        vector = [0.0, 0.0, 1.0]
        for column, value in zip(*row, strict=True):
            vector[column] = value
        sign = 1 if label else -1
        margin = sign * sum(map(lambda a, b: a * b, weights, vector))
        for place, value in enumerate(vector):
            gradient[place] -= 0.7 * sign * value / (1 + 2.718281828459045**margin)
    assert gradient == pytest.approx([0, 0, 0], abs=1e-3)


def test_the_situations_are_dealt_out_evenly() -> None:
    groups = sorted({row.group for row in all_rows()})
    sizes = [sum(part_of(group, groups) == part for group in groups) for part in range(4)]
    assert max(sizes) - min(sizes) <= 1
