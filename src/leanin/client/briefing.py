"""What a language model is told before it speaks as the client: only what this client would show now.

Concern, story, emotions, thoughts, names of the family, notes for educators, the numbers of state and temperament,
and whatever isn't to be told yet have no way in here.
"""

import random
import re
from collections.abc import Iterator
from typing import Final, TypedDict

from leanin.dynamics import Stance
from leanin.fence import Fence, one_line
from leanin.languages import is_english, name_of
from leanin.persona import Persona
from leanin.rubric import TRAPS, Grade, Step, Trap
from leanin.session.moments import SpeakingMoment
from leanin.session.outcome import Outcome, outcome_of

MASKED: Final = frozenset({Stance.WITHDRAWN, Stance.LEAVING})
"""Stances in which the client shows nothing of themselves."""

_EXCHANGES: Final = 20
"""As many as are repeated to the model; a session is rarely longer."""

_MOOD_LINES: Final = 5
_TELLING_LINES: Final = 2
_REACTIONS: Final = 3
_ANSWERS: Final = 2

_PERCEIVED: Final = {Step.RESPONSIBILITY: "owned", Step.REFLECTION: "guessed", Step.INVITATION: "asked"}
"""What a step is from the client's side."""


class Briefing(TypedDict):
    """All that a client prompt may ask for: first what is the same all session long, then what belongs to the turn."""

    name: str
    age: int
    pronouns: str
    about: str
    doubt: str
    style: list[str]
    never: list[str]
    language: str
    """In words; empty for English, and where the lines alone say what it is."""

    code: str
    scene: str
    """What both know of the meeting, fenced."""
    dialogue: str
    """What was said up to the client's last words, fenced."""
    reply: str
    """The reply that is answered, fenced."""
    noticed: list[str]
    """Traps, and `owned_2`, `guessed_0` and the like."""
    stung: bool
    """Whether the reply touched a sore spot."""
    reactions: list[str]
    told: list[str]
    guarded: bool
    """Whether the client shows nothing of themselves."""
    tell_now: str
    tell_now_lines: list[str]
    asked: list[str]
    """What they would say to what the reply asks about."""
    stance: str
    leaving_openly: bool
    mood_lines: list[str]
    mend: str
    """Why the last try didn't count, where the model is asked again; else empty."""


def briefing(moment: SpeakingMoment, fence: Fence) -> Briefing:
    """The variables of the client's prompt for one turn. Same moment and same fence, same briefing."""
    persona = moment.persona
    draw = random.Random(f"briefing {moment.seed} {moment.turn}")
    masked = moment.stance in MASKED
    traps = moment.grade.traps if moment.grade else ()
    telling = persona.disclosures[moment.disclosed - 1] if moment.newly_disclosed and moment.disclosed else None
    told = persona.disclosures[: moment.disclosed - 1 if telling else moment.disclosed]
    return {
        "name": persona.name,
        "age": persona.age,
        "pronouns": persona.pronouns,
        "about": persona.about,
        "doubt": persona.rupture.about,
        "style": persona.voice.style,
        "never": persona.never,
        "language": "" if is_english(persona.language) else name_of(persona.language),
        "code": fence.code,
        "scene": fence.around("scene", _scene(persona)),
        "dialogue": fence.around("dialogue", _dialogue(moment)),
        "reply": fence.around("therapist", moment.reply),
        "noticed": list(_noticed(moment.grade)) if moment.grade else [],
        "stung": any(trap in persona.sore_spots for trap in traps),
        "reactions": [] if masked else _reactions(persona, traps),
        "told": [disclosure.tells for disclosure in told],
        "guarded": masked,
        "tell_now": telling.tells if telling else "",
        "tell_now_lines": _some(telling.lines, _TELLING_LINES, draw) if telling else [],
        "asked": [] if telling else _asked(moment, draw),
        "stance": moment.stance.value,
        "leaving_openly": outcome_of(moment.state, moment.disclosed) is Outcome.WALKED_OUT,
        "mood_lines": _some(persona.voice.lines[moment.stance], _MOOD_LINES, draw),
        "mend": moment.mend,
    }


def looks(age: int) -> str:
    """How old somebody of this age looks across the room, as in “in their mid-twenties”."""
    decades = {2: "twenties", 3: "thirties", 4: "forties", 5: "fifties", 6: "sixties", 7: "seventies"}
    if age // 10 not in decades:
        return "not yet twenty" if age < 20 else "eighty or more"
    part = "early" if age % 10 < 4 else "mid" if age % 10 < 7 else "late"
    return f"in their {part}{'-' if part == 'mid' else ' '}{decades[age // 10]}"


def _scene(persona: Persona) -> str:
    """What the client can know of the therapist without having been told."""
    therapist = persona.therapist
    called = f"The therapist's name is {one_line(therapist.name)}. " if therapist.name else ""
    seen = f"{called}They look to be {looks(therapist.age)}."
    return "\n".join([seen, one_line(therapist.setting), one_line(therapist.so_far)])


def _dialogue(moment: SpeakingMoment) -> str:
    """The conversation up to the client's last words, one line an utterance."""
    own = moment.persona.name
    lines = []
    for exchange in moment.history[-_EXCHANGES:]:
        lines += [f"{own}: {one_line(exchange.client)}", f"Therapist: {one_line(exchange.reply)}"]
    return "\n".join([*lines, f"{own}: {one_line(moment.client)}"])


def _noticed(grade: Grade) -> Iterator[str]:
    """What the client noticed: the traps, and how far each step went that nothing has spoiled."""
    spoiled = {TRAPS[trap].step for trap in grade.traps}
    for step in grade.called_for():
        level = grade.step(step).level
        if level == 2 or step not in spoiled:
            yield f"{_PERCEIVED[step]}_{level}"
    yield from (trap.value for trap in grade.traps)


def _reactions(persona: Persona, traps: tuple[Trap, ...]) -> list[str]:
    return [line for trap in traps for line in persona.voice.reactions.get(trap, [])][:_REACTIONS]


def _asked(moment: SpeakingMoment, draw: random.Random) -> list[str]:
    """Lines of the author's for what the reply asks about, where they fit this stance and give away nothing untold."""
    heard = one_line(moment.reply).casefold()
    fitting = [
        answer
        for answer in moment.persona.voice.answers
        if answer.after <= moment.disclosed
        and (moment.stance in answer.stances if answer.stances else moment.stance not in MASKED)
        and any(re.search(rf"\b{re.escape(phrase.casefold())}\b", heard) for phrase in answer.about)
    ]
    return [draw.choice(answer.lines) for answer in fitting[:_ANSWERS]]


def _some(lines: list[str], count: int, draw: random.Random) -> list[str]:
    return draw.sample(lines, min(count, len(lines)))
