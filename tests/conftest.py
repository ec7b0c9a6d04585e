"""Every test starts from an empty home: own folders, no provider keys, no settings from outside."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")  # the same examples in every run, so that a red one can be looked into


@pytest.fixture(autouse=True)
def no_words_leave_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leanin.llm.guard.allow_model_calls", False)


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("LEANIN_") or name.endswith("_API_KEY") or name in ("OLLAMA_HOST", "OPENAI_BASE_URL"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    monkeypatch.setenv("LEANIN_CONFIG_DIR", str(home / "config"))
    monkeypatch.setenv("LEANIN_DATA_DIR", str(home / "data"))
    monkeypatch.setenv("LEANIN_CACHE_DIR", str(home / "cache"))
    return home
