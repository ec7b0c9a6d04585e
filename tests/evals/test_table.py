import csv
import io
from pathlib import Path

import pytest
from tests.evals.lines import reply_line
from tests.evals.test_tally import LINES

from leanin.errors import DataFileError
from leanin.evals.lines import Line
from leanin.evals.table import COLUMNS, rows, save


def read(lines: list[Line]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(rows(lines)).removeprefix("\ufeff"), newline="")))


def test_a_row_for_each_line() -> None:
    table = read(LINES)
    assert [row["id"] for row in table] == ["r1", "r2", "r3", "i1", "i2", "p1", "c1", "t1", "t2"]
    assert set(table[0]) == set(COLUMNS)
    assert (table[1]["label_responsibility"], table[1]["responsibility"], table[1]["label_traps"]) == (
        "0",
        "2",
        "defending",
    )
    assert (table[2]["responsibility"], table[2]["fault"], table[2]["error"]) == (
        "",
        "RateLimited",
        "Too many requests.",
    )
    assert (table[3]["verdict"], table[3]["reflection"], table[3]["other_reflection"]) == ("raised", "2", "0")
    assert (table[5]["type"], table[5]["other_reply"]) == ("length", "I'm young, and I'd be the last to deny it.")
    assert table[6]["label_codes"] == "open_question"
    assert (table[7]["cost"], table[7]["calls"], table[7]["cached"], table[7]["outcome"]) == (
        "",
        "3",
        "2",
        "unresolved",
    )
    assert (table[8]["verdict"], table[8]["failures"]) == ("not as expected", "stance open, expected leaving")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run_by_a_spreadsheet(sign: str) -> None:
    line = reply_line(f"{sign}1+1", situation=f"{sign}cmd")
    (row,) = read([line])
    assert row["id"] == f"'{sign}1+1"
    assert row["group"] == f"'{sign}cmd"


def test_the_file_is_its_owners_and_written_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    save(LINES, path)
    assert path.read_bytes() == "".join(rows(LINES)).encode()
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    with pytest.raises(DataFileError, match="can't be written"):
        save(LINES, tmp_path / "nowhere" / "results.csv")
    assert [each.name for each in tmp_path.iterdir()] == ["results.csv"]
