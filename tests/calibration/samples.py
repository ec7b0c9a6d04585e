"""Labelled replies, suites on disk and rounds for tests."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from leanin.calibration import book, desk
from leanin.calibration.rounds import BlindGrade, Round
from leanin.evals.items import LabelledReply
from leanin.rubric import Level, Trap
from leanin.settings import load_settings

REPLIES = (
    "You're right, I am young, and I've never raised a child. Maybe you wonder whether your family is safe with me. "
    "What worries you most about that?",
    "I have a master's degree. A doctor doesn't need to have had cancer to treat it.",
    "I'm sorry you feel that way. Did you sleep well?",
    "That's fair. So I look young to you. Is that it?",
)
LABELS: tuple[tuple[Level, Level, Level, tuple[Trap, ...]], ...] = (
    (2, 2, 2, ()),
    (0, 0, 0, (Trap.DEFENDING,)),
    (0, 0, 0, (Trap.NON_APOLOGY, Trap.CLOSED_QUESTION)),
    (1, 1, 1, (Trap.CLOSED_QUESTION,)),
)


def reply_data(number: int, **changes: Any) -> dict[str, Any]:
    """A labelled reply as its file has it; the texts and labels repeat every four."""
    responsibility, reflection, invitation, traps = LABELS[number % 4]
    labels = {"responsibility": responsibility, "reflection": reflection, "invitation": invitation}
    return {
        "id": f"r{number}",
        "situation": f"s{number % 3}",
        "client": f"How old are you? You look like a child. ({number})",
        "concern": "Her family isn't safe with somebody green.",
        "therapist": "26, no children, straight from graduate school",
        "reply": REPLIES[number % 4],
        "labels": labels | {"traps": [trap.value for trap in traps]},
        "why": f"The secret reason {number}.",
    } | changes


def replies(count: int) -> list[LabelledReply]:
    return [LabelledReply.model_validate(reply_data(number)) for number in range(count)]


def suite_folder(folder: Path, rows: Sequence[dict[str, Any]] | int = 8) -> str:
    """A suite called `mine` in a folder, with the splits `dev` (situation s0) and `test` (the others)."""
    folder.mkdir(parents=True, exist_ok=True)
    given = [reply_data(number) for number in range(rows)] if isinstance(rows, int) else rows
    (folder / "replies.jsonl").write_text("".join(json.dumps(row) + "\n" for row in given))
    (folder / "suite.yaml").write_text(
        "schema: 1\nname: mine\nabout: A try.\nreplies: replies.jsonl\nsplits: {dev: [s0], test: [s1, s2]}\n"
    )
    return str(folder)


def wish(folder: Path, count: int = 4, seed: int = 1, rater: str = "") -> desk.Wish:
    return desk.Wish(suite=suite_folder(folder, max(8, count)), split=None, count=count, seed=seed, rater=rater)


def begun(folder: Path, count: int = 4, rater: str = "") -> Round:
    """A new round over a suite in that folder, kept in the data folder of the test."""
    return desk.take_up(wish(folder, count, rater=rater), load_settings(), anew=True)


def blind(responsibility: Level, reflection: Level, invitation: Level, *traps: Trap, note: str = "") -> BlindGrade:
    return BlindGrade(
        responsibility=responsibility, reflection=reflection, invitation=invitation, traps=traps, note=note
    )


def graded_like_labels(kept: Round, *, but: dict[int, BlindGrade] | None = None) -> Round:
    """Give every reply its label as a grade, `but` those at these places (from 0); then finish, and read it back."""
    for place, item in enumerate(kept.items):
        labels = item.labels
        same = blind(labels.responsibility, labels.reflection, labels.invitation, *labels.traps)
        desk.give(kept, item.id, (but or {}).get(place, same))
    desk.finish(kept)
    return book.read(kept.header.id)
