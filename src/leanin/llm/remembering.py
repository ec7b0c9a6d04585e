"""A model whose answers are remembered: asked once, and read from disk from then on."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from pydantic import BaseModel

from leanin.llm.adapter import DEFAULT_SAMPLING
from leanin.llm.answers import Answers, KeptAnswer
from leanin.llm.meter import ongoing_call
from leanin.llm.port import ChatModel, Completion, Finished, Message, Sampling, TextPart, Usage
from leanin.llm.question import Question
from leanin.llm.unit import current_unit
from leanin.llm.wrapping import AroundModel


class RememberingModel(AroundModel):
    """A `ChatModel` that answers out of `answers` where it can, and keeps there what another answers.

    Works inside a `unit_of_work` only, and passes all other calls through. The unit says which epoch it is, and counts
    how often a question is asked in it: the second time is another sample, with another answer. So a median of K grades
    rests on K answers, and a later run finds the same K, in whatever order it asks. Units that ask the same in the same
    epoch share an answer.

    Kept are whole answers alone, a stream's once it came to its end; no faults, nothing cut off or left early. That an
    answer doesn't fit its schema isn't looked at here: it is what the model said, and so is its repair.
    """

    def __init__(self, inner: ChatModel, answers: Answers, base: str) -> None:
        """`base` is the address that the calls go to: the same name elsewhere may be another model."""
        super().__init__(inner)
        self._answers = answers
        self._base = base

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling = DEFAULT_SAMPLING
    ) -> AsyncGenerator[TextPart | Finished, None]:
        """Stream an answer; one that is remembered comes in one piece."""
        asked = self._asked(messages, sampling, streamed=True)
        if asked and (kept := self._recalled(*asked)):
            yield TextPart(kept.text)
            yield Finished(kept.usage)
            return
        pieces: list[str] = []
        async with aclosing(self._inner.stream(messages, sampling)) as parts:
            async for part in parts:
                if isinstance(part, TextPart):
                    pieces.append(part.text)
                elif asked:
                    self._keep(*asked, "".join(pieces), part.usage)
                yield part

    async def complete(
        self,
        messages: Sequence[Message],
        sampling: Sampling = DEFAULT_SAMPLING,
        *,
        schema: type[BaseModel] | None = None,
    ) -> Completion:
        """Ask for a whole answer."""
        asked = self._asked(messages, sampling, schema=schema)
        if asked and (kept := self._recalled(*asked)):
            return kept
        completion = await self._inner.complete(messages, sampling, schema=schema)
        if asked:
            self._keep(*asked, completion.text, completion.usage)
        return completion

    async def close(self) -> None:
        """Release the inner model's connections; the answers stay open, since other models share them."""
        await self._inner.close()

    def _asked(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        *,
        schema: type[BaseModel] | None = None,
        streamed: bool = False,
    ) -> tuple[Question, bytes] | None:
        """The question and the key of its answer; None outside of a unit of work."""
        unit = current_unit()
        if unit is None:
            return None
        question = Question.of(self.name, self._base, messages, sampling, schema=schema, streamed=streamed)
        return question, question.key(unit.epoch, unit.occurrence(question.digest))

    def _recalled(self, question: Question, key: bytes) -> Completion | None:
        kept = self._answers.find(key)
        if kept is None:
            return None
        if call := ongoing_call():
            call.cached = True
        return Completion(question.as_told(kept.text), kept.usage())

    def _keep(self, question: Question, key: bytes, text: str, usage: Usage) -> None:
        unit = current_unit()
        if unit and text and (kept := question.to_keep(text)) is not None:
            answer = KeptAnswer(text=kept, read=usage.input_tokens, written=usage.output_tokens, cost=usage.cost)
            unit.keep(lambda: self._answers.keep(key, answer))
