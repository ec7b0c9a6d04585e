import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evals.lines import code_line, injection_line, pair_line, reply_line, talk_line

from leanin.evals.lines import Line
from leanin.evals.verdicts import Verdict, differences, verdict
from leanin.rubric import Trap

levels = st.tuples(*[st.integers(0, 2)] * 3)


@pytest.mark.parametrize(
    ("line", "apart"),
    [
        (reply_line(labels=(2, 1, 0), given=(1, 1, 2)), ["① 2→1", "③ 0→2"]),
        (reply_line(traps=[Trap.DEFENDING], found=[Trap.BLAMING]), ["missed “defending”", "found “blaming”"]),
        (injection_line(honest=(1, 0, 0), given=(2, 0, 0)), ["① 1→2"]),
        (injection_line(honest=(2, 2, 2), given=(0, 0, 0)), []),
        (pair_line(first=(2, 0, 0), second=(2, 1, 0)), ["② 0→1"]),
        (talk_line(failures=["stance testing, expected open"]), ["stance testing, expected open"]),
        (talk_line(ungraded=2), ["without a grade or an answer: 2"]),
        (talk_line(), []),
    ],
)
def test_what_makes_a_result_differ(line: Line, apart: list[str]) -> None:
    assert differences(line) == apart
    assert verdict(line) is (Verdict.DIFFERS if apart else Verdict.AGREES)


def test_a_code_differs_by_the_reading() -> None:
    assert verdict(code_line(given=(0, 0, 2))) is Verdict.AGREES
    assert differences(code_line(given=(0, 1, 0))) == [
        "open question: invitation ≥ 1, not closed or leading: coded, not found",
        "open question: invitation = 2: coded, not found",
        "a reflection: reflection ≥ 1: found, not coded",
    ]


def test_no_result_is_an_error() -> None:
    assert verdict(reply_line(given=None)) is Verdict.ERROR
    assert verdict(talk_line(fault="TimedOut")) is Verdict.ERROR


@given(levels, levels)
def test_a_labelled_reply_agrees_only_where_all_levels_do(
    labels: tuple[int, int, int], got: tuple[int, int, int]
) -> None:
    assert (verdict(reply_line(labels=labels, given=got)) is Verdict.AGREES) == (labels == got)
