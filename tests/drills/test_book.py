import os
import signal
import stat
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from tests.drills.samples import attempt, item

from leanin.drills import book
from leanin.drills.items import DrillError


def test_attempts_come_back_as_they_were_kept_in_the_order_of_time() -> None:
    later = attempt(item(1), after=timedelta(minutes=2), round="20260303-140500-bbbb", reply="Zeile\n„zwei“")
    earlier = attempt(item(0))
    for one in (later, earlier):
        book.keep(one)
    assert book.history() == ((earlier, later), 0)
    assert book.of_round(book.history().attempts, later.round) == [later]


def test_only_the_owner_can_read_them() -> None:
    book.keep(attempt())
    (path,) = book.drills_dir().iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(book.drills_dir().stat().st_mode) == 0o700


def test_a_line_that_was_cut_off_counts_as_never_written_and_a_damaged_one_is_counted() -> None:
    book.keep(attempt())
    (path,) = book.drills_dir().iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"leanin": "tarot"}\n' + whole[:100])
    assert book.history() == ((attempt(),), 1)


def test_nothing_is_left_after_deleting() -> None:
    assert book.delete() == 0 and book.history() == ((), 0)
    book.keep(attempt())
    assert book.delete() == 1
    assert book.history().attempts == () and list(book.drills_dir().iterdir()) == []


def test_text_that_no_file_can_hold_is_told_and_nothing_is_kept() -> None:
    with pytest.raises(DrillError, match="half of a pair"):
        book.keep(attempt(reply="\ud800"))
    assert book.history().attempts == ()


def test_a_folder_that_cant_be_written_is_told() -> None:
    book.drills_dir().parent.mkdir(parents=True, exist_ok=True)
    book.drills_dir().write_text("a file")
    with pytest.raises(DrillError, match="can't be written"):
        book.keep(attempt())


def test_what_was_told_as_kept_survives_kill_9(tmp_path: Path) -> None:
    code = (
        "import itertools\nfrom tests.drills.samples import attempt, item\nfrom leanin.drills import book\n"
        "for n in itertools.count():\n    book.keep(attempt(item(n)))\n    print(n, flush=True)\n"
    )
    at = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=at) as writer:
        assert writer.stdout is not None
        told = -1
        while told < 20:
            told = int(writer.stdout.readline())
        os.kill(writer.pid, signal.SIGKILL)
        told = max([told, *(int(line) for line in writer.stdout.read().split("\n") if line)])
    deadline = time.monotonic() + 5
    while writer.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert {f"i{n}" for n in range(told + 1)} <= {one.item for one in book.history().attempts}
