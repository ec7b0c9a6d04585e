"""With which words a phrase may begin."""

import pytest

from leanin.evaluator.builtin.first_words import Beginnings, Needed, alternatives, beginnings, needed


def begins(words: str = "", pairs: str = "", stems: tuple[str, ...] = (), seconds: str = "") -> Beginnings:
    """Beginnings of words, and of pairs with commas between."""
    return Beginnings(
        frozenset(words.split()), frozenset(filter(None, pairs.split(", "))), stems, frozenset(seconds.split())
    )


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
        (r"\w+ of me", begins(stems=("",), seconds="of")),
        (r"\w+ (?:my|our) way", begins(stems=("",), seconds="my our")),
        (r"\w+ \w+ way", begins(stems=("",))),
        ("(?:ha){1,5}", begins(stems=("ha",))),
        ("(?:very |so ){0,5}tired", begins("very so tired")),
        ("(?:so )*", begins(stems=("",))),
        ("(?<!am )tired(?! of)", begins("tired")),
        (r"\| sit down", begins(pairs="| sit")),
    ],
)
def test_with_what_a_phrase_may_begin(phrase: str, expected: Beginnings) -> None:
    assert beginnings(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "words", "stems"),
    [
        ("shut up", "shut", ()),
        ("of your (?:mother|father) now", "mother father", ()),
        ("(?:so )?tired", "tired", ()),
        (r"(?:very )*a (?:suicid\w*|killing)", "suicid killing", ("suicid",)),
        (r"no (?:good way|one)", "way one", ()),
        (r"\w+ of me", "of", ()),
        (r"(?:the )?\w+", "", ("",)),
        ("(?:so )?", "", ("",)),
    ],
)
def test_what_a_text_must_hold_for_a_phrase(phrase: str, words: str, stems: tuple[str, ...]) -> None:
    assert needed(phrase) == Needed(frozenset(words.split()), stems)


def test_a_phrase_is_cut_at_bars_outside_brackets_and_classes() -> None:
    assert alternatives(r"a (?:b|c)|[|x] d|\| e") == ["a (?:b|c)", "[|x] d", r"\| e"]
