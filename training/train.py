"""Train the built-in evaluator's models and write their weights. Run: `python training/train.py`.

It needs nothing but the project, takes some minutes, and writes the same files from the same material. `--check` writes
nothing and tells whether the files are those that the material gives.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from math import sqrt
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from training.choices import COST, KEPT, SCALES, SITUATIONS, THRESHOLDS  # noqa: E402
from training.logistic import Sparse, fit  # noqa: E402
from training.material import Row, all_rows  # noqa: E402

from leanin.evaluator.builtin import machine  # noqa: E402
from leanin.evaluator.builtin.context import context_of  # noqa: E402
from leanin.evaluator.builtin.features import Features, features_of  # noqa: E402
from leanin.evaluator.builtin.models import FOLDER, LEVELS, NAMES, TRAPS  # noqa: E402
from leanin.evaluator.builtin.reading import read  # noqa: E402
from leanin.evaluator.builtin.word_vectors import DIMENSIONS, vector  # noqa: E402
from leanin.rubric import Step  # noqa: E402


class Case(NamedTuple):
    """A row and what the models see of it."""

    row: Row
    features: Features


def cases(rows: Iterable[Row]) -> list[Case]:
    """What the models see of each row."""
    found = []
    for row in rows:
        reply, _ = machine.honest_remainder(row.reply)
        found.append(Case(row, features_of(read(reply, context_of(row.moment)))))
    return found


def vocabulary(learning: Sequence[Case]) -> list[str]:
    """The features seen in enough situations to be learnt from, sorted."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for case in learning:
        for name in case.features.names:
            seen[name].add(case.row.group)
    return sorted(name for name, groups in seen.items() if len(groups) >= SITUATIONS)


def answer(row: Row, model: str) -> bool | None:
    """What the row's label says to a model's question; None where it says nothing."""
    for step, level in LEVELS:
        if model == f"{step}-{level}":
            return _reaches(row, step, level)
    return None if row.traps is None else model in {str(trap) for trap in row.traps}


def _reaches(row: Row, step: Step, level: int) -> bool | None:
    labelled = row.levels[list(Step).index(step)]
    return None if labelled is None else labelled >= level


def trained(learning: Sequence[Case], model: str, names: Sequence[str]) -> dict[str, object]:
    """One model's file: its bias, the weights of the meaning's dimensions and those of the features."""
    kind = "traps" if model in set(map(str, TRAPS)) else "levels"
    scales = SCALES[kind]
    asked = [(case, said) for case in learning if (said := answer(case.row, model)) is not None]
    column = {name: place for place, name in enumerate(names)}
    rows = [_sparse(case.features, column, scales) for case, _ in asked]
    found = fit(rows, [said for _, said in asked], len(names) + DIMENSIONS, cost=COST)
    weights = {name: weight * scales[name[0]] for name, weight in zip(names, found.weights, strict=False)}
    kept = sorted(weights, key=lambda name: (-abs(weights[name]), name))[: KEPT[kind]]
    meaning = [round(weight * scales["v"], 3) for weight in found.weights[len(names) :]]
    file: dict[str, object] = {"bias": round(found.bias, 3)}
    if model in THRESHOLDS:
        file["threshold"] = THRESHOLDS[model]
    return file | {
        "meaning": meaning,
        "features": {name: round(weights[name], 3) for name in sorted(kept) if round(weights[name], 3)},
    }


def _sparse(features: Features, column: dict[str, int], scales: dict[str, float]) -> Sparse:
    known = [(column[name], scales[name[0]]) for name in features.names if name in column]
    known.sort()
    known += [(len(column) + place, value * scales["v"]) for place, value in enumerate(meaning(features.words))]
    return Sparse(tuple(at for at, _ in known), tuple(value for _, value in known))


def meaning(words: Sequence[str]) -> list[float]:
    """The vectors of the known words added up, by the square root of their number."""
    known = [found for word in words if (found := vector(word)) is not None]
    return [sum(each) / sqrt(len(known)) for each in zip(*known, strict=True)]


def text(file: dict[str, object]) -> str:
    """The file's text, one feature a line."""
    return json.dumps(file, indent=0, ensure_ascii=False) + "\n"


_learning: list[Case] = []
_names: list[str] = []


def _train_one(model: str) -> tuple[str, str]:
    return model, text(trained(_learning, model, _names))


def train(learning: Sequence[Case]) -> dict[str, str]:
    """The text of each model's file."""
    _learning[:], _names[:] = learning, vocabulary(learning)
    with ProcessPoolExecutor() as pool:
        return dict(pool.map(_train_one, NAMES))


def main() -> int:
    """Train on all that may be learnt from; write, or check."""
    files = train(cases(all_rows()))
    paths = {FOLDER / f"{name}.json": content for name, content in files.items()}
    if "--check" in sys.argv:
        other = [path.name for path, content in paths.items() if path.read_text(encoding="utf-8") != content]
        print(f"other than trained: {', '.join(other)}" if other else "the weights are what the material gives")
        return 1 if other else 0
    for path, content in paths.items():
        path.write_text(content, encoding="utf-8")
        print(f"{path.name}: {len(json.loads(content)['features'])} features")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
