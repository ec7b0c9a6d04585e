import json
import os
import stat
from pathlib import Path

import pytest
from tests.calibration.samples import begun, blind

from leanin.calibration import book, desk
from leanin.calibration.rounds import CalibrationError, Round
from leanin.errors import DataFileError


def test_a_round_is_read_back_as_it_was_left(tmp_path: Path) -> None:
    kept = begun(tmp_path, rater="AB")
    desk.give(kept, kept.items[0].id, blind(2, 1, 0, note="half a “sorry”"))
    again = book.read(kept.header.id)
    assert again.header == kept.header
    assert again.grades == kept.grades
    assert again.header.rater == "AB"


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    path = book.file_of(kept.header.id)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_lines_are_only_added(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    before = book.file_of(kept.header.id).read_bytes()
    desk.give(kept, kept.items[0].id, blind(2, 1, 0))
    desk.give(kept, kept.items[0].id, blind(1, 1, 0))
    after = book.file_of(kept.header.id).read_bytes()
    assert after.startswith(before)
    assert len(after.splitlines()) == 3


def test_a_line_that_a_kill_cut_off_never_was(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    desk.give(kept, kept.items[0].id, blind(2, 1, 0))
    with book.file_of(kept.header.id).open("ab") as file:
        file.write(b'{"event":"graded","time":"20')
    again = book.read(kept.header.id)
    assert again.grades == kept.grades
    desk.give(again, again.items[1].id, blind(0, 0, 0))
    assert len(book.read(kept.header.id).grades) == 2


def test_two_windows_dont_write_over_one_another(tmp_path: Path) -> None:
    one = begun(tmp_path)
    other = book.read(one.header.id)
    desk.give(one, one.items[0].id, blind(2, 1, 0))
    with pytest.raises(CalibrationError, match="Another leanin"):
        desk.give(other, other.items[0].id, blind(0, 0, 0))
    assert book.read(one.header.id).grades == {one.items[0].id: blind(2, 1, 0)}


def test_a_round_that_was_deleted_meanwhile_is_told(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    book.delete(kept.header.id)
    with pytest.raises(CalibrationError, match="was the round deleted"):
        desk.give(kept, kept.items[0].id, blind(2, 1, 0))
    assert kept.grades == {}
    with pytest.raises(CalibrationError, match="can't be deleted"):
        book.delete(kept.header.id)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="an owner without rights is needed")
def test_a_folder_that_cant_be_written_is_told(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    book.file_of(kept.header.id).chmod(0o400)
    with pytest.raises(CalibrationError, match="can't be written"):
        desk.give(kept, kept.items[0].id, blind(2, 1, 0))


def test_a_place_that_isnt_a_folder_is_told(tmp_path: Path) -> None:
    book.calibration_dir().parent.mkdir(parents=True)
    book.calibration_dir().write_text("in the way")
    with pytest.raises(CalibrationError, match="can't be written"):
        begun(tmp_path)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{oops", "line 2: this isn't valid JSON"),
        (json.dumps({"event": "graded", "time": "yesterday", "item": "r0"}), "line 2: graded.time: "),
        (
            json.dumps(
                {
                    "event": "graded",
                    "time": "2026-01-31T18:05:09.000000Z",
                    "item": "elsewhere",
                    "grade": {"responsibility": 1, "reflection": 1, "invitation": 1},
                }
            ),
            "line 2: Round .* has no reply “elsewhere”",
        ),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    kept = begun(tmp_path)
    with book.file_of(kept.header.id).open("a") as file:
        file.write(line + "\n")
    with pytest.raises(DataFileError, match=says):
        book.read(kept.header.id)


def test_another_file_and_a_newer_one_are_refused(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    path = book.file_of(kept.header.id)
    header = json.loads(path.read_text())
    path.write_text(json.dumps(header | {"schema": 2}) + "\n")
    with pytest.raises(DataFileError, match="a newer leanin wrote this"):
        book.read(kept.header.id)
    path.write_text(json.dumps({"leanin": "session"}) + "\n")
    with pytest.raises(DataFileError, match="line 1"):
        book.read(kept.header.id)
    path.write_bytes(b"")
    with pytest.raises(DataFileError, match="begins with its header"):
        book.read(kept.header.id)
    path.write_bytes(b"\xff\xfe\n")
    with pytest.raises(DataFileError, match="UTF-8"):
        book.read(kept.header.id)


def test_the_list_holds_the_broken_ones_too(tmp_path: Path) -> None:
    assert book.rounds() == []
    kept = begun(tmp_path)
    (book.calibration_dir() / "20200101-000000-aaaa.jsonl").write_text("{oops\n")
    good, broken = book.rounds()
    assert isinstance(good, Round) and good.header.id == kept.header.id
    assert isinstance(broken, DataFileError)


def test_a_round_is_found_by_a_part_of_its_id() -> None:
    with pytest.raises(CalibrationError, match="no rounds yet"):
        book.find("last")
    book.calibration_dir().mkdir(parents=True)
    for name in ("20260101-101010-abcd", "20260101-101010-abce", "20260201-101010-ffff"):
        (book.calibration_dir() / f"{name}.jsonl").write_text("")
    assert book.find("last") == "20260201-101010-ffff"
    assert book.find("ABCD") == "20260101-101010-abcd"
    assert book.find("202602") == "20260201-101010-ffff"
    assert book.find("20260101-101010-abce") == "20260101-101010-abce"
    with pytest.raises(CalibrationError, match="fits 2 rounds"):
        book.find("202601")
    with pytest.raises(CalibrationError, match="Did you mean 20260101-101010-abc"):
        book.find("20260101-101010-abcx")
