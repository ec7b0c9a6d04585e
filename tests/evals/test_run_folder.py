import json
import stat
from pathlib import Path

import pytest
from tests.evals.runs import planned, reply_line, suite_in

from leanin.errors import DataFileError
from leanin.evals.run_folder import Attempt, RunFolder, all_runs, find_run, new_run


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return new_run(planned(suite_in(tmp_path / "mine", "replies")).manifest)


def test_what_is_appended_is_read_back_and_faults_lie_apart(folder: RunFolder) -> None:
    whole, broken = reply_line("a"), reply_line("b", grade=None, fault="RateLimited", error="Too many.")
    with folder:
        folder.append(broken)
        folder.append(whole)
        assert list(folder.lines()) == [whole, broken]
    assert list(folder.keys_done()) == [whole.key]
    assert json.loads(folder.results.read_text())["result"]["reply"]["reply"] == whole.result.reply.reply


def test_the_manifest_is_read_back(folder: RunFolder) -> None:
    manifest = folder.manifest()
    assert (manifest.id, manifest.suite, manifest.units) == (folder.path.name, "mine", 6)
    assert manifest.counts == {"replies": 6}


def test_a_line_that_a_kill_cut_off_is_dropped_on_going_on(folder: RunFolder) -> None:
    with folder:
        folder.append(reply_line("a"))
    whole = folder.results.read_bytes()
    for torn in (b'{"key": "x', b"x" * 200_000):
        folder.results.write_bytes(whole + torn)
        assert len(list(folder.lines())) == 1
        with folder:
            folder.append(reply_line("b"))
        assert [line.id for line in folder.lines()] == ["a", "b"]
        folder.results.write_bytes(whole)
    folder.results.write_bytes(b"x" * 70_000)
    with folder:
        assert folder.results.read_bytes() == b""


def test_two_runs_of_one_second_get_a_folder_each(tmp_path: Path) -> None:
    manifest = planned(suite_in(tmp_path / "mine", "replies")).manifest
    made = [new_run(manifest) for _ in range(3)]
    assert [run.path.name for run in made] == [manifest.id, f"{manifest.id}~2", f"{manifest.id}~3"]
    assert [run.manifest().id for run in made] == [run.path.name for run in made]


def test_a_torn_note_on_an_attempt_is_dropped(folder: RunFolder) -> None:
    attempt = Attempt(began="2026-11-23T21:00:00+00:00", seconds=1.0, done=1, failed=0, missing=5)
    folder.note(attempt)
    with (folder.path / "attempts.jsonl").open("a") as file:
        file.write('{"began": "2')
    with folder:
        folder.note(attempt)
    assert folder.attempts() == [attempt, attempt]


def test_a_new_attempt_begins_with_no_errors(folder: RunFolder) -> None:
    with folder:
        folder.append(reply_line("a", grade=None, fault="BrokeOff", error="Gone."))
    with folder:
        assert list(folder.lines()) == []


def test_two_processes_dont_write_to_one_run(folder: RunFolder) -> None:
    with folder, pytest.raises(DataFileError, match="still going on"), RunFolder(folder.path):
        pytest.fail("it was opened twice")


def test_it_is_the_owners_only(folder: RunFolder) -> None:
    with folder:
        folder.append(reply_line("a"))
    folder.write("figures.json", "{}")
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.path.iterdir() if path.name != ".lock"} == {0o600}


def test_a_line_or_manifest_of_another_kind_is_told(folder: RunFolder) -> None:
    folder.results.write_text('{"kind": "replies"}\n')
    for read in (folder.lines, folder.keys_done):
        with pytest.raises(DataFileError, match=r"results\.jsonl holds a line"):
            list(read())
    (folder.path / "run.json").write_text('{"schema": 2}')
    with pytest.raises(DataFileError, match=r"run\.json: schema"):
        folder.manifest()


def test_a_run_is_found_by_its_name_its_beginning_or_as_the_last(tmp_path: Path) -> None:
    suite = suite_in(tmp_path / "mine", "replies")
    made = [new_run(planned(suite).manifest) for _ in range(2)]
    assert made[0].path != made[1].path
    latest = max(run.path.name for run in made)
    assert find_run("last").path.name == latest == all_runs()[0].path.name
    assert find_run(str(made[0].path)).path == made[0].path
    assert find_run(made[1].path.name).path == made[1].path
    with pytest.raises(DataFileError, match="fits 2 runs"):
        find_run(latest[:8])
    with pytest.raises(DataFileError, match="Did you mean"):
        find_run(latest.replace("mine", "mien"))
