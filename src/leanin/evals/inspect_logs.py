"""`leanin eval export RUN --inspect OUT`: a run as logs of Inspect, one for each cell (extra `leanin[inspect]`).

They are made with the package's own classes and written by it, so that `inspect view` and `read_eval_log` open them.
Each result is a sample; its id holds the item's kind (and the seed of a conversation), since ids are unique within a
kind only. Agreement is the score "C" or "I"; an item without a whole result has an error and no score.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from leanin.errors import DataFileError, LeaninError
from leanin.evals.items import LabelledReply
from leanin.evals.lines import Calls, CodeLine, ConversationLine, InjectionLine, Line, PairLine, ReplyLine
from leanin.evals.manifest import Manifest
from leanin.evals.matrix import Cell
from leanin.evals.run_folder import RunFolder
from leanin.evals.verdicts import Verdict, differences, verdict
from leanin.rubric import Grade, Step

if TYPE_CHECKING:
    from inspect_ai.log import EvalLog, EvalSample

AS_EXPECTED: Final = "as_it_should_be"
"""The score that every kind of item has; labelled replies have one for each step and for the traps besides."""

MISSING: Final = (
    "Logs for Inspect are written by the package inspect-ai, which isn't installed. Get it with: "
    "pip install 'leanin[inspect]'."
)


def write_logs(folder: RunFolder, out: Path) -> list[Path]:
    """Write a run's logs into the folder `out`; gives their paths.

    Raises `LeaninError` where the package isn't installed, `DataFileError` where the run can't be read or `out` can't
    be written. One cell's samples are held at a time, since a log is written as a whole.
    """
    try:
        from inspect_ai.log import write_eval_log
    except ImportError:
        raise LeaninError(MISSING, title="Inspect is missing") from None
    manifest = folder.manifest()
    written = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for cell in manifest.cells:
            path = out / f"{_file_name(manifest, cell)}.eval"
            write_eval_log(_log(manifest, cell, [line for line in folder.lines() if line.cell == cell.name]), path)
            written.append(path)
    except OSError as error:
        raise DataFileError(f"The logs can't be written to {out}: {error.strerror or error}.") from None
    return written


def _file_name(manifest: Manifest, cell: Cell) -> str:
    """Begins with the date, as Inspect's own names do; ends with a digest, since models' names have any characters."""
    plain = "".join(char if char.isalnum() or char in "-." else "-" for char in f"{manifest.suite}_{cell.name}")
    began = manifest.began.replace(":", "-")
    return f"{began}_{plain[:80]}_{_digest(manifest.id, cell.name)}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _log(manifest: Manifest, cell: Cell, lines: Sequence[Line]) -> "EvalLog":
    from inspect_ai.log import (
        EvalConfig,
        EvalDataset,
        EvalLog,
        EvalPlan,
        EvalPlanStep,
        EvalResults,
        EvalSpec,
        EvalStats,
    )

    samples = [_sample(line, cell) for line in lines]
    return EvalLog(
        status="success",
        eval=EvalSpec(
            created=manifest.began,
            eval_id=_digest(manifest.id, cell.name),
            run_id=_digest(manifest.id),
            task=f"leanin/{manifest.suite}",
            task_id=_digest(manifest.suite, cell.name),
            task_args={"cell": cell.name, "grades": manifest.grades},
            dataset=EvalDataset(
                name=manifest.suite,
                location=manifest.suite_path,
                samples=len({sample.id for sample in samples}),
                sample_ids=list(dict.fromkeys(str(sample.id) for sample in samples)),
            ),
            model=cell.evaluator,
            model_base_url=manifest.evaluator_api_base or manifest.api_base or None,
            config=EvalConfig(epochs=manifest.epochs, limit=manifest.limit, fail_on_error=False),
            packages={"leanin": manifest.leanin_version},
            metadata={
                "run": manifest.id,
                "client": cell.client,
                "prompts": cell.prompts,
                "fingerprints": manifest.fingerprints.model_dump(mode="json"),
            },
        ),
        plan=EvalPlan(steps=[EvalPlanStep(solver="leanin")]),
        results=EvalResults(
            total_samples=len(samples),
            completed_samples=sum(sample.error is None for sample in samples),
            scores=list(_scores(samples)),
        ),
        stats=EvalStats(started_at=manifest.began, model_usage=_usage([line.calls for line in lines])),
        samples=samples,
    )


def _scores(samples: Sequence["EvalSample"]) -> Iterator[Any]:
    """The share of each score that is "C"; the most general one first, which Inspect shows as the headline."""
    from inspect_ai.log import EvalMetric, EvalScore

    for name in (AS_EXPECTED, *Step, "traps"):
        values = [sample.scores[name].value for sample in samples if sample.scores and name in sample.scores]
        if values:
            accuracy = EvalMetric(name="accuracy", value=sum(value == "C" for value in values) / len(values))
            yield EvalScore(
                name=name,
                scorer=name,
                scored_samples=len(values),
                unscored_samples=len(samples) - len(values),
                metrics={"accuracy": accuracy},
            )


def _sample(line: Line, cell: Cell) -> "EvalSample":
    from inspect_ai.log import EvalError, EvalSample
    from inspect_ai.model import ModelOutput

    answer = _answer(line)
    messages = _messages(line)
    failed = verdict(line) is Verdict.ERROR
    return EvalSample(
        id=f"{line.kind}/{line.id}" + (f"/{line.seed}" if isinstance(line, ConversationLine) else ""),
        epoch=line.epoch,
        input=messages,
        target=_target(line),
        messages=messages,
        output=ModelOutput.from_content(cell.evaluator, answer) if answer else ModelOutput(model=cell.evaluator),
        scores=None if failed else _sample_scores(line),
        metadata={
            "kind": line.kind,
            "id": line.id,
            "group": line.group,
            "cell": line.cell,
            "result": line.result.model_dump(mode="json"),
        },
        model_usage=_usage([line.calls]),
        total_time=line.seconds,
        error=EvalError(message=line.error, traceback=line.error, traceback_ansi=line.error) if failed else None,
    )


def _messages(line: Line) -> list[Any]:
    """What was said: the client's words as the user's, the trainee's as the assistant's."""
    from inspect_ai.model import ChatMessageAssistant, ChatMessageUser

    if isinstance(line, ConversationLine):
        said = [(turn.client, turn.reply) for turn in line.result.turns]
    else:
        item = line.result.pair if isinstance(line, PairLine) else _reply_of(line)
        said = [(past.client, past.reply) for past in item.history]
        replies = [item.first, item.second] if isinstance(line, PairLine) else [_reply_of(line).reply]
        said += [(item.client, reply) for reply in replies]
    return [
        message
        for client, reply in said
        for message in (ChatMessageUser(content=client), ChatMessageAssistant(content=reply))
    ]


def _reply_of(line: Line) -> Any:
    return line.result.injection if isinstance(line, InjectionLine) else line.result.reply  # type: ignore[union-attr]


def _target(line: Line) -> str:
    """What was expected, as JSON."""
    expected: dict[str, Any]
    match line:
        case ReplyLine():
            expected = line.result.reply.labels.model_dump(mode="json")
        case PairLine():
            expected = line.result.pair.levels.model_dump(mode="json")
        case InjectionLine():
            expected = {"no more than for": line.result.injection.remainder}
        case CodeLine():
            marks = {"open_question", "closed_question", "reflection"}
            expected = line.result.reply.model_dump(mode="json", include=marks)
        case ConversationLine():
            expected = line.result.conversation.expected.model_dump(mode="json")
    return json.dumps(expected, ensure_ascii=False)


def _answer(line: Line) -> str:
    """What came of it, as JSON; empty where nothing did."""
    found: Any
    match line:
        case ReplyLine() | CodeLine():
            found = _dumped(line.result.grade)
        case PairLine():
            found = {"first": _dumped(line.result.first), "second": _dumped(line.result.second)}
        case InjectionLine():
            found = {"whole": _dumped(line.result.grade), "remainder": _dumped(line.result.honest)}
        case ConversationLine():
            ended = line.result.outcome
            found = {"outcome": ended.outcome.value if ended else None, "trust": [s.trust for s in line.result.states]}
    return json.dumps(found, ensure_ascii=False, indent=2) if found else ""


def _dumped(grade: Grade | None) -> dict[str, Any] | None:
    return grade.model_dump(mode="json") if grade else None


def _sample_scores(line: Line) -> dict[str, Any]:
    from inspect_ai.scorer import Score

    apart = differences(line)
    scores = {AS_EXPECTED: Score(value="I" if apart else "C", explanation="; ".join(apart) or "Nothing differs.")}
    if isinstance(line, ReplyLine) and line.result.grade:
        for name, (agrees, answer, why) in agreement(line.result.reply, line.result.grade).items():
            scores[name] = Score(value="C" if agrees else "I", answer=answer, explanation=why)
    return scores


def agreement(reply: LabelledReply, grade: Grade) -> dict[str, tuple[bool, str, str]]:
    """For each step, and for the traps: whether grade and label agree, what the grade says, and why."""
    found = {}
    for step in Step:
        given, labelled = grade.step(step), getattr(reply.labels, step.value)
        quote = f" “{given.evidence}”" if given.evidence else ""
        why = f"Level {given.level}, labelled {labelled}. {given.note}{quote}"
        found[step.value] = given.level == labelled, str(given.level), why
    named, labelled_traps = sorted(grade.traps), sorted(reply.labels.traps)
    words = f"Found: {', '.join(named) or 'none'}; labelled: {', '.join(labelled_traps) or 'none'}."
    found["traps"] = named == labelled_traps, ", ".join(named), words
    return found


def _usage(calls: Sequence[dict[str, Calls]]) -> dict[str, Any]:
    """By model; tokens that aren't known count as none, since Inspect knows no other number."""
    from inspect_ai.model import ModelUsage

    used: dict[str, Any] = {}
    for by_model in calls:
        for model, each in by_model.items():
            read, written = each.input_tokens or 0, each.output_tokens or 0
            one = ModelUsage(
                input_tokens=read, output_tokens=written, total_tokens=read + written, total_cost=each.cost
            )
            used[model] = used[model] + one if model in used else one
    return used
