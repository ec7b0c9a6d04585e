"""leanin's own statistics against scikit-learn's and scipy's, whose figures `reference.json` keeps."""

import json
from pathlib import Path
from typing import Any

import pytest

from leanin.evals.compare import sign_test
from leanin.evals.metrics import detections, kappa_of
from leanin.evals.resampling import clustered_intervals, wilson
from leanin.rubric import Trap

REFERENCE: dict[str, Any] = json.loads((Path(__file__).parent / "reference.json").read_text(encoding="utf-8"))


def test_there_are_a_few_dozen_of_each() -> None:
    assert min(len(REFERENCE["kappas"]), len(REFERENCE["binomial"])) >= 40


def test_kappas() -> None:
    for three, weighted, two, plain, _ in REFERENCE["kappas"]:
        assert kappa_of(three) == pytest.approx(weighted, abs=1e-9)
        assert kappa_of(two) == (None if plain is None else pytest.approx(plain, abs=1e-9))


def test_f1() -> None:
    for three, _, _, _, f1 in REFERENCE["kappas"]:
        hits, labelled, found = three[8], sum(three[6:9]), sum(three[2::3])
        ours = detections([hits, labelled, found] + [0] * 3 * (len(Trap) - 1))
        first = next(iter(Trap))
        assert (ours[first].f1 if first in ours else 0) == pytest.approx(f1, abs=1e-9)


def test_the_exact_binomial_p() -> None:
    for one, other, p in REFERENCE["binomial"]:
        assert sign_test(one, other) == pytest.approx(p, rel=1e-7)


def test_wilsons_interval() -> None:
    for hits, rows, low, high in REFERENCE["wilson"]:
        assert wilson(hits / rows, rows) == pytest.approx((low, high), abs=1e-6)


def test_bootstrap_intervals_of_clusters() -> None:
    for hits, rows, low, high in REFERENCE["bootstrap"]:
        clusters = list(zip(hits, rows, strict=True))
        (interval,) = clustered_intervals(clusters, lambda counts: counts[0] / counts[1])
        assert interval == pytest.approx((low, high), abs=0.08 * (high - low))
