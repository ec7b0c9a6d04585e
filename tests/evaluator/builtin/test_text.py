"""Reading what was typed: folding, shorthand, spelling, stems, and the way back to the literal words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.evaluator.builtin.patterns import closing, cue, opening, whole
from leanin.evaluator.builtin.segments import segmented
from leanin.evaluator.builtin.spelling import mended
from leanin.evaluator.builtin.stems import content, stem, telling
from leanin.evaluator.builtin.text import folded, plain_text
from leanin.evaluator.builtin.themes import themes_of


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("I'm", "i am"),
        ("im", "i am"),
        ("I’m", "i am"),
        ("dont", "do not"),
        ("won't", "will not"),
        ("u", "you"),
        ("ur kids", "your kids"),
        ("ur right", "you are right"),
        ("id like", "i would like"),
        ("wanna", "want to"),
        ("sayin", "saying"),
        ("sorrrrry", "sorry"),
        ("wory", "worry"),
        ("qualifed", "qualified"),
        ("somebody's", "somebody is"),
        ("Luis's", "luis"),
        ("Ｓｏｒｒｙ", "sorry"),
        ("s\u200borry", "sorry"),
        ("ѕorry", "sorry"),
        ("so\x00rry", "sorry"),
    ],
)
def test_words_are_spelled_out(typed: str, plain: str) -> None:
    assert plain_text(typed).strip() == plain


@pytest.mark.parametrize(
    "word", ["scars", "shared", "breath", "stranger", "heard", "wonder", "trusts", "feels", "loose"]
)
def test_ordinary_words_are_left_alone(word: str) -> None:
    assert mended(word) == word


def test_a_bar_stands_where_a_sentence_ends() -> None:
    assert plain_text("I am young. You fear it!").split("|")[0] == " i am young "


@given(st.text())
def test_folding_keeps_the_place_of_every_character(text: str) -> None:
    plain, places = folded(text)
    if places is None:
        assert plain == text.lower()
    else:
        assert len(plain) == len(places)
        assert places == sorted(places)
        assert all(0 <= place < len(text) for place in places)


@pytest.mark.parametrize(
    ("first", "second"),
    [("kids", "children"), ("trusting", "trust"), ("decide", "decided"), ("forget", "remembered"), ("pushed", "push")],
)
def test_words_of_one_kind_share_a_stem(first: str, second: str) -> None:
    assert stem(first) == stem(second)


def test_light_words_tie_nothing_together() -> None:
    assert content(["the", "family", "think"]) == {"family", "think"}
    assert telling(content(["the", "family", "think"])) == {"family"}


def test_a_concern_and_a_reflection_share_a_theme() -> None:
    assert themes_of(["family", "good", "hands"]) & themes_of(["rely", "on", "me"])
    assert not themes_of(["the", "weather", "lovely"])


def clauses(text: str) -> list[tuple[str, bool]]:
    reply = segmented(text)
    return [(reply.said(segment).strip(), segment.asks) for segment in reply.segments]


def test_clauses_are_cut_at_marks_contrasts_and_joined_clauses() -> None:
    assert clauses("I'm 26, I have no kids. But you tell me, what worries you?") == [
        ("i am 26", False),
        ("i have no kids", False),
        ("but you tell me", False),
        ("what worries you", True),
    ]
    assert clauses("I am young but I care — really") == [
        ("i am young", False),
        ("but i care", False),
        ("really", False),
    ]


def test_a_question_in_a_run_on_line_is_found() -> None:
    assert clauses("must be hard with your family what scares you most")[1] == ("what scares you most", False)
    assert len(clauses("I would like to know what scares you most")) == 1
    assert len(clauses("could you tell me a little of what is hard")) == 1


def test_titles_end_no_sentence() -> None:
    assert clauses("Mrs. Alvarez, thank you") == [("mrs alvarez thank you", False)]


def test_a_clause_leads_back_to_the_literal_words() -> None:
    text = "Well… I’m   young,\nand I haven't “raised” kids."
    reply = segmented(text)
    assert [reply.span_of(segment).of(text) for segment in reply.segments] == [
        "Well",
        "I’m   young",
        "and I haven't “raised” kids",
    ]


def test_the_notation_of_cues() -> None:
    found = cue(
        r"""
        i (do|did) not <verb>
        never (once|
            again)
        """,
        verb="(?:know|see)",
    )
    assert found.search(" well i did not see it ")
    assert found.search(" never again ")
    assert not found.search(" i do not seed ")
    assert opening("so|but").match(" but you ")
    assert closing("(is|was) it").search(" what was it ")
    assert whole("go on").match(" go on ")
    assert not whole("go on").match(" go on then ")


def test_a_starred_group_repeats_five_times_at_most() -> None:
    pattern = cue("i (so )*tired")
    assert pattern.search(" i so so so tired ")
    assert not pattern.search(" i" + " so" * 6 + " tired ")
