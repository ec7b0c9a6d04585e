"""The built wheel carries personas, prompts and suites, and works away from the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def clean_venv(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment that holds the wheel alone."""
    venv = tmp_path_factory.mktemp("clean") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    python = venv / "bin" / "python"
    install = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True)
    return venv


def run(venv: Path, folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the installed command; dependencies come from the dev environment, whose editable leanin stays invisible."""
    environment = os.environ | {"PYTHONPATH": sysconfig.get_path("purelib")}
    return subprocess.run(
        [str(venv / "bin" / "leanin"), *arguments],
        cwd=folder,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
    )


def test_the_wheel_carries_its_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("personas/rosa.yaml", "prompts/client.md.j2", "prompts/evaluator.md.j2", "evals/first/suite.yaml"):
        assert f"leanin/data/{part}" in names
    assert "leanin/py.typed" in names
    assert any(name.endswith(".tcss") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_it_runs_from_another_folder(clean_venv: Path, tmp_path: Path) -> None:
    assert run(clean_venv, tmp_path, "--version").stdout.startswith("leanin ")
    where = subprocess.run(
        [str(clean_venv / "bin" / "python"), "-c", "import leanin; print(leanin.__file__)"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": sysconfig.get_path("purelib")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(clean_venv) in where.stdout

    played = run(clean_venv, tmp_path, "play", "rosa", "--plain", "--json", "--seed", "7", stdin="I am young.\n")
    assert played.returncode == 0, played.stderr
    events = [json.loads(line)["event"] for line in played.stdout.splitlines()]
    assert events == ["opening", "state", "reply", "grade", "state", "client", "outcome"]


def test_its_suites_and_prompts_are_found(clean_venv: Path, tmp_path: Path) -> None:
    listed = run(clean_venv, tmp_path, "eval", "list")
    assert listed.returncode == 0, listed.stderr
    assert "first" in listed.stdout
