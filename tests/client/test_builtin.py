from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.client.builtin_scenes import (
    DESMOND,
    EMPTY,
    FULL,
    ROSA,
    STATES,
    every_line,
    lines_above,
    lines_in,
    moment_at,
    play,
    spoken,
)
from tests.strategies import grade_of, grades

from leanin.client.builtin import BuiltinVoice
from leanin.dynamics import AllianceState, Stance
from leanin.persona import Persona
from leanin.rubric import Grade, Step, StepGrade, Trap
from leanin.session.moments import Exchange, SaidPart, ThoughtPart

BOTH = [pytest.param(ROSA, id="rosa"), pytest.param(DESMOND, id="desmond")]
SPOKEN = [stance for stance in Stance if stance not in (Stance.WITHDRAWN, Stance.LEAVING)]

REPLIES = [
    "I am young, and I haven't raised children. What worries you most about that?",
    "I see",
    "(silence)",
    "…",
    "",
    "How many grandchildren do you have? And how long have they lived with you?",
    "How are you feeling?",
    "tell me more about that",
    "What do you want? What would help? Is that right?",
    "Don't worry, you're in good hands.",
    "¿Qué? 你好 \N{GRINNING FACE} {words} %s {0}",
    "What about the letter and those nineteen days?",
]

turns = st.lists(st.tuples(st.sampled_from(REPLIES), st.none() | grades), min_size=15, max_size=15)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Persona, int, list[tuple[str, Stance, int, bool, Grade | None]]]:
    """Fifteen turns in any stances, with any grades and any disclosures, whether dynamics would allow them or not."""
    turn = st.tuples(
        st.sampled_from(REPLIES),
        st.sampled_from(list(Stance)),
        st.integers(0, 3),
        st.booleans(),
        st.none() | grades,
    )
    persona = draw(st.sampled_from([ROSA, DESMOND]))
    return persona, draw(st.integers(0, 2**32)), draw(st.lists(turn, min_size=15, max_size=15))


@settings(max_examples=60, deadline=None)
@given(scenes())
def test_whatever_comes_nothing_is_said_twice_and_nothing_too_soon(scene):
    persona, seed, script = scene
    history, client, thoughts, said_so_far = (), persona.opening, (), []
    for turn, (reply, stance, disclosed, newly, grade) in enumerate(script, 1):
        moment = replace(
            moment_at(stance, reply, grade, persona),
            disclosed=disclosed,
            newly_disclosed=newly,
            history=history,
            client=client,
            thoughts=thoughts,
            seed=seed,
            turn=turn,
        )
        said, thought = spoken(moment)
        assert said.strip() == said and thought
        assert not lines_in(said, lines_above(persona, disclosed))
        assert (said, thought) == spoken(moment)
        assert thought not in thoughts
        said_so_far.append(said)
        history, client, thoughts = (*history, Exchange(client, reply)), said, (*thoughts, thought)
    for line in every_line(persona):
        assert sum(bool(lines_in(said, [line])) for said in said_so_far) <= 1, line


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([ROSA, DESMOND]), turns, st.integers(0, 99))
def test_a_session_that_dynamics_allows_never_repeats_itself(persona, script, seed):
    played = play(persona, script, seed)
    assert len(set(played.said)) == len(played.said)
    assert len(set(played.thoughts)) == len(played.thoughts)


@pytest.mark.parametrize("persona", BOTH)
@pytest.mark.parametrize("stance", Stance)
def test_fifteen_turns_in_one_stance_without_a_repeat(persona, stance):
    history, client, thoughts, said = (), persona.opening, (), []
    for turn in range(1, 16):
        moment = moment_at(stance, "Mm.", None, persona, history=history, client=client, thoughts=thoughts, turn=turn)
        words, thought = spoken(moment)
        said.append(words)
        history, client, thoughts = (*history, Exchange(client, "Mm.")), words, (*thoughts, thought)
    assert len(set(said)) == len(set(thoughts)) == 15


def test_after_every_line_is_used_up_the_one_said_longest_ago_comes_again():
    own = ROSA.voice.lines[Stance.WITHDRAWN] + ROSA.voice.lines[Stance.LEAVING]
    history = tuple(Exchange(line, "Mm.") for line in own[:-1])
    assert spoken(moment_at(Stance.WITHDRAWN, "Mm.", None, history=history, client=own[-1]))[0] == own[0]


async def test_the_words_stream_and_one_thought_follows():
    parts = [part async for part in BuiltinVoice().speak(moment_at(Stance.CONFRONTING))]
    assert all(isinstance(part, SaidPart) and len(part.text.split()) == 1 for part in parts[:-1])
    assert isinstance(parts[-1], ThoughtPart)
    said = "".join(part.text for part in parts[:-1])
    assert said in ROSA.voice.lines[Stance.CONFRONTING]


@pytest.mark.parametrize("stance", Stance)
def test_without_a_grade_the_client_speaks_from_where_they_stood(stance):
    said, thought = spoken(moment_at(stance, grade=None))
    assert said in ROSA.voice.lines[stance]
    assert thought in ROSA.voice.thoughts[stance]


@pytest.mark.parametrize("persona", BOTH)
@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_disclosure_is_told_in_the_turn_that_unlocks_it(persona, level):
    moment = moment_at(Stance.TESTING, "What worries you?", FULL, persona, disclosed=level, newly_disclosed=True)
    assert lines_in(spoken(moment)[0], persona.disclosures[level - 1].lines)
    later = replace(moment, newly_disclosed=False)
    assert not lines_in(spoken(later)[0], persona.disclosures[level - 1].lines)


@pytest.mark.parametrize("persona", BOTH)
@pytest.mark.parametrize("stance", SPOKEN)
@pytest.mark.parametrize("trap", Trap)
def test_a_trap_is_reacted_to_first_and_noticed(persona, stance, trap):
    said, thought = spoken(moment_at(stance, "I see.", grade_of(0, 0, 0, trap), persona))
    assert any(said.startswith(line) for line in persona.voice.reactions[trap])
    assert thought in persona.voice.noticed[trap]


@pytest.mark.parametrize("persona", BOTH)
@pytest.mark.parametrize("trap", Trap)
def test_behind_the_mask_a_trap_is_only_thought_about(persona, trap):
    for stance in (Stance.WITHDRAWN, Stance.LEAVING):
        said, thought = spoken(moment_at(stance, "I see.", grade_of(0, 0, 0, trap), persona))
        assert said in persona.voice.lines[stance]
        assert thought in persona.voice.noticed[trap]


def test_the_trap_that_hurts_this_client_most_is_the_one_they_answer():
    both = grade_of(0, 0, 0, Trap.REASSURING, Trap.MINIMISING)
    assert lines_in(spoken(moment_at(Stance.SOFTENING, grade=both))[0], ROSA.voice.reactions[Trap.REASSURING])
    said, _ = spoken(moment_at(Stance.SOFTENING, grade=both, persona=DESMOND))
    assert lines_in(said, DESMOND.voice.reactions[Trap.MINIMISING])


def test_a_soft_client_is_jolted_and_says_no_more():
    reaction, _ = spoken(moment_at(Stance.OPEN, grade=grade_of(0, 0, 0, Trap.DEFENDING)))
    assert reaction in ROSA.voice.reactions[Trap.DEFENDING]


def test_a_reply_that_leaned_in_gets_away_with_a_clumsy_question():
    stacked = grade_of(2, 2, 2, Trap.STACKED_QUESTIONS)
    said, _ = spoken(moment_at(Stance.TESTING, "I see.", stacked))
    assert not any(lines_in(said, lines) for lines in ROSA.voice.reactions.values())


def test_silence_is_not_answered_as_if_it_were_nonsense():
    said, _ = spoken(moment_at(Stance.SCEPTICAL, "(silence)", grade_of(0, 0, 0, Trap.OFF_TASK)))
    assert said in ROSA.voice.lines[Stance.SCEPTICAL]


def test_one_who_walks_out_says_why_and_one_who_withdraws_does_not():
    grade = grade_of(0, 0, 0, Trap.HOSTILE)
    loud = AllianceState(trust=5, tension=95, candour=60)
    said, _ = spoken(moment_at(Stance.LEAVING, grade=grade, state=loud))
    assert any(said.startswith(line) for line in ROSA.voice.reactions[Trap.HOSTILE])
    assert lines_in(said, ROSA.voice.lines[Stance.LEAVING])
    assert spoken(moment_at(Stance.LEAVING, grade=grade))[0] in ROSA.voice.lines[Stance.LEAVING]


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        ("What worries you most about my age?", "worries you"),
        ("I can't say I know. So what is it that worries you", "worries you"),
        ("How many grandchildren do you have?", "how many grandchildren"),
        ("How long have they lived with you?", "how long have they"),
        ("What would help?", "would help"),
        ("Have you had other therapists?", "other therapists"),
        ("What happened in court?", "court"),
        ("How are you feeling?", "you feeling"),
        ("What would you like me to know?", "me to know"),
        ("Tell me more about that.", "tell me more"),
        ("Is that right?", "is that right"),
        ("Can I ask you something else?", "can i ask"),
        ("Who helps you with all this?", "who helps"),
        ("What do you want from this?", "you want"),
    ],
)
def test_rosa_answers_what_trainees_ask(reply, key):
    for stance in SPOKEN:
        said, _ = spoken(moment_at(stance, reply, None, disclosed=3))
        fitting = [line for answer in ROSA.voice.answers if key in answer.about for line in answer.lines]
        assert said in fitting, (stance, said)


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        ("What do you want?", "you want"),
        ("What worries you about it?", "worries you"),
        ("What do you think of the ladder?", "the ladder"),
        ("How did you find the sheet?", "sheet"),
        ("How's Yvonne about it?", "yvonne"),
        ("How are you sleeping?", "sleeping"),
        ("What happened that day?", "what happened"),
        ("What have I missed?", "have i missed"),
        ("How are you?", "how are you"),
        ("Say more.", "say more"),
        ("Does that fit?", "does that fit"),
        ("What would your dad say?", "your dad"),
    ],
)
def test_desmond_answers_what_trainees_ask(reply, key):
    for stance in SPOKEN:
        said, _ = spoken(moment_at(stance, reply, None, DESMOND, disclosed=3))
        fitting = [line for answer in DESMOND.voice.answers if key in answer.about for line in answer.lines]
        assert said in fitting, (stance, said)


def test_behind_the_mask_only_the_polite_answers_are_given():
    said, _ = spoken(moment_at(Stance.WITHDRAWN, "How many grandchildren do you have?", None))
    polite = [answer for answer in ROSA.voice.answers if Stance.WITHDRAWN in answer.stances]
    assert any(said in answer.lines for answer in polite)
    for reply in ("What worries you?", "Do you have any support?"):
        said, _ = spoken(moment_at(Stance.WITHDRAWN, reply, None))
        assert any(said in answer.lines for answer in polite)
    said, _ = spoken(moment_at(Stance.WITHDRAWN, "I have a degree.", None))
    assert said in ROSA.voice.lines[Stance.WITHDRAWN]


def test_only_a_client_who_talks_willingly_remarks_that_they_were_asked():
    asked = ROSA.voice.landed[Step.INVITATION]
    reply, grade = "What worries you?", grade_of(1, 1, 2)
    said, _ = spoken(moment_at(Stance.TESTING, reply, grade))
    assert any(said.startswith(line) for line in asked)
    for stance in (Stance.CONFRONTING, Stance.SCEPTICAL, Stance.WITHDRAWN, Stance.OPEN):
        said, _ = spoken(moment_at(stance, reply, grade))
        assert not any(said.startswith(line) for line in asked)


def _owning(evidence: str) -> Grade:
    step = StepGrade(level=2, evidence=evidence)
    return Grade(responsibility=step, reflection=StepGrade(level=1), invitation=StepGrade(level=1))


def test_ownership_is_given_back_in_the_trainees_own_words():
    echoing = ROSA.model_copy(
        update={"voice": ROSA.voice.model_copy(update={"landed": {"responsibility": ["“{words}.” So."]}})}
    )
    for evidence, echo in [
        ("i'm 26, no kids", "I'm 26, no kids"),
        ("I never asked you. I walked in here with a folder and a chart", "I never asked you"),
        ("I walked in here with a folder and a sticker chart for a boy I had not met", None),
        ("words that are not in the reply", None),
        ("", None),
    ]:
        reply = "words" if "not in" in evidence else f"Well, {evidence}."
        said, _ = spoken(moment_at(Stance.SCEPTICAL, reply, _owning(evidence), echoing))
        assert said.startswith(f"“{echo}.” So.") if echo else "So." not in said


@pytest.mark.parametrize("persona", BOTH)
def test_a_reply_that_reached_a_masked_client_leaves_a_crack(persona):
    said, thought = spoken(moment_at(Stance.WITHDRAWN, "That was my doing.", FULL, persona))
    opener = [line for lines in persona.voice.landed.values() for line in lines]
    assert any(said.startswith(line) for line in opener if "{words}" not in line)
    assert any(thought in thoughts for thoughts in persona.voice.felt.values())


def test_another_try_at_the_same_turn_may_be_answered_differently():
    answers = {spoken(moment_at(Stance.CONFRONTING, f"Try {number}."))[0] for number in range(8)}
    assert len(answers) > 3


@pytest.mark.parametrize("persona", BOTH)
def test_leaning_in_brings_the_story_out_step_by_step(persona):
    played = play(persona, [("That is true of me. What is it like?", FULL)] * 5)
    assert played.stances[-1] in (Stance.SOFTENING, Stance.OPEN)
    told = [
        level
        for said in played.said
        for level, disclosure in enumerate(persona.disclosures, 1)
        if lines_in(said, disclosure.lines)
    ]
    assert told == [1, 2, 3]


def test_three_defences_make_rosa_polite_and_then_she_is_gone():
    played = play(ROSA, [("A doctor need not have had cancer.", grade_of(0, 0, 0, Trap.DEFENDING))] * 3)
    assert played.stances == [Stance.CONFRONTING, Stance.WITHDRAWN, Stance.LEAVING]
    assert played.said[1] in ROSA.voice.lines[Stance.WITHDRAWN]
    assert played.said[2] in ROSA.voice.lines[Stance.LEAVING]


def test_desmond_comes_out_in_three_replies_and_drifts_away_in_five():
    assert play(DESMOND, [("Mm.", FULL)] * 3).stances == [Stance.WITHDRAWN, Stance.TESTING, Stance.SOFTENING]
    assert play(DESMOND, [("Mm.", EMPTY)] * 9).stances == [Stance.WITHDRAWN] * 4 + [Stance.LEAVING]


def test_every_stance_has_a_state_in_these_tests():
    assert set(STATES) == set(Stance)


@pytest.mark.parametrize("stance", [Stance.CONFRONTING, Stance.SCEPTICAL])
def test_one_true_thing_is_heard_even_where_the_rest_is_wanting(stance):
    owning = grade_of(2, 0, 0)
    said, _ = spoken(moment_at(stance, "I came with a chart and never asked.", owning))
    assert lines_in(said, ROSA.voice.landed[Step.RESPONSIBILITY])
    defended, _ = spoken(moment_at(stance, "I came with a chart and never asked.", grade_of(2, 0, 0, Trap.DEFENDING)))
    assert not lines_in(defended, ROSA.voice.landed[Step.RESPONSIBILITY])


def test_what_the_therapist_owns_is_no_question_about_the_clients_life():
    words = "I came in with a chart and hadn't even heard about the mornings."
    mornings = [line for answer in ROSA.voice.answers if "mornings" in answer.about for line in answer.lines]
    said, _ = spoken(moment_at(Stance.CONFRONTING, words, grade_of(2, 0, 0)))
    assert not lines_in(said, mornings)
    asked, _ = spoken(moment_at(Stance.CONFRONTING, f"{words} What are the mornings like?", grade_of(2, 0, 2)))
    assert lines_in(asked, mornings)
