import asyncio
import errno
import os
import sqlite3
import stat
from pathlib import Path

import pytest

from leanin.llm.answers import Answers, AnswersError, KeptAnswer
from leanin.llm.port import Usage

YES = KeptAnswer(text="Yes. “Zoë” 🙂", read=20, written=3, cost=0.25)
NO = KeptAnswer(text="No.", read=None, written=None, cost=None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "answers.sqlite"


def test_what_is_kept_is_found_also_by_the_next_process(path: Path) -> None:
    answers = Answers(path)
    assert answers.find(b"one") is None
    answers.keep(b"one", YES)
    assert answers.find(b"one") == YES
    answers.close()
    again = Answers(path)
    assert (again.find(b"one"), again.find(b"two")) == (YES, None)
    assert (again.hits, again.misses) == (1, 1)
    again.close()
    again.close()


def test_it_cost_nothing_this_time() -> None:
    assert YES.usage() == Usage(20, 3, 0.0)
    assert NO.usage() == Usage(None, None, 0.0)


def test_the_first_answer_stays(path: Path) -> None:
    one, other = Answers(path), Answers(path)
    one.keep(b"key", YES)
    other.keep(b"key", NO)
    assert (one.find(b"key"), other.find(b"key")) == (YES, YES)
    one.close()
    other.close()


def test_it_lies_in_the_cache_folder_for_its_owner_alone(cache_of_its_own: Path) -> None:
    answers = Answers()
    answers.keep(b"key", YES)
    assert answers.path == cache_of_its_own / "answers.sqlite"
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in answers.path.parent.glob("answers*")}
    assert modes.keys() >= {"answers.sqlite", "answers.sqlite-wal"}
    assert {*modes.values()} == {0o600}
    assert stat.S_IMODE(answers.path.parent.stat().st_mode) == 0o700
    answers.close()


def test_one_that_others_could_read_is_closed_to_them(path: Path) -> None:
    Answers(path).close()
    path.chmod(0o644)
    Answers(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_while_another_writes_answers_wait_and_hold_up_nobody(path: Path) -> None:
    answers = Answers(path)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    answers.keep(b"one", YES)
    answers.keep(b"two", NO)
    assert (answers.find(b"one"), answers.find(b"two"), answers.trouble) == (YES, NO, "")
    assert writer.execute("SELECT COUNT(*) FROM answers").fetchone() == (0,)
    writer.execute("COMMIT")
    answers.keep(b"three", YES)
    assert writer.execute("SELECT COUNT(*) FROM answers").fetchone() == (3,)
    writer.execute("BEGIN IMMEDIATE")
    answers.keep(b"four", YES)
    writer.execute("COMMIT")
    answers.close()
    assert writer.execute("SELECT COUNT(*) FROM answers").fetchone() == (4,)
    writer.close()


async def test_in_a_loop_answers_are_written_together_and_soon(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leanin.llm.answers._TOGETHER", 0.005)
    answers = Answers(path)
    reader = sqlite3.connect(path, isolation_level=None)

    def written() -> int:
        count: int = reader.execute("SELECT COUNT(*) FROM answers").fetchone()[0]
        return count

    answers.keep(b"one", YES)
    answers.keep(b"two", NO)
    assert (written(), answers.find(b"one"), answers.find(b"two")) == (0, YES, NO)
    await asyncio.sleep(0.02)
    assert written() == 2
    reader.execute("BEGIN IMMEDIATE")
    answers.keep(b"three", YES)
    await asyncio.sleep(0.01)
    reader.execute("COMMIT")
    await asyncio.sleep(0.02)
    assert written() == 3
    for number in range(64):
        answers.keep(b"%d" % number, YES)
    assert written() == 67
    answers.keep(b"last", YES)
    answers.close()
    assert written() == 68
    reader.close()


def test_a_loop_that_ended_keeps_nothing_from_being_written_in_the_next(path: Path) -> None:
    async def keep(key: bytes) -> None:
        answers.keep(key, YES)

    answers = Answers(path)
    asyncio.run(keep(b"one"))
    asyncio.run(keep(b"two"))
    answers.close()
    again = Answers(path)
    assert again.facts().answers == 2
    again.close()


def test_values_are_json_and_one_that_is_not_an_answer_counts_as_none(path: Path) -> None:
    answers = Answers(path)
    answers.keep(b"good", YES)
    with sqlite3.connect(path) as other:
        (body,) = other.execute("SELECT body FROM answers").fetchone()
        bad = ["not JSON", "{}", '{"text":"","read":1,"written":1,"cost":0}', '{"text":"Yes."}']
        for number, text in enumerate(bad):
            other.execute("INSERT INTO answers VALUES (?, ?, 0)", (b"bad%d" % number, text))
    other.close()
    assert body == YES.model_dump_json()
    assert [answers.find(b"bad%d" % number) for number in range(len(bad))] == [None] * len(bad)
    assert answers.misses == len(bad)
    answers.close()


def test_facts_and_clearing(path: Path) -> None:
    answers = Answers(path)
    assert (answers.facts().answers, answers.facts().oldest) == (0, None)
    for number in range(200):
        answers.keep(b"%d" % number, YES.model_copy(update={"text": "words " * 100}))
    full = answers.facts()
    assert (full.answers, full.path) == (200, path)
    assert full.bytes > 200 * 600
    assert full.oldest
    assert full.in_words() == f"200 answers, {full.bytes / 1e6:.1f} MB in {path}"
    answers.clear()
    assert answers.facts().answers == 0
    assert answers.facts().bytes < full.bytes / 2
    assert not any(b"words" in file.read_bytes() for file in path.parent.iterdir())
    answers.keep(b"1", YES)
    assert answers.find(b"1") == YES
    answers.close()
    with pytest.raises(AnswersError):
        answers.facts()
    with pytest.raises(AnswersError):
        answers.clear()


def test_a_file_that_is_something_else_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("These are somebody's notes, not a database at all.\n" * 100)
    before = path.read_bytes()
    with pytest.raises(AnswersError, match="isn't a file of kept answers"):
        Answers(path)
    assert path.read_bytes() == before
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(AnswersError, match="another program"):
        Answers(path)
    assert path.read_bytes() == before


def test_answers_of_another_version_are_refused_and_left_alone(path: Path) -> None:
    Answers(path).close()
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(AnswersError, match="form 99; this one reads 1"):
        Answers(path)


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AnswersError, match=os.strerror(errno.EEXIST) + "|" + os.strerror(errno.ENOTDIR)):
        Answers(tmp_path / "file" / "answers.sqlite")


def test_a_file_that_is_damaged_under_way_is_left_alone_and_said_so(path: Path) -> None:
    answers = Answers(path)
    for number in range(300):
        answers.keep(b"%d" % number, YES.model_copy(update={"text": "words " * 100}))
    answers.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)  # all but the first page
    path.write_bytes(content)
    damaged = Answers(path)
    assert damaged.find(b"1") is None
    assert "is damaged" in damaged.trouble
    damaged.keep(b"1", YES)
    assert damaged.find(b"1") is None
    damaged.close()
    assert path.read_bytes() == bytes(content)


def test_a_full_disk_under_way_stops_the_keeping_and_nothing_else(path: Path) -> None:
    answers = Answers(path)
    answers.keep(b"one", YES)
    answers._connection.execute("PRAGMA max_page_count = 1")
    answers.keep(b"two", KeptAnswer(text="words " * 5000, read=1, written=1, cost=0.0))
    assert "no room left" in answers.trouble
    answers.close()
    again = Answers(path)
    assert (again.find(b"one"), again.find(b"two")) == (YES, None)
    again.close()
