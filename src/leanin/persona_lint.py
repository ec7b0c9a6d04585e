"""What is weak in a persona that the schema lets pass: craft, by file, line and key, each with a suggestion."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from leanin.datafile import Location, YamlDocument, load_yaml
from leanin.dynamics import AllianceState, Stance, Temperament, moved, stance_of
from leanin.languages import is_english, looks_foreign, name_of, unknown_code
from leanin.persona import Marker, Persona, PersonaFile
from leanin.rubric import Grade, StepGrade, Trap

FEWEST_LINES: Final = 6
"""Lines (or thoughts) a stance needs so that it doesn't wear thin within the turns a client spends in it."""

FEWEST_POLITE_LINES: Final = 15
"""Lines that `withdrawn` and `leaving` need together: behind the mask nothing else can be borrowed."""

FEWEST_VARIANTS: Final = 4
"""Wordings that a disclosure needs, so that a second session doesn't sound like the first."""

MOST_WORDS: Final = 60
"""Nobody says more than this at one go in a tense conversation."""

REPLIES_TO_SOFTEN: Final = 8
REPLIES_TO_LEAVE: Final = 8

_COMMON_TRAPS: Final = (
    Trap.DEFENDING,
    Trap.REASSURING,
    Trap.ADVISING,
    Trap.CLAIMING_UNDERSTANDING,
    Trap.TAKING_TOO_MUCH,
)

_CONTRADICTS: Final[dict[Marker, frozenset[Stance]]] = {
    Marker.CONFRONTATION: frozenset({Stance.WITHDRAWN, Stance.LEAVING, Stance.SOFTENING, Stance.OPEN}),
    Marker.WITHDRAWAL: frozenset({Stance.CONFRONTING, Stance.LEAVING, Stance.SOFTENING, Stance.OPEN}),
}

_STAGE_DIRECTION: Final = re.compile(r"\*[^*]+\*|(?<!\w)_[^_]+_(?!\w)|\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")

_ASSISTANT_SPEAK: Final = (
    "as an ai",
    "as a language model",
    "i appreciate your",
    "thank you for sharing",
    "thank you for your empathy",
    "thank you for listening",
    "i feel heard",
    "i feel validated",
    "i feel safe with you",
    "safe space",
    "great question",
    "i'm here to help",
    "how can i assist",
    "process my",
    "therapeutic",
    "your feedback",
)

_EMPTY_WORD: Final = re.compile(
    r"about|afraid|again|also|any\w+|because|been|being|could|does(n't)?|don't|down|ever\w*|from|ha(ve|d|s)|having|here|into|"
    r"just|know|lets?|like|ma[dk]e|more|much|need|nobody|only|other|over|sa(ys?|id|ying)|should|since|some\w*|such|tell|than|"
    r"that|their|them|then|there|these|they|thing|things|think|this|those|unless|until|wants?|were|what|when|where|whether|"
    r"which|while|will|with|without|would|your"
)
"""Words that say nothing about what somebody is afraid of."""


class Severity(StrEnum):
    """How much a finding matters."""

    WARNING = "warning"
    """It spoils the practice."""
    HINT = "hint"
    """It would be better otherwise."""


class Finding(NamedTuple):
    """One weakness of a persona file."""

    file: str
    line: int
    """Counted from 1."""
    key: str
    """Dotted path of the key, list items counted from 1."""
    message: str
    """What is weak, and what to do about it."""
    severity: Severity

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.key}: {self.message}"


class Line(NamedTuple):
    """An utterance or a thought with its place in the data."""

    location: Location
    text: str
    spoken: bool
    """False for a thought."""


class Weakness(NamedTuple):
    """One weakness by its place in the data, before its line is looked up."""

    location: Location
    message: str
    severity: Severity = Severity.WARNING


def lint(file: PersonaFile) -> list[Finding]:
    """The weaknesses of a persona that can be read at all, in the file's order; none if it is sound."""
    return findings(file, _weaknesses(file.persona))


def findings(file: PersonaFile, weaknesses: Iterable[Weakness]) -> list[Finding]:
    """The weaknesses with file, line and key, in the file's order."""
    if not (found := list(weaknesses)):
        return []
    document = load_yaml(file.text, file.path)
    return sorted(_finding(document, weakness) for weakness in found)


def _finding(document: YamlDocument, weakness: Weakness) -> Finding:
    location = weakness.location
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
    return Finding(document.name, document.line_of(location), key, weakness.message, weakness.severity)


def _weaknesses(persona: Persona) -> Iterator[Weakness]:
    lines = list(lines_of(persona))
    yield from _language(persona)
    yield from _concern_given_away(persona)
    yield from _start(persona)
    yield from _reach(persona.temperament)
    yield from _told_too_soon(persona)
    yield from _too_few(persona)
    yield from _said_twice(lines)
    for line in lines:
        yield from _sound(line)
    yield from _never_given(persona)


def lines_of(persona: Persona) -> Iterator[Line]:
    """Every utterance and thought with its place in the file."""
    yield Line(("opening",), persona.opening, True)
    for level, disclosure in enumerate(persona.disclosures):
        for place, text in enumerate(disclosure.lines):
            yield Line(("disclosures", level, "lines", place), text, True)
    voice = persona.voice
    for name, lists, spoken in (
        ("lines", voice.lines, True),
        ("thoughts", voice.thoughts, False),
        ("reactions", voice.reactions, True),
        ("landed", voice.landed, True),
        ("noticed", voice.noticed, False),
        ("felt", voice.felt, False),
    ):
        for key, texts in lists.items():
            for place, text in enumerate(texts):
                yield Line(("voice", name, key.value, place), text, spoken)
    for number, answer in enumerate(voice.answers):
        for place, text in enumerate(answer.lines):
            yield Line(("voice", "answers", number, "lines", place), text, True)


def _language(persona: Persona) -> Iterator[Weakness]:
    if doubt := unknown_code(persona.language):
        yield Weakness(("language",), f"{doubt}.")
    elif persona.lines_in_english:
        spoken = name_of(persona.language)
        yield Weakness(
            ("language",),
            f"this client speaks {spoken}, but the lines look English. The built-in client says them as they stand, "
            f"and a language model has to guess how they would sound; write them in {spoken}.",
            Severity.HINT,
        )
    elif is_english(persona.language) and looks_foreign(persona.spoken):
        yield Weakness(
            ("language",),
            "the lines don't look English. Say which language they are in, as in “language: de”, so that trainees are "
            "told before the first word.",
            Severity.HINT,
        )


def _concern_given_away(persona: Persona) -> Iterator[Weakness]:
    """The concern said aloud too soon: in the opening, a stance line, or an answer that needs no disclosure."""
    said: list[tuple[Location, str]] = [(("opening",), persona.opening)]
    for stance, lines in persona.voice.lines.items():
        said += [(("voice", "lines", stance.value, place), line) for place, line in enumerate(lines)]
    for number, answer in enumerate(persona.voice.answers):
        if answer.after == 0:
            said += [(("voice", "answers", number, "lines", place), line) for place, line in enumerate(answer.lines)]
    concern = _content(persona.concern)
    for location, text in said:
        shared = [word for beginning, word in _content(text).items() if beginning in concern]
        if len(shared) >= 3 and len(shared) >= 0.4 * len(concern):
            yield Weakness(
                location,
                f"this seems to say the concern itself (“{', '.join(shared)}”). Let the client talk around it "
                "here, and keep the concern for the disclosures.",
            )


def _content(text: str) -> dict[str, str]:
    """The words that carry meaning, by their beginnings, so that “raise” and “raising” are one."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.casefold().replace("’", "'"))
    return {word[:4]: word for word in words if len(word) >= 4 and not _EMPTY_WORD.fullmatch(word)}


def _start(persona: Persona) -> Iterator[Weakness]:
    marker, start = persona.rupture.marker, stance_of(persona.temperament.starting_state())
    if start not in _CONTRADICTS[marker]:
        return
    if start in (Stance.SOFTENING, Stance.OPEN):
        mend = "there is no rupture to repair then. Lower the trust (below 48) or raise the tension (to 43 or more)"
    elif start is Stance.LEAVING:
        mend = "the client is gone before the first reply. Raise the candour (above 10) or lower the tension (below 92)"
    elif marker is Marker.WITHDRAWAL:
        mend = "someone who withdraws hides it. Lower the candour (to 32 or less) or the tension (below 58)"
    else:
        mend = "someone who confronts says what they think. Raise the candour (above 32)"
    yield Weakness(
        ("temperament",), f"the client starts {start.value}, but the rupture's marker is {marker.value}: {mend}."
    )


def _reach(temperament: Temperament) -> Iterator[Weakness]:
    full, empty = StepGrade(level=2), StepGrade(level=0)
    best = Grade(responsibility=full, reflection=full, invitation=full)
    if not any(stance_of(state).rank <= Stance.SOFTENING.rank for state in _path(temperament, best, REPLIES_TO_SOFTEN)):
        yield Weakness(
            ("temperament",),
            f"{REPLIES_TO_SOFTEN} perfect replies don't bring this client to softening. Start with more trust or less "
            "tension, or raise warming, easing or opening_up.",
        )
    worst = Grade(responsibility=empty, reflection=empty, invitation=empty)
    if not any(stance_of(state) is Stance.LEAVING for state in _path(temperament, worst, REPLIES_TO_LEAVE)):
        yield Weakness(
            ("temperament",),
            f"{REPLIES_TO_LEAVE} empty replies don't make this client leave, so nothing is at stake. Raise retreat, or "
            "heating and bruising.",
        )


def _path(temperament: Temperament, grade: Grade, replies: int) -> Iterator[AllianceState]:
    """The states along so many replies with the same grade."""
    state = temperament.starting_state()
    for _ in range(replies):
        state = moved(temperament, state, grade)
        yield state


def _told_too_soon(persona: Persona) -> Iterator[Weakness]:
    for level, disclosure in enumerate(persona.disclosures):
        if disclosure.trust <= persona.temperament.trust:
            yield Weakness(
                ("disclosures", level, "trust"),
                f"this is told at a trust of {disclosure.trust:g}, but the client starts with "
                f"{persona.temperament.trust:g}: it needn't be earned. Raise it above the starting trust.",
            )


def _too_few(persona: Persona) -> Iterator[Weakness]:
    voice = persona.voice
    for stance in Stance:
        for name, lists, severity in (
            ("lines", voice.lines, Severity.WARNING),
            ("thoughts", voice.thoughts, Severity.HINT),
        ):
            if (count := len(lists[stance])) < FEWEST_LINES:
                yield Weakness(
                    ("voice", name, stance.value),
                    f"{_counted(count, name)} for a whole stance; write at least {FEWEST_LINES}, or it wears thin.",
                    severity,
                )
    polite = len(voice.lines[Stance.WITHDRAWN]) + len(voice.lines[Stance.LEAVING])
    if polite < FEWEST_POLITE_LINES:
        yield Weakness(
            ("voice", "lines", Stance.WITHDRAWN.value),
            f"withdrawn and leaving have {polite} lines together, but a long polite session needs "
            f"{FEWEST_POLITE_LINES}; write some more short ones for withdrawn.",
            Severity.HINT,
        )
    for level, disclosure in enumerate(persona.disclosures):
        if (count := len(disclosure.lines)) < FEWEST_VARIANTS:
            yield Weakness(
                ("disclosures", level, "lines"),
                f"told in {_counted(count, 'wordings')} only; write {FEWEST_VARIANTS}, or a second session sounds like "
                "the first.",
                Severity.HINT,
            )
    if missing := [trap.value for trap in _COMMON_TRAPS if trap not in voice.reactions]:
        yield Weakness(
            ("voice", "reactions"),
            f"nothing is said to {', '.join(missing)}, which trainees do all the time; write two or three short "
            "reactions to each.",
            Severity.HINT,
        )


def _counted(count: int, things: str) -> str:
    return f"1 {things.removesuffix('s')}" if count == 1 else f"{count} {things}"


def _said_twice(lines: list[Line]) -> Iterator[Weakness]:
    first: dict[str, Location] = {}
    for line in lines:
        same = " ".join(re.findall(r"\w+", line.text.casefold()))
        if same in first:
            where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first[same])
            yield Weakness(
                line.location, f"the same words stand at {where}; write another line, or the client repeats itself."
            )
        else:
            first[same] = line.location


def _sound(line: Line) -> Iterator[Weakness]:
    """What doesn't sound like a person speaking."""
    text = line.text.casefold().replace("’", "'")
    if found := _STAGE_DIRECTION.search(line.text):
        yield Weakness(
            line.location,
            f"“{found.group()}” reads like a stage direction; put it into what the client says, or leave it out.",
        )
    if phrase := next((phrase for phrase in _ASSISTANT_SPEAK if phrase in text), None):
        yield Weakness(
            line.location,
            f"“{phrase}” is how assistants and textbooks talk; say it as this person would to a neighbour.",
        )
    if line.spoken and (words := len(line.text.split())) > MOST_WORDS:
        yield Weakness(
            line.location, f"{words} words at one go; cut it to {MOST_WORDS} or fewer, or make two lines of it."
        )
    if "{words}" in line.text and line.location[:2] != ("voice", "landed"):
        yield Weakness(
            line.location, "{words} is filled in under voice.landed only; here it would be said as it stands."
        )


def _never_given(persona: Persona) -> Iterator[Weakness]:
    for number, answer in enumerate(persona.voice.answers):
        if answer.after > len(persona.disclosures):
            yield Weakness(
                ("voice", "answers", number, "after"),
                f"there are only {len(persona.disclosures)} disclosures, so this answer is never given. Lower it.",
            )
