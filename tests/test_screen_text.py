import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.screen_text import harmless, on_one_line


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Ro\x1b]0;PWNED\x07sa", "Ro]0;PWNEDsa"),
        ("a\tb\r\nc\rd", "a b\ncd"),
        ("\u202eevil\u2066 \x9b31m", "evil 31m"),
        ("Zoë “hm” 🙂 {{ x }}", "Zoë “hm” 🙂 {{ x }}"),
    ],
)
def test_commands_go_and_words_stay(given: str, shown: str) -> None:
    assert harmless(given) == shown


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(on_one_line(text).splitlines()) <= 1
    assert harmless(on_one_line(text)) == on_one_line(text)
