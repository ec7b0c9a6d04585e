"""`leanin calibrate` by lines, as an educator, a script or a second rater meets it, in a process of its own."""

import csv
import json
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.calibration.samples import suite_folder
from tests.loopback import ScriptedServer, answer, serving
from tests.program import leanin

from leanin.calibration import book

FOUR = "2 2 2\n0 0 0 defending # like a lecture\n0,0,0 non_ap\n111 closed\n"


@pytest.fixture
def suite(tmp_path: Path) -> str:
    return suite_folder(tmp_path / "suite")


def calibrate(suite: str, *options: str, stdin: str = "") -> Any:
    return leanin("calibrate", "--suite", suite, "--count", "4", *options, stdin=stdin)


def test_a_whole_round_shows_agreement_and_what_differs(suite: str) -> None:
    done = calibrate(suite, "--rater", "AB", stdin=FOUR)
    assert done.returncode == 0, done.stderr
    blind, _, result = done.stdout.partition("Agreement on 4 replies, each graded blind")
    assert "The secret reason" not in blind, "no label's reason is shown before the end"
    assert result.count("you and labels: ") == 3
    assert result.count("you and builtin: ") == 3
    assert result.count("builtin and labels: ") == 3
    assert "4 replies are far too few" in result
    assert "The labels' reason: The secret reason" in result
    assert "Your note: like a lecture" in result
    (kept,) = book.calibration_dir().iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_nothing_of_the_labels_is_shown_while_grading(suite: str) -> None:
    done = calibrate(suite, stdin="2 2 2\n/back\n/again\n/levels\n/traps\n/help\n\n/skip\n")
    assert done.returncode == 0, done.stderr
    assert "You gave: 2 2 2" in done.stdout
    assert "secret" not in done.stdout and "Agreement" not in done.stdout
    assert "Left with 1 of 4 graded, all kept." in done.stdout


def test_a_round_that_was_left_goes_on_where_it_stopped(suite: str) -> None:
    first = calibrate(suite, stdin="2 2 2\n")
    assert "Reply 1 of 4" in first.stdout
    again = leanin("calibrate", stdin="0 0 0\n")
    assert "1 of 4 graded" in again.stdout and "Reply 1 of 4" not in again.stdout
    last = leanin("calibrate", "--resume", "last", stdin="0 0 0\n1 1 1\n")
    assert "Agreement on 4 replies" in last.stdout
    over = leanin("calibrate", "--resume", "last")
    assert over.returncode == 1
    assert "--show" in over.stderr


def test_a_line_that_isnt_a_grade_stops_a_script_there(suite: str) -> None:
    done = calibrate(suite, stdin="2 2 2\n2 2\n1 1 1\n")
    assert done.returncode == 1
    assert "Line 2: Three levels from 0 to 2" in done.stderr
    assert "1 of 4 graded" in done.stderr
    (kept,) = book.calibration_dir().iterdir()
    assert len(kept.read_text().splitlines()) == 2


def test_stopping_early_compares_what_was_graded(suite: str) -> None:
    early = calibrate(suite, stdin="/end\n")
    assert early.returncode == 1
    assert "Grade at least one reply first" in early.stderr
    done = calibrate(suite, stdin="2 2 2\n/end\n")
    assert "Agreement on 1 reply, each graded blind" in done.stdout
    assert "finished early, 1 of 4 graded" in leanin("calibrate", "--list").stdout


def test_list_show_and_delete(suite: str) -> None:
    assert "No rounds yet" in leanin("calibrate", "--list").stderr
    calibrate(suite, "--rater", "AB", stdin=FOUR)
    time.sleep(1 - time.time() % 1)  # rounds are ordered by the second they began in
    calibrate(suite, "--rater", "CD", stdin="1 1 1\n")
    later, earlier = leanin("calibrate", "--list").stdout.splitlines()
    assert "1 of 4 graded" in later and "CD" in later
    assert "finished\tmine · 4 replies · seed 1 · AB" in earlier
    round_id = earlier.split("\t")[0]
    assert "Agreement on 4 replies" in leanin("calibrate", "--show", round_id).stdout
    unfinished = leanin("calibrate", "--show", "last")
    assert unfinished.returncode == 1 and "blind until then" in unfinished.stderr
    assert leanin("calibrate", "--delete", "last", stdin="n\n").returncode != 0
    assert leanin("calibrate", "--delete", "last", "--yes").returncode == 0
    assert leanin("calibrate", "--list").stdout.splitlines() == [earlier]


def test_a_broken_round_is_listed_as_such(suite: str) -> None:
    calibrate(suite, stdin=FOUR)
    (book.calibration_dir() / "20200101-000000-aaaa.jsonl").write_text("{oops\n")
    done = leanin("calibrate", "--list")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert "20200101-000000-aaaa.jsonl, line 1" in done.stderr


def test_two_raters_are_compared(suite: str) -> None:
    calibrate(suite, "--rater", "AB", stdin=FOUR)
    second = calibrate(suite, "--rater", "CD", stdin=FOUR.replace("2 2 2", "2 0 2 advising"))
    assert "Another rater over the same replies (4)" in second.stdout
    assert "you and AB: 75%" in second.stdout
    listed = leanin("calibrate", "--list").stdout.splitlines()  # in any order within one second
    ids = [line.split("\t")[0] for line in sorted(listed, key=lambda line: "CD" not in line)]
    done = leanin("calibrate", "--compare", *ids)
    assert done.stdout.count("CD and AB: ") == 3
    assert "CD: 2 0 2 advising" in done.stdout and "AB: 2 2 2" in done.stdout


def test_the_same_rater_is_warned_about_replies_that_they_have_seen(suite: str) -> None:
    calibrate(suite, stdin=FOUR)
    assert "you aren't blind to them any more" in calibrate(suite, stdin="1 1 1\n").stdout
    assert "any more" not in calibrate(suite, "--rater", "AB", stdin="1 1 1\n").stdout


def test_export_as_lines_and_as_a_table(suite: str, tmp_path: Path) -> None:
    calibrate(suite, stdin=FOUR)
    for name in ("out.jsonl", "out.CSV"):
        done = leanin("calibrate", "--export", "last", "--to", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 5
    assert len(list(csv.DictReader((tmp_path / "out.CSV").read_text("utf-8-sig").splitlines()))) == 4
    again = leanin("calibrate", "--export", "last", "--to", str(tmp_path / "out.jsonl"))
    assert again.returncode == 1 and "--force replaces it" in again.stderr
    assert leanin("calibrate", "--export", "last", "--to", str(tmp_path / "out.jsonl"), "--force").returncode == 0
    piped = leanin("calibrate", "--export", "last", "--to", "-")
    assert json.loads(piped.stdout.splitlines()[0])["leanin"] == "calibration-result"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--list", "--show", "last"), "don't go together"),
        (("--export", "last"), "go together"),
        (("--to", "x.csv"), "go together"),
        (("--export", "last", "--to", "x.txt"), "should end in"),
        (("--count", "0"), "--count"),
    ],
)
def test_what_makes_no_sense_is_refused_as_wrong_usage(options: tuple[str, ...], says: str) -> None:
    done = leanin("calibrate", *options)
    assert done.returncode == 2
    assert says in done.stderr


def test_an_unknown_suite_split_or_round_is_told(suite: str) -> None:
    assert "Did you mean “replies”" in leanin("calibrate", "--suite", "replis").stderr
    assert "has no split" in calibrate(suite, "--split", "tset").stderr
    assert "There are no rounds yet" in leanin("calibrate", "--show", "last").stderr


def test_a_split_leaves_the_other_situations_out(suite: str) -> None:
    calibrate(suite, "--split", "dev", stdin="1 1 1\n")
    kept = book.read(book.find("last"))
    assert {item.situation for item in kept.items} == {"s0"}
    assert (kept.header.suite, kept.header.split) == ("mine-dev", "dev")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with serving(lambda prompt: answer((0, 0, 0), "")) as server:
        yield server


def test_a_model_is_asked_only_when_the_rater_is_done_and_only_if_it_is_named(
    suite: str, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-1234567890abcdef")
    named = ("--evaluator-model", "openai/scripted", "--evaluator-api-base", server.address)
    left = calibrate(suite, *named, stdin="2 2 2\n")
    assert "openai/scripted" in left.stdout and "127.0.0.1" in left.stdout, "who receives the replies is said at once"
    assert server.requests == []
    unnamed = leanin("calibrate", "--resume", "last", stdin="1 1 1\n/end\n")
    assert "The round was begun with openai/scripted" in unnamed.stdout
    assert "you and builtin: " in unnamed.stdout
    assert server.requests == []
    shown = leanin("calibrate", "--show", "last", *named)
    assert shown.returncode == 0, shown.stderr
    assert "you and openai/scripted: " in shown.stdout
    assert len(server.requests) == 2
    assert leanin("calibrate", "--show", "last").returncode == 0, "its grades are kept, so it isn't asked again"
    assert len(server.requests) == 2
    other = leanin("calibrate", "--show", "last", "--evaluator-model", "builtin")
    assert "you and builtin: " in other.stdout
