import pytest

from leanin.authoring.questions import QUESTIONS, Kind, Question, Unfit
from leanin.dynamics import Stance
from leanin.persona import Component, Difficulty, Marker

BY_KEY = {question.key: question for question in QUESTIONS}


def test_every_stance_is_asked_for_words_and_thoughts() -> None:
    for stance in Stance:
        assert f"voice.lines.{stance.value}" in BY_KEY
        assert f"voice.thoughts.{stance.value}" in BY_KEY


def test_choices_are_the_words_of_the_file() -> None:
    assert set(BY_KEY["rupture.component"].choices) == {one.value for one in Component}
    assert set(BY_KEY["rupture.marker"].choices) == {one.value for one in Marker}
    assert set(BY_KEY["difficulty"].choices) == {one.value for one in Difficulty}


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        (Kind.TEXT, " two\n words ", "two words"),
        (Kind.LINES, "- one\n\n two ", ["one", "two"]),
        (Kind.WHOLE, "26", 26),
        (Kind.NUMBER, "0,5", 0.5),
        (Kind.CHOICE, "2", "goals"),
        (Kind.CHOICE, "Go", "goals"),
        (Kind.LANGUAGE, " german", "de"),
        (Kind.LANGUAGE, "pt-br", "pt-BR"),
        (Kind.YES_NO, "Y", True),
        (Kind.YES_NO, "no", False),
    ],
)
def test_an_answer_is_read_and_typed_back(kind: Kind, text: str, answer: object) -> None:
    question = Question("k", "s", "a?", kind=kind, choices={"bond": "", "goals": ""}, low=0, high=110)
    assert question.parse(text) == answer
    assert question.parse(question.as_text(question.parse(text))) == answer


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (Kind.TEXT, "  ", "A few words"),
        (Kind.LINES, "\n \n", "At least one line"),
        (Kind.WHOLE, "26.5", "A whole number"),
        (Kind.WHOLE, "old", "A number is needed"),
        (Kind.NUMBER, "nan", "from 0 to 110"),
        (Kind.NUMBER, "400", "from 0 to 110"),
        (Kind.CHOICE, "love", "bond, goals"),
        (Kind.LANGUAGE, "germn", r"The code of a language.*perhaps “de” \(German\) was meant\."),
        (Kind.YES_NO, "perhaps", "Yes or no?"),
    ],
)
def test_an_answer_that_does_not_fit_is_told_why(kind: Kind, text: str, reason: str) -> None:
    question = Question("k", "s", "a?", kind=kind, choices={"bond": "", "goals": ""}, low=0, high=110)
    with pytest.raises(Unfit, match=reason):
        question.parse(text)
