"""How well the models do on situations that they never saw. Run: `python training/measure.py`; it takes some minutes.

Cross-validation: the situations (and the topics of everyday counselling) are dealt into four parts; each part is graded
by the whole evaluator with models trained on the other three. `--curve` also trains on less of the material;
`--errors FILE` writes what was graded wrongly.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from training.material import Row, all_rows, rupture_rows  # noqa: E402
from training.train import Case, cases, trained, vocabulary  # noqa: E402

from leanin.evals.metrics import macro_f1, quadratic_kappa, trap_detection  # noqa: E402
from leanin.evaluator.builtin import grade_reply, models  # noqa: E402
from leanin.rubric import Grade, Step, Trap  # noqa: E402

PARTS = 4


class Graded(NamedTuple):
    """A row and the grade that models gave which hadn't seen its situation."""

    row: Row
    grade: Grade


def part_of(group: str, groups: Sequence[str]) -> int:
    """The part that a situation is dealt into."""
    return sorted(groups).index(group) % PARTS


def graded_with(learning: Sequence[Case], rows: Iterable[Row]) -> list[Graded]:
    """Train on some material and grade some rows with what was learnt."""
    names = vocabulary(learning)
    learnt = models.packed_models([trained(learning, model, names) for model in models.NAMES])
    models._meant.cache_clear()
    with patch.object(models, "models", return_value=learnt):
        graded = [Graded(row, grade_reply(row.moment)) for row in rows]
    models._meant.cache_clear()
    return graded


def _part(task: tuple[int, float]) -> list[Graded]:
    part, share = task
    material = cases(all_rows())
    groups = sorted({case.row.group for case in material})
    others = [group for group in groups if part_of(group, groups) != part]
    kept = set(others[:: round(1 / share)]) if share <= 0.5 else set(others)
    learning = [case for case in material if case.row.group in kept]
    held = [case.row for case in material if part_of(case.row.group, groups) == part]
    return graded_with(learning, held)


def report(title: str, graded: Sequence[Graded], *, traps: bool = True) -> None:
    """Print agreement a step, confusions and the table of traps."""
    print(f"\n{title}: {len(graded)} replies")
    for place, step in enumerate(Step):
        pairs: list[tuple[int, int]] = [
            (level, one.grade.step(step).level) for one in graded if (level := one.row.levels[place]) is not None
        ]
        counts = Counter(pairs)
        table = " | ".join(" ".join(f"{counts[label, got]:4d}" for got in range(3)) for label in range(3))
        print(f"  {step:15s} κ {quadratic_kappa(pairs) or 0:.3f}   labelled 0 | 1 | 2, each graded 0 1 2: {table}")
    found = trap_detection((set(one.row.traps or ()), set(one.grade.traps)) for one in graded)
    print(f"  traps: macro-F1 {macro_f1(found) or 0:.3f}", flush=True)
    if traps:
        for trap, one in found.items():
            shown = " ".join(f"{value or 0:.2f}" for value in (one.precision, one.recall, one.f1))
            print(f"    {trap:24s} precision, recall, F1 {shown}   labelled {one.labelled}")


def ordinary(graded: Sequence[Graded]) -> None:
    """Print agreement on everyday counselling: an open question is an invitation of 2, a reflection at least 1."""
    asked = [(int(one.row.levels[2] == 2), int(one.grade.invitation.level == 2)) for one in graded]
    mirrored = [(int(bool(one.row.levels[1])), int(one.grade.reflection.level > 0)) for one in graded]
    print(
        f"\nEveryday counselling: {len(graded)} turns, open question κ {quadratic_kappa(asked, 2) or 0:.3f}, ", end=""
    )
    print(f"reflection κ {quadratic_kappa(mirrored, 2) or 0:.3f}")


def main() -> None:
    """Measure and print."""
    shares = [0.125, 0.25, 0.5, 1.0] if "--curve" in sys.argv else [1.0]
    for share in shares:
        with ProcessPoolExecutor(2) as pool:
            graded = [one for part in pool.map(_part, [(part, share) for part in range(PARTS)]) for one in part]
        unseen = [one for one in graded if one.row.source == "dev"]
        report(f"dev, rules and models unseen, {share:.3f} of the other situations", unseen, traps=share == 1)
        if share == 1:
            tuned = [one for one in graded if one.row.source == "tuned" and one.row.traps is not None]
            report("dev, models unseen but rules tuned on it", tuned)
            ordinary([one for one in graded if one.row.source == "ordinary"])
            if "--errors" in sys.argv:
                write_errors(unseen, Path(sys.argv[sys.argv.index("--errors") + 1]))
    if "--test" in sys.argv:
        report("test", [Graded(row, grade_reply(row.moment)) for row in rupture_rows("test")])


def write_errors(graded: Sequence[Graded], path: Path) -> None:
    """Write the replies of `dev` that were graded wrongly, the worst first."""
    wrong = []
    for row, grade in graded:
        levels = [grade.step(step).level for step in Step]
        off = sum(abs(got - (label or 0)) for got, label in zip(levels, row.levels, strict=True))
        missed = sorted(map(str, set(row.traps or ()) ^ {trap for trap in grade.traps if isinstance(trap, Trap)}))
        if off or missed:
            wrong.append({"id": row.identity, "client": row.client, "reply": row.reply, "off": off})
            wrong[-1] |= {"labels": row.levels, "graded": levels, "traps that differ": missed}
    wrong.sort(key=lambda one: (-int(str(one["off"])), str(one["id"])))
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in wrong), encoding="utf-8")


if __name__ == "__main__":
    main()
