"""Our suites for the users of Inspect: `inspect eval leanin/replies -T suite=replies --model …`.

Their model plays the evaluator, with leanin's prompt, checks of evidence and second readings, and is held against the
labels. Inspect imports this module by its entry point, or by this file's path; nothing else does.
"""

from collections.abc import AsyncGenerator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import (
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageUser,
    GenerateConfig,
    Model,
    ResponseSchema,
    get_model,
)
from inspect_ai.scorer import Score, Scorer, Target, accuracy, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.util import json_schema
from pydantic import BaseModel

from leanin.errors import DataFileError
from leanin.evals.inspect_logs import agreement
from leanin.evals.items import LabelledReply
from leanin.evals.suite import load_suite
from leanin.evaluator.language_model import LanguageModelEvaluator
from leanin.llm.adapter import DEFAULT_SAMPLING
from leanin.llm.faults import CallSite, EmptyAnswer
from leanin.llm.port import Completion, Finished, Message, Sampling, TextPart, Usage
from leanin.llm.schemas import AnyJson
from leanin.llm.structured import with_instruction
from leanin.persona_shelf import on_shelf
from leanin.prompts import load_prompt
from leanin.rubric import Grade


@task
def replies(suite: str = "replies", split: str = "", prompts: str = "") -> Task:
    """Grade a suite's labelled replies: a shipped suite's name or a folder, a part of it, a folder with prompts.

    Raises `DataFileError` where suite or prompts can't be used, or the suite has no labelled replies.
    """
    found = load_suite(suite, split or None)
    if not found.replies:
        raise DataFileError(f"The suite “{found.name}” has no labelled replies.", title="Nothing to run")
    samples = [
        Sample(
            id=reply.id,
            input=[ChatMessageUser(content=f"The client says: {reply.client}\n\nThe trainee replies: {reply.reply}")],
            target=reply.labels.model_dump_json(),
            metadata={"item": reply.model_dump(mode="json", exclude_unset=True), "situation": reply.situation},
        )
        for reply in found.replies
    ]
    return Task(dataset=MemoryDataset(samples, name=found.name), solver=grade_reply(prompts), scorer=agrees())


@solver
def grade_reply(prompts: str = "") -> Solver:
    """Let the model grade the reply, as `leanin eval run` does; the output is the grade as JSON."""
    prompt = load_prompt("evaluator", Path(prompts) if prompts else None)
    find = lru_cache(maxsize=256)(on_shelf)

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        moment = LabelledReply.model_validate(state.metadata["item"]).moment(find)
        grade = await LanguageModelEvaluator(InspectModel(get_model()), prompt).grade(moment)
        state.output.completion = grade.model_dump_json(round_trip=True)
        state.messages.append(ChatMessageAssistant(content=state.output.completion))
        return state

    return solve


@scorer(metrics={"*": [accuracy(), stderr()]})
def agrees() -> Scorer:
    """Whether the level of each step, and the traps, are those of the labels."""

    async def score(state: TaskState, target: Target) -> Score:
        reply = LabelledReply.model_validate(state.metadata["item"])
        grade = Grade.model_validate_json(state.output.completion)
        found = agreement(reply, grade)
        return Score(
            value={name: "C" if agreed else "I" for name, (agreed, _, _) in found.items()},
            answer=", ".join(f"{name} {answer or 'none'}" for name, (_, answer, _) in found.items()),
            explanation="\n".join(f"{name}: {why}" for name, (_, _, why) in found.items()),
        )

    return score


class InspectModel:
    """Inspect's model as a `ChatModel`. Retries, limits, cache and log are Inspect's, and so are its faults."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The model's name, with its provider."""
        return str(self._model)

    async def complete(
        self,
        messages: Sequence[Message],
        sampling: Sampling = DEFAULT_SAMPLING,
        *,
        schema: type[BaseModel] | None = None,
    ) -> Completion:
        """Ask for a whole answer. Raises `EmptyAnswer`.

        The schema is sent, and said in words as well: where a provider knows no schemas, Inspect leaves it out.
        """
        form = schema if schema is not AnyJson else None
        asked = with_instruction(messages, form) if form else messages
        named = ResponseSchema(name=form.__name__, json_schema=json_schema(form)) if form else None
        output = await self._model.generate(
            [_ROLES[message.role](content=message.content) for message in asked],
            config=GenerateConfig(
                temperature=sampling.temperature, max_tokens=sampling.max_tokens, response_schema=named
            ),
        )
        used = Usage(output.usage.input_tokens, output.usage.output_tokens, None) if output.usage else Usage()
        if not output.completion.strip():
            raise EmptyAnswer(CallSite(self.name), usage=used)
        return Completion(output.completion, used)

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling = DEFAULT_SAMPLING
    ) -> AsyncGenerator[TextPart | Finished, None]:
        """The whole answer as one piece: Inspect tells none before its end."""
        whole = await self.complete(messages, sampling)
        yield TextPart(whole.text)
        yield Finished(whole.usage)

    async def close(self) -> None:
        """Nothing to do: the model is Inspect's."""


_ROLES: dict[str, Any] = {"system": ChatMessageSystem, "user": ChatMessageUser, "assistant": ChatMessageAssistant}
