from leanin.evaluator.builtin.machine_sentences import sentences
from leanin.evaluator.builtin.segments import segmented


def test_sentences_know_their_clauses_colons_and_lines() -> None:
    text = "Here: I was late, but you had to wait for it.\nWhat was it like?"
    found = list(sentences(segmented(text), text))
    assert [one.said for one in found] == [" here ", " i was late | but you had to wait for it ", " what was it like "]
    assert [one.announces for one in found] == [True, False, False]
    assert [one.starts_line for one in found] == [True, False, True]
    assert [one.last_clause - one.clause for one in found] == [0, 1, 0]


def test_nothing_has_no_sentences() -> None:
    assert list(sentences(segmented(""), "")) == []
