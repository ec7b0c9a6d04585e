"""Gates: what a run's figures must reach, given as `measure=value`, for programs that build and test by themselves."""

import re
from collections.abc import Iterable, Mapping
from operator import ge, gt, le, lt
from typing import Any, Final, NamedTuple

from leanin.datafile import nearest
from leanin.errors import LeaninError
from leanin.evals.measures import MEASURES, Better, Measure

GATE_FAILED: Final = 3
"""The exit code of a command of which a gate failed, or a comparison found a regression."""

_GATE: Final = re.compile(r"\s*([^\s<>=]+)\s*(<=|>=|=|<|>)\s*(-?[0-9]+(?:\.[0-9]+)?|-?\.[0-9]+)\s*")
_HOLDS: Final = {">=": ge, "<=": le, ">": gt, "<": lt}


class GateError(LeaninError):
    """A gate isn't written as one."""

    title = "This gate can't be used"


class Gate(NamedTuple):
    """One thing that must hold in every cell that it can be asked of."""

    measure: Measure
    sign: str
    """How the figure must stand to the value: `>=`, `<=`, `>` or `<`."""
    value: float

    def __str__(self) -> str:
        return f"{self.measure.name}{self.sign}{self.value:g}"


class Checked(NamedTuple):
    """A gate held against one cell; against none where no cell measures it."""

    gate: Gate
    cell: str
    figure: float | None
    fault: str
    """Why it failed, in words; empty where it holds."""


def parse(text: str) -> Gate:
    """Read a gate such as `reflection.kappa=0.75` (no worse than that), `injections.raised<=0` or `evaluator.p95<2`.

    Raises `GateError`, with the nearest name where there is no such measure.
    """
    match = _GATE.fullmatch(text)
    if not match:
        raise GateError(f"“{text}” isn't written as MEASURE=VALUE, such as reflection.kappa=0.75 or errors<=0.")
    name, sign, value = match.groups()
    if name not in MEASURES:
        close = nearest(name, MEASURES)
        offer = f" Did you mean “{close}”?" if close else ""
        raise GateError(f"There is no measure “{name}”.{offer} There are: {', '.join(MEASURES)}.")
    measure = MEASURES[name]
    if sign == "=":
        if measure.better is Better.NEITHER:
            raise GateError(f"Neither more nor less of “{name}” is better: write {name}>={value} or {name}<={value}.")
        sign = ">=" if measure.better is Better.HIGHER else "<="
    return Gate(measure, sign, float(value))


def held_against(figures: Mapping[str, Any], gates: Iterable[Gate]) -> list[Checked]:
    """Each gate against each cell of a run's figures that ran something of the kind.

    A figure that isn't defined there fails, and so does a gate on something that no cell ran.
    """
    checked = []
    for gate in gates:
        cells = {name: cell for name, cell in figures["cells"].items() if gate.measure.measured(cell)}
        checked += [_checked(gate, name, gate.measure.of(cell)) for name, cell in cells.items()]
        if not cells:
            checked.append(Checked(gate, "", None, f"{gate}: the run measured nothing of the kind"))
    return checked


def check(figures: Mapping[str, Any], gates: Iterable[Gate]) -> list[str]:
    """The gates that failed, in words; none where all hold."""
    return [one.fault for one in held_against(figures, gates) if one.fault]


def _checked(gate: Gate, cell: str, figure: float | None) -> Checked:
    where = f" in {cell}"
    if figure is None:
        return Checked(gate, cell, None, f"{gate}: not defined{where}")
    holds = _HOLDS[gate.sign](figure, gate.value)
    return Checked(gate, cell, figure, "" if holds else f"{gate}: {figure:.4g}{where}")
