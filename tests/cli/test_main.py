from tests.program import leanin

from leanin import __version__


def test_the_version_by_either_way() -> None:
    assert leanin("--version", fresh=True).stdout == f"leanin {__version__}\n"
    assert __version__ in leanin("--version", "play").stdout


def test_help_names_every_command() -> None:
    shown = leanin("--help").stdout
    for command in ("play", "sessions", "grade", "eval", "doctor"):
        assert command in shown


def test_wrong_usage_is_told_with_exit_code_2() -> None:
    done = leanin("plya")
    assert done.returncode == 2
    assert "plya" in done.stderr
    assert "Traceback" not in done.stderr
