"""A test call to a configured model, for `leanin doctor`: what came, how fast, at what cost, or what went wrong."""

import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, Field

from leanin.errors import LeaninError
from leanin.llm.port import ChatModel, Finished, Message, Sampling, TextPart, TimeLimits, Usage
from leanin.llm.retrying import RetryPolicy
from leanin.llm.selection import open_model, warm_up
from leanin.llm.structured import How, ask_for

_GREETING = [
    Message("system", "You test a connection. Answer in one short sentence."),
    Message("user", "Say hello."),
]
_QUESTION = [
    Message("system", "You test a connection. Answer with a JSON object with the keys `day` and `number`."),
    Message("user", "Which day comes after Monday, and how many days has a week?"),
]
_SAMPLING = Sampling(max_tokens=512)


class _Week(BaseModel):
    day: str
    number: int = Field(ge=0)


@dataclass(frozen=True, slots=True)
class CallCheck:
    """What a test call showed. Plain data: `dataclasses.asdict` makes it JSON."""

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
    structured: How | Literal["repaired", "no"] = "no"
    """How an answer in a form was had; `repaired` where the first didn't fit."""
    fault_title: str = ""
    fault: str = ""


async def check_call(name: str, api_base: str | None = None, limits: TimeLimits | None = None) -> CallCheck:
    """Open the model by this name and try it out; every fault ends up in the result.

    Its library is imported first, so that the seconds are the server's own.
    """
    try:
        model = open_model(name, api_base, limits=limits, policy=RetryPolicy(attempts=2))
    except LeaninError as fault:
        return CallCheck(ok=False, fault_title=fault.title, fault=fault.message)
    await asyncio.to_thread(warm_up, name)
    return await check_model(model)


async def check_model(model: ChatModel) -> CallCheck:
    """Stream one short answer, ask for one in a form, and close. Every fault ends up in the result."""
    first: float | None = None
    whole: float | None = None
    usage = Usage(0, 0, 0.0)
    try:
        started = time.monotonic()
        async with aclosing(model.stream(_GREETING, _SAMPLING)) as parts:
            async for part in parts:
                if isinstance(part, TextPart) and first is None:
                    first = time.monotonic() - started
                elif isinstance(part, Finished):
                    usage = part.usage
        whole = time.monotonic() - started
        answer = await ask_for(model, _QUESTION, _Week, _SAMPLING)
    except LeaninError as fault:
        return CallCheck(
            ok=False, seconds_to_first_token=first, seconds=whole, fault_title=fault.title, fault=fault.message
        )
    finally:
        await model.close()
    usage = usage + answer.usage
    return CallCheck(
        ok=True, seconds_to_first_token=first, seconds=whole,
        input_tokens=usage.input_tokens, output_tokens=usage.output_tokens, cost=usage.cost,
        structured="repaired" if answer.repaired else answer.how,
    )  # fmt: skip
