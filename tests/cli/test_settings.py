import json

import pytest
from click.testing import Result
from typer.testing import CliRunner

from leanin.cli.main import app
from leanin.locations import config_file
from leanin.preferences import ENTRIES, SettingsRefused


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["settings", *arguments])


def test_everything_is_shown_with_where_it_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("set", "coach", "after", "therapist.age", "41").exit_code == 0
    monkeypatch.setenv("LEANIN_MOTION", "reduced")
    text = run().stdout
    assert all(f"  {name}: " in text for name in ENTRIES)
    assert f"  coach: after  ({config_file()}, line 1)" in text
    assert "  motion: reduced  (LEANIN_MOTION in the environment)" in text
    assert "  client_model: builtin\n" in text and "your words stay on this machine" in text
    found = json.loads(run("--json").stdout)
    by_name = {row["name"]: row for row in found["settings"]}
    assert found["file"] == str(config_file()) and set(by_name) == set(ENTRIES)
    assert (by_name["therapist.age"]["value"], by_name["therapist.age"]["from"]) == ("41", "file")
    assert (by_name["motion"]["from"], by_name["seed"]["from"]) == ("environment", "default")


def test_several_are_changed_together_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    saved = run("set", "client-model", "openai/x", "api-base", "http://127.0.0.1:1/v1", "theme", "high contrast")
    assert "client: openai/x, words go to this machine (127.0.0.1:1)" in saved.stdout
    kept = config_file().read_text()
    assert "theme: leanin-contrast" in kept
    refused = run("set", "coach", "off", "theme", "leanin-papr")
    assert isinstance(refused.exception, SettingsRefused)
    assert "Did you mean leanin-paper?" in refused.exception.message
    assert config_file().read_text() == kept
    assert run("set", "coach").exit_code == 2
    assert run("reset", "client_model", "api_base", "theme").exit_code == 0
    assert config_file().read_text() == ""
    monkeypatch.setenv("LEANIN_COACH", "off")
    assert "coach: off; LEANIN_COACH in the environment counts" in run("set", "coach", "after").stdout
