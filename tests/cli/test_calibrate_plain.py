import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.calibration.samples import begun, blind

from leanin.calibration import book
from leanin.calibration.rounds import BlindGrade
from leanin.cli.calibrate_plain import NotUnderstood, grade_by_lines, grade_in
from leanin.cli.calibrate_words import given_in_a_line
from leanin.rubric import Trap
from leanin.settings import load_settings


@pytest.mark.parametrize(
    ("line", "grade"),
    [
        ("2 1 0", blind(2, 1, 0)),
        ("210", blind(2, 1, 0)),
        ("2,1, 0", blind(2, 1, 0)),
        (" 2/1/0 ", blind(2, 1, 0)),
        ("0 0 0 defending", blind(0, 0, 0, Trap.DEFENDING)),
        ("000 unsafe,Closed-Question", blind(0, 0, 0, Trap.CLOSED_QUESTION, Trap.UNSAFE)),
        ("1 1 1 taking_it #  a “but” # really", blind(1, 1, 1, Trap.TAKING_IT_BACK, note="a “but” # really")),
        ("1 1 1#note", blind(1, 1, 1, note="note")),
    ],
)
def test_a_line_gives_a_grade(line: str, grade: BlindGrade) -> None:
    assert grade_in(line) == grade


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2 1", "Three levels"),
        ("3 1 0", "Three levels"),
        ("2 1 0 1", "There is no trap “1”"),
        ("2100", "Three levels"),
        ("defending", "Three levels"),
        ("1 1 1 taking", "may mean taking_too_much or taking_it_back"),
        ("1 1 1 clozed_question", "Did you mean closed_question"),
        ("# only a note", "Three levels"),
    ],
)
def test_what_isnt_a_grade_is_told(line: str, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says):
        grade_in(line)


@given(
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 2),
    st.sets(st.sampled_from(Trap)),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])).map(str.strip),
)
def test_what_was_given_can_be_typed_again(one: int, two: int, three: int, traps: set[Trap], note: str) -> None:
    grade = blind(one, two, three, *(trap for trap in Trap if trap in traps), note=note)  # type: ignore[arg-type]
    assert grade_in(given_in_a_line(grade)) == grade


class Hand(io.StringIO):
    """A terminal, as far as anybody asks."""

    def isatty(self) -> bool:
        return True


def by_hand(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *typed: str | type[BaseException]
) -> tuple[bool, str, str]:
    """Grade a round of two replies with these lines: whether it is finished, what was shown, and the round's id."""
    lines = iter(typed)

    def type_one(_prompt: str) -> str:
        line = next(lines, EOFError)
        if isinstance(line, str):
            return line
        raise line

    monkeypatch.setattr("builtins.input", type_one)
    kept = begun(tmp_path, count=2)
    out = io.StringIO()
    finished = grade_by_lines(kept, load_settings(), Hand(), out)
    return finished, out.getvalue(), kept.header.id


def test_a_slip_is_told_and_nothing_lost(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    finished, shown, round_id = by_hand(monkeypatch, tmp_path, "1 1", "/bogus", "", "/end", "2 1 0", "/quit")
    assert not finished
    for said in ("Three levels", "There is no /bogus", "No grade yet", "Grade at least one reply first"):
        assert said in shown
    assert "1 of 2 graded, all kept" in shown
    assert len(book.read(round_id).grades) == 1


def test_enter_shows_the_result_only_behind_the_last_reply(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    typed = ("2 1 0", "1 1 1", "/back", "/back", "", "", "")
    finished, shown, round_id = by_hand(monkeypatch, tmp_path, *typed)
    assert finished
    assert shown.count("All graded.") == 2
    assert shown.count("You gave: 2 1 0") == 1 and shown.count("You gave: 1 1 1") == 2
    assert book.read(round_id).finished


def test_skipped_replies_come_round_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    finished, shown, _ = by_hand(monkeypatch, tmp_path, "/skip", "1 1 1", "2 2 2", "")
    assert "1 still without a grade" in shown
    assert shown.count("Reply 1 of 2") == 2
    assert finished, "nothing was left, so the second reply isn't gone through once more"


def test_control_c_leaves_the_round_for_another_day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    finished, shown, round_id = by_hand(monkeypatch, tmp_path, "2 1 0", KeyboardInterrupt)
    assert not finished
    assert f"`leanin calibrate --resume {round_id}` goes on with it." in shown


def test_words_cant_command_the_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = begun(tmp_path, count=2)
    path = book.file_of(kept.header.id)
    path.write_text(path.read_text().replace("How old are you?", json.dumps("\x1b[2JHow")[1:-1]))
    out = io.StringIO()
    grade_by_lines(book.read(kept.header.id), load_settings(), io.StringIO(""), out)
    assert "\x1b" not in out.getvalue() and "[2JHow" in out.getvalue()
