"""The work of a run, cut into units: one item, in one cell, in one epoch (and with one seed, for conversations)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from leanin.evals.items import ScriptedConversation
from leanin.evals.manifest import Manifest
from leanin.evals.matrix import Cell
from leanin.evals.suite import Item, Kind, SuiteSource


@dataclass(frozen=True, slots=True)
class WorkUnit:
    """One unit of work; plain data that another process can be given."""

    kind: Kind
    item: Item
    cell: Cell
    epoch: int
    """Counted from 1."""
    seed: int = 0
    """Of a conversation; no other item has any chance in it that leanin could fix."""

    @property
    def key(self) -> str:
        """Tells the unit from all others of its run. Ids may be text or numbers, and “1” isn't 1."""
        name = f"{self.cell.name}/{self.epoch}/{self.kind}/{json.dumps(self.item.id, ensure_ascii=False)}"
        return f"{name}/{self.seed}" if self.kind is Kind.CONVERSATIONS else name


def units(source: SuiteSource, manifest: Manifest) -> Iterator[WorkUnit]:
    """All units of a run, always in the same order, made as they are asked for.

    Cells change fastest, so that a run with several providers keeps all of them busy.
    """
    for epoch in range(1, manifest.epochs + 1):
        for kind, item in source.items(manifest.fingerprints.data):
            for cell in manifest.cells:
                if isinstance(item, ScriptedConversation):
                    for seed in manifest.seeds or [item.seed]:
                        yield WorkUnit(kind, item, cell, epoch, seed)
                elif cell.grades_replies:
                    yield WorkUnit(kind, item, cell, epoch)


def how_many(counts: dict[Kind, int], cells: list[Cell], seeds: list[int], epochs: int) -> int:
    """How many units a run has."""
    talks = counts.get(Kind.CONVERSATIONS, 0)
    single = sum(counts.values()) - talks
    return epochs * (single * sum(cell.grades_replies for cell in cells) + talks * len(cells) * max(1, len(seeds)))
