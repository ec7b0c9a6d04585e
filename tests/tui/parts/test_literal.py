from hypothesis import given
from hypothesis import strategies as st

from leanin.tui.parts.literal import harmless, literal


@given(st.text())
def test_nothing_that_moves_a_terminal_is_left(text: str) -> None:
    assert all(char == "\n" or char.isprintable() or char >= "\xa0" for char in harmless(text))


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_an_escape_sequence_and_a_direction_override_lose_their_power() -> None:
    assert harmless("a\x1b[2Jb\u202ec\td\r\ne") == "a[2Jbc d\ne"


def test_markup_is_shown_as_typed() -> None:
    content = literal("[bold]not bold[/bold] [link=x]y")
    assert content.plain == "[bold]not bold[/bold] [link=x]y"
    assert not content.spans
