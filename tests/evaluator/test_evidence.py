"""A quote counts when the trainee said it, however the model typed it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.evaluator.evidence import Span, find_quote, occurs

REPLY = "You're right.  I am\nyoung — and I haven’t “raised” a child. What worries you most?"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("I am young", "I am\nyoung"),
        ("you're RIGHT", "You're right"),
        ("I haven't raised a child", "I haven’t “raised” a child"),
        ('"What worries you most?"', "What worries you most?"),
        ("…haven’t 'raised' a child…", "haven’t “raised” a child"),
        ("young - and I", "young — and I"),
        ("What worries\u200b you most", "What worries you most"),
    ],
)
def test_whitespace_case_and_marks_make_no_difference(quote: str, found: str) -> None:
    span = find_quote(quote, REPLY)
    assert span is not None
    assert span.of(REPLY) == found


@pytest.mark.parametrize("quote", ["", "   ", "“…”", "I am old", "worries you least", "youngand"])
def test_words_that_were_not_said_are_no_evidence(quote: str) -> None:
    assert find_quote(quote, REPLY) is None
    assert not occurs(quote, REPLY)


def test_a_span_gives_the_literal_words() -> None:
    assert Span(2, 5).of("abcdefg") == "cde"


@given(st.text(), st.text(), st.text())
def test_what_is_part_of_a_reply_is_found_in_it(before: str, quote: str, after: str) -> None:
    reply = f"{before} {quote} {after}"
    if occurs(quote, f"{quote} 0"):
        assert occurs(quote, reply)


@pytest.mark.parametrize("quote", ["I", "am", "you", "“a”", "t y", "'re"])
def test_what_stands_in_any_reply_proves_nothing(quote: str) -> None:
    assert not occurs(quote, "You are right. I'm young, and that's a fact.")


@pytest.mark.parametrize("quote", ["I am", "young", "right"])
def test_two_words_or_four_letters_are_enough(quote: str) -> None:
    assert occurs(quote, "You're right. I am young.")


@pytest.mark.parametrize(("quote", "reply"), [("Yes.", "yes"), ("“No”", " No. "), ("…Oh", "Oh!")])
def test_the_whole_of_a_very_short_reply_is_enough(quote: str, reply: str) -> None:
    assert occurs(quote, reply)


@given(st.text(), st.text())
def test_a_span_always_lies_within_the_reply(quote: str, reply: str) -> None:
    span = find_quote(quote, reply)
    assert span is None or 0 <= span.start < span.end <= len(reply)
