"""What an educator is asked for a new persona, in plain words: one question a key of the file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from leanin.authoring.temperaments import PACES
from leanin.dynamics import Stance
from leanin.languages import code_of
from leanin.persona import Difficulty
from leanin.rubric import Step, Trap

Answer = str | int | float | bool | list[str]
"""What was answered: words, a number, a yes or no, or several lines."""


class Kind(StrEnum):
    """What kind of answer a question takes."""

    TEXT = "text"
    """Words, as many as wanted."""
    LINES = "lines"
    """One thing a line."""
    WHOLE = "whole"
    """A whole number."""
    NUMBER = "number"
    LANGUAGE = "language"
    """A language, by its English name or its code."""
    CHOICE = "choice"
    """One of a few words."""
    YES_NO = "yes_no"


class Unfit(ValueError):
    """An answer that can't be taken, with the reason in plain words."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the interview."""

    key: str
    """Where the answer goes in the file, dotted; a number is a place in a list, from 0."""
    section: str
    ask: str
    help: str = ""
    example: str = ""
    kind: Kind = Kind.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    """For a choice: the word that goes into the file, and what it means."""
    low: float = 0
    high: float = 0
    """For a number: the least and the most; both 0 for no bounds."""
    optional: bool = False
    advised: int = 0
    """For lines: how many are good to have; one is needed."""

    def parse(self, text: str) -> Answer:
        """The answer that the text gives. Raises `Unfit` where it gives none that can be taken."""
        return _PARSERS[self.kind](self, text)

    def as_text(self, answer: Answer) -> str:
        """An answer as it would be typed."""
        if isinstance(answer, list):
            return "\n".join(answer)
        return ("yes" if answer else "no") if isinstance(answer, bool) else str(answer)


def _text(_: Question, text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise Unfit("A few words are needed here.")
    return words


def _lines(_: Question, text: str) -> list[str]:
    lines = [line for raw in text.splitlines() if (line := " ".join(raw.split()).removeprefix("- "))]
    if not lines:
        raise Unfit("At least one line is needed here.")
    return lines


def _number(question: Question, text: str) -> float:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        raise Unfit("A number is needed here, such as 26.") from None
    low, high = question.low, question.high
    if number != number or ((low or high) and not low <= number <= high):
        raise Unfit(f"A number from {low:g} to {high:g} is needed here.")
    return number


def _whole(question: Question, text: str) -> int:
    number = _number(question, text)
    if number != int(number):
        raise Unfit("A whole number is needed here, such as 26.")
    return int(number)


def _language(_: Question, text: str) -> str:
    try:
        return code_of(text)
    except ValueError as reason:
        raise Unfit(f"{str(reason)[:1].upper()}{str(reason)[1:]}.") from None


def _choice(question: Question, text: str) -> str:
    said = text.strip().casefold()
    for number, choice in enumerate(question.choices, 1):
        if said in (choice, str(number)):
            return choice
    close = [choice for choice in question.choices if said and choice.startswith(said)]
    if len(close) == 1:
        return close[0]
    raise Unfit(f"One of these is needed: {', '.join(question.choices)}.")


def _yes_no(_: Question, text: str) -> bool:
    said = text.strip().casefold()
    if said in ("y", "yes", "true"):
        return True
    if said in ("n", "no", "false"):
        return False
    raise Unfit("Yes or no?")


_PARSERS: Final[dict[Kind, Callable[[Question, str], Answer]]] = {
    Kind.TEXT: _text,
    Kind.LINES: _lines,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.LANGUAGE: _language,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
}

_WHO, _BROKE, _SCENE, _BENEATH = "Who they are", "What broke", "Who the therapist is", "What lies beneath"
_TELLS, _PACE, _SOUNDS, _NOTES = "What they tell, and when", "How they move", "How they sound", "For the educator"

_STANCES: Final[dict[Stance, tuple[str, str]]] = {
    Stance.CONFRONTING: ("when they challenge openly?", "They push, harder than they need to."),
    Stance.SCEPTICAL: ("when they doubt, and listen from a distance?", "Dry, short, unimpressed."),
    Stance.TESTING: (
        "when they put a small test?",
        "A pointed question, or a small hard thing to see what comes back.",
    ),
    Stance.SOFTENING: ("when their guard comes down a little?", "One small real thing; the doubt is still there."),
    Stance.OPEN: ("when they have let the therapist in?", "Freely, and still as themselves: no praise, no gush."),
    Stance.WITHDRAWN: (
        "when they have given up and hide it?",
        "Courteous, short, agreeing, empty. A long session behind the mask needs a dozen of these.",
    ),
    Stance.LEAVING: ("when they go?", "Those who hide part politely; those who say what they think walk out."),
}

_TOLD: Final = (
    ("first", "a harder test than the opening", "A real thing from their life, told to see what the therapist does."),
    ("second", "the worry itself", "The fear or need beneath the doubt, for the first time in words."),
    ("third", "the story behind it", "What happened that made this the thing they are afraid of."),
)

_REACTED_TO: Final[dict[Trap, str]] = {
    Trap.DEFENDING: "explains or justifies themselves",
    Trap.REASSURING: "soothes (“don't worry, it'll be fine”)",
    Trap.ADVISING: "gives advice",
    Trap.CLAIMING_UNDERSTANDING: "says “I understand”",
    Trap.TAKING_TOO_MUCH: "runs themselves down (“I can't help you”)",
}

_LANDS: Final[dict[Step, str]] = {
    Step.RESPONSIBILITY: "owns something plain and true",
    Step.REFLECTION: "guesses at what is beneath, and comes near",
    Step.INVITATION: "really asks",
}


def _spoken() -> list[Question]:
    lines = [
        Question(
            f"voice.lines.{stance.value}",
            _SOUNDS,
            f"What do they say {asked}",
            f"{help_} Whole utterances, in their own words, that could answer almost anything.",
            kind=Kind.LINES,
            advised=12 if stance is Stance.WITHDRAWN else 8,
        )
        for stance, (asked, help_) in _STANCES.items()
    ]
    thoughts = [
        Question(
            f"voice.thoughts.{stance.value}",
            _SOUNDS,
            f"And what do they think, and not say, {asked}",
            "Blunter than what they say. The trainee reads it in the debrief.",
            kind=Kind.LINES,
            advised=6,
        )
        for stance, (asked, _) in _STANCES.items()
    ]
    reactions = [
        Question(
            f"voice.reactions.{trap.value}",
            _SOUNDS,
            f"What do they say when the therapist {does}?",
            kind=Kind.LINES,
            optional=True,
            advised=3,
        )
        for trap, does in _REACTED_TO.items()
    ]
    landed = [
        Question(
            f"voice.landed.{step.value}",
            _SOUNDS,
            f"And a few words when the therapist {does}?",
            "{words} stands for the therapist's own words, given back.",
            kind=Kind.LINES,
            optional=True,
            advised=3,
        )
        for step, does in _LANDS.items()
    ]
    return lines + thoughts + reactions + landed


def _told() -> list[Question]:
    questions = []
    for place, (which, what, help_) in enumerate(_TOLD):
        questions.append(
            Question(
                f"disclosures.{place}.tells",
                _TELLS,
                f"What do they tell {which}: {what}?",
                f"{help_} In your words, for a language model to put into theirs.",
            )
        )
        questions.append(
            Question(
                f"disclosures.{place}.lines",
                _TELLS,
                "And how would they say it themselves?",
                "Several wordings of the same thing, so that a second session doesn't sound like the first. Each must "
                "be able to follow any good reply.",
                kind=Kind.LINES,
                advised=4,
            )
        )
    return questions


QUESTIONS: Final[Sequence[Question]] = (
    Question("name", _WHO, "What is the client's name?", "Invent somebody. Never a real client, however changed."),
    Question("age", _WHO, "How old are they?", "In years.", kind=Kind.WHOLE, low=5, high=110),
    Question("pronouns", _WHO, "Which pronouns?", example="she/her"),
    Question(
        "about",
        _WHO,
        "Who are they? Tell their life in a paragraph, as far as anybody in the room could know it.",
        "Work, people, a place, a habit or two; one person, and not a diagnosis or a nationality with a name.",
    ),
    Question(
        "people",
        _WHO,
        "Which names may they mention? One a line, their own surname too.",
        "They are blanked out when a session is exported without names.",
        kind=Kind.LINES,
        optional=True,
    ),
    Question(
        "language",
        _WHO,
        "Which language do they speak?",
        "Leave it for English. Otherwise write their lines in it: the built-in client says nothing else. The built-in "
        "evaluator reads English only.",
        example="German",
        kind=Kind.LANGUAGE,
        optional=True,
    ),
    Question(
        "rupture.component",
        _BROKE,
        "What broke between them and the therapist?",
        kind=Kind.CHOICE,
        choices={
            "bond": "they doubt the therapist: too young, too different, not to be trusted",
            "goals": "they doubt what the work is for: it isn't what they want",
            "tasks": "they doubt how it is done: the homework, the talking, the forms",
        },
    ),
    Question(
        "rupture.marker",
        _BROKE,
        "How does it show?",
        kind=Kind.CHOICE,
        choices={
            "confrontation": "they say so: a complaint, a challenge, a question with an edge",
            "withdrawal": "they hide it: they agree, change the subject, tell stories, go quiet",
        },
    ),
    Question(
        "rupture.about", _BROKE, "What do they doubt, in a sentence?", "As anybody could see it, not what is beneath."
    ),
    Question("summary", _BROKE, "And in one line, for the gallery: who are they, and what do they doubt?"),
    Question("therapist.age", _SCENE, "How old is the therapist in this scene?", kind=Kind.WHOLE, low=18, high=99),
    Question("therapist.children", _SCENE, "How many children have they raised?", kind=Kind.WHOLE, low=0, high=20),
    Question("therapist.married", _SCENE, "Are they, or were they, married?", kind=Kind.YES_NO),
    Question(
        "therapist.years_of_practice",
        _SCENE,
        "How many years have they practised?",
        "A half is half a year.",
        kind=Kind.NUMBER,
        low=0,
        high=70,
    ),
    Question(
        "therapist.training", _SCENE, "What is their training?", example="A master's degree, finished last summer."
    ),
    Question("therapist.setting", _SCENE, "Where do the two meet, and who sent the client?"),
    Question(
        "therapist.so_far",
        _SCENE,
        "What has happened between them so far?",
        "Put something in that a trainee can honestly own: a miss, a late start, a form filled in too soon.",
    ),
    Question(
        "opening",
        _BENEATH,
        "What are the client's first words?",
        "A challenge or a yes, never the worry itself.",
    ),
    Question(
        "concern",
        _BENEATH,
        "What are they really afraid of, or in need of, beneath those words?",
        "They don't say it until they feel safe. Reflections are judged against it.",
    ),
    Question(
        "emotions", _BENEATH, "What do they feel? One a line.", kind=Kind.LINES, example="shame at being checked on"
    ),
    Question("story", _BENEATH, "What lies behind it? What happened?", "Things rather than feelings."),
    *_told(),
    Question(
        "difficulty",
        _PACE,
        "How hard are they to reach?",
        kind=Kind.CHOICE,
        choices={level.value: PACES[level] for level in Difficulty},
    ),
    Question(
        "voice.style",
        _SOUNDS,
        "How do they talk? One note a line.",
        "Sentence length, region, favourite subjects, what they never say straight.",
        kind=Kind.LINES,
        advised=3,
    ),
    *_spoken(),
    Question("never", _SOUNDS, "What would they never say or do? One a line.", kind=Kind.LINES, advised=3),
    Question("educator.trains", _NOTES, "What is this client good practice for?"),
    Question(
        "educator.mistakes", _NOTES, "What do trainees typically do wrong here? One a line.", kind=Kind.LINES, advised=3
    ),
    Question(
        "educator.example",
        _NOTES,
        "And a reply to the first words that shows the skill?",
        "It owns a small true part, guesses at what is beneath, and asks one open question about it.",
    ),
    Question(
        "educator.second_example",
        _NOTES,
        "And another one, by another road?",
        "Whoever asks to be shown one sees both and compares: other words, another order, shorter or longer.",
        optional=True,
    ),
)
"""The interview, in order."""
