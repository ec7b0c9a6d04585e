"""Small suites on disk, and runs of them, for the tests of what runs and what reads a run."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.doubles import FULL
from tests.evals.test_suite import CODED, INJECTION, PAIR, REPLY, TALK

from leanin.casting import Part
from leanin.evals.items import LabelledReply
from leanin.evals.lines import ReplyLine, ReplyResult
from leanin.evals.plan import Planned, Wish, plan
from leanin.llm.port import ChatModel
from leanin.rubric import Grade
from leanin.settings import Settings, load_settings

ROWS: dict[str, list[dict[str, Any]]] = {
    "replies": [REPLY | {"id": f"r{number}", "situation": f"s{number % 3}"} for number in range(6)],
    "injections": [INJECTION],
    "pairs": [PAIR],
    "codes": [CODED],
    "conversations": [TALK],
}


def suite_in(folder: Path, *kinds: str, matrix: str = "", rows: dict[str, list[dict[str, Any]]] | None = None) -> Path:
    """A suite with a few items of these kinds (all, where none is named)."""
    folder.mkdir(parents=True, exist_ok=True)
    held = ROWS | (rows or {})
    chosen = kinds or tuple(held)
    lines = ["schema: 1", "name: mine", "about: A try.", *(f"{kind}: {kind}.jsonl" for kind in chosen)]
    (folder / "suite.yaml").write_text("\n".join([*lines, *([f"matrix: {matrix}"] if matrix else [])]) + "\n")
    for kind in chosen:
        (folder / f"{kind}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in held[kind]))
    return folder


def planned(folder: Path, **wish: Any) -> Planned:
    """A run of that suite with the built-in evaluator and client, unless told."""
    return plan(Wish(str(folder), **wish), load_settings())


class Opening:
    """Opens the given models instead of real ones, and remembers for which parts."""

    def __init__(self, *models: ChatModel) -> None:
        self._models = list(models)
        self.parts: list[str] = []

    def __call__(self, part: Part, settings: Settings) -> ChatModel:
        """The next model."""
        self.parts.append(part.role)
        return self._models[min(len(self.parts), len(self._models)) - 1]


def reply_line(identity: str = "r1", grade: Grade | None = FULL, fault: str = "", error: str = "") -> ReplyLine:
    """A line of a run, for a labelled reply."""
    reply = LabelledReply.model_validate(REPLY | {"id": identity})
    return ReplyLine(
        key=f'builtin/1/replies/"{identity}"',
        cell="builtin",
        epoch=1,
        id=identity,
        group=reply.situation,
        seconds=0.5,
        fault=fault,
        error=error,
        result=ReplyResult(reply=reply, grade=grade, error=error),
    )


def ids_of(lines: Sequence[Any]) -> list[str]:
    """Kinds and ids, sorted."""
    return sorted(f"{line.kind} {line.id}" for line in lines)
