import csv
import io
from pathlib import Path

import pytest
from tests.evals.lines import reply_line
from tests.evals.test_tally import LINES

from leanin.errors import DataFileError
from leanin.evals.lines import Line
from leanin.evals.table import COLUMNS, TableFile


def saved(lines: list[Line], path: Path) -> Path:
    table = TableFile(path)
    for line in lines:
        table.add(line)
    table.keep()
    return path


def read(lines: list[Line], folder: Path) -> list[dict[str, str]]:
    text = saved(lines, folder / "results.csv").read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_row_for_each_line_those_without_a_result_last(tmp_path: Path) -> None:
    *table, failed = read(LINES, tmp_path)
    assert [row["id"] for row in table] == ["r1", "r2", "i1", "i2", "p1", "c1", "t1", "t2"]
    assert set(table[0]) == set(COLUMNS)
    assert (table[1]["label_responsibility"], table[1]["responsibility"], table[1]["label_traps"]) == (
        "0",
        "2",
        "defending",
    )
    found = failed["id"], failed["responsibility"], failed["fault"], failed["error"]
    assert found == ("r3", "", "RateLimited", "Too many requests.")
    assert (table[2]["verdict"], table[2]["reflection"], table[2]["other_reflection"]) == ("raised", "2", "0")
    assert (table[4]["type"], table[4]["other_reply"]) == ("length", "I'm young, and I'd be the last to deny it.")
    assert table[5]["label_codes"] == "open_question"
    assert (table[6]["cost"], table[6]["calls"], table[6]["cached"], table[6]["outcome"]) == (
        "",
        "3",
        "2",
        "unresolved",
    )
    assert (table[7]["verdict"], table[7]["failures"]) == ("not as expected", "stance open, expected leaving")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run_by_a_spreadsheet(sign: str, tmp_path: Path) -> None:
    line = reply_line(f"{sign}1+1", situation=f"{sign}cmd")
    (row,) = read([line], tmp_path)
    assert row["id"] == f"'{sign}1+1"
    assert row["group"] == f"'{sign}cmd"


def test_the_file_is_its_owners_and_written_as_a_whole(tmp_path: Path) -> None:
    path = saved(LINES, tmp_path / "results.csv")
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    began = TableFile(path)
    began.add(LINES[0])
    began.drop()
    assert len(path.read_bytes().splitlines()) == len(LINES) + 1, "a draft that was dropped changes nothing"
    with pytest.raises(DataFileError, match="can't be written"):
        TableFile(tmp_path / "nowhere" / "results.csv")
    assert [each.name for each in tmp_path.iterdir()] == ["results.csv"]
