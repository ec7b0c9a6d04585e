"""What a suite's files hold: labelled replies and scripted conversations, with what is expected of each.

The other kinds of items stand beside what measures them: `injections`, `pairs` and `codes`.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from leanin.dynamics import Stance
from leanin.evals.dataset import ReplyLine
from leanin.evals.paths import Direction
from leanin.rubric import Level, Trap
from leanin.session.outcome import Outcome
from leanin.session.words import cleaned


def _with_words(reply: str) -> str:
    if not cleaned(reply):
        raise ValueError("a reply needs words; to let silence speak, write (silence)")
    return reply


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CalledFor(_Part):
    """Which steps the moment asks for."""

    responsibility: bool = True
    reflection: bool = True
    invitation: bool = True


class Labels(_Part):
    """What a person (or whoever the data card names) says the reply deserves."""

    responsibility: Level
    reflection: Level
    invitation: Level
    called_for: CalledFor = CalledFor()
    traps: list[Trap] = Field(default_factory=list)


class LabelledReply(ReplyLine):
    """A reply with its labels."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    situation: str
    """The rupture situation it belongs to; agreement is only as independent as situations are."""
    labels: Labels
    why: str
    """The label's reason, in a line."""


class Expected(_Part):
    """How a clinician would expect the client to move; each given key must hold at the end."""

    stance: list[Stance] = Field(default_factory=list)
    """Any of these; empty: any."""
    outcome: list[Outcome] = Field(default_factory=list)
    """Any of these; empty: any."""
    trust: Literal["up", "down", "not up", "any"] = "any"
    """Against the start."""
    path: list[Direction] = Field(default_factory=list)
    """Where each reply should take the client's trust, in order; empty: not judged."""


class ScriptedConversation(_Part):
    """A scripted trainee against one persona."""

    id: str
    persona: str
    about: str
    replies: Annotated[list[Annotated[str, AfterValidator(_with_words)]], Field(min_length=1)]
    expected: Expected
    kind: str = ""
    """What kind of trainee it is, such as `lean_in` or `defend`."""
    seed: int = 7

    @model_validator(mode="after")
    def _a_direction_for_each_reply(self) -> "ScriptedConversation":
        if self.expected.path and len(self.expected.path) != len(self.replies):
            raise ValueError(
                f"expected.path needs a direction for each of the {len(self.replies)} replies; "
                f"it has {len(self.expected.path)}"
            )
        return self
