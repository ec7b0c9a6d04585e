"""The typed events of a session: what the app shows, plain mode prints, the journal keeps and tests read.

`docs/journal.md` is the schema for other people's programs. A kept event is never changed or removed: taking a reply
back is an event of its own.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from leanin.dynamics import AllianceState, Stance
from leanin.rubric import Grade
from leanin.session.hints import HintKind
from leanin.session.moments import Intervention
from leanin.session.outcome import Outcome


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SessionOpened(_Event):
    """The first event: everything the session runs on, by hash and by text, so that it can be read years later."""

    event: Literal["session"] = "session"
    schema_version: Literal[1] = 1
    persona: str
    """The persona's id."""
    persona_text: str
    persona_hash: str
    """SHA-256 of the persona's file."""
    prompts: dict[str, str] = Field(default_factory=dict)
    """The text of each prompt in use by its file name; empty where no language model is used."""
    prompts_hash: str = ""
    rubric_version: int
    rubric_hash: str
    therapist: dict[str, str | int | float | bool]
    """Who the trainee was in the scene."""
    client_model: str
    evaluator_model: str
    coach_model: str = ""
    """Empty where the evaluator's own grade is shown."""
    seed: int
    leanin_version: str
    coach: str = "live"
    """When feedback is shown: `live`, `after` or `off`."""


class Opening(_Event):
    """The client's first words."""

    event: Literal["opening"] = "opening"
    said: str


class StateReached(_Event):
    """How the client stands now: at the start, and after each graded reply."""

    event: Literal["state"] = "state"
    turn: int = Field(ge=0)
    """0 at the start, then the number of the reply that led here."""
    trust: float
    tension: float
    candour: float
    stance: Stance
    disclosed: int = Field(ge=0)
    """The highest disclosure level reached so far; 0 is none."""

    @property
    def alliance(self) -> AllianceState:
        """The three measures as a state."""
        return AllianceState(trust=self.trust, tension=self.tension, candour=self.candour)


class Replied(_Event):
    """The trainee's reply, kept before anything else happens to it."""

    event: Literal["reply"] = "reply"
    turn: int = Field(ge=1)
    text: str


class HintTaken(_Event):
    """The trainee asked for a nudge before replying, or to be shown whole replies."""

    event: Literal["hint"] = "hint"
    follows: int = Field(ge=0)
    """The number of the reply after which the moment comes that it is for; 0 for the opening."""
    kind: HintKind
    words: tuple[str, ...]
    """What was shown: the nudge, or the whole replies."""


class WhatIf(_Event):
    """Another reply to a moment of the session, tried beside the conversation, which stays as it is.

    Its grade, the client's move and their answer follow as for any reply, by its number.
    """

    event: Literal["what_if"] = "what_if"
    turn: int = Field(ge=1)
    """Counts on with the replies."""
    beside: int = Field(ge=1)
    """The reply to whose moment this is another one."""
    text: str


class Chosen(_Event):
    """The conversation goes on from this reply, which had been tried beside it or was taken back."""

    event: Literal["chosen"] = "chosen"
    turn: int = Field(ge=1)
    length: int = Field(ge=1)
    """How many replies the conversation then has."""


class Graded(_Event):
    """The evaluator's grade of a reply: the one that moves the client."""

    event: Literal["grade"] = "grade"
    turn: int = Field(ge=1)
    grade: Grade
    by: str
    """The evaluator's model."""


class Coached(_Event):
    """A second grade, by the coach's model, shown to the trainee in place of the evaluator's; it moves nobody."""

    event: Literal["coaching"] = "coaching"
    turn: int = Field(ge=1)
    grade: Grade
    by: str


class CoachMissing(_Event):
    """The coach's model of its own gave no feedback; the evaluator's grade is shown then."""

    event: Literal["coaching_missing"] = "coaching_missing"
    turn: int = Field(ge=1)
    title: str
    reason: str


class GradeMissing(_Event):
    """No grade could be had; the client answers unmoved and the grade can be asked for again."""

    event: Literal["grade_missing"] = "grade_missing"
    turn: int = Field(ge=1)
    title: str
    reason: str


class Regraded(_Event):
    """A kept reply was graded again, by whichever evaluator. It moves nobody: the first grade did that."""

    event: Literal["regraded"] = "regraded"
    turn: int = Field(ge=1)
    run: int = Field(ge=1)
    """Which regrading of the session this belongs to, counted from 1."""
    grade: Grade
    by: str
    """The evaluator's model."""
    prompt_hash: str
    """SHA-256 of the evaluator's prompt; empty where no language model graded."""
    rubric_version: int
    rubric_hash: str
    leanin_version: str


class ClientSpeaking(_Event):
    """A piece of the client's words as they stream in. Provisional: shown, never kept; `ClientSaid` holds the whole."""

    event: Literal["client_part"] = "client_part"
    turn: int = Field(ge=1)
    said: str


class ClientSaid(_Event):
    """What the client said in answer to a reply, and what they thought and didn't say."""

    event: Literal["client"] = "client"
    turn: int = Field(ge=1)
    said: str
    thought: str = ""
    complete: bool = True
    """False where the words were stopped or broke off; what had arrived is kept."""
    broke_off: str = ""
    """Why, where they aren't complete."""
    by: str
    """The voice's model."""
    interventions: tuple[Intervention, ...] = ()
    """The times that the guard kept words of the model's from being said."""


class TakenBack(_Event):
    """The trainee took a reply back. All of that turn stays in the journal and leaves the conversation."""

    event: Literal["taken_back"] = "taken_back"
    turn: int = Field(ge=1)


class Unsaid(_Event):
    """A reply that came after the client had left."""

    event: Literal["unsaid"] = "unsaid"
    text: str


class Resumed(_Event):
    """The session was taken up again after it had been left or cut off, and with whom from here on."""

    event: Literal["resumed"] = "resumed"
    client_model: str
    evaluator_model: str
    coach_model: str = ""
    prompts: dict[str, str] = Field(default_factory=dict)
    """The text of each prompt in use from here on by its role; empty where no language model is used."""
    leanin_version: str


class Ended(_Event):
    """How the session came out, and the attendance that followed: the model's guess, a seeded draw."""

    event: Literal["outcome"] = "outcome"
    outcome: Outcome
    attended: int = Field(ge=0)
    """How many of the next `of` appointments the client kept."""
    of: int = Field(ge=1)


Event = Annotated[
    SessionOpened
    | Opening
    | StateReached
    | Replied
    | HintTaken
    | WhatIf
    | Chosen
    | Graded
    | Coached
    | CoachMissing
    | GradeMissing
    | Regraded
    | ClientSpeaking
    | ClientSaid
    | TakenBack
    | Unsaid
    | Resumed
    | Ended,
    Field(discriminator="event"),
]

EVENTS: TypeAdapter[Event] = TypeAdapter(Event)
"""Reads any event from JSON or plain data. Raises pydantic's `ValidationError`."""
