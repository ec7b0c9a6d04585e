"""A persona: who the client is, what broke between them and the therapist, and how they speak.

A persona is one YAML file that an educator writes; `docs/personas.md` explains each key. Unknown keys are refused, so
that a typing mistake is found and not silently ignored.
"""

import hashlib
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from leanin.datafile import load_yaml, read_text
from leanin.dynamics import Stance, Temperament
from leanin.languages import CODE_PATTERN, ENGLISH, is_english, looks_english, name_of, normal_code
from leanin.rubric import Step, Trap

ID_PATTERN: Final = r"^[a-z][a-z0-9-]{1,40}$"

MOST_CHARACTERS: Final = 8_000
"""The longest text of a persona: ten times the longest that is shipped. A model is told such texts every turn."""

MOST_LINES: Final = 300
"""The longest list of a persona."""

Text = Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)]
Lines = Annotated[list[Text], Field(min_length=1, max_length=MOST_LINES)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Component(StrEnum):
    """The part of the alliance that broke (Bordin, 1979)."""

    BOND = "bond"
    GOALS = "goals"
    TASKS = "tasks"


class Marker(StrEnum):
    """How the client shows the rupture (Safran & Muran, 2000)."""

    CONFRONTATION = "confrontation"
    WITHDRAWAL = "withdrawal"


class Difficulty(StrEnum):
    """How hard the client is to reach, for a trainee who picks one."""

    GENTLE = "gentle"
    FIRM = "firm"
    HARD = "hard"


class Rupture(_Part):
    """What broke, and how it shows."""

    component: Component
    marker: Marker
    about: Text
    """What the client openly doubts, in a sentence."""


class Therapist(_Part):
    """Who the trainee is in the scene. Ownership is judged against these facts: what is owned must be true."""

    name: str = Field(default="", max_length=MOST_CHARACTERS)
    age: int = Field(ge=18, le=99)
    """Years."""
    children: int = Field(default=0, ge=0, le=20)
    """How many they have raised."""
    married: bool = False
    """Whether they are or were married."""
    years_of_practice: float = Field(default=0, ge=0, le=70)
    """Years in the profession; a half is half a year."""
    training: Text
    setting: Text
    """Where the two meet and who sent the client."""
    so_far: Text
    """What has happened between the two before the first line."""
    facts: str = Field(default="", max_length=MOST_CHARACTERS)
    """Anything else that is true of the therapist in this scene; a trainee may put in their own."""

    def as_sentences(self) -> str:
        """The facts in plain sentences, for a screen or a prompt."""
        raised = {0: "no children", 1: "one child"}.get(self.children, f"{self.children} children")
        few = {0: "less than a year", 1: "a year"}
        years = few.get(int(self.years_of_practice)) or f"{self.years_of_practice:g} years"
        who = f"You are {self.name}, {self.age} years old" if self.name else f"You are {self.age} years old"
        parts = [
            f"{who}, {'married' if self.married else 'never married'}, with {raised}, and have practised for {years}.",
            f"Training: {self.training}",
            f"Setting: {self.setting}",
            f"So far: {self.so_far}",
        ]
        if self.facts:
            parts.append(self.facts)
        return "\n".join(parts)


class OwnFacts(_Part):
    """What a trainee puts in place of the scene's therapist: who they really are. What is left out stays the scene's.

    Where the two meet and what went before always belong to the scene.
    """

    name: str | None = None
    age: int | None = Field(default=None, ge=18, le=99)
    """Years."""
    children: int | None = Field(default=None, ge=0, le=20)
    married: bool | None = None
    years_of_practice: float | None = Field(default=None, ge=0, le=70)
    """Years in the profession; a half is half a year."""
    training: str | None = None
    facts: str | None = None

    def in_scene(self, scene: Therapist) -> Therapist:
        """The trainee in this scene."""
        return scene.model_copy(update=self.model_dump(exclude_none=True))


class Disclosure(_Part):
    """One thing the client tells once it feels safe enough; levels are told in order, at most one a turn."""

    trust: float = Field(ge=0, le=100)
    """The trust (0–100) at which it is told."""
    tells: Text
    """What is told, for a language model to put in the client's words."""
    lines: Lines
    """The client's own words for it, for the built-in client."""


class Answer(_Part):
    """What the client says when the reply asks or speaks about something they have an answer to.

    Where several fit, the first in the file is given: the particular goes before the general.
    """

    about: Lines
    """Words or phrases of which one must be in the therapist's question, or in a reply that asks nothing.

    One that ends with “?” counts in questions only; “?” alone stands for any question.
    """
    stances: list[Stance] = Field(default_factory=list)
    """Where these lines fit. Left out: everywhere but behind the polite mask (withdrawn, leaving)."""
    after: int = Field(default=0, ge=0, le=5)
    """How many disclosures must have been told before these lines fit; 0 fits from the start."""
    lines: Lines


class Voice(_Part):
    """How this person speaks. `lines` and `thoughts` need every stance; the rest makes the built-in client livelier."""

    style: Lines
    """Notes on diction, rhythm, region, habits."""
    lines: dict[Stance, Lines]
    """What they say at each stance, complete utterances."""
    thoughts: dict[Stance, Lines]
    """What they think and don't say, at each stance."""
    reactions: dict[Trap, Lines] = Field(default_factory=dict)
    """What they say first when the reply fell into this trap."""
    landed: dict[Step, Lines] = Field(default_factory=dict)
    """What they say first when a step reached them. `{words}` stands for the trainee's own words for that step."""
    noticed: dict[Trap, Lines] = Field(default_factory=dict)
    """What they think, and don't say, about a reply that fell into this trap."""
    felt: dict[Step, Lines] = Field(default_factory=dict)
    """What they think, and don't say, when a step reached them."""
    answers: list[Answer] = Field(default_factory=list, max_length=MOST_LINES)

    @field_validator("lines", "thoughts")
    @classmethod
    def _every_stance(cls, lines: dict[Stance, list[str]]) -> dict[Stance, list[str]]:
        if missing := [stance.value for stance in Stance if stance not in lines]:
            raise ValueError(f"every stance needs lines; missing: {', '.join(missing)}")
        return lines


class HotButton(_Part):
    """A trap that hurts this client more than others, and why."""

    trap: Trap
    because: Text


class Educator(_Part):
    """Notes for whoever teaches with this persona."""

    trains: Text
    mistakes: Lines
    example: Text
    """A reply to the opening line that shows the skill."""
    second_example: str = Field(default="", max_length=MOST_CHARACTERS)
    """Another reply to the opening line, by another road, so that two can be compared."""

    @property
    def examples(self) -> tuple[str, ...]:
        """The replies to the opening line, one or two; one only where both have the same words."""
        return tuple(dict.fromkeys(filter(None, (self.example.strip(), self.second_example.strip()))))


class Persona(_Part):
    """A simulated client, as written in its file."""

    schema_version: Literal[1] = Field(alias="schema")
    id: str = Field(
        pattern=ID_PATTERN,
        description="lower-case letters, digits and hyphens, two or more, beginning with a letter",
    )
    """The name by which commands call it: lower-case letters, digits and hyphens."""
    name: Text
    age: int = Field(ge=5, le=110)
    pronouns: Text
    language: str = Field(default=ENGLISH, json_schema_extra={"pattern": CODE_PATTERN})
    """The language that they speak, by its code, as de or pt-BR; left out: English."""
    summary: Text
    """One line for the gallery: who they are and what they doubt."""
    difficulty: Difficulty
    about: Text
    """Their life in a paragraph: what anyone in the room could know."""
    people: list[Text] = Field(default_factory=list, max_length=MOST_LINES)
    """Names of family and others that the client may mention; `--redact` blanks them in exports."""
    rupture: Rupture
    therapist: Therapist
    opening: Text
    """The first words the trainee hears."""
    concern: Text
    """The fear or need beneath the words, which the client doesn't state until it feels safe."""
    emotions: Lines
    story: Text
    """What lies behind the concern."""
    disclosures: Annotated[list[Disclosure], Field(min_length=1, max_length=5)]
    temperament: Temperament
    voice: Voice
    hot_buttons: list[HotButton] = Field(default_factory=list, max_length=MOST_LINES)
    never: Lines
    """What this person would never say or do."""
    educator: Educator

    @field_validator("language")
    @classmethod
    def _is_a_code(cls, language: str) -> str:
        return normal_code(language)

    @field_validator("disclosures")
    @classmethod
    def _need_rising_trust(cls, disclosures: list[Disclosure]) -> list[Disclosure]:
        if any(later.trust <= earlier.trust for earlier, later in pairwise(disclosures)):
            raise ValueError("each disclosure needs more trust than the one before it")
        return disclosures

    @property
    def introduction(self) -> str:
        """Who the client is, as an evaluator is told."""
        spoken = "" if is_english(self.language) else f" The two speak {name_of(self.language)}."
        return f"{self.name}, {self.age}. {self.about}{spoken}"

    @property
    def spoken(self) -> str:
        """The lines that the client says in so many words: opening, stances and disclosures."""
        lists = [*self.voice.lines.values(), *(disclosure.lines for disclosure in self.disclosures)]
        return "\n".join([self.opening, *(line for lines in lists for line in lines)])

    @property
    def lines_in_english(self) -> bool:
        """Whether the lines were written in English for a client who speaks another language."""
        return not is_english(self.language) and looks_english(self.spoken)

    @property
    def trust_needed(self) -> tuple[float, ...]:
        """The trust (0–100) at which each disclosure is told, in order."""
        return tuple(disclosure.trust for disclosure in self.disclosures)

    @property
    def sore_spots(self) -> frozenset[Trap]:
        """The traps that land harder on this client."""
        return frozenset(button.trap for button in self.hot_buttons)

    def with_therapist(self, therapist: Therapist) -> "Persona":
        """The same client facing another therapist: the trainee's own facts."""
        return self.model_copy(update={"therapist": therapist})


class PersonaFile(BaseModel):
    """A persona together with the text it was read from, so that a transcript can carry it as it was."""

    model_config = ConfigDict(frozen=True)

    persona: Persona
    text: str
    path: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def parse_persona(text: str, path: str) -> PersonaFile:
    """Read a persona from YAML text; `path` names it in errors. Raises `FileProblems`."""
    return PersonaFile(persona=load_yaml(text, path).as_model(Persona), text=text, path=path)


def read_persona(path: Path) -> PersonaFile:
    """Read a persona file. Raises `DataFileError` with file, line and key where it can't be used."""
    return parse_persona(read_text(path), str(path))
