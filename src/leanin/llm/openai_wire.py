"""What an OpenAI-compatible server sends, as far as leanin reads it: whole answers, streamed events and errors."""

import json
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import suppress
from typing import Any

from pydantic import BaseModel


class APIError(Exception):
    """The server's own words that a call failed, by the names under which `leanin.llm.translating` looks for them."""

    def __init__(self, said: bytes, status: int | None = None, headers: Mapping[str, str] | None = None) -> None:
        """`said` is the body of an answer, or an event; `status` and `headers` are those of an answer that failed."""
        text = said.decode("utf-8", "replace")
        self.status_code = status
        self.headers = headers or {}
        self.body: Any = None
        """The parsed JSON; None where the body was something else."""
        with suppress(ValueError, RecursionError):
            self.body = json.loads(text)
        super().__init__(text.strip() or f"Error code: {status}")


class Details(BaseModel):
    """What the tokens read were made up of."""

    cached_tokens: int | None = None


class Counts(BaseModel):
    """The tokens that the server counted."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: Details | None = None


class Words(BaseModel):
    """A message, or a streamed piece of one."""

    content: str | None = None
    refusal: str | None = None
    reasoning_content: Any = None
    """Silent reasoning, by one of the two names that servers have for it."""
    reasoning: Any = None


class Choice(BaseModel):
    """One of the answers; leanin asks for one only."""

    message: Words | None = None
    delta: Words | None = None
    finish_reason: str | None = None


class Body(BaseModel):
    """A whole answer or one event of a stream."""

    choices: list[Choice] | None = None
    usage: Counts | None = None
    error: Any = None


def read_body(sent: bytes) -> Body:
    """Read one JSON object. Raises `APIError` where it reports an error, `ValueError` where it is something else."""
    body = Body.model_validate_json(sent)
    if body.error:
        raise APIError(sent)
    return body


async def events(lines: AsyncIterable[bytes]) -> AsyncGenerator[bytes, None]:
    """The data of each server-sent event in the lines of a stream, until its `[DONE]`."""
    data: list[bytes] = []
    async for line in lines:
        field, _, value = line.rstrip(b"\r\n").partition(b":")
        if field == b"data":
            data.append(value.removeprefix(b" "))
        elif not (field or value) and data:
            event = b"\n".join(data)
            if event.startswith(b"[DONE]"):
                return
            yield event
            data = []
    if data and not data[0].startswith(b"[DONE]"):
        yield b"\n".join(data)  # a last event without the blank line behind it
