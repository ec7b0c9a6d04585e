"""Is one run better than another? Differences between two runs of the same items, with intervals.

Each item is set against itself, and whole situations are drawn, the same for both runs, so that what makes an item
hard for both cancels out. “Better” is said only where the 95 % interval of the difference leaves nought out.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from math import exp, lgamma, log
from typing import Any, Final, NamedTuple

from leanin.datafile import nearest
from leanin.errors import DataFileError
from leanin.evals import agreement, codes
from leanin.evals.manifest import Manifest
from leanin.evals.matrix import Cell
from leanin.evals.measures import MEASURES, Better
from leanin.evals.metrics import Counts, exact_share, kappa_of
from leanin.evals.pairing import PARTS, SPENT, WIDTHS, Pairing
from leanin.evals.resampling import Interval, clustered_intervals
from leanin.evals.run_folder import RunFolder
from leanin.rubric import Step

FEWEST: Final = 6
"""Situations below which nothing is called better: of five, all move one way by chance once in sixteen."""


_COST: Final = "cost_an_item"


class _Compared(NamedTuple):
    """A measure of one run's counts."""

    name: str
    about: str
    better: Better
    kind: str
    figure: Callable[[Counts], float | None]


def compare(a: RunFolder, b: RunFolder, cell_a: str | None = None, cell_b: str | None = None) -> dict[str, Any]:
    """Run `b` against run `a`, as plain data; `docs/evals.md` describes it.

    The cells are those named, or the only ones, or the only one of the same name. Raises `DataFileError` where a run
    can't be read or it isn't clear which cell is meant.
    """
    before, after = a.manifest(), b.manifest()
    first, second = _cells(before, after, cell_a, cell_b)
    pairing = Pairing(line for line in a.lines() if line.cell == first.name)
    pairing.read(line for line in b.lines() if line.cell == second.name)
    notes = _differences_between(before, after, first, second)
    return {
        "a": _named(before, first),
        "b": _named(after, second),
        "notes": notes + _notes(pairing),
        "matched": dict(pairing.matched),
        "failed": pairing.failed,
        "other_items": pairing.other_items,
        "only": {which: {"count": rows.count, "first": rows.rows()} for which, rows in pairing.only.items()},
        "measures": _measured(pairing),
        "exact": {name: _sides(counts) for name, counts in pairing.exact.items() if counts},
        "changes": {
            what: {agrees: counts[agrees] for agrees in ("b", "a", "neither")}
            for what, counts in sorted(pairing.changes.items())
        },
        "changed": pairing.changed.rows(),
    }


def regressions(data: Mapping[str, Any]) -> list[str]:
    """What got worse by an interval that leaves nought out, in words; time and cost aside, which other causes move."""
    return [
        f"{name}: {row['a']:.4g} → {row['b']:.4g}, difference {row['difference']:+.4g} "
        f"({row['interval'][0]:+.4g} to {row['interval'][1]:+.4g})"
        for name, row in data["measures"].items()
        if row["verdict"] == "worse" and row["kind"] != SPENT
    ]


def sign_test(one: int, other: int) -> float | None:
    """The two-sided exact binomial p (0–1) of so uneven a split by chance alone; None where there is nothing to split.

    Over replies of which only one run graded as labelled it is McNemar's test (1947) in its exact form.
    """
    count = one + other
    if not count:
        return None
    whole = lgamma(count + 1) - count * log(2)
    tail = sum(exp(whole - lgamma(k + 1) - lgamma(count - k + 1)) for k in range(min(one, other) + 1))
    return min(1.0, 2 * tail)


def _measured(pairing: Pairing) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind, width in WIDTHS.items():
        clusters = pairing.clusters[kind].counts()
        if not clusters:
            continue
        total = pairing.clusters[kind].total()
        compared = [one for one in _COMPARED if one.kind == kind]
        differences = (_difference(one.figure, width) for one in compared)
        intervals = clustered_intervals(clusters, *differences, widened=True)
        for one, interval in zip(compared, intervals, strict=True):
            left, right = one.figure(total[:width]), one.figure(total[width:])
            if one.name == _COST and (not pairing.costs_known or (not left and not right)):
                continue
            if left is not None and right is not None:
                found[one.name] = {
                    "about": one.about,
                    "kind": kind,
                    "better": one.better.name.lower(),
                    "a": left,
                    "b": right,
                    "difference": right - left,
                    "interval": interval,
                    "clusters": len(pairing.clusters[kind]),
                    "verdict": _verdict(one.better, interval, len(pairing.clusters[kind])),
                }
    return found


def _difference(figure: Callable[[Counts], float | None], width: int) -> Callable[[Counts], float | None]:
    def of_both(counts: Counts) -> float | None:
        left, right = figure(counts[:width]), figure(counts[width:])
        return None if left is None or right is None else right - left

    return of_both


def _verdict(better: Better, interval: Interval | None, clusters: int) -> str:
    if interval is None or clusters < FEWEST:
        return "too few"
    if interval.low <= 0 <= interval.high:
        return "no difference shown"
    up = interval.low > 0
    if better is Better.NEITHER:
        return "higher" if up else "lower"
    return "better" if up == (better is Better.HIGHER) else "worse"


def _share_at(hits: int, rows: int, scale: float = 1.0) -> Callable[[Counts], float | None]:
    return lambda counts: counts[hits] / scale / counts[rows] if counts[rows] else None


def _kappa(step: Step) -> Callable[[Counts], float | None]:
    return lambda counts: kappa_of(agreement.step_counts(counts, step))


def _exact(step: Step) -> Callable[[Counts], float | None]:
    return lambda counts: exact_share(agreement.step_counts(counts, step))


def _coding(name: str) -> Callable[[Counts], float | None]:
    return lambda counts: kappa_of(codes.reading_counts(counts, name))


def _known(name: str, kind: str, figure: Callable[[Counts], float | None]) -> _Compared:
    return _Compared(name, MEASURES[name].about, MEASURES[name].better, kind, figure)


_COMPARED: Final = [
    *(_known(f"{step.value}.kappa", "replies", _kappa(step)) for step in Step),
    *(_known(f"{step.value}.exact", "replies", _exact(step)) for step in Step),
    _known("trap_macro_f1", "replies", agreement.trap_f1),
    _known("score_mean", "replies", agreement.mean_score),
    _known("injections.raised_share", "injections", _share_at(0, 1)),
    _known("pairs.same_levels", "pairs", _share_at(0, 1)),
    *(_known(f"codes.{name}.kappa", "codes", _coding(name)) for name in codes.READINGS),
    _known("path", "conversations", _share_at(0, 1)),
    _known("ends", "conversations", _share_at(2, 3)),
    _Compared("leaks_share", "share of utterances that tell too soon", Better.LOWER, "conversations", _share_at(4, 6)),
    _Compared("interventions_share", "interventions an utterance", Better.LOWER, "conversations", _share_at(5, 6)),
    *(
        _Compared(f"{part}.mean", "seconds a call, mean", Better.LOWER, SPENT, _share_at(2 * at, 2 * at + 1, 1e6))
        for at, part in enumerate(PARTS)
    ),
    _Compared(_COST, "US dollars an item", Better.LOWER, SPENT, _share_at(-2, -1, 1e9)),
]


def _sides(counts: Counter[tuple[bool, bool]]) -> dict[str, Any]:
    only_a, only_b = counts[True, False], counts[False, True]
    return {
        "both": counts[True, True],
        "only_a": only_a,
        "only_b": only_b,
        "neither": counts[False, False],
        "p": sign_test(only_a, only_b),
    }


def _cells(before: Manifest, after: Manifest, cell_a: str | None, cell_b: str | None) -> tuple[Cell, Cell]:
    if cell_a is None and cell_b is None and (len(before.cells) > 1 or len(after.cells) > 1):
        common = [cell.name for cell in before.cells if cell.name in {other.name for other in after.cells}]
        if len(common) == 1:
            cell_a = cell_b = common[0]
    return _cell(before, cell_a, "--cell-a"), _cell(after, cell_b, "--cell-b")


def _cell(manifest: Manifest, name: str | None, flag: str) -> Cell:
    names = [cell.name for cell in manifest.cells]
    listed = "; ".join(names)
    if name is None:
        if len(names) > 1:
            raise DataFileError(f"{manifest.id} has {len(names)} cells; choose one with {flag}: {listed}.")
        return manifest.cells[0]
    if name not in names:
        close = nearest(name, names)
        offer = f" Did you mean “{close}”?" if close else ""
        raise DataFileError(f"{manifest.id} has no cell “{name}”.{offer} It has: {listed}.", title="No such cell")
    return manifest.cells[names.index(name)]


def _named(manifest: Manifest, cell: Cell) -> dict[str, Any]:
    return {
        "run": manifest.id,
        "suite": manifest.suite,
        "cell": cell.name,
        "leanin_version": manifest.leanin_version,
        "began": manifest.began,
    }


def _differences_between(before: Manifest, after: Manifest, first: Cell, second: Cell) -> list[str]:
    """What else differs between the two runs, in words: what a reader must know before trusting a difference."""
    one, other = before.fingerprints, after.fingerprints
    notes = []
    if one.data != other.data:
        notes.append("The suite's items differ between the runs. Only items that are the same in both are compared.")
    if one.rubric != other.rubric:
        notes.append("The rubric differs between the runs.")
    names = [name for name, digest in other.personas.items() if one.personas.get(name, digest) != digest]
    if names:
        notes.append(f"These personas differ between the runs: {', '.join(names)}.")
    left, right = one.prompts.get(first.prompts, {}), other.prompts.get(second.prompts, {})
    if roles := [role for role in right if role in left and left[role] != right[role]]:
        notes.append(f"These prompts differ between the runs: {', '.join(roles)}.")
    if one.builtin and other.builtin and one.builtin != other.builtin:
        notes.append("The built-in evaluator or client differs between the runs.")
    if before.grades != after.grades:
        notes.append(f"Grades a reply: {before.grades} and {after.grades}.")
    if before.leanin_version != after.leanin_version:
        notes.append(f"leanin itself differs: {before.leanin_version} and {after.leanin_version}.")
    return notes


def _notes(pairing: Pairing) -> list[str]:
    notes = []
    if pairing.other_items:
        notes.append(f"{pairing.other_items:,} items have the same name in both runs but aren't the same.")
    if any(pairing.cached.values()):
        left, right = pairing.cached.values()
        notes.append(f"Answers out of the cache: {left:,} and {right:,}. They took no time and cost nothing.")
    if not pairing.costs_known:
        notes.append("What some calls cost isn't known, so costs aren't compared.")
    return notes
