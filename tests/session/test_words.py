from hypothesis import given
from hypothesis import strategies as st

from leanin.session.words import cleaned


@given(st.text())
def test_cleaning_keeps_every_word_and_no_control_character(text: str) -> None:
    clean = cleaned(text)
    assert cleaned(clean) == clean
    assert not any(char < " " and char not in "\n\t" for char in clean)
    clean.encode("utf-8")


def test_what_parts_words_still_parts_them() -> None:
    assert cleaned("hello\vworld\x85again") == "hello world again"


def test_cleaning_keeps_letters_of_every_script() -> None:
    assert cleaned("  ¿Cómo está?\r\n你好\x1b[31m rot\x00 ") == "¿Cómo está?\n你好[31m rot"
