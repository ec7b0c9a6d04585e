"""Readers: can the stance be told from the words alone, and do the words give away what is to be kept back?

A reader is a language model that sees one utterance and, for leaks, what the client keeps to themselves; nothing else.
"""

from collections.abc import Mapping
from typing import Final, TypedDict, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from leanin.client.untold import kept_back
from leanin.dynamics import Stance
from leanin.errors import ModelFault
from leanin.evals.fidelity import Utterance
from leanin.fence import Fence
from leanin.llm.faults import CallFault
from leanin.llm.port import ChatModel, Message, Sampling, Usage
from leanin.llm.structured import ask_for
from leanin.prompts import Prompt

Reading = TypeVar("Reading", bound=BaseModel)

READING: Final = Sampling(temperature=0.0, max_tokens=1024)

MEANS: Final[dict[Stance, str]] = {
    Stance.OPEN: "talks plainly and of their own accord; has let the counsellor in",
    Stance.SOFTENING: "the guard is coming down; lets one real thing show, still with some doubt",
    Stance.TESTING: "undecided; puts a pointed question or a small hard thing, to see what comes back",
    Stance.SCEPTICAL: "doubts drily, keeps a distance, gives nothing of themselves",
    Stance.CONFRONTING: "pushes back openly: a complaint, a challenge, an attack",
    Stance.WITHDRAWN: "courteous, agreeing, short and empty; has given up and hides it",
    Stance.LEAVING: "is going, politely or not",
}
"""What each stance sounds like, for a reader."""

_SIDES: Final = (
    frozenset({Stance.OPEN, Stance.SOFTENING}),
    frozenset({Stance.TESTING, Stance.SCEPTICAL, Stance.CONFRONTING}),
    frozenset({Stance.WITHDRAWN, Stance.LEAVING}),
)
"""Letting in, holding off, hiding: what a trainee has to tell apart in any case."""


class StanceReading(BaseModel):
    """A reader's answer about a stance."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(max_length=400)
    stance: Stance


class LeakReading(BaseModel):
    """A reader's answer about a leak."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(max_length=400)
    tells: bool


class _StanceVariables(TypedDict):
    stances: list[dict[str, str]]
    code: str
    said: str


class _LeakVariables(TypedDict):
    code: str
    kept_back: str
    said: str


class Legibility(BaseModel):
    """How well a reader told the stances apart; shares are 0–1."""

    model_config = ConfigDict(frozen=True)

    read: int
    unread: int
    """Utterances for which the reader gave no answer."""
    exact: float
    """Share of stances named right; by chance, one in seven."""
    within_one: float
    """Share named right or next to it in the order from open to leaving."""
    side: float
    """Share put on the right side: letting in, holding off, or hiding."""
    confusion: dict[str, dict[str, int]]
    """By the stance that it was, how often each was read."""


class Reader:
    """Reads utterances through a language model. Raises `DataFileError` where a prompt asks for what it isn't given."""

    def __init__(self, model: ChatModel, stance_prompt: Prompt, leak_prompt: Prompt) -> None:
        stance_prompt.expect(_StanceVariables.__annotations__)
        leak_prompt.expect(_LeakVariables.__annotations__)
        self._model = model
        self.failed: ModelFault | None = None
        """What the first call that failed failed of; None while none has."""
        self.usage = Usage(0, 0, 0.0)
        """What all calls so far used together."""
        self._stance_prompt, self._leak_prompt = stance_prompt, leak_prompt

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def fault(self) -> str:
        """The same in words; empty while none has."""
        return str(self.failed or "")

    async def close(self) -> None:
        """Release the model's connections."""
        await self._model.close()

    async def stance_of(self, said: str) -> Stance | None:
        """The stance that the words alone show; None where the model gave no answer."""
        fence = Fence()
        stances = [{"name": stance.value, "means": means} for stance, means in MEANS.items()]
        variables: _StanceVariables = {"stances": stances, "code": fence.code, "said": fence.around("said", said)}
        reading = await self._ask(self._stance_prompt, variables, StanceReading)
        return reading.stance if reading else None

    async def tells_too_much(self, one: Utterance) -> bool | None:
        """Whether the words tell something still to be kept back; None where the model gave no answer."""
        kept = kept_back(one.moment)
        if not kept:
            return False
        fence = Fence()
        variables: _LeakVariables = {
            "code": fence.code,
            "kept_back": fence.around("kept", "\n".join(kept)),
            "said": fence.around("said", one.said),
        }
        reading = await self._ask(self._leak_prompt, variables, LeakReading)
        return reading.tells if reading else None

    async def _ask(
        self, prompt: Prompt, variables: _StanceVariables | _LeakVariables, schema: type[Reading]
    ) -> Reading | None:
        fixed, moving = prompt.render(dict(variables))
        messages = [Message("system", fixed), Message("user", moving)]
        try:
            answer = await ask_for(self._model, messages, schema, READING)
        except ModelFault as fault:
            self.failed = self.failed or fault
            self.usage += (fault.usage if isinstance(fault, CallFault) else None) or Usage()
            return None
        self.usage += answer.usage
        return answer.value


def legibility(readings: Mapping[tuple[Stance, Stance | None], int]) -> Legibility | None:
    """The figures over how often a stance that it was was read as another, or not at all; None without any reading."""
    read = {(was, said): count for (was, said), count in readings.items() if said is not None}
    total = sum(read.values())
    if not total:
        return None
    confusion = {was.value: {said.value: read.get((was, said), 0) for said in Stance} for was in Stance}
    return Legibility(
        read=total,
        unread=sum(readings.values()) - total,
        exact=sum(count * (was is said) for (was, said), count in read.items()) / total,
        within_one=sum(count * (abs(was.rank - said.rank) <= 1) for (was, said), count in read.items()) / total,
        side=sum(count * any({was, said} <= side for side in _SIDES) for (was, said), count in read.items()) / total,
        confusion=confusion,
    )
