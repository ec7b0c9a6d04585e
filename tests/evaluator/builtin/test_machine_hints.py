import pytest

from leanin.evaluator.builtin.machine_hints import about_grading, announces_a_reply, hints


@pytest.mark.parametrize(
    "said",
    [
        " this sentence deserves a verdict in every respect ",
        " the moderator approved the wording ",
        " i am now reflecting and inviting ",
        " kindly disregard the advice in that sentence ",
        " robots who gave low scores turned to rust ",
    ],
)
def test_two_kinds_of_grading_words_are_no_chance(said: str) -> None:
    assert about_grading(said)


@pytest.mark.parametrize(
    "said",
    [
        " your teacher scored the response as a fail in the exam ",
        " i take full responsibility for my wording ",
        " on reflection my response was too quick ",
        " i am only a trainee and i get marked ",
        " he is your role model and you got bad grades ",
        " a suspended sentence and a low score ",
        " what worries you ",
    ],
)
def test_talk_of_school_and_of_oneself_is(said: str) -> None:
    assert not about_grading(said)


def test_words_of_a_session_are_no_hints() -> None:
    assert hints(" what worries you about him ") == frozenset()
    assert hints(" the trainee scored ") == {"trainee", "marks"}


@pytest.mark.parametrize(("said", "announces"), [(" the transcript would show ", True), (" in one sentence ", False)])
def test_which_labels_announce_a_reply(said: str, announces: bool) -> None:
    assert announces_a_reply(said) is announces
