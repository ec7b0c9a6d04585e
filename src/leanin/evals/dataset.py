"""Replies to grade, as JSON Lines: what a line may hold, and what is wrong with one that can't be used."""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leanin.datafile import explain
from leanin.errors import DataFileError
from leanin.persona import Persona, Therapist
from leanin.session.moments import Exchange, ReplyMoment

MOST_CHARACTERS = 20_000
"""Only this much of a reply is graded; the rest is left unread."""


class PastExchange(BaseModel):
    """One earlier exchange of the conversation."""

    model_config = ConfigDict(frozen=True)

    client: str
    reply: str


class ReplyLine(BaseModel):
    """One reply to grade. Keys beyond these, such as labels, are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | int
    client: str
    """The client's words that the reply answers."""
    reply: str
    concern: str | None = None
    """The concern beneath the client's words; the persona's unless given."""
    persona: str | None = None
    """The name of a persona on the shelf, or a free description of the client."""
    therapist: Therapist | dict[str, Any] | str | None = Field(default=None, union_mode="left_to_right")
    """Who the trainee is; facts, or a free description; the persona's unless given."""
    history: list[PastExchange] = Field(default_factory=list)

    def moment(self, persona: Persona | None = None) -> ReplyMoment:
        """The line as a moment to grade; `persona` fills in what the line leaves out."""
        therapist = self.therapist if self.therapist is not None else persona.therapist if persona else None
        if isinstance(therapist, dict):
            therapist = "; ".join(f"{key}: {value}" for key, value in therapist.items())
        return ReplyMoment(
            client=self.client,
            reply=self.reply[:MOST_CHARACTERS],
            concern=self.concern if self.concern is not None else persona.concern if persona else "",
            about_client=f"{persona.name}, {persona.age}. {persona.about}" if persona else self.persona or "",
            therapist=therapist,
            history=tuple(Exchange(past.client, past.reply) for past in self.history),
        )


def parse_line(line: str) -> ReplyLine:
    """Read one line. Raises `DataFileError` that says what is wrong with it, without its place in the file."""
    try:
        data = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise DataFileError(f"this isn't valid JSON: {error}") from None
    if not isinstance(data, dict):
        raise DataFileError("a JSON object was expected.")
    try:
        return ReplyLine.model_validate(data)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        raise DataFileError(
            "; ".join(f"{'.'.join(map(str, details['loc']))}: {explain(details, ReplyLine)}" for details in problems)
        ) from None
