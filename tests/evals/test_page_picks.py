import json
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.evals.lines import OTHER, calls, code_line, injection_line, pair_line, reply_line, talk_line
from tests.evals.test_tally import LINES

from leanin.evals.lines import Line, ReplyLine
from leanin.evals.page_picks import Picked, as_script, pick
from leanin.evals.verdicts import Verdict
from leanin.rubric import Grade, StepGrade

REPLY = "So 😀 I am young.\r\nWhat worries you?"
GRADE = Grade(
    responsibility=StepGrade(level=2, evidence="I am young", note="Plain."),
    reflection=StepGrade(level=0, called_for=False),
    invitation=StepGrade(level=2, evidence="What worries you?"),
)


def saying(reply: str, grade: Grade | None = GRADE) -> ReplyLine:
    line = reply_line(given=grade)
    said = line.result.reply.model_copy(update={"reply": reply})
    return line.model_copy(update={"result": line.result.model_copy(update={"reply": said})})


def many(agreeing: int, differing: int, failed: int = 0) -> list[Line]:
    number = count()
    lines: list[Line] = [reply_line(f"a{next(number)}") for _ in range(agreeing)]
    lines += [reply_line(f"d{next(number)}", given=(0, 0, 0)) for _ in range(differing)]
    return lines + [reply_line(f"e{next(number)}", given=None) for _ in range(failed)]


def items_of(picked: Picked) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = read(picked)["items"]
    return items


def rows_of(picked: Picked) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read(picked)["rows"]
    assert len(rows) == picked.held
    return rows


def read(picked: Picked) -> dict[str, Any]:
    data: dict[str, Any] = json.loads("{" + "".join(picked.pieces()) + "}")
    return data


def test_all_kinds_keep_their_order_and_their_parts_failed_ones_last() -> None:
    picked = pick(LINES)
    expected = sorted(LINES, key=lambda line: bool(line.fault))
    assert [row["key"] for row in rows_of(picked)] == [line.key for line in expected]
    assert rows_of(picked)[-1]["key"] != LINES[-1].key
    assert picked.total == len(LINES) == sum(picked.counts.values())
    (pair,) = items_of(pick([pair_line()]))
    assert {"reply", "second", "levels", "about"} <= pair.keys()
    (row,) = rows_of(pick([injection_line()]))
    assert {"grade", "honest"} <= row.keys()
    (row,) = rows_of(pick([talk_line(calls={"client": calls(0.1, cached=1)})]))
    assert row["states"][0] == [30, 50, 60, "testing"] and row["unheard"] == ["I am young."]
    assert row["used"] == ["client: 2 calls (1 from the cache), 0.10 s, 100 tokens read, 10 written, $0.0100"]


def test_an_item_stands_once_however_often_it_was_run() -> None:
    picked = pick([reply_line(), reply_line(cell=OTHER), reply_line(epoch=2), code_line("r1")])
    assert [row["item"] for row in rows_of(picked)] == [0, 0, 0, 1]
    assert [item["kind"] for item in items_of(picked)] == ["replies", "codes"]


def test_marks_say_how_many_characters_of_what_is_shown() -> None:
    picked = pick([saying(REPLY)])
    shown, marks = items_of(picked)[0]["reply"], rows_of(picked)[0]["grade"]["marks"]
    assert "".join(shown) == REPLY.replace("\r\n", "\n") and sum(length for length, _, _ in marks) == len(shown)
    assert marks[1] == [len("I am young"), "responsibility", "①"]
    assert rows_of(picked)[0]["grade"]["uncalled"] == [1]


def test_what_would_command_a_readers_eye_is_shown() -> None:
    picked = pick([saying("a\u202eb\x1b[0m")])
    assert items_of(picked)[0]["reply"] == "a�b␛[0m"


def test_too_many_are_cut_to_those_that_tell_most_and_a_sample() -> None:
    picked = pick(many(agreeing=60, differing=20, failed=5), most=40, at_least_agreeing=10)
    verdicts = [row["verdict"] for row in rows_of(picked)]
    assert (verdicts.count("agrees"), verdicts.count("differs"), verdicts.count("error")) == (15, 20, 5)
    assert picked.counts == {Verdict.AGREES: 60, Verdict.DIFFERS: 20, Verdict.ERROR: 5}
    again = pick(many(agreeing=60, differing=20, failed=5), most=40, at_least_agreeing=10)
    assert [row["key"] for row in rows_of(again)] == [row["key"] for row in rows_of(picked)], (
        "the same run, the same sample"
    )


def test_even_those_that_differ_leave_room_for_some_that_agree() -> None:
    picked = pick(many(agreeing=30, differing=60), most=40, at_least_agreeing=10)
    verdicts = [row["verdict"] for row in rows_of(picked)]
    assert (verdicts.count("agrees"), verdicts.count("differs")) == (10, 30)


awkward = st.sampled_from(["</script>", "<!--", "<script", "\u2028", "\u2029", "&lt;", "]]>", "\\u003c"]) | st.text(
    max_size=9
)


@given(st.lists(awkward, max_size=5))
def test_nothing_in_the_data_can_end_its_element(parts: list[str]) -> None:
    said = "".join(parts)
    text = as_script({"said": said})
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"said": said}
