from hypothesis import given
from hypothesis import strategies as st
from tests.tui.rooms import DEFENDS, LEANS_IN, REPLY

from leanin.rubric import Step
from leanin.tui.parts.highlight import STEP_STYLES, TRAP_STYLE, Mark, marked, marks_of


def styled(reply: str, marks: list[Mark]) -> dict[str, str]:
    """The marked words by their style."""
    content = marked(reply, marks)
    return {str(span.style): content.plain[span.start : span.end] for span in content.spans}


def test_each_step_marks_its_own_words_and_puts_its_sign_behind_them() -> None:
    content = marked(REPLY, marks_of(LEANS_IN))
    assert content.plain == (
        "You're right, I am young①, and maybe you wonder who looks after Len②. What worries you most?③"
    )
    found = styled(REPLY, marks_of(LEANS_IN))
    assert found[STEP_STYLES[Step.RESPONSIBILITY]] == "I am young"
    assert found[STEP_STYLES[Step.REFLECTION]] == "you wonder who looks after Len"
    assert found[STEP_STYLES[Step.INVITATION]] == "What worries you most?"


def test_the_steps_are_told_apart_without_colour() -> None:
    looks = {style.split(" ")[0] for style in STEP_STYLES.values()}
    assert looks == {"underline", "bold", "italic"}


def test_the_words_of_a_trap_are_marked_too() -> None:
    assert styled("But I have studied this.", marks_of(DEFENDS))[TRAP_STYLE] == "I have studied this"
    assert marked("But I have studied this.", marks_of(DEFENDS)).plain == "But I have studied this✕."


def test_steps_that_are_absent_or_not_called_for_mark_nothing() -> None:
    unmarked = LEANS_IN.model_copy(
        update={
            "responsibility": LEANS_IN.responsibility.model_copy(update={"level": 0}),
            "reflection": LEANS_IN.reflection.model_copy(update={"called_for": False}),
        }
    )
    assert [mark.sign for mark in marks_of(unmarked)] == ["③"]


def test_words_that_serve_two_steps_get_both_signs() -> None:
    marks = [Mark("I am young", "bold", "①"), Mark("am young", "italic", "②")]
    assert marked("I am young.", marks).plain == "I am young①②."
    assert styled("I am young.", marks)["italic"] == "am young"


def test_a_mark_inside_another_keeps_both_whole() -> None:
    marks = [Mark("I am young and new", "bold", "①"), Mark("am young", "italic", "②")]
    content = marked("I am young and new.", marks)
    assert content.plain == "I am young② and new①."
    assert styled("I am young and new.", marks)["bold"] == "I am young② and new"


def test_a_quote_that_is_not_there_is_passed_over() -> None:
    assert marked("Hello.", [Mark("never said", "bold", "①")]).plain == "Hello."


def test_markup_in_a_reply_is_words() -> None:
    assert marked("[bold]I am young[/bold]", [Mark("I am young", "bold", "①")]).plain == "[bold]I am young①[/bold]"


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_the_words_themselves_are_never_changed(reply: str, start: int, length: int) -> None:
    content = marked(reply, [Mark(reply[start : start + length], "bold", "①")])
    assert content.plain.replace("①", "") == marked(reply, []).plain.replace("①", "")
    assert all(0 <= span.start <= span.end <= len(content.plain) for span in content.spans)
