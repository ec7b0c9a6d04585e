import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.doubles import EMPTY, FULL
from tests.progress.journals import practised, session_of

from leanin.progress.export import COLUMNS, as_csv, as_data
from leanin.progress.figures import Progress, progress_of
from leanin.store.journal import JournalStore


@pytest.fixture
def progress(tmp_path: Path) -> Iterator[Progress]:
    with JournalStore(tmp_path / "journal.sqlite") as store:
        practised(store, [session_of([FULL, EMPTY]), session_of([EMPTY, FULL], again=True)])
        yield progress_of(store, today=date(2026, 2, 1))


def test_as_data(progress: Progress) -> None:
    data = json.loads(json.dumps(as_data(progress)))
    assert data["sessions"] == 2 and data["replies"]["again"] == 1
    step = data["steps"]["responsibility"]
    assert step["all"]["hits"] == 2 and step["all"]["of"] == 4 and step["all"]["surety"] == "too_few"
    assert [point["sessions"] for point in step["over_time"]] == [1, 1]
    assert data["personas"][0]["persona"] == "ada"
    assert data["by_session"][1]["later_tries"]["steps"]["invitation"] == {"of": 1, "partial": 0, "full": 1}


def test_as_csv(progress: Progress) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(progress))))
    assert tuple(rows[0]) == COLUMNS
    shares = {(row["what"], row["key"], row["over"]): (row["hits"], row["of"]) for row in rows}
    assert shares["step", "responsibility", "later_tries"] == ("1", "1")
    assert shares["kind", "bond confrontation", "trapped"] == ("0", "4")


def test_no_cell_is_a_formula(progress: Progress) -> None:
    group = progress.personas[0]._replace(key=("=cmd()",))
    from dataclasses import replace

    rows = list(csv.DictReader(io.StringIO(as_csv(replace(progress, personas=(group,))))))
    assert {row["key"] for row in rows if row["what"] == "persona"} == {"'=cmd()"}
