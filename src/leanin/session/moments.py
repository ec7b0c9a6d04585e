"""What evaluators and voices are told about a moment, and the pieces in which a voice answers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from leanin.dynamics import AllianceState, Stance
from leanin.languages import ENGLISH
from leanin.persona import Persona, Therapist
from leanin.rubric import Grade


@dataclass(frozen=True, slots=True)
class Exchange:
    """One thing the client said and what the trainee replied."""

    client: str
    reply: str


@dataclass(frozen=True, slots=True)
class ReplyMoment:
    """All that an evaluator may know about a reply that it grades."""

    client: str
    """The client's words that are answered."""
    reply: str
    concern: str = ""
    """The concern beneath the client's words, where known."""
    about_client: str = ""
    """Who the client is, in a few sentences, where known."""
    therapist: Therapist | str | None = None
    """Who the trainee is in the scene: facts, or a free description."""
    history: tuple[Exchange, ...] = ()
    """What went before, oldest first."""
    stance: Stance | None = None
    """How the client stood when they spoke, where known."""
    language: str = ENGLISH
    """What the two speak, by its code."""


@dataclass(frozen=True, slots=True)
class SpeakingMoment:
    """All that a voice may know when the client answers."""

    persona: Persona
    state: AllianceState
    stance: Stance
    disclosed: int
    """The highest disclosure level the client may tell; levels are counted from 1."""
    newly_disclosed: bool
    """Whether this very turn unlocked that level, so that it should be told now."""
    reply: str
    """The trainee's reply that is answered."""
    grade: Grade | None
    """None where the reply couldn't be graded: the client is then unmoved."""
    history: tuple[Exchange, ...]
    """What went before, oldest first, without this reply's own exchange."""
    client: str
    """What the client had said before this reply."""
    seed: int
    """Makes the built-in voice repeatable."""
    turn: int
    """Counted from 1."""
    thoughts: tuple[str, ...] = ()
    """What the client thought and didn't say in the turns before, oldest first, where known."""
    mend: str = ""
    """Why the words given last for this moment didn't count as said, where a voice is asked again."""


@dataclass(frozen=True, slots=True)
class SaidPart:
    """A piece of what the client says aloud, in order."""

    text: str


@dataclass(frozen=True, slots=True)
class ThoughtPart:
    """A piece of what the client thinks and doesn't say, in order."""

    text: str


class Lapse(StrEnum):
    """Why words that a voice gave don't count as said by the client."""

    FOR_THE_THERAPIST = "for_the_therapist"
    """They speak as the therapist, or as somebody who helps."""
    OUT_OF_ROLE = "out_of_role"
    """They talk about the simulation."""
    RUBRIC = "rubric"
    """They name the rubric, the grade or the state."""
    TEXTBOOK_THANKS = "textbook_thanks"
    """They praise the therapist as a textbook's client would."""
    TOLD_TOO_SOON = "told_too_soon"
    """They tell what the client keeps back at this level of disclosure."""
    REPEATED = "repeated"
    """The client has said them before."""
    TOO_LONG = "too_long"
    OTHER_LANGUAGE = "other_language"
    """They are in a language that isn't the client's."""


class Mending(StrEnum):
    """What was done about a lapse."""

    ASKED_AGAIN = "asked_again"
    """The voice was asked once more, with the reason."""
    OWN_LINE = "own_line"
    """The client spoke one of the persona's own lines instead."""
    CUT_SHORT = "cut_short"
    """The words before it stood; it and the rest were left out."""
    OWN_THOUGHT = "own_thought"
    """It was a thought, and one of the persona's own took its place."""


@dataclass(frozen=True, slots=True)
class Intervention:
    """One time that the guard kept words from being said."""

    lapse: Lapse
    mending: Mending
    withheld: str
    """The words."""

    def in_words(self) -> str:
        """What was kept from being said, why, and what was done about it, for a screen."""
        what = f": “{self.withheld}”" if self.withheld else "."
        return f"Kept from being said, {_WHY[self.lapse]}{what} {_DONE[self.mending]}"


_WHY: Final = {
    Lapse.FOR_THE_THERAPIST: "since it speaks as the therapist would",
    Lapse.OUT_OF_ROLE: "since it speaks of the simulation",
    Lapse.RUBRIC: "since it names the rubric",
    Lapse.TEXTBOOK_THANKS: "since it praises like a textbook",
    Lapse.TOLD_TOO_SOON: "since it tells too much too soon",
    Lapse.REPEATED: "since it was said before",
    Lapse.TOO_LONG: "since it is far too long",
    Lapse.OTHER_LANGUAGE: "since it is in another language",
}

_DONE: Final = {
    Mending.ASKED_AGAIN: "The model was asked again.",
    Mending.OWN_LINE: "A line of the persona's own was said instead.",
    Mending.CUT_SHORT: "The rest was left out.",
    Mending.OWN_THOUGHT: "A thought of the persona's own took its place.",
}


SpeechPart = SaidPart | ThoughtPart | Intervention
