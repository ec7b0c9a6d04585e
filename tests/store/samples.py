"""Sessions to keep: one that reads like a real one, and any that Hypothesis can think of."""

import hashlib

from hypothesis import strategies as st

from leanin.dynamics import Stance
from leanin.rubric import Grade, StepGrade, Trap
from leanin.session.events import (
    Chosen,
    ClientSaid,
    Coached,
    Ended,
    Event,
    Graded,
    GradeMissing,
    HintTaken,
    Opening,
    Regraded,
    Replied,
    Resumed,
    SessionOpened,
    StateReached,
    TakenBack,
    Unsaid,
    WhatIf,
)
from leanin.session.hints import HintKind
from leanin.session.moments import Intervention, Lapse, Mending
from leanin.session.outcome import Outcome

PERSONA = """\
schema: 1
id: rosa
name: Rosa Delgado
people: [Maria, Uncle Tomás]
opening: |
  How old are you, dear?
voice:
  style: ["```", "four ```` ticks"]
"""

RESUMED = Resumed(client_model="builtin", evaluator_model="builtin", leanin_version="0.1.0")


def opened(persona_text: str = PERSONA, **changes: object) -> SessionOpened:
    facts: dict[str, object] = {
        "persona": "rosa",
        "persona_text": persona_text,
        "persona_hash": hashlib.sha256(persona_text.encode()).hexdigest(),
        "prompts": {"client.md.j2": "You are {{ name }}.", "evaluator.md.j2": "Grade the reply."},
        "prompts_hash": "ab" * 32,
        "rubric_version": 1,
        "rubric_hash": "cd" * 32,
        "therapist": {
            "name": "Dana Whitfield",
            "age": 26,
            "married": False,
            "years_of_practice": 0.5,
            "setting": "home",
        },
        "client_model": "builtin",
        "evaluator_model": "builtin",
        "seed": 7,
        "leanin_version": "0.1.0",
    }
    return SessionOpened.model_validate(facts | changes)


def state(turn: int, trust: float, stance: Stance = Stance.SCEPTICAL, disclosed: int = 0) -> StateReached:
    return StateReached(turn=turn, trust=trust, tension=55.5, candour=60, stance=stance, disclosed=disclosed)


def grade(
    *levels: int, evidence: tuple[str, str, str] = ("", "", ""), trap: Trap | None = None, words: str = ""
) -> Grade:
    steps = [StepGrade(level=level, evidence=quote) for level, quote in zip(levels, evidence, strict=True)]
    traps = (trap,) if trap else ()
    return Grade(
        responsibility=steps[0],
        reflection=steps[1],
        invitation=steps[2],
        traps=traps,
        trap_evidence={trap: words} if trap else {},
        tip="Begin with the part of the doubt that is true of you.",
    )


def regraded(turn: int, again: Grade, run: int = 1, by: str = "openai/judge") -> Regraded:
    """A kept reply graded again."""
    return Regraded(
        turn=turn,
        run=run,
        grade=again,
        by=by,
        prompt_hash="ef" * 32,
        rubric_version=1,
        rubric_hash="cd" * 32,
        leanin_version="0.1.0",
    )


def rosa_session() -> list[Event]:
    """A session with a defence that was taken back, a reply that leaned in, and an outcome."""
    return [
        opened(),
        Opening(said="How old are you, dear? Have you children?"),
        state(0, 30),
        Replied(turn=1, text="A doctor need not have had cancer.\nI'm fully trained, Mrs. Delgado."),
        Graded(turn=1, grade=grade(0, 0, 0, trap=Trap.DEFENDING, words="I'm fully trained"), by="builtin"),
        state(1, 21.4),
        ClientSaid(turn=1, said="Of course, dear.", thought="She doesn't get it. Maria won't like her.", by="builtin"),
        TakenBack(turn=1),
        Replied(turn=2, text="My name is Dana. I am young. Maybe you wonder if Rosa's family is in good hands?"),
        Graded(turn=2, grade=grade(2, 2, 1, evidence=("I am young", "if Rosa's family is", "")), by="builtin"),
        Coached(turn=2, grade=grade(2, 1, 1), by="openai/gpt-5-mini"),
        state(2, 36.1, Stance.TESTING, 1),
        ClientSaid(turn=2, said="Well, Dana. I do", complete=False, broke_off="You stopped the client.", by="builtin"),
        RESUMED,
        Unsaid(text="Wait!"),
        Ended(outcome=Outcome.UNRESOLVED, attended=5, of=8),
    ]


_words = st.text(max_size=60)
_share = st.floats(0, 100)
_steps = st.builds(StepGrade, level=st.sampled_from([0, 1, 2]), called_for=st.booleans(), evidence=_words, note=_words)
_grades = st.builds(
    Grade,
    responsibility=_steps,
    reflection=_steps,
    invitation=_steps,
    traps=st.lists(st.sampled_from(Trap), unique=True, max_size=3).map(tuple),
    trap_evidence=st.dictionaries(st.sampled_from(Trap), _words, max_size=3),
    tip=_words,
)


def _states(turn: int) -> st.SearchStrategy[Event]:
    return st.builds(
        StateReached,
        turn=st.just(turn),
        trust=_share,
        tension=_share,
        candour=_share,
        stance=st.sampled_from(Stance),
        disclosed=st.integers(0, 5),
    )


_interventions = st.lists(
    st.builds(Intervention, st.sampled_from(Lapse), st.sampled_from(Mending), _words), max_size=2
).map(tuple)


@st.composite
def _turns(draw: st.DrawFn, number: int) -> list[Event]:
    turn = st.just(number)
    grading = draw(
        st.none()
        | st.builds(Graded, turn=turn, grade=_grades, by=_words)
        | st.builds(GradeMissing, turn=turn, title=_words, reason=_words)
    )
    rest = [
        draw(st.none() | st.builds(Coached, turn=turn, grade=_grades, by=_words)),
        draw(st.none() | _states(number)),
        draw(
            st.none()
            | st.builds(
                ClientSaid,
                turn=turn,
                said=_words,
                thought=_words,
                complete=st.booleans(),
                broke_off=_words,
                by=_words,
                interventions=_interventions,
            )
        ),
        draw(st.none() | st.just(RESUMED)),
        draw(st.none() | st.builds(TakenBack, turn=turn)),
    ]
    first = st.builds(Replied, turn=turn, text=_words)
    if number > 1:
        first |= st.builds(WhatIf, turn=turn, beside=st.integers(1, number - 1), text=_words)
        rest.append(draw(st.none() | st.builds(Chosen, turn=st.integers(1, number), length=st.just(1))))
    hinted = st.builds(
        HintTaken,
        follows=st.integers(0, number - 1),
        kind=st.sampled_from(HintKind),
        words=st.lists(_words, max_size=2).map(tuple),
    )
    before = draw(st.lists(hinted, max_size=2))
    return [*before, draw(first), *(event for event in (grading, *rest) if event)]


@st.composite
def sessions(draw: st.DrawFn) -> list[Event]:
    """Any session whose events come in an order that the engine could have written."""
    fact = st.text(max_size=20) | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()
    first = st.builds(
        SessionOpened,
        persona=_words,
        persona_text=_words,
        persona_hash=_words,
        prompts=st.dictionaries(_words, _words, max_size=3),
        prompts_hash=_words,
        rubric_version=st.integers(),
        rubric_hash=_words,
        therapist=st.dictionaries(_words, fact, max_size=5),
        client_model=_words,
        evaluator_model=_words,
        coach_model=_words,
        seed=st.integers(),
        leanin_version=_words,
        coach=st.sampled_from(["live", "after", "off"]),
    )
    events: list[Event] = [draw(first)]
    if draw(st.booleans()):
        events += [Opening(said=draw(_words)), draw(_states(0))]
        for number in range(1, draw(st.integers(0, 3)) + 1):
            events += draw(_turns(number))
        events += draw(st.lists(st.builds(Unsaid, text=_words), max_size=2))
        if draw(st.booleans()):
            events.append(Ended(outcome=draw(st.sampled_from(Outcome)), attended=draw(st.integers(0, 8)), of=8))
        replies = [event.turn for event in events if isinstance(event, Replied)]
        if replies and draw(st.booleans()):
            again = st.builds(regraded, st.sampled_from(replies), _grades, st.integers(1, 3), _words)
            events += draw(st.lists(again, max_size=2))
    return events
