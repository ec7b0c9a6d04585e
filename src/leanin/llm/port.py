"""What the rest of leanin knows of a language model: messages in, streamed or whole text out, with its usage."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel

Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call used. None means unknown: it is shown as unknown, never as nothing."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: float | None = None
    """US dollars."""

    def in_words(self) -> str:
        """For a screen, e.g. “1,204 tokens read, 85 written, cost unknown”."""
        read, written = (
            "unknown" if count is None else f"{count:,}" for count in (self.input_tokens, self.output_tokens)
        )
        cost = "cost unknown" if self.cost is None else f"${self.cost:.4f}"
        return f"{read} tokens read, {written} written, {cost}"

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            _sum(self.input_tokens, other.input_tokens),
            _sum(self.output_tokens, other.output_tokens),
            _sum(self.cost, other.cost),
        )


def _sum(left: Number | None, right: Number | None) -> Number | None:
    return None if left is None or right is None else left + right


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a model is asked to write."""

    temperature: float | None = None
    """None leaves it to the provider; some models refuse a temperature."""
    max_tokens: int = 1024
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """How long to wait, in seconds, apart for each phase of a call."""

    connect: float = 10.0
    first_token: float = 60.0
    """From the request to the first token, or to the whole answer where it isn't streamed."""
    between_tokens: float = 20.0


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of streamed text, in order."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The last item of a stream that came to its proper end; a stream without one broke off."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class Completion:
    """A whole answer."""

    text: str
    usage: Usage


class ChatModel(Protocol):
    """A language model behind one adapter. Every failure is a `ModelFault` (`leanin.llm.faults`)."""

    @property
    def name(self) -> str:
        """The name it was configured by, e.g. `openai/gpt-5-mini`."""
        ...

    def stream(
        self, messages: Sequence[Message], sampling: Sampling = Sampling()
    ) -> AsyncGenerator[TextPart | Finished, None]:
        """Stream an answer. Closing the generator stops the request."""
        ...

    async def complete(
        self, messages: Sequence[Message], sampling: Sampling = Sampling(), *, schema: type[BaseModel] | None = None
    ) -> Completion:
        """Ask for a whole answer; with `schema`, for JSON by that schema (as far as the provider can)."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...
