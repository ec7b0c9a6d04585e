import pytest

from leanin.progress import words
from leanin.progress.figures import Attempts, Group
from leanin.progress.shares import share_of, sums


def test_what_was_counted_says_that_other_tries_count_too() -> None:
    said = words.attempts_in_words(Attempts(replies=10, again=3, taken_back=2, aside=1, graded=9), 2)
    assert said == (
        "10 replies in 2 sessions: 7 first tries, 3 later at the same moment "
        "(2 taken back and 1 tried beside the conversation; they count too). 1 of them got no grade."
    )
    assert words.attempts_in_words(Attempts(1, 0, 0, 0, 1), 1) == "1 reply in 1 session."


@pytest.mark.parametrize(
    ("hits", "of", "short", "long"),
    [
        (0, 0, "–", "none yet"),
        (3, 6, "3/6 ?", "3 of 6: too few to tell"),
        (10, 20, "~50%", "50% (30–70%) of 20"),
        (50, 100, "50%", "50% (40–60%) of 100"),
    ],
)
def test_shares(hits: int, of: int, short: str, long: str) -> None:
    share = share_of(sums([hits], [of]))
    assert (words.share_in_short(share), words.share_in_words(share)) == (short, long)


def test_outcomes() -> None:
    nothing = share_of(sums([], []))
    group = Group(("ada",), "Ada", 4, 9, (nothing,) * 3, nothing, {"walked_out": 2, "repaired": 1})
    assert words.outcomes_in_words(group) == "1 repaired, 2 walked out"
    assert words.repaired_in_words(group) == "1 of 3"
    assert words.repaired_in_words(group._replace(outcomes={})) == "–"


def test_several_evaluators_are_named() -> None:
    assert words.graders_in_words({"builtin": 3}) == ""
    assert "builtin 3, openai/x 2" in words.graders_in_words({"builtin": 3, "openai/x": 2})
