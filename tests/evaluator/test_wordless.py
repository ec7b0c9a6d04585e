import time

import pytest

from leanin.evaluator.wordless import wordless_grade
from leanin.rubric import Step, Trap


@pytest.mark.parametrize("reply", ["(silence)", "(Silence.)", "[silence]", "*silence*", "…", "...", "( stays silent )"])
def test_silence_shows_no_step_and_falls_into_no_trap(reply: str) -> None:
    grade = wordless_grade(reply)
    assert grade is not None
    assert [grade.step(step).level for step in Step] == [0, 0, 0]
    assert grade.traps == ()
    assert [bool(grade.step(step).note) for step in Step] == [True, False, False]
    assert "silence" in grade.tip


@pytest.mark.parametrize("reply", ["", "  \n "])
def test_an_empty_reply_is_off_task(reply: str) -> None:
    grade = wordless_grade(reply)
    assert grade is not None
    assert grade.traps == (Trap.OFF_TASK,)


@pytest.mark.parametrize("reply", ["I am silent", "?", "Hm.", "(smiles)", "silence is golden", "No."])
def test_words_are_left_to_be_judged(reply: str) -> None:
    assert wordless_grade(reply) is None


def test_a_long_run_of_nothing_takes_no_time() -> None:
    started = time.perf_counter()
    wordless_grade(" " * 20_000 + "." * 20_000 + "a" + " " * 20_000)
    assert time.perf_counter() - started < 0.5
