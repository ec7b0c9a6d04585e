"""With which words a phrase may begin."""

import pytest

from leanin.evaluator.builtin.first_words import Beginnings, alternatives, beginnings


def begins(words: str = "", pairs: str = "", stems: tuple[str, ...] = ()) -> Beginnings:
    """Beginnings of words, and of pairs with commas between."""
    return Beginnings(frozenset(words.split()), frozenset(filter(None, pairs.split(", "))), stems)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("shut up", begins(pairs="shut up")),
        ("shut up now", begins(pairs="shut up")),
        ("ouch", begins("ouch")),
        ("(?:i|we) (?:do|did) not", begins(pairs="i do, i did, we do, we did")),
        ("(?:so )?tired", begins("tired", "so tired")),
        ("grad(?:e|ing)s?", begins("grade grades grading gradings")),
        ("minimi[sz]e", begins("minimise minimize")),
        ("[1-3] kids", begins(pairs="1 kids, 2 kids, 3 kids")),
        (r"suicid\w*", begins("suicid", stems=("suicid",))),
        (r"the \w+ way", begins("the")),
        (r"\w+ of me", begins(stems=("",))),
        ("(?:ha){1,5}", begins(stems=("",))),
        ("(?:so )*", begins(stems=("",))),
        ("(?<!am )tired(?! of)", begins("tired")),
        (r"\| sit down", begins(pairs="| sit")),
    ],
)
def test_with_what_a_phrase_may_begin(phrase: str, expected: Beginnings) -> None:
    assert beginnings(phrase) == expected


def test_a_phrase_is_cut_at_bars_outside_brackets_and_classes() -> None:
    assert alternatives(r"a (?:b|c)|[|x] d|\| e") == ["a (?:b|c)", "[|x] d", r"\| e"]
