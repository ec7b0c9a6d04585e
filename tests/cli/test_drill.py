"""`leanin drill` by lines, as a trainee, a script or a screen reader meets it, in a process of its own."""

import csv
import json
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.loopback import ScriptedServer, answer, serving
from tests.program import leanin, piped

from leanin.cli.main import run_command
from leanin.drills import book

OWNS = (
    "You're right, I am young. Maybe you wonder whether I can be of any help to you. What worries you most about that?"
)


def test_a_round_by_lines_with_a_summary() -> None:
    typed = f"But I have a degree in this.\n/hint\n/hint\n/hint\n/hint\n/show\n/again\n{OWNS}\n\n/next\n/bogus\n/end\n"
    done = leanin("drill", "--seed", "3", "--count", "3", "--step", "responsibility", stdin=typed)
    assert done.returncode == 0, done.stderr
    said = done.stdout
    assert "(built-in evaluator, no language model)" in said
    assert "1 of 3 · new" in said and "2 of 3 · new" in said
    assert "Only this counts: Take some responsibility" in said
    assert "○ not there yet: Take some responsibility" in said
    assert said.count("  Hint: ") == 3 and "That was all; /show shows whole replies." in said
    assert "  1. " in said and "  2. " in said
    assert "There is no /bogus; it wasn't sent." in said
    assert "— Summary" in said and "To practise next: " in said
    kept = book.history().attempts
    assert [(one.place, one.number) for one in kept][:2] == [(1, 1), (1, 2)]
    assert kept[0].hints == () and kept[1].hints == ("step", "concern", "beginning", "shown")
    (path,) = book.drills_dir().iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_once_it_is_there_the_next_statement_follows() -> None:
    done = leanin("drill", "--seed", "3", "--count", "2", "--trap", "hostile", stdin=f"{OWNS}\n{OWNS}\nToo much.\n")
    assert done.returncode == 0, done.stderr
    assert "2 statements, 2 replies" in done.stdout
    assert "Unlearn: hostile" in done.stdout
    assert len(book.history().attempts) == 2


def test_the_same_seed_gives_the_same_round_and_the_next_one_goes_on() -> None:
    def clients(*options: str, fresh: bool = False) -> list[str]:
        done = leanin("drill", "--count", "3", *options, stdin="/next\n/next\n/next\n", fresh=fresh)
        lines = done.stdout.splitlines()
        return [line for line in lines if line.startswith("Client: ")]

    first = clients("--seed", "5", fresh=True)
    assert len(first) == 3 and first == clients("--seed", "5") != clients("--seed", "6")


def test_kinds_of_rupture_and_the_clock() -> None:
    done = leanin(
        "drill", "--rupture", "goals", "--marker", "with", "--seconds", "60", "--count", "4", stdin="/next\n" * 4
    )
    assert done.stdout.count("goals rupture · withdraws") == 4
    assert done.stdout.count("(60 seconds)") == 4
    assert "No reply was sent" in done.stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--step", "listening"), "Known: responsibility"),
        (("--step", "re"), "may mean responsibility or reflection"),
        (("--trap", "defendng"), "Did you mean defending"),
        (("--step", "inv", "--whole"), "don't go together"),
        (("--export", "x.txt"), "should end in"),
        (("--export", "x.csv", "--delete"), "don't go together"),
        (("--count", "0"), "--count"),
        (("--seconds", "1"), "--seconds"),
    ],
)
def test_what_makes_no_sense_is_refused_as_wrong_usage(
    options: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["drill", *options]) == 2
    assert says in " ".join(capsys.readouterr().err.replace("│", " ").split())


def test_what_nothing_fits_is_told() -> None:
    done = leanin("drill", "--trap", "unsafe", "--marker", "withdrawal")
    assert done.returncode == 1 and "No statement fits all of that" in done.stderr


def test_export_and_delete(tmp_path: Path) -> None:
    leanin("drill", "--seed", "3", stdin="I am young.\n")
    for name in ("out.jsonl", "out.csv"):
        done = leanin("drill", "--export", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "out.jsonl").read_text())["reply"] == "I am young."
    (row,) = csv.DictReader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines())
    assert row["reply"] == "I am young."
    again = leanin("drill", "--export", str(tmp_path / "out.csv"))
    assert again.returncode == 1 and "--force replaces it" in again.stderr
    assert json.loads(leanin("drill", "--export", "-").stdout)["leanin"] == "drill"
    assert leanin("drill", "--delete", stdin="n\n").returncode != 0
    assert len(book.history().attempts) == 1
    assert leanin("drill", "--delete", "--yes").returncode == 0
    assert book.history().attempts == ()


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with serving(lambda prompt: answer((2, 2, 2), "I am young")) as server:
        yield server


def test_a_model_grades_and_who_receives_the_words_is_said(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-1234567890abcdef")
    named = ("--evaluator-model", "openai/scripted", "--evaluator-api-base", server.address)
    done = leanin("drill", "--whole", "--count", "2", *named, stdin="I am young.\nI am young.\n")
    assert done.returncode == 0, done.stderr
    assert "openai/scripted" in done.stdout and "127.0.0.1" in done.stdout
    assert "there at once 2" in done.stdout
    kept = book.history().attempts
    assert {one.evaluator for one in kept} == {"openai/scripted"} and all(one.prompt_hash for one in kept)


def test_a_reply_without_a_grade_is_told_and_the_exit_says_so(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-1234567890abcdef")
    server.status = 401
    named = ("--evaluator-model", "openai/scripted", "--evaluator-api-base", server.address)
    done = leanin("drill", "--count", "2", *named, stdin="I am young.\n")
    assert done.returncode == 1
    assert "Your reply wasn't kept" in done.stdout and "no grade" in done.stderr
    assert "sk-test" not in done.stdout + done.stderr
    assert book.history().attempts == ()


def test_what_was_graded_survives_kill_9() -> None:
    with piped("drill", "--seed", "3") as drill:
        drill.stdin.write("I am young.\n")
        drill.stdin.flush()
        while "Try next" not in drill.stdout.readline():
            pass
        drill.program.send_signal(signal.SIGKILL)
        assert drill.program.wait(timeout=10) == -signal.SIGKILL
    assert [one.reply for one in book.history().attempts] == ["I am young."]
