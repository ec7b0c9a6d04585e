import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.program import leanin, piped, start


def line(number: int, reply: str = "You're right, I am young. What worries you most about that?") -> str:
    return json.dumps({"id": number, "client": "How old are you? You look like a child.", "reply": reply})


def test_a_file_is_graded_line_by_line_with_the_broken_one_told(tmp_path: Path) -> None:
    path = tmp_path / "replies.jsonl"
    path.write_text("\n".join([line(1), "{oops", line(3, "I have a degree.")]))
    done = leanin("grade", str(path))
    assert done.returncode == 1
    assert [json.loads(row)["id"] for row in done.stdout.splitlines()] == [1, 3]
    assert json.loads(done.stderr)["line"] == 2


def test_standard_input_is_graded() -> None:
    done = leanin("grade", "-", stdin=line(1))
    assert done.returncode == 0
    graded = json.loads(done.stdout)
    assert graded["responsibility"]["level"] == 2
    assert graded["responsibility"]["evidence"] in "You're right, I am young. What worries you most about that?"


def test_each_grade_is_written_before_the_next_line_comes() -> None:
    with piped("grade", "-") as grading:
        for number in range(3):
            grading.stdin.write(line(number) + "\n")
            grading.stdin.flush()
            assert json.loads(grading.stdout.readline())["id"] == number
        grading.stdin.close()
        assert grading.program.wait(timeout=10) == 0


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and can't be read")
def test_a_file_that_fails_while_it_is_read_is_told() -> None:
    done = leanin("grade", "/proc/self/mem")
    assert done.returncode == 1
    assert done.stderr == "This file can't be used\n  /proc/self/mem can't be read: Input/output error.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_output_that_is_full_isnt_blamed_on_the_input(tmp_path: Path) -> None:
    path = tmp_path / "replies.jsonl"
    path.write_text(line(1))
    with (
        Path("/dev/full").open("w") as full,
        Path("/dev/null").open() as nothing,
        (tmp_path / "said").open("w+") as said,
    ):
        assert start(["grade", str(path)], nothing, full, said).wait(timeout=30) != 0
        said.seek(0)
        told = said.read()
    assert "No space left" in told
    assert "can't be read" not in told


def test_without_standard_input_there_is_nothing_to_grade() -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" -m leanin grade - <&-', sys.executable], capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_missing_file_is_named() -> None:
    done = leanin("grade", "nowhere.jsonl")
    assert done.returncode == 1
    assert "nowhere.jsonl" in done.stderr
