from pathlib import Path
from typing import Any

import pytest

from leanin.errors import SettingsError
from leanin.locations import config_file
from leanin.settings import CoachMode, load_settings, origin_of, remember


def write(text: str) -> Path:
    path = config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_with_nothing_set_everything_is_builtin() -> None:
    settings = load_settings()
    assert (settings.client_model, settings.evaluator_model, settings.coach_model) == ("builtin", "builtin", "")
    assert settings.coach is CoachMode.LIVE


def test_flags_beat_the_environment_which_beats_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write("client_model: openai/from-file\nevaluator_model: openai/from-file\ncoach: after\n")
    monkeypatch.setenv("LEANIN_CLIENT_MODEL", "openai/from-environment")
    settings = load_settings(client_model=None, coach="off")
    assert settings.client_model == "openai/from-environment"
    assert settings.evaluator_model == "openai/from-file"
    assert settings.coach is CoachMode.OFF
    assert origin_of("client_model", {}) == "LEANIN_CLIENT_MODEL in the environment"
    assert origin_of("evaluator_model", {}) == str(config_file())
    assert origin_of("coach", {"coach": "off"}) == "--coach"
    assert "default" in origin_of("coach_model", {})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("coach: live\ncoahc: off\n", ["line 2: coahc", "did you mean “coach”"]),
        ("coach: sometimes\n", ["line 1: coach", "'live', 'after' or 'off'"]),
        ("therapist:\n  age: old\n", ["line 2: therapist.age", "whole number"]),
        ("coach: [\n", ["isn't valid YAML"]),
        ("- a\n- b\n", ["mapping of keys"]),
    ],
)
def test_what_is_wrong_in_the_file_is_told_by_line_and_key(text: str, says: list[str]) -> None:
    path = write(text)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert str(path) in error.value.message
    for part in says:
        assert part in error.value.message


def test_what_is_wrong_in_a_flag_or_the_environment_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="--coach: expected one of"):
        load_settings(coach="sometimes")
    monkeypatch.setenv("LEANIN_SEED", "seven")
    with pytest.raises(SettingsError, match="LEANIN_SEED in the environment"):
        load_settings()


def test_remembering_keeps_comments_and_other_settings_and_is_owner_only() -> None:
    path = write("# mine\ncoach: after  # blind first\nseed: 3\n")
    remember(theme="leanin-paper", seed=None)
    text = path.read_text()
    assert "# mine" in text
    assert "# blind first" in text
    assert "seed" not in text
    assert load_settings().theme == "leanin-paper"
    assert oct(path.stat().st_mode & 0o777) == "0o600"


def test_remembering_makes_the_folder() -> None:
    remember(coach="off")
    assert load_settings().coach is CoachMode.OFF


def test_settings_that_cannot_be_written_say_so(empty_home: Path) -> None:
    empty_home.mkdir(parents=True, exist_ok=True)
    (empty_home / "config").write_text("a file where the folder should be")
    with pytest.raises(SettingsError, match="can't be written"):
        remember(coach="off")


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n\n   # at all\n"])
def test_a_file_that_says_nothing_is_no_settings(text: str) -> None:
    path = write(text)
    assert load_settings().client_model == "builtin"
    remember(coach="off")
    assert load_settings().coach is CoachMode.OFF
    assert path.read_text()


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANIN_CLIENT_MODEL", "")
    assert load_settings().client_model == "builtin"
    assert "default" in origin_of("client_model", {})


def test_a_list_in_the_environment_that_is_not_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANIN_NAMES_TO_REDACT", "Kevin")
    with pytest.raises(SettingsError, match="JSON"):
        load_settings()


def test_the_environment_is_blamed_for_its_own_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    write("seed: 5\n")
    monkeypatch.setenv("LEANIN_SEED", "abc")
    with pytest.raises(SettingsError, match="LEANIN_SEED in the environment"):
        load_settings()


def test_the_number_of_grades_is_a_setting_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().grades == 1
    monkeypatch.setenv("LEANIN_GRADES", "3")
    assert load_settings().grades == 3
    assert load_settings(grades=5).grades == 5
    for wrong in ("0", "10", "many"):
        monkeypatch.setenv("LEANIN_GRADES", wrong)
        with pytest.raises(SettingsError, match="LEANIN_GRADES in the environment"):
            load_settings()


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        ("# head\n\n# nothing yet\n", {"coach": "off"}, "# head\n\n# nothing yet\ncoach: off\n"),
        ("coach: off  # blind\n# on theme\ntheme: x\n", {"coach": None}, "# on theme\ntheme: x\n"),
        (
            "# head\ntherapist:\n  age: 30\n  # kids\n  children: 2\n\n# last\n",
            {"therapist": None},
            "# head\n\n# last\n",
        ),
        (
            "therapist:\n  age: 30  # next month\n  # kids\n  children: 2\n",
            {"therapist": {"age": 31, "children": 2}},
            "therapist:\n  age: 31  # next month\n  # kids\n  children: 2\n",
        ),
        ("therapist: {age: 30, children: 2}\n", {"therapist": {"age": 30}}, "therapist: {age: 30}\n"),
        ("{coach: off, seed: 7}\n", {"coach": None}, "{seed: 7}\n"),
        ("coach: off\n", {"coach": None}, ""),
    ],
    ids=["comments alone", "beneath one taken out", "around a block", "within a block", "flow", "all flow", "the last"],
)
def test_comments_outlive_what_is_changed_around_them(before: str, changes: dict[str, Any], after: str) -> None:
    path = write(before)
    remember(**changes)
    assert path.read_text() == after
