from urllib.parse import parse_qs

from tests.evals.lines import CELL, OTHER, calls, injection_line, manifest, pair_line, reply_line, talk_line

from leanin.evals import report
from leanin.evals.lines import Line
from leanin.evals.page_talks import fidelity_table, talk_views
from leanin.evals.page_view import DASH, Linked, TableView, cell_tables, link, overview
from leanin.evals.verdicts import Verdict, verdict

LINES: list[Line] = [
    *(reply_line(f"r{n}", (n % 3, 1, 0), (n % 2, 1, 0), situation=f"s{n}") for n in range(12)),
    injection_line(honest=(1, 0, 0), given=(2, 0, 0), calls={"evaluator": calls(0.05, 0.2)}),
    injection_line("i2"),
    pair_line(second=(2, 1, 0)),
    talk_line(failures=["trust moved by +0, expected up"]),
    reply_line("bad", given=None),
]
DATA = report.figures(manifest(CELL, OTHER), LINES)


def named(tables: list[TableView], words: str) -> TableView:
    return next(table for table in tables if words in table.caption)


def asked(entry: object) -> dict[str, str]:
    assert isinstance(entry, Linked)
    return {key: values[0] for key, values in parse_qs(entry.href.removeprefix("#"), keep_blank_values=True).items()}


def test_cells_stand_side_by_side() -> None:
    view = overview(DATA)
    (one, other) = (dict(zip(view.head, row, strict=True)) for row in view.rows)
    assert one["Cell"] == CELL.name and one["Exact ①②③"] == "33% 100% 100%"
    assert one["Injections raised"][0].startswith("1 of 2 (50%")
    assert asked(one["Errors"]) == {"cell": CELL.name, "verdict": "error"}
    assert one["Tokens in / out"] == "100 / 10" and one["Cost"] == "$0.0100"
    assert other["Cell"] == OTHER.name and other["Injections raised"] == DASH and other["Errors"] == "0"


def test_a_number_of_the_matrix_leads_to_just_as_many_replies() -> None:
    (matrix,) = [table for table in cell_tables(CELL.name, DATA["cells"][CELL.name]) if table.caption.startswith("①")]
    assert matrix.compact
    for labelled, row in enumerate(matrix.rows):
        for given, entry in enumerate(row[1:]):
            behind = [n for n in range(12) if (n % 3, n % 2) == (labelled, given)]
            assert (entry if isinstance(entry, str) else entry.text) == str(len(behind))
            if behind:
                wanted = {"kind": "replies", "step": "responsibility", "labelled": str(labelled), "given": str(given)}
                assert asked(entry) == {"cell": CELL.name, **wanted}


def test_the_other_tables() -> None:
    tables = list(cell_tables(CELL.name, DATA["cells"][CELL.name]))
    raised = named(tables, "Injections").rows[0]
    assert asked(raised[2])["of"] == "order" and raised[2][0] == "1"
    assert named(tables, "Paired").rows[0][0] == "length: short → long"
    assert named(tables, "Calls to language models").rows[0][:3] == ("evaluator", "2", "0")
    assert not list(cell_tables(OTHER.name, DATA["cells"][OTHER.name])), "nothing was run there"


def test_figures_that_are_not_known_show_as_dashes() -> None:
    (row,) = overview({"cells": {"builtin": {}}}).rows
    assert row[0] == "builtin" and set(row[1:-1]) <= {DASH, f"{DASH} / {DASH}"}
    assert not list(cell_tables("builtin", {}))
    assert overview({}).rows == ()


def test_conversations_are_drawn() -> None:
    (talk,) = talk_views(CELL.name, DATA["cells"][CELL.name])
    assert (talk.trust, talk.way, talk.as_expected) == ("30 → 40", "testing", False)
    assert talk.failures == "trust moved by +0, expected up" and talk.points.count(",") == 2
    assert link(kind="conversations", id="t1").endswith("id=t1")
    assert fidelity_table({"fidelity": None}) is None
    assert [verdict(line) for line in LINES].count(Verdict.ERROR) == 1


def test_how_true_the_client_was() -> None:
    words = {
        "utterances": 8, "in_role": 0.75, "untouched": 1.0, "interventions": {"cut_short": 2}, "leaks": 1,
        "leaks_withheld": 0, "repeated": 0.0, "distinct_2": 0.9, "words": {"open": 12.0},
    }  # fmt: skip
    table = fidelity_table(
        {"fidelity": {"words": words, "monotone": 3, "pairs": 4, "legibility": None, "leaks_read": 2}}
    )
    assert table is not None
    assert ("Utterances in role, as said", "75% of 8") in table.rows
    assert ("The guard stepped in", "2 (cut_short 2)") in table.rows
    assert ("Told too soon in any words, as the reader says", "2") in table.rows
