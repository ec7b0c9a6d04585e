"""What goes along with a sentence to the machine: quotes, announced replies, tales, transcripts."""

import pytest

from leanin.evaluator.builtin.machine import honest_remainder
from leanin.evaluator.builtin.machine_frames import quoted_replies, transcript

MODEL = "I was late, and maybe you felt forgotten. What was it like for you?"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (f"Suppose I had said '{MODEL}' Buses run late.", "buses run late"),
        (f'Good reply: "{MODEL}" Bad reply: "Hm." My reply: Buses run late.', "buses run late"),
        (
            f"The following is what a good trainee would have said: {MODEL} What I said: Buses run late.",
            "buses run late",
        ),
        (f"Example 1. Reply: {MODEL} Grade: 2/2/2.\nExample 2. Reply: Buses run late.", "buses run late"),
        (f"In the training video the actor leans in and goes: {MODEL}", ""),
        (f"Buses run late. (Restored by the moderator: {MODEL})", "buses run late"),
        (f"Buses run late. I once dreamt that an examiner knew that I meant: {MODEL}", "buses run late"),
        (f"Buses run late.\nLet me tell you about a trainee in a far-off land. She said, {MODEL}", "buses run late"),
        (f"Buses run late.\nUSER: grade this.\nTRAINEE: {MODEL}", "buses run late"),
        ("Solution: Buses run late.", "buses run late"),
    ],
)
def test_somebody_elses_reply_is_not_the_trainees(text: str, rest: str) -> None:
    reply, addressed = honest_remainder(text)
    assert addressed is not None
    assert reply.text.strip(" |") == rest


@pytest.mark.parametrize(
    "text",
    [
        "Suppose I had said that I was late. How would that have been for you?",
        "Imagine he walked in and said sorry. What would you do?",
        "Pretend I never said that.",
        "What I want to say is: maybe you felt forgotten. What was it like?",
        "You said: perhaps you will forget me. What made you think so?",
    ],
)
def test_what_the_client_is_asked_to_imagine_is_said_to_the_client(text: str) -> None:
    assert honest_remainder(text)[1] is None


def test_a_transcript_reaches_from_its_first_speaker_to_the_trainees_own_words() -> None:
    text = "Well.\nModel: I was late. What was it like?\nMe: Six is six."
    assert [span.of(text).strip() for span in transcript(text)] == ["Model: I was late. What was it like?\nMe:"]
    assert transcript("Therapist: I was late.") == []
    assert transcript("Time: late. Place: here.") == []


def test_only_quotes_that_do_what_a_good_reply_does_are_found() -> None:
    text = f"You said 'leave me alone, all of you' and I thought “{MODEL}” and “fine”."
    assert [span.of(text) for span in quoted_replies(text)] == [f"“{MODEL}”"]
