"""What the models are trained on: our own labelled material, never the `test` split."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from leanin.evals.suite import load_suite
from leanin.persona import Therapist
from leanin.rubric import Trap
from leanin.session.ports import Exchange, ReplyMoment

ROOT = Path(__file__).resolve().parents[1]
TUNING: Final = ROOT / "tests" / "evaluator" / "builtin" / "tuning.jsonl"
"""Replies on which the rules were tuned, labelled by the same rule book."""
UTTERANCES: Final = TUNING.with_name("utterances.jsonl")
TUNED_ON: Final = frozenset(
    {
        "young-therapist-grandfather",
        "teen-no-trust",
        "homework-pointless",
        "agreeable-depressed",
        "late-therapist",
        "faith-not-understood",
        "mother-no-kids",
        "polite-immigrant",
        "addiction-peer",
        "report-to-employer",
        "trans-client-misnamed",
        "online-chat-short",
    }
)
"""Situations of `dev` on which the rules were tuned; on the others the rules are as good as on any reply unseen."""


class Row(NamedTuple):
    """One reply to learn from. A level or a trap that its labels say nothing of is None."""

    group: str
    """Rows of one group are never split between learning and measuring: the situation or the topic."""
    source: str
    """`dev` (rules unseen), `tuned` (rules tuned on it) or `ordinary` (everyday counselling)."""
    reply: str
    client: str
    concern: str
    therapist: Therapist | str | None
    history: tuple[Exchange, ...]
    levels: tuple[int | None, int | None, int | None]
    """Responsibility, reflection, invitation."""
    traps: frozenset[Trap] | None
    identity: str

    @property
    def moment(self) -> ReplyMoment:
        """The moment as the evaluator gets it."""
        return ReplyMoment(
            client=self.client,
            reply=self.reply,
            concern=self.concern,
            therapist=self.therapist,
            history=self.history,
        )


def rupture_rows(split: str = "dev") -> list[Row]:
    """The replies of a split, and for `dev` also those on which the rules were tuned."""
    rows = [
        Row(
            group=one.situation,
            source="tuned" if one.situation in TUNED_ON else split,
            reply=one.reply,
            client=one.client,
            concern=one.concern or "",
            therapist=Therapist.model_validate(one.therapist) if isinstance(one.therapist, dict) else one.therapist,
            history=tuple(Exchange(each.client, each.reply) for each in one.history),
            levels=(one.labels.responsibility, one.labels.reflection, one.labels.invitation),
            traps=frozenset(one.labels.traps),
            identity=str(one.id),
        )
        for one in load_suite("replies", split).replies
    ]
    return rows + list(_tuning_rows()) if split == "dev" else rows


def _tuning_rows() -> Iterator[Row]:
    for row in _lines(TUNING):
        labels = row["labels"]
        yield Row(
            group=row["situation"],
            source="tuned",
            reply=row["reply"],
            client=row["client"],
            concern=row.get("concern", ""),
            therapist=row.get("therapist"),
            history=tuple(Exchange(**one) for one in row.get("history", [])),
            levels=(labels["responsibility"], labels["reflection"], labels["invitation"]),
            traps=frozenset(map(Trap, labels["traps"])),
            identity=row["id"],
        )


def spoken_rows() -> list[Row]:
    """Turns of everyday counselling, where responsibility isn't asked for."""
    files = [*sorted((ROOT / "evals" / "ordinary").glob("*.jsonl")), UTTERANCES]
    return [_spoken(row, path.stem, place) for path in files for place, row in enumerate(_lines(path))]


_REFLECTS: Final = {"none": 0, False: 0, "simple": 1, True: 1, "complex": 2}


def _spoken(row: dict[str, Any], topic: str, place: int) -> Row:
    """An open question is an invitation of 2, a closed one of 1; a simple reflection is 1, one that adds meaning 2."""
    asks = 2 if row["open_question"] else int(row["closed_question"]) if "closed_question" in row else None
    return Row(
        group=f"ordinary {topic}",
        source="ordinary",
        reply=row["reply"],
        client=row["client"],
        concern="",
        therapist=None,
        history=(),
        levels=(None, _REFLECTS[row["reflection"]], asks),
        traps=None,
        identity=row.get("id", f"{topic}-{place}"),
    )


def admission_rows() -> list[Row]:
    """Replies of which only the ownership is labelled."""
    return [
        Row(
            group="admissions",
            source="tuned",
            reply=row["reply"],
            client=row["client"],
            concern=row.get("concern", ""),
            therapist=row.get("therapist"),
            history=(),
            levels=(row["responsibility"], None, None),
            traps=None,
            identity=f"admission-{place}",
        )
        for place, row in enumerate(_lines(TUNING.with_name("admissions.jsonl")))
    ]


def all_rows() -> list[Row]:
    """Everything that may be learnt from."""
    return [*rupture_rows(), *admission_rows(), *spoken_rows()]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())
