"""Grading a stream of replies: one result a line, in order, each handed on once it and those before it are there."""

import asyncio
import functools
from collections.abc import AsyncIterator, Callable
from typing import NamedTuple

from leanin.errors import LeaninError
from leanin.evals.dataset import FindPersona, as_reply, id_in, parse_object
from leanin.persona_shelf import on_shelf
from leanin.rubric import Grade
from leanin.session.ports import Evaluator
from leanin.store.wire import json_line


class Failure(NamedTuple):
    """A line that couldn't be graded."""

    line: int
    """Counted from 1."""
    id: str | int | None
    """None where the line has no id that can be read."""
    error: str

    def as_json(self) -> str:
        """The failure as an error object."""
        return json_line({"line": self.line, "id": self.id, "error": self.error})


class Graded(NamedTuple):
    """A line that was graded."""

    line: int
    id: str | int
    grade: Grade

    def as_json(self) -> str:
        """The grade as documented in the README: id, the three steps, traps, score and tip."""
        data = {"id": self.id, **self.grade.model_dump(mode="json")}
        tip = data.pop("tip")
        return json_line(data | {"tip": tip})


async def grade_lines(
    read_line: Callable[[], bytes], evaluator: Evaluator, *, at_once: int = 1
) -> AsyncIterator[Graded | Failure]:
    """Grade each line that `read_line` gives (empty bytes: the end), at most `at_once` at a time.

    Results come in the order of the lines. A line waits for nothing but its own grade and those before it, so that a
    program which writes a line and waits for its grade gets it. Whatever `read_line` raises is raised once the lines
    before it are done.
    """
    waiting: asyncio.Queue[asyncio.Task[Graded | Failure] | None] = asyncio.Queue()
    room = asyncio.Semaphore(at_once)
    gate = asyncio.Semaphore(at_once)
    find = functools.lru_cache(maxsize=64)(on_shelf)

    async def graded(number: int, raw: bytes) -> Graded | Failure:
        async with gate:
            return await _grade_line(number, raw, evaluator, find)

    async def read() -> None:
        number = 0
        try:
            while raw := await asyncio.to_thread(read_line):
                number += 1
                if raw.strip():
                    await room.acquire()
                    waiting.put_nowait(asyncio.create_task(graded(number, raw)))
        finally:
            waiting.put_nowait(None)

    reading = asyncio.create_task(read())
    try:
        while (task := await waiting.get()) is not None:
            room.release()
            yield await task
        await reading
    finally:
        reading.cancel()


async def _grade_line(number: int, raw: bytes, evaluator: Evaluator, find: FindPersona) -> Graded | Failure:
    identity: str | int | None = None
    try:
        data = parse_object(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
        identity = id_in(data)
        line = as_reply(data)
        grade = await evaluator.grade(line.moment(find))
    except UnicodeDecodeError:
        return Failure(number, None, "this line isn't UTF-8 text.")
    except LeaninError as error:
        return Failure(number, identity, error.message)
    return Graded(number, line.id, grade)
