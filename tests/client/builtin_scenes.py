"""Scenes for the tests of the built-in client: the shipped personas, and sessions played with given grades."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tests.strategies import grade_of

from leanin.client.builtin import BuiltinVoice
from leanin.dynamics import AllianceState, Stance, respond, stance_of
from leanin.persona import Persona
from leanin.persona_memory import read_remembered
from leanin.resources import shipped
from leanin.rubric import Grade
from leanin.session.moments import Exchange, SaidPart, SpeakingMoment

ROSA = read_remembered(shipped("personas") / "rosa.yaml").persona
DESMOND = read_remembered(shipped("personas") / "desmond.yaml").persona

FULL = grade_of(2, 2, 2)
EMPTY = grade_of(0, 0, 0)

STATES = {
    Stance.OPEN: AllianceState(trust=80, tension=10, candour=80),
    Stance.SOFTENING: AllianceState(trust=55, tension=35, candour=70),
    Stance.TESTING: AllianceState(trust=45, tension=45, candour=60),
    Stance.SCEPTICAL: AllianceState(trust=33, tension=52, candour=60),
    Stance.CONFRONTING: AllianceState(trust=20, tension=70, candour=60),
    Stance.WITHDRAWN: AllianceState(trust=20, tension=60, candour=25),
    Stance.LEAVING: AllianceState(trust=5, tension=80, candour=5),
}


def moment_at(
    stance: Stance, reply: str = "I see.", grade: Grade | None = EMPTY, persona: Persona = ROSA, **changes: object
) -> SpeakingMoment:
    """The second turn of a session, in that stance."""
    moment = SpeakingMoment(
        persona=persona,
        state=STATES[stance],
        stance=stance,
        disclosed=0,
        newly_disclosed=False,
        reply=reply,
        grade=grade,
        history=(),
        client=persona.opening,
        seed=7,
        turn=2,
    )
    return replace(moment, **changes)


def spoken(moment: SpeakingMoment, voice: BuiltinVoice | None = None) -> tuple[str, str]:
    """What the client says and thinks at that moment. The built-in voice waits for nothing: no event loop needed."""
    said, thought = "", ""
    stream = (voice or BuiltinVoice()).speak(moment)
    while True:
        try:
            stream.__anext__().send(None)
        except StopIteration as part:
            if isinstance(part.value, SaidPart):
                said += part.value.text
            else:
                thought += part.value.text
        except StopAsyncIteration:
            return said, thought


@dataclass
class Played:
    """A session as it came out."""

    said: list[str] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)
    moments: list[SpeakingMoment] = field(default_factory=list)

    @property
    def stances(self) -> list[Stance]:
        return [moment.stance for moment in self.moments]


def play(persona: Persona, turns: Iterable[tuple[str, Grade | None]], seed: int = 7) -> Played:
    """Play replies with their grades through the dynamics, until the client has left."""
    played, history = Played(), ()
    state, disclosed, client = persona.temperament.starting_state(), 0, persona.opening
    for turn, (reply, grade) in enumerate(turns, 1):
        before = disclosed
        if grade:
            state, _, disclosed = respond(
                persona.temperament,
                state,
                disclosed,
                grade,
                trust_needed=persona.trust_needed,
                hot_buttons=persona.sore_spots,
            )
        moment = SpeakingMoment(
            persona=persona,
            state=state,
            stance=stance_of(state),
            disclosed=disclosed,
            newly_disclosed=disclosed > before,
            reply=reply,
            grade=grade,
            history=history,
            client=client,
            seed=seed,
            turn=turn,
            thoughts=tuple(played.thoughts),
        )
        said, thought = spoken(moment)
        played.said.append(said)
        played.thoughts.append(thought)
        played.moments.append(moment)
        history, client = (*history, Exchange(client, reply)), said
        if moment.stance is Stance.LEAVING:
            break
    return played


def lines_above(persona: Persona, disclosed: int) -> list[str]:
    """Every line that may not be said while only `disclosed` levels have been told."""
    later = [line for disclosure in persona.disclosures[disclosed:] for line in disclosure.lines]
    return later + [line for answer in persona.voice.answers if answer.after > disclosed for line in answer.lines]


def every_line(persona: Persona) -> list[str]:
    """Every whole utterance of the persona's file but the opening; not those that pick up the trainee's words."""
    voice = persona.voice
    lists = [*voice.lines.values(), *voice.reactions.values(), *voice.landed.values()]
    lists += [answer.lines for answer in voice.answers] + [disclosure.lines for disclosure in persona.disclosures]
    return [line for lines in lists for line in lines if "{words}" not in line]


def lines_in(said: str, lines: Iterable[str]) -> list[str]:
    """Those of the lines that stand whole in what was said."""
    return [line for line in lines if f" {line} " in f" {said} "]
