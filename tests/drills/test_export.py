import csv
import stat
from pathlib import Path

import pytest
from tests.drills.samples import attempt, item
from tests.strategies import grade_of

from leanin.drills.attempts import Attempt
from leanin.drills.export import as_csv, as_json_lines, write
from leanin.drills.items import DrillError
from leanin.rubric import Step, Trap
from leanin.session.hints import HintKind

TRIES = [
    attempt(reply="=1+1\n“zwei”", hints=[HintKind.STEP, HintKind.SHOWN]),
    attempt(item(1), grade_of(0, 1, 2, Trap.ADVISING, called_for=frozenset({Step.REFLECTION, Step.INVITATION}))),
]


def test_lines_lose_nothing() -> None:
    assert [Attempt.model_validate_json(line) for line in as_json_lines(TRIES).splitlines()] == TRIES


def test_a_table_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    rows = list(csv.DictReader(as_csv(TRIES).removeprefix("\ufeff").splitlines(keepends=True)))
    assert rows[0]["reply"] == "'=1+1\n“zwei”" and rows[0]["hints"] == "step shown"
    assert [rows[1][step.value] for step in Step] == ["", "1", "2"]
    assert (rows[1]["traps"], rows[1]["item"], rows[1]["reached"]) == ("advising", "i1", "partly")


def test_a_file_is_its_owners_and_isnt_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "mine.CSV"
    write(TRIES, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(DrillError, match="--force replaces it"):
        write([], path)
    write([], path, force=True)
    assert len(path.read_text("utf-8-sig").splitlines()) == 1
    with pytest.raises(DrillError, match="No such file"):
        write(TRIES, tmp_path / "nowhere" / "a.jsonl")
