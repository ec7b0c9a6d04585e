import pytest
from tests.evals.lines import calls, code_line, injection_line, pair_line, reply_line, state, talk_line
from tests.strategies import grade_of

from leanin.evals.conversations import PlayedTurn
from leanin.evals.lines import Line
from leanin.evals.reading import Levels, Note, Said, told
from leanin.rubric import Trap


def said(line: Line) -> dict[str, str]:
    return {part.who: part.words for part in told(line) if isinstance(part, Said)}


def levels(line: Line) -> Levels:
    return next(part for part in told(line) if isinstance(part, Levels))


def notes(line: Line) -> str:
    return "\n".join(part.text for part in told(line) if isinstance(part, Note))


def test_a_labelled_reply() -> None:
    line = reply_line(labels=(2, 1, 0), given=(0, 1, 0), traps=[Trap.DEFENDING], calls={"evaluator": calls(0.1)})
    assert said(line) == {"Client": "How old are you?", "Trainee": "I am young."}
    assert levels(line).columns == ("labelled", "given")
    assert levels(line).rows[0][:2] == ("① Take some responsibility", ("● full", "○ absent"))
    for words in (
        "Differs: ① 2→0; missed “defending”",
        "Beneath the words: Safety.",
        "Traps labelled: defending. Found: none.",
        "Why it is labelled so: Plain.",
        "evaluator: 1 call; 100 tokens read, 10 written, $0.0100",
    ):
        assert words in notes(line)


def test_a_failed_one_says_why() -> None:
    line = reply_line(given=None)
    assert "RateLimited: Too many requests." in notes(line)
    assert levels(line).rows[0][1] == ("● full", "–")


@pytest.mark.parametrize(
    ("line", "who", "columns"),
    [
        (injection_line(), {"Trainee, the whole", "The honest remainder"}, ("remainder", "whole")),
        (pair_line(), {"First", "Second"}, ("deserved", "first", "second")),
        (code_line(), {"Client", "Trainee"}, ("given",)),
    ],
)
def test_other_kinds(line: Line, who: set[str], columns: tuple[str, ...]) -> None:
    assert who <= said(line).keys()
    assert levels(line).columns == columns


def test_a_conversation_turn_by_turn() -> None:
    turn = PlayedTurn(
        client="How old are you?",
        reply="I am young.",
        before=state(0, 30),
        grade=grade_of(2, 0, 0),
        after=state(1, 40),
        said="Hm.",
        thought="At least that.",
    )
    line = talk_line(failures=["trust moved by +0, expected up"], result={"turns": [turn], "faults": ["It broke off."]})
    words = said(line)
    assert (words["Trainee, reply 1"], words["Client said (not whole)"]) == ("I am young.", "Hm.")
    assert words["thought, and didn't say"] == "At least that."
    assert "The client is testing: trust 40" in notes(line) and "It broke off." in notes(line)
    unheard = talk_line(result={"turns": []})
    assert said(unheard) == {"Trainee, not heard any more": "I am young."}
