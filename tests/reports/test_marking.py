from hypothesis import given
from hypothesis import strategies as st
from tests.tui.rooms import DEFENDS, LEANS_IN, REPLY

from leanin.reports.marking import Sign, pieces
from leanin.rubric import Grade, StepGrade


def test_evidence_is_marked_where_it_stands() -> None:
    marked = {piece.text: piece for piece in pieces(REPLY, LEANS_IN) if piece.styles}
    assert marked["I am young"].styles == ("responsibility",)
    assert marked["What worries you most?"].signs == (Sign("③", "evidence for invitation"),)


def test_words_that_fell_into_a_trap() -> None:
    (marked,) = [piece for piece in pieces("Well, I have studied this.", DEFENDS) if piece.styles]
    assert (marked.text, marked.styles) == ("I have studied this", ("trap",))
    assert marked.signs == (Sign("✕", "trap: defending"),)


def test_without_a_grade_nothing_is_marked() -> None:
    assert [piece.text for piece in pieces(REPLY, None)] == [REPLY]


@given(st.text(max_size=60), st.lists(st.text(max_size=20), min_size=3, max_size=3), st.data())
def test_the_pieces_put_together_are_the_reply(reply: str, quotes: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(reply)))
    quotes[0] = reply[start : data.draw(st.integers(start, len(reply)))]
    steps = [StepGrade(level=2, evidence=quote) for quote in quotes]
    grade = Grade(responsibility=steps[0], reflection=steps[1], invitation=steps[2])
    assert "".join(piece.text for piece in pieces(reply, grade)) == reply
