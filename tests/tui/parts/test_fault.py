from leanin.errors import JournalError
from leanin.tui.parts.fault import fault_in_words


def a_fault() -> Exception:
    secret = "I am so ashamed"
    try:
        raise ValueError(secret)
    except ValueError as error:
        return error


def test_a_fault_names_the_place_and_shows_no_values() -> None:
    said = fault_in_words(a_fault(), "")
    assert "ValueError" in said and "test_fault.py, line" in said
    assert "ashamed" not in said


def test_unsent_words_are_given_back() -> None:
    assert fault_in_words(a_fault(), "You're right,\nI am young.").endswith(
        "What you had not sent yet:\n\nYou're right,\nI am young."
    )


def test_an_error_in_words_is_shown_as_such() -> None:
    assert fault_in_words(JournalError("The disk is full."), "  ") == "The journal can't be used: The disk is full."
