"""Answers in a form: a Pydantic object out of any model, by schema, JSON mode or plain words, with one repair."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from leanin.llm.adapter import DEFAULT_SAMPLING
from leanin.llm.faults import CallSite, EmptyAnswer, Malformed, RanOut, SchemaRefused
from leanin.llm.port import ChatModel, Completion, Message, Sampling, Usage
from leanin.llm.schemas import AnyJson, in_words

M = TypeVar("M", bound=BaseModel)

How = Literal["schema", "JSON mode", "prompt"]
"""How the form was asked for: the provider held the model to a schema, to JSON, or only the words did."""

_FORMATS: tuple[How, ...] = ("schema", "JSON mode", "prompt")
_THOUGHTS = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_SHOWN_ERRORS = 6


@dataclass(frozen=True, slots=True)
class Answer(Generic[M]):
    """An answer in its form."""

    value: M
    usage: Usage
    """Of all calls that it took."""
    text: str
    """The model's own words, of the last call."""
    how: How
    repaired: bool
    """Whether the first answer didn't fit and the model was shown why."""


class _Misfit(Exception):
    """An answer doesn't fit; the text says why, for the model."""


async def ask_for(
    model: ChatModel, messages: Sequence[Message], schema: type[M], sampling: Sampling = DEFAULT_SAMPLING
) -> Answer[M]:
    """Ask `model` for an object of `schema`.

    Asks with the JSON schema; where the server refuses one, in JSON mode, and where it refuses that, in words alone.
    An answer that doesn't fit (or is empty, or cut short) is shown to the model once with what is wrong. Raises
    `Malformed` (with the usage) where the second doesn't fit either, and the model's other `CallFault`s as they come.
    """
    how: How = "schema"
    completion, how = await _complete(model, list(messages), schema, sampling, how)
    try:
        return Answer(read(completion.text, schema), completion.usage, completion.text, how, repaired=False)
    except _Misfit as misfit:
        mended, how = await _complete(
            model, [*messages, *_repair(completion.text, str(misfit), schema)], schema, sampling, how, repairing=True
        )
    usage = completion.usage + mended.usage
    try:
        return Answer(read(mended.text, schema), usage, mended.text, how, repaired=True)
    except _Misfit as misfit:
        raise Malformed(CallSite(model.name), mended.text or str(misfit), usage=usage) from misfit


async def _complete(
    model: ChatModel, messages: list[Message], schema: type[M], sampling: Sampling, how: How, *, repairing: bool = False
) -> tuple[Completion, How]:
    """One answer, however the server lets itself be asked, from `how` downwards; "" for one empty or cut short."""
    schemas: dict[How, type[BaseModel] | None] = {"schema": schema, "JSON mode": AnyJson, "prompt": None}
    for step in _FORMATS[_FORMATS.index(how) :]:
        asked = messages if step == "schema" or repairing else with_instruction(messages, schema)
        try:
            return await model.complete(asked, sampling, schema=schemas[step]), step
        except (EmptyAnswer, RanOut) as nothing:
            return Completion("", nothing.usage or Usage()), step
        except SchemaRefused:
            if step == "prompt":
                raise
    raise AssertionError("the last way of asking returns or raises")


def with_instruction(messages: Sequence[Message], schema: type[BaseModel]) -> list[Message]:
    """The messages with the schema in words: at the end of the system message, or as one before the others."""
    words = in_words(schema)
    if messages and messages[0].role == "system":
        return [Message("system", f"{messages[0].content}\n\n{words}"), *messages[1:]]
    return [Message("system", words), *messages]


def _repair(text: str, wrong: str, schema: type[BaseModel]) -> list[Message]:
    said = [Message("assistant", text)] if text.strip() else []
    request = f"That answer can't be used: {wrong}\n\nWrite the whole answer again. {in_words(schema)}"
    return [*said, Message("user", request)]


def read(text: str, schema: type[M]) -> M:
    """The one object of `schema` in `text`: fences, thoughts and words around it aside. Raises `_Misfit`.

    Two objects that differ are a misfit: one of them may be a quotation of what the trainee wrote.
    """
    bare = _THOUGHTS.sub("", text).strip()
    if not bare:
        raise _Misfit("it is empty, or so long that it was cut off.")
    fitting: list[M] = []
    wrong: ValidationError | None = None
    for candidate in _objects(bare):
        try:
            value = schema.model_validate_json(candidate)
        except ValidationError as error:
            wrong = wrong or error
        else:
            if value not in fitting:
                fitting.append(value)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise _Misfit("it holds more than one such object.")
    if wrong is None:
        raise _Misfit("it holds no complete JSON object.")
    raise _Misfit(_in_short(wrong))


def _objects(text: str) -> Iterator[str]:
    """Each outermost JSON object in a text, as it stands there."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at = text.find("{", at + 1)
        else:
            yield text[at:end]
            at = text.find("{", end)


def _in_short(error: ValidationError) -> str:
    lines = [
        f"{'.'.join(str(step) for step in problem['loc']) or 'the object'}: {problem['msg']}"
        for problem in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    more = f"; and {len(lines) - _SHOWN_ERRORS} more" if len(lines) > _SHOWN_ERRORS else ""
    return "; ".join(lines[:_SHOWN_ERRORS]) + more
