"""A model that says what a test tells it to, and remembers what it was asked."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel

from leanin.llm.adapter import DEFAULT_SAMPLING
from leanin.llm.faults import CallFault, CallSite, OtherFault
from leanin.llm.port import Completion, Finished, Message, Sampling, TextPart, Usage

NOTHING_USED = Usage(0, 0, 0.0)


@dataclass(frozen=True, slots=True)
class Says:
    """An answer: one piece, or several that stream apart, then an end or a fault."""

    pieces: tuple[str, ...]
    delay: float = 0.0
    """Seconds before each piece."""
    usage: Usage = NOTHING_USED
    fault: CallFault | None = None
    """Raised after the pieces, in place of the proper end."""

    @classmethod
    def all_of(cls, *pieces: str, delay: float = 0.0, fault: CallFault | None = None) -> "Says":
        """An answer in these pieces."""
        return cls(pieces, delay, fault=fault)


@dataclass(frozen=True, slots=True)
class Call:
    """What the model was asked once."""

    messages: tuple[Message, ...]
    sampling: Sampling
    schema: type[BaseModel] | None = None
    streamed: bool = False


Line = str | BaseModel | CallFault | Says
"""What a script may hold: plain text, an object (answered as JSON), a fault, or `Says` for more control."""


@dataclass
class ScriptedModel:
    """A `ChatModel` that plays a script, one line a call; past its end each call is a fault."""

    script: Iterable[Line] = ()
    name: str = "scripted"
    calls: list[Call] = field(default_factory=list)
    """Every call so far, oldest first."""
    closed: bool = False
    stopped: int = 0
    """How many streams were closed before their end."""

    def __post_init__(self) -> None:
        self._lines = list(self.script)

    def add(self, *lines: Line) -> None:
        """Put more lines at the script's end."""
        self._lines.extend(lines)

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling = DEFAULT_SAMPLING
    ) -> AsyncGenerator[TextPart | Finished, None]:
        """Stream the next line of the script."""
        self.calls.append(Call(tuple(messages), sampling, streamed=True))
        line = self._next()
        over = False
        try:
            for piece in line.pieces:
                await asyncio.sleep(line.delay)
                yield TextPart(piece)
            over = True
            if line.fault is not None:
                raise line.fault
            yield Finished(line.usage)
        finally:
            self.stopped += not over

    async def complete(
        self,
        messages: Sequence[Message],
        sampling: Sampling = DEFAULT_SAMPLING,
        *,
        schema: type[BaseModel] | None = None,
    ) -> Completion:
        """Answer with the next line of the script, whole."""
        self.calls.append(Call(tuple(messages), sampling, schema))
        line = self._next()
        await asyncio.sleep(line.delay * len(line.pieces))
        if line.fault is not None:
            raise line.fault
        return Completion("".join(line.pieces), line.usage)

    async def close(self) -> None:
        """Note that it was closed."""
        self.closed = True

    def _next(self) -> Says:
        if not self._lines:
            return Says((), fault=OtherFault(CallSite(self.name), "The script is at its end."))
        line = self._lines.pop(0)
        if isinstance(line, Says):
            return line
        if isinstance(line, CallFault):
            return Says((), fault=line)
        return Says((line.model_dump_json() if isinstance(line, BaseModel) else line,))
