"""Replies to grade, as JSON Lines: what a line may hold, and what is wrong with one that can't be used."""

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from leanin.datafile import faults_of
from leanin.errors import DataFileError
from leanin.persona import PersonaFile, Therapist
from leanin.session.hearing import MOST_HEARD
from leanin.session.moments import Exchange, ReplyMoment

FindPersona = Callable[[str], PersonaFile | None]
"""Gives the persona of a name, None where there is none; raises `DataFileError` for one that can't be used."""


def _text_or_whole_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("text or a whole number was expected")
    return value


def _text_or_facts(value: Any) -> Any:
    if not (value is None or isinstance(value, str | Mapping | Therapist)):
        raise ValueError("text or a mapping of facts was expected")
    return value


Id = Annotated[str | int, BeforeValidator(_text_or_whole_number)]
"""The name of a line, given back with its grade just as it was."""


class PastExchange(BaseModel):
    """One earlier exchange of the conversation."""

    model_config = ConfigDict(frozen=True)

    client: str
    reply: str


class Scene(BaseModel):
    """What a reply answers, and all that is known about the two who speak. Keys beyond these are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Id
    client: str
    """The client's words that the reply answers."""
    concern: str | None = None
    """The concern beneath the client's words; the persona's unless given."""
    persona: str | None = None
    """The name of a persona on the shelf, or a free description of the client."""
    therapist: Annotated[
        Therapist | dict[str, Any] | str | None, Field(union_mode="left_to_right"), BeforeValidator(_text_or_facts)
    ] = None
    """Who the trainee is; facts, or a free description; the persona's unless given."""
    history: list[PastExchange] = Field(default_factory=list)

    def moment_of(self, reply: str, find: FindPersona) -> ReplyMoment:
        """This reply in this scene, to be graded; the persona that `find` gives for its name fills in what is left out.

        Raises `DataFileError` where that persona can't be used.
        """
        try:
            file = find(self.persona) if self.persona else None
        except DataFileError as error:
            raise DataFileError(f"persona: {error.message}") from None
        persona = file.persona if file else None
        therapist = self.therapist if self.therapist is not None else persona.therapist if persona else None
        if isinstance(therapist, dict):
            therapist = "; ".join(f"{key}: {value}" for key, value in therapist.items())
        return ReplyMoment(
            client=self.client,
            reply=reply[:MOST_HEARD],
            concern=self.concern if self.concern is not None else persona.concern if persona else "",
            about_client=persona.introduction if persona else self.persona or "",
            therapist=therapist,
            history=tuple(Exchange(past.client, past.reply) for past in self.history),
        )


class ReplyLine(Scene):
    """One reply to grade. Keys beyond these, such as labels, are passed over."""

    reply: str
    """The trainee's words, of which `MOST_HEARD` characters are graded, as in a session."""

    def moment(self, find: FindPersona) -> ReplyMoment:
        """The line as a moment to grade, as `moment_of` says."""
        return self.moment_of(self.reply, find)


def parse_object(line: str) -> dict[str, Any]:
    """Read one line of JSON Lines. Raises `DataFileError` that says what is wrong with it, without its place."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise DataFileError(f"this isn't valid JSON: {error}") from None
    except RecursionError:
        raise DataFileError("this isn't valid JSON: it is nested too deeply.") from None
    except ValueError:
        raise DataFileError("a number here has too many digits.") from None
    if not isinstance(data, dict):
        raise DataFileError("a JSON object was expected.")
    return data


def refuse_half_characters(data: Any) -> None:
    """Raise `DataFileError` where the data holds half of a character, which JSON lets pass and no output can carry."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise DataFileError("the text holds broken characters (half of a pair).") from None


def id_in(data: Mapping[str, Any]) -> str | int | None:
    """The id of a line that may otherwise be broken; None where it has none that can be used."""
    try:
        identity: str | int = _text_or_whole_number(data.get("id"))
        refuse_half_characters(identity)
    except (ValueError, DataFileError):
        return None
    return identity


def as_reply(data: Mapping[str, Any]) -> ReplyLine:
    """The line as a reply. Raises `DataFileError` that says what is wrong with it, without its place in the file."""
    refuse_half_characters(data)
    try:
        return ReplyLine.model_validate(data)
    except ValidationError as error:
        raise DataFileError(" ".join(f"{key}: {fault}" for key, fault in faults_of(error, ReplyLine))) from None
