"""The `dev` script, as far as it can be tried without making an environment."""

import importlib.machinery
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

DEV = Path(__file__).resolve().parents[1] / "dev"


@pytest.fixture
def dev() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("dev_script", str(DEV))
    spec = importlib.util.spec_from_loader("dev_script", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = False
    return module


def test_it_needs_the_standard_library_alone() -> None:
    done = subprocess.run([sys.executable, "-I", "-S", str(DEV)], capture_output=True, text=True)
    assert done.returncode == 0
    for task in ("play", "test", "test-llm"):
        assert task in done.stdout


def test_every_task_is_explained(dev: ModuleType) -> None:
    assert all(f"\n  {task} " in dev.USAGE for task in dev.TASKS)


def test_an_unknown_task_shows_the_known_ones(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["paly"]) == 2
    assert "paly" in capsys.readouterr().err


def test_a_python_without_venv_says_what_to_install(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "VENV", tmp_path / "venv")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / "venv" / "bin" / "python")
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)
    assert dev.main(["play"]) == 1
    assert "python3-venv" in capsys.readouterr().err
    assert not (tmp_path / "venv").exists()


def test_a_step_that_fails_says_which_and_leaves_nothing_that_counts_as_ready(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "VENV", tmp_path / "venv")
    monkeypatch.setattr(dev, "STAMP", tmp_path / "venv" / "made-from")
    failed = subprocess.CompletedProcess([], 1, stdout="no network")
    monkeypatch.setattr(dev.subprocess, "run", lambda *_args, **_options: failed)
    assert dev.main(["play"]) == 1
    shown = capsys.readouterr().err
    assert "making .venv" in shown
    assert "no network" in shown
    assert not dev.is_ready()


def test_another_lock_or_interpreter_makes_the_environment_anew(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "requirements.lock").write_text("a==1")
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.setattr(dev, "HERE", tmp_path)
    first = dev.fingerprint()
    assert dev.fingerprint() == first
    (tmp_path / "requirements.lock").write_text("a==2")
    assert dev.fingerprint() != first


def test_an_old_interpreter_goes_on_with_a_newer_one_or_says_what_to_do(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 18))
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    assert dev.main(["play"]) == 1
    assert "3.11 or later" in capsys.readouterr().err
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "python3.12" else None)
    called = []
    monkeypatch.setattr(dev.subprocess, "call", lambda command: called.append(command) or 0)
    assert dev.main(["play", "rosa"]) == 0
    assert called[0][0] == "/usr/bin/python3.12"
    assert called[0][2:] == ["play", "rosa"]


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (DEV.parent / "requirements.lock").read_text()
    assert lock.count("--hash=sha256:") > 500
    assert "://" not in lock
    assert "index" not in lock.replace("--hash", "")
