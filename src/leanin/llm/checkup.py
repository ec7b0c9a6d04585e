"""A test call to a configured model, for `leanin doctor`: what came, how fast, at what cost, or what went wrong."""

import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, Field

from leanin.errors import LeaninError
from leanin.llm.port import ChatModel, Finished, Message, Sampling, TextPart, TimeLimits, Usage
from leanin.llm.retrying import RetryPolicy
from leanin.llm.selection import ModelChoice, Reason, open_model
from leanin.llm.structured import How, ask_for

_GREETING = [
    Message("system", "You test a connection. Answer in one short sentence."),
    Message("user", "Say hello."),
]
_QUESTION = [
    Message("system", "You test a connection. Answer with a JSON object with the keys `day` and `number`."),
    Message("user", "Which day comes after Monday, and how many days has a week?"),
]
_LIMITS = TimeLimits(connect=5.0, first_token=30.0, between_tokens=15.0)
_SAMPLING = Sampling(max_tokens=512)


class _Week(BaseModel):
    day: str
    number: int = Field(ge=0)


@dataclass(frozen=True, slots=True)
class CallCheck:
    """What a test call showed. Plain data: `dataclasses.asdict` makes it JSON."""

    model: str
    receiver: str
    """In words, who would receive what the trainee writes."""
    chosen_by: Reason
    ok: bool
    """Whether the model can be used: it streamed, and gave an answer in a form, however that was had."""
    seconds_to_first_token: float | None = None
    seconds: float | None = None
    """Of the streamed answer, whole."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    """Tokens of both calls; None is unknown."""
    cost: float | None = None
    """US dollars, of both calls; None is unknown."""
    structured: How | Literal["repaired", "no", "not needed"] = "no"
    """How an answer in a form was had; `repaired` where the first didn't fit."""
    fault_title: str = ""
    fault: str = ""


async def check_call(choice: ModelChoice, *, opener: Callable[[ModelChoice], ChatModel] | None = None) -> CallCheck:
    """Stream one short answer from `choice` and ask it for one in a form. Every fault ends up in the result."""
    if choice.is_builtin:
        return CallCheck(choice.name, choice.receiver, choice.chosen_by, ok=True, structured="not needed")
    first: float | None = None
    whole: float | None = None
    usage = Usage(0, 0, 0.0)
    try:
        model = (opener or _open)(choice)
        try:
            started = time.monotonic()
            async with aclosing(model.stream(_GREETING, _SAMPLING)) as parts:  # type: ignore[type-var]
                async for part in parts:
                    if isinstance(part, TextPart) and first is None:
                        first = time.monotonic() - started
                    elif isinstance(part, Finished):
                        usage = part.usage
            whole = time.monotonic() - started
            answer = await ask_for(model, _QUESTION, _Week, _SAMPLING)
        finally:
            await model.close()
    except LeaninError as fault:
        return CallCheck(
            choice.name, choice.receiver, choice.chosen_by, ok=False, seconds_to_first_token=first, seconds=whole,
            fault_title=fault.title, fault=fault.message,
        )  # fmt: skip
    usage = usage + answer.usage
    return CallCheck(
        choice.name, choice.receiver, choice.chosen_by, ok=True, seconds_to_first_token=first, seconds=whole,
        input_tokens=usage.input_tokens, output_tokens=usage.output_tokens, cost=usage.cost,
        structured="repaired" if answer.repaired else answer.how,
    )  # fmt: skip


def _open(choice: ModelChoice) -> ChatModel:
    return open_model(choice.name, choice.api_base, limits=_LIMITS, policy=RetryPolicy(attempts=2))
