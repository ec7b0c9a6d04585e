"""A list that is looked through word by word finds what one pattern of all its phrases would find."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.evaluator.builtin.cue_lists import CueList
from leanin.evaluator.builtin.patterns import word_set

PHRASES = [
    r"(?:i|we) (?:do|did) not \w+",
    r"suicid\w*|kill\w*",
    r"no(?: good)? way",
    r"i do",
    r"(?:very |so )*tired",
    r"\w+ of me",
    r"[1-3] of(?! me)",
    r"(?<!am )tired of",
    r"(?:the |a )?rope",
    r"(?:very |so ){0,5}(?:kill\w* |the )?me",
    r"\w+ (?:good|the) (?:2|a )?way",
]
ONE_PATTERN = re.compile(f" (?:{'|'.join(PHRASES)})(?= )")
LISTED = CueList(PHRASES)
WORDS = sorted(word_set("i we do did not no good way so very tired of me am suicidal kill rope the a 2 | killing"))

texts = st.lists(st.sampled_from(WORDS), max_size=12).map(lambda words: f" {' '.join(words)} ")


@given(texts)
def test_it_finds_what_one_pattern_of_all_phrases_finds(text: str) -> None:
    found = [one.span() for one in LISTED.finditer(text)]
    assert found == [one.span() for one in ONE_PATTERN.finditer(text)]
    first = LISTED.search(text)
    assert (first.span() if first else None) == (found[0] if found else None)
    assert LISTED.sub(" -", text) == ONE_PATTERN.sub(" -", text)


@given(texts, st.integers(0, 30), st.integers(0, 40))
def test_it_may_be_asked_for_a_part_of_the_text(text: str, start: int, end: int) -> None:
    found, expected = LISTED.search(text, start, end), ONE_PATTERN.search(text, start, end)
    assert (found and found.span()) == (expected and expected.span())


@pytest.mark.parametrize("text", ["", " ", "rope", "  ", " rope", "the rope "])
def test_a_text_without_spaces_around_its_words_is_no_trouble(text: str) -> None:
    assert [one.span() for one in LISTED.finditer(text)] == [one.span() for one in ONE_PATTERN.finditer(text)]
