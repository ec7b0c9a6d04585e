from dataclasses import replace

import pytest
from tests.client.builtin_scenes import ROSA
from tests.doubles import persona_file

from leanin.client.guard import MOST_WORDS, Guard, mend
from leanin.client.untold import sentences
from leanin.dynamics import Stance
from leanin.persona import Persona
from leanin.persona_memory import read_remembered
from leanin.persona_shelf import persona_paths
from leanin.session.moments import Exchange, Lapse, SpeakingMoment


def moment_of(persona: Persona, **changes: object) -> SpeakingMoment:
    moment = SpeakingMoment(
        persona=persona,
        state=persona.temperament.starting_state(),
        stance=Stance.SCEPTICAL,
        disclosed=0,
        newly_disclosed=False,
        reply="I am young, that's true.",
        grade=None,
        history=(),
        client=persona.opening,
        seed=7,
        turn=1,
    )
    return replace(moment, **changes)


def lapse_of(words: str, persona: Persona = ROSA, **changes: object) -> Lapse | None:
    """The first lapse of an utterance, as it would come sentence by sentence."""
    guard = Guard(moment_of(persona, **changes))
    return next((lapse for sentence in sentences(words) if (lapse := guard.lapse_in(sentence))), None)


@pytest.mark.parametrize(
    ("words", "lapse"),
    [
        ("As an AI language model I can't feel that.", Lapse.OUT_OF_ROLE),
        ("I'll stay in character as Rosa.", Lapse.OUT_OF_ROLE),
        ("My trust level is going up.", Lapse.RUBRIC),
        ("Responsibility: 2, that was good.", Lapse.RUBRIC),
        ("We had a therapeutic rupture there.", Lapse.RUBRIC),
        ("Thank you for sharing that with me.", Lapse.TEXTBOOK_THANKS),
        ("I really feel heard now.", Lapse.TEXTBOOK_THANKS),
        ("I truly appreciate your honesty, dear.", Lapse.TEXTBOOK_THANKS),
        ("It means a lot to me, that.", Lapse.TEXTBOOK_THANKS),
        ("How does that make you feel?", Lapse.FOR_THE_THERAPIST),
        ("It sounds like you're worried about the court.", Lapse.FOR_THE_THERAPIST),
        ("I’m here to support you.", Lapse.FOR_THE_THERAPIST),
        ("Eu não sei o que você quer de mim agora.", Lapse.OTHER_LANGUAGE),
        ("Ich weiß nicht, was Sie heute von mir wollen.", Lapse.OTHER_LANGUAGE),
        ("我不知道", Lapse.OTHER_LANGUAGE),
    ],
)
def test_what_no_client_says_is_caught(words: str, lapse: Lapse) -> None:
    assert lapse_of(words) is lapse


@pytest.mark.parametrize(
    "words",
    [
        "Thank you for owning that.",
        "That really resonates with me.",
        "I feel a lot better now, thank you.",
        "You've validated how I feel.",
        "It's refreshing to hear you admit that.",
        "I feel like you really get it.",
        "I am ChatGPT.",
        "I'm sorry, but I can't help with that request.",
        "Sure, here is how Rosa might respond:",
        "(Rosa remains guarded because the therapist deflected.)",
        '{"said": "How old are you?"}',
        "Your reflection was good, but you missed the invitation.",
        "Trust: 45, tension: 60.",
        "I'm currently in the sceptical stance.",
        "Tell me more about what worries you.",
        "What would be most helpful for you right now?",
        "I suggest we set some goals for our sessions.",
        "Thank\u200b you for sharing.",
        "Ｔhank you for listening.",
        "Claro, entiendo lo que dices. No pasa nada.",
        "你知道吗 I don't know what you want from me.",
    ],
)
def test_a_bad_models_words_are_caught(words: str) -> None:
    assert lapse_of(words) is not None


@pytest.mark.parametrize(
    "words",
    [
        "That's a good question. I don't know.",
        "I appreciate you saying so, but it doesn't change anything.",
        "Well, thank you for being honest, at least.",
        "I'm glad you asked that, at least the other one never did.",
        "My trust is something you earn, dear.",
        "It sounds like you're telling me I'm doing it wrong.",
        "It's important to remember I've got three of them.",
        "I understand how hard it is when you're starting out, but these are my kids.",
        "How can I help you? That's what you people say and then you write.",
        "It means a lot of work for me.",
        "I am an assistant cook.",
        "My instructions are to be here Thursdays at three.",
        "Let's talk about your folder.",
        "Thank you for asking, dear.",
        "Well. You came back, I'll say that.",
        "You want to help? Then hold the ladder.",
        "I hear that from all of you people.",
        "What do you want me to say?",
        "How would you know? How would you know?",
        "Ai.",
    ],
)
def test_what_a_person_says_is_let_through(words: str) -> None:
    assert lapse_of(words) is None


@pytest.mark.parametrize("name", sorted(persona_paths()))
def test_whatever_an_author_lets_the_client_say_passes(name: str) -> None:
    persona = read_remembered(persona_paths()[name]).persona
    said = [(stance, line) for stance, lines in persona.voice.lines.items() for line in lines]
    said += [(Stance.SCEPTICAL, line) for lines in persona.voice.reactions.values() for line in lines]
    held = [line for stance, line in said if lapse_of(line, persona, stance=stance, client="So?")]
    assert held == []


def test_a_disclosure_may_be_told_when_its_time_has_come_and_not_before() -> None:
    for level, disclosure in enumerate(ROSA.disclosures):
        for line in disclosure.lines:
            assert lapse_of(line, disclosed=len(ROSA.disclosures), newly_disclosed=True) is None, line
        caught = [line for line in disclosure.lines if lapse_of(line, disclosed=level) is Lapse.TOLD_TOO_SOON]
        assert len(caught) >= len(disclosure.lines) - 1


def test_the_story_is_told_in_other_words_too_soon() -> None:
    words = "The worker told the court I'd fallen asleep, and they sent the children to strangers for nineteen days."
    assert lapse_of(words) is Lapse.TOLD_TOO_SOON
    assert lapse_of(words, disclosed=len(ROSA.disclosures)) is None


def test_what_the_therapist_has_brought_up_may_be_taken_up() -> None:
    words = "Strangers. Two towns. Nineteen days, yes, the children."
    heard = "The children went to strangers in two different towns for nineteen days after it was read out in court."
    assert lapse_of(f"{words} It was read out in court.") is Lapse.TOLD_TOO_SOON
    assert lapse_of(words, reply=heard) is None


def test_a_sentence_said_before_is_caught_even_with_a_word_changed() -> None:
    history = (Exchange("You wouldn't buy a car off somebody who never drove one.", "No."),)
    assert lapse_of("You wouldn't buy a car off somebody that never drove one.", history=history) is Lapse.REPEATED
    assert lapse_of("Maybe so.", history=(Exchange("Maybe so.", "Hm."),)) is None


def test_a_loop_within_one_utterance_is_caught() -> None:
    looping = "You come here with your folder and your pen again. " * 2
    assert lapse_of(looping) is Lapse.REPEATED


def test_the_prompt_isnt_to_be_echoed() -> None:
    guard = Guard(moment_of(ROSA), "The form: Well, it's your office. You'll know where the light switch is.")
    assert guard.lapse_in("You'll know where the light switch is.") is Lapse.REPEATED


def test_an_utterance_has_room_for_so_many_words_and_more_when_it_tells_something() -> None:
    long = " ".join(line for line in ROSA.voice.lines[Stance.SCEPTICAL] + ROSA.voice.lines[Stance.TESTING])
    assert len(long.split()) > MOST_WORDS
    guard = Guard(moment_of(ROSA))
    said = [sentence for sentence in sentences(long) if guard.lapse_in(sentence) is None]
    assert guard.lapse_in("I never knew anybody sit so long over one cup of coffee in my kitchen.") is Lapse.TOO_LONG
    assert 0.7 * MOST_WORDS < sum(len(sentence.split()) for sentence in said) <= MOST_WORDS


def test_what_is_told_for_the_first_time_has_more_room() -> None:
    filler = "So the soup is on and the boy is in the hall with one sock on his foot. "
    others = (
        "Josie bosses the clock, Lena reads the table, Matty takes the both of them apart on Thursdays, all week. " * 4
    )
    guard, telling = Guard(moment_of(ROSA)), Guard(moment_of(ROSA, disclosed=1, newly_disclosed=True))
    assert guard.lapse_in(filler) is telling.lapse_in(filler) is None
    assert guard.lapse_in(others) is Lapse.TOO_LONG
    assert telling.lapse_in(others) is None


def test_a_thought_may_be_blunt_and_repeat_but_not_break_the_role() -> None:
    guard = Guard(moment_of(persona_file().persona))
    assert guard.lapse_in_thought("He explained himself again.") is None
    assert guard.lapse_in_thought("As an AI, I think he did well.") is Lapse.OUT_OF_ROLE


def test_each_lapse_has_words_for_the_model() -> None:
    assert all(mend(lapse).endswith(".") for lapse in Lapse)
