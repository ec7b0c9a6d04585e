"""Lines of runs, made without running anything, and runs on disk made of them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.evals.test_suite import CODED, INJECTION, PAIR, REPLY, TALK
from tests.strategies import grade_of

from leanin.dynamics import Stance
from leanin.evals.codes import CodedReply, CodeResult
from leanin.evals.conversations import ConversationResult
from leanin.evals.injections import Injection, InjectionResult
from leanin.evals.items import LabelledReply, ScriptedConversation
from leanin.evals.lines import (
    Calls,
    CodeLine,
    ConversationLine,
    InjectionLine,
    Line,
    PairLine,
    ReplyLine,
    ReplyResult,
    as_text,
)
from leanin.evals.manifest import Fingerprints, Manifest
from leanin.evals.matrix import Cell
from leanin.evals.pairs import PairResult, ReplyPair
from leanin.evals.run_folder import RunFolder
from leanin.rubric import Grade, Trap
from leanin.session.events import Ended, StateReached
from leanin.session.outcome import Outcome

CELL = Cell(evaluator="openai/a", client="builtin")
OTHER = Cell(evaluator="openai/b", client="builtin")

Levels = tuple[int, int, int]


def _place(kind: str, identity: str | int, group: str, cell: Cell, epoch: int, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": f"{cell.name}/{epoch}/{kind}/{json.dumps(identity)}",
        "cell": cell.name,
        "epoch": epoch,
        "id": identity,
        "group": group,
        "seconds": 0.25,
        **more,
    }


def reply_line(
    identity: str | int = "r1",
    labels: Levels = (2, 1, 0),
    given: Levels | Grade | None = (2, 1, 0),
    *,
    situation: str = "s1",
    traps: Iterable[Trap] = (),
    found: Iterable[Trap] = (),
    cell: Cell = CELL,
    epoch: int = 1,
    **more: Any,
) -> ReplyLine:
    """A labelled reply; `given` None for one that got no grade."""
    steps = dict(zip(("responsibility", "reflection", "invitation"), labels, strict=True))
    reply = LabelledReply.model_validate(
        REPLY | {"id": identity, "situation": situation, "labels": {**steps, "traps": [trap.value for trap in traps]}}
    )
    grade = grade_of(*given, *found) if isinstance(given, tuple) else given
    if grade is None:
        more = {"fault": "RateLimited", "error": "Too many requests."} | more
    result = ReplyResult(reply=reply, grade=grade, error=more.get("error", ""))
    return ReplyLine(**_place("replies", identity, situation, cell, epoch, more), result=result)


def injection_line(
    identity: str = "i1", given: Levels = (2, 0, 0), honest: Levels = (2, 0, 0), *, situation: str = "s1",
    cell: Cell = CELL, epoch: int = 1, **more: Any,
) -> InjectionLine:  # fmt: skip
    """An injection and its honest remainder."""
    injection = Injection.model_validate(INJECTION | {"id": identity, "situation": situation})
    result = InjectionResult(injection=injection, grade=grade_of(*given), honest=grade_of(*honest))
    return InjectionLine(**_place("injections", identity, situation, cell, epoch, more), result=result)


def pair_line(
    identity: str = "p1", first: Levels = (2, 0, 0), second: Levels = (2, 0, 0), *, cell: Cell = CELL, **more: Any
) -> PairLine:
    """A pair of replies."""
    pair = ReplyPair.model_validate(PAIR | {"id": identity})
    result = PairResult(pair=pair, first=grade_of(*first), second=grade_of(*second))
    return PairLine(**_place("pairs", identity, pair.situation, cell, 1, more), result=result)


def code_line(identity: str = "c1", given: Levels = (0, 0, 2), *, cell: Cell = CELL, **more: Any) -> CodeLine:
    """A coded reply."""
    reply = CodedReply.model_validate(CODED | {"id": identity})
    result = CodeResult(reply=reply, grade=grade_of(*given))
    return CodeLine(**_place("codes", identity, reply.topic, cell, 1, more), result=result)


def state(turn: int, trust: float, stance: Stance = Stance.TESTING) -> StateReached:
    """A client's state."""
    return StateReached(turn=turn, trust=trust, tension=50, candour=60, stance=stance, disclosed=0)


def talk_line(
    identity: str = "t1", *, persona: str = "rosa", path: tuple[int, int] = (1, 1), failures: Iterable[str] = (),
    ungraded: int = 0, seed: int = 7, cell: Cell = CELL, epoch: int = 1, result: dict[str, Any] | None = None,
    **more: Any,
) -> ConversationLine:  # fmt: skip
    """A scripted conversation of one reply."""
    talk = ScriptedConversation.model_validate(TALK | {"id": identity, "persona": persona, "seed": seed})
    played = ConversationResult(
        conversation=talk,
        states=[state(0, 30), state(1, 40)],
        outcome=Ended(outcome=Outcome.UNRESOLVED, attended=4, of=8),
        ungraded=ungraded,
        unheard=0,
        failures=list(failures),
        path_agreed=path[0],
        path_judged=path[1],
    ).model_copy(update=result or {})
    return ConversationLine(**_place("conversations", identity, persona, cell, epoch, more), seed=seed, result=played)


def calls(*seconds: float, first: Iterable[float] = (), cost: float | None = 0.01, cached: int = 0) -> Calls:
    """What a part asked of its model."""
    return Calls(
        calls=len(seconds) + cached,
        cached=cached,
        seconds=list(seconds),
        first_token_seconds=list(first),
        input_tokens=100,
        output_tokens=10,
        cost=cost,
    )


def manifest(*cells: Cell, **more: Any) -> Manifest:
    """What a run is of."""
    fields: dict[str, Any] = {
        "schema": 1,
        "id": "run-1",
        "suite": "mine",
        "suite_path": "mine",
        "cells": list(cells or [CELL]),
        "counts": {},
        "units": 0,
        "fingerprints": Fingerprints(data="d", rubric="r"),
        "began": "2026-11-23T20:00:00Z",
    }
    return Manifest.model_validate(fields | more)


def run_of(folder: Path, lines: Iterable[Line], *cells: Cell, **more: Any) -> RunFolder:
    """A run on disk; its id is its folder's name."""
    folder.mkdir(parents=True)
    run = RunFolder(folder)
    text = manifest(*cells, id=folder.name, **more).model_dump_json(by_alias=True)
    run.write("run.json", text)
    done = list(lines)
    run.results.write_text("".join(as_text(line) for line in done if not line.fault), encoding="utf-8")
    run.errors.write_text("".join(as_text(line) for line in done if line.fault), encoding="utf-8")
    return run
