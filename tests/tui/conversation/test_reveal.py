from hypothesis import given
from hypothesis import strategies as st

from leanin.tui.conversation.reveal import Reveal


@given(st.lists(st.text()))
def test_every_word_comes_out_once_and_in_order(pieces: list[str]) -> None:
    reveal = Reveal()
    for piece in pieces:
        reveal.add(piece)
    out = []
    while reveal.waiting:
        out.append(reveal.step())
    assert "".join(out) == "".join(pieces)


@given(st.integers(1, 5000))
def test_a_long_answer_comes_faster_not_later(words: int) -> None:
    reveal = Reveal()
    reveal.add("word " * words)
    steps = 0
    while reveal.waiting:
        reveal.step()
        steps += 1
    assert steps <= 300


def test_words_come_one_by_one() -> None:
    reveal = Reveal()
    reveal.add("One two.")
    assert [reveal.step(), reveal.step(), reveal.step()] == ["One ", "two.", ""]


def test_the_rest_can_be_had_at_once() -> None:
    reveal = Reveal()
    reveal.add("One two three.")
    reveal.step()
    assert reveal.rest() == "two three."
    assert not reveal.waiting
