import csv
import json
import stat
from pathlib import Path

import pytest
from tests.calibration.samples import begun, blind, graded_like_labels, reply_data, suite_folder

from leanin.calibration import desk
from leanin.calibration.export import as_csv, as_json_lines, write
from leanin.calibration.results import Result, result_of
from leanin.calibration.rounds import CalibrationError
from leanin.rubric import Trap
from leanin.settings import load_settings


async def a_result(tmp_path: Path) -> Result:
    kept = graded_like_labels(begun(tmp_path), but={1: blind(1, 0, 2, Trap.ADVISING, note="=cmd")})
    await desk.ask_evaluator(kept, load_settings())
    return result_of(kept, "builtin")


def rows_of(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(table.removeprefix("\ufeff").splitlines()))


async def test_json_lines_hold_the_round_its_agreement_and_every_grade(tmp_path: Path) -> None:
    result = await a_result(tmp_path)
    header, *rows = map(json.loads, as_json_lines(result).splitlines())
    assert header["leanin"] == "calibration-result"
    assert "items" not in header
    assert [figures["between"] for figures in header["agreement"]] == [
        ["rater", "labels"],
        ["rater", "builtin"],
        ["builtin", "labels"],
    ]
    assert len(rows) == 4
    assert rows[1]["rater"] == result.kept.grades[result.kept.items[1].id].model_dump(mode="json")
    assert rows[1]["labels"]["responsibility"] == result.kept.items[1].labels.responsibility
    assert rows[1]["evaluation"]["responsibility"]["note"]


async def test_the_table_has_a_column_a_grader_and_nothing_a_spreadsheet_would_run(tmp_path: Path) -> None:
    result = await a_result(tmp_path)
    rows = rows_of(as_csv(result))
    assert len(rows) == 4
    assert (rows[1]["responsibility_rater"], rows[1]["invitation_rater"]) == ("1", "2")
    assert rows[1]["traps_rater"] == "advising"
    assert rows[1]["rater_note"] == "'=cmd"
    assert rows[0]["responsibility_evaluator"] in ("0", "1", "2")
    assert rows[0]["label_reason"].startswith("The secret reason")


def test_facts_and_history_become_cells(tmp_path: Path) -> None:
    data = reply_data(0, therapist={"seen": "twice"}, history=[{"client": "Hm.", "reply": "Yes?"}])
    folder = suite_folder(tmp_path, [data])
    kept = desk.take_up(desk.Wish(suite=folder, split=None, count=1), load_settings())
    (row,) = rows_of(as_csv(result_of(graded_like_labels(kept), "builtin")))
    assert row["therapist"] == "seen: twice"
    assert row["history"] == "Hm. / Yes?"
    assert row["responsibility_evaluator"] == ""


async def test_a_file_is_its_owners_and_never_overwritten_unasked(tmp_path: Path) -> None:
    result = await a_result(tmp_path)
    path = tmp_path / "out.csv"
    write(result, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("precious")
    with pytest.raises(CalibrationError, match="--force"):
        write(result, path)
    assert path.read_text() == "precious"
    write(result, path, force=True)
    assert path.read_bytes().decode() == as_csv(result)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(CalibrationError, match="No such file"):
        write(result, tmp_path / "nowhere" / "out.jsonl")
    assert not list(tmp_path.glob(".leanin-*")), "nothing half-written is left behind"  # noqa: ASYNC240
