"""Grading a stream of replies: one result a line, in order, each handed on once it and those before it are there."""

import asyncio
import functools
import json
from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple

from leanin.errors import DataFileError, LeaninError
from leanin.evals.dataset import ReplyLine, parse_line
from leanin.persona import Persona
from leanin.rubric import Grade
from leanin.session.ports import Evaluator


class Failure(NamedTuple):
    """A line that couldn't be graded."""

    line: int
    """Counted from 1."""
    id: str | int | None
    error: str

    def as_json(self) -> str:
        """The failure as an error object."""
        return json.dumps({"line": self.line, "id": self.id, "error": self.error}, ensure_ascii=False)


class Graded(NamedTuple):
    """A line that was graded."""

    line: int
    id: str | int
    grade: Grade

    def as_json(self) -> str:
        """The grade as documented in the README: id, the three steps, traps, score and tip."""
        data: dict[str, Any] = {"id": self.id, **self.grade.model_dump(mode="json")}
        tip = data.pop("tip")
        return json.dumps(data | {"tip": tip}, ensure_ascii=False)


async def grade_lines(
    read_line: Callable[[], bytes], evaluator: Evaluator, *, at_once: int = 1
) -> AsyncIterator[Graded | Failure]:
    """Grade each line that `read_line` gives (empty bytes: the end), at most `at_once` at a time.

    Results come in the order of the lines. A line waits for nothing but its own grade and those before it, so that a
    program which writes a line and waits for its grade gets it.
    """
    waiting: asyncio.Queue[asyncio.Task[Graded | Failure] | None] = asyncio.Queue(at_once)
    gate = asyncio.Semaphore(at_once)

    async def graded(number: int, raw: bytes) -> Graded | Failure:
        async with gate:
            return await _grade_line(number, raw, evaluator)

    async def read() -> None:
        number = 0
        while raw := await asyncio.to_thread(read_line):
            number += 1
            if raw.strip():
                await waiting.put(asyncio.create_task(graded(number, raw)))
        await waiting.put(None)

    reading = asyncio.create_task(read())
    try:
        while (task := await waiting.get()) is not None:
            yield await task
        await reading
    finally:
        reading.cancel()


async def _grade_line(number: int, raw: bytes, evaluator: Evaluator) -> Graded | Failure:
    line: ReplyLine | None = None
    try:
        line = parse_line(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
        grade = await evaluator.grade(line.moment(_persona_on_shelf(line.persona)))
    except UnicodeDecodeError:
        return Failure(number, None, "this line isn't UTF-8 text.")
    except LeaninError as error:
        return Failure(number, line.id if line else None, error.message)
    return Graded(number, line.id, grade)


@functools.lru_cache(maxsize=64)
def _persona_on_shelf(name: str | None) -> Persona | None:
    """The persona of that name; None for a free description."""
    from leanin.persona_shelf import find_persona, persona_paths

    if not name or name.casefold() not in persona_paths():
        return None
    try:
        return find_persona(name.casefold()).persona
    except DataFileError as error:
        raise DataFileError(f"persona: {error.message}") from None
