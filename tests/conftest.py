"""Every test starts from an empty home: own folders, no provider keys, no settings from outside."""

import contextlib
import gc
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")  # the same examples in every run, so that a red one can be looked into


@pytest.fixture(autouse=True)
def no_words_leave_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leanin.llm.guard.allow_model_calls", False)


WARM_CACHE = tempfile.TemporaryDirectory(prefix="leanin-tests-")
"""The cache folder for what test modules read as they are imported. Its personas are there for all tests of a worker:
one that was read in one test isn't read from YAML again in the next.
"""
WARM_PERSONAS = Path(WARM_CACHE.name) / "personas"
os.environ["LEANIN_CACHE_DIR"] = WARM_CACHE.name


def pytest_collection_finish() -> None:
    """Look for garbage seldom: the widgets of an app are many, and looking costs a quarter of all time otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 1_000)


def pytest_unconfigure() -> None:
    WARM_CACHE.cleanup()


@pytest.fixture
def cache_of_its_own() -> Path:
    """An empty cache folder but for the personas."""
    WARM_PERSONAS.mkdir(mode=0o700, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=WARM_CACHE.name))
    with contextlib.suppress(OSError):  # where links are forbidden, they are read anew
        (folder / "personas").symlink_to(WARM_PERSONAS, target_is_directory=True)
    return folder


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, cache_of_its_own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("LEANIN_") or name.endswith("_API_KEY") or name in ("OLLAMA_HOST", "OPENAI_BASE_URL"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    monkeypatch.setenv("LEANIN_CONFIG_DIR", str(home / "config"))
    monkeypatch.setenv("LEANIN_DATA_DIR", str(home / "data"))
    monkeypatch.setenv("LEANIN_CACHE_DIR", str(cache_of_its_own))
    return home
