"""The evaluator through a language model: one prompt, an answer bound to a schema, and evidence that is checked."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final, TypedDict

from leanin.errors import LeaninError, ModelFault
from leanin.evaluator.answer import GradeAnswer, as_grade, merged, unproven
from leanin.evaluator.machine_talk import as_history, lower_of, nothing_said, parted
from leanin.evaluator.wordless import wordless_grade
from leanin.fence import Fence, one_line
from leanin.llm.faults import CallFault
from leanin.llm.port import ChatModel, Message, Sampling, Usage
from leanin.llm.structured import ask_for
from leanin.persona import Therapist
from leanin.prompts import Prompt
from leanin.rubric import ANCHORS, STEP_TITLES, TRAPS, Grade, Step
from leanin.session.moments import ReplyMoment

GRADING: Final = Sampling(temperature=0.0, max_tokens=4096)
"""No chance in it; an answer is far shorter, but some models think first and count that too."""

ONE_OF_SEVERAL: Final = Sampling(temperature=0.7, max_tokens=4096)
"""Where several grades of a reply are taken: without chance in them, they would all be the same one."""


class _Variables(TypedDict):
    """All that an evaluator prompt may ask for. What people wrote comes fenced, or empty where it isn't known."""

    steps: list[dict[str, object]]
    whole_reply_traps: list[dict[str, str]]
    code: str
    therapist: str
    client_is: str
    concern: str
    history: str
    stance: str
    client_words: str
    reply: str


_EXCHANGES: Final = 6
"""As many earlier exchanges as are shown, to judge the moment and to spot a formula."""


class LanguageModelEvaluator:
    """Grades through a language model.

    `on_usage` is told what each call used, as it ends. Raises `DataFileError` where the prompt asks for something that
    it isn't given.
    """

    def __init__(
        self,
        model: ChatModel,
        prompt: Prompt,
        *,
        sampling: Sampling = GRADING,
        on_usage: Callable[[Usage], None] | None = None,
    ) -> None:
        prompt.expect(_Variables.__annotations__)
        self._model = model
        self._prompt = prompt
        self._sampling = sampling
        self._on_usage = on_usage
        self.usage = Usage(0, 0, 0.0)
        """What all calls so far used together; a part is None once a call's is unknown."""

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    async def close(self) -> None:
        """Release the model's connections."""
        await self._model.close()

    def messages(self, moment: ReplyMoment, fence: Fence) -> list[Message]:
        """What the model is sent: the same system message in every call, then the moment, fenced."""
        fixed, moving = self._prompt.render(_variables(moment, fence))
        return [Message("system", fixed), Message("user", moving)]

    async def grade(self, moment: ReplyMoment) -> Grade:
        """Grade one reply; one without words needs no model, and one that also talks to the machine is read twice.

        A 2 with no valid quote is asked again once, then lowered. Raises `ModelFault` where no usable answer comes.
        """
        if (grade := wordless_grade(moment.reply)) is not None:
            return grade
        parts = parted(moment.reply, moment.language)
        if not parts.to_client:
            return nothing_said(parts.to_machine)
        if not parts.to_machine:
            return await self._read(moment)
        async with asyncio.TaskGroup() as together:
            readings = [
                together.create_task(self._reading(read)) for read in (moment, replace(moment, reply=parts.to_client))
            ]
        whole, honest = (_or_raise(reading.result()) for reading in readings)
        return lower_of(whole, honest, moment.reply, parts.to_machine)

    async def _reading(self, moment: ReplyMoment) -> Grade | LeaninError:
        """A grade or why there is none: a fault that is raised here would leave the other reading unfinished."""
        try:
            return await self._read(moment)
        except LeaninError as fault:
            return fault

    async def _read(self, moment: ReplyMoment) -> Grade:
        fence = Fence()
        messages = self.messages(moment, fence)
        answer = await self._ask(messages)
        if doubtful := unproven(answer, moment.reply):
            objection = [Message("assistant", answer.model_dump_json()), _objection(answer, doubtful, fence)]
            # Where no second answer comes, the first stands, with the levels lowered that it can't prove.
            with suppress(ModelFault):
                answer = merged(answer, await self._ask([*messages, *objection]), doubtful)
        return as_grade(answer, moment)

    async def _ask(self, messages: Sequence[Message]) -> GradeAnswer:
        try:
            answer = await ask_for(self._model, messages, GradeAnswer, self._sampling)
        except CallFault as fault:
            if fault.usage:
                self._used(fault.usage)
            raise
        self._used(answer.usage)
        return answer.value

    def _used(self, usage: Usage) -> None:
        self.usage += usage
        if self._on_usage:
            self._on_usage(usage)


def _or_raise(reading: Grade | LeaninError) -> Grade:
    if isinstance(reading, LeaninError):
        raise reading
    return reading


def _objection(answer: GradeAnswer, doubtful: Sequence[Step], fence: Fence) -> Message:
    lines = []
    for step in doubtful:
        evidence = answer.step(step).evidence.strip()
        missing = f", but this isn't in the reply:\n{fence.around('evidence', evidence)}" if evidence else ", unproven."
        lines.append(f"For {step} you gave a 2{missing}")
    lines.append(
        "Look at the trainee's reply again and answer afresh, with the whole JSON object. Copy the evidence letter for "
        "letter from the reply; where no words of it show a 2, give the lower level that they do show. Change nothing "
        "else."
    )
    return Message("user", "\n\n".join(lines))


def _variables(moment: ReplyMoment, fence: Fence) -> _Variables:
    who = moment.therapist
    therapist = who.as_sentences() if isinstance(who, Therapist) else who or ""
    history = "\n".join(
        f"Client: {one_line(past.client)}\nTrainee: {one_line(as_history(past.reply, moment.language))}"
        for past in moment.history[-_EXCHANGES:]
    )
    return {
        "steps": _STEPS,
        "whole_reply_traps": _WHOLE_REPLY_TRAPS,
        "code": fence.code,
        "therapist": _fenced(fence, "therapist", therapist),
        "client_is": _fenced(fence, "client", moment.about_client),
        "concern": _fenced(fence, "concern", moment.concern),
        "history": _fenced(fence, "history", history),
        "stance": moment.stance.value if moment.stance else "",
        "client_words": fence.around("client-words", moment.client),
        "reply": fence.around("reply", moment.reply),
    }


def _fenced(fence: Fence, name: str, words: str) -> str:
    return fence.around(name, words) if words.strip() else ""


def _step(step: Step) -> dict[str, object]:
    return {"key": step.value, "title": STEP_TITLES[step], "anchors": list(ANCHORS[step]), "traps": _traps(step)}


def _traps(step: Step | None) -> list[dict[str, str]]:
    return [{"key": trap.value, "looks_like": facts.looks_like} for trap, facts in TRAPS.items() if facts.step is step]


_STEPS: Final = [_step(step) for step in Step]
_WHOLE_REPLY_TRAPS: Final = _traps(None)
"""The same objects in every call, so that a prompt's fixed block is filled in once."""
