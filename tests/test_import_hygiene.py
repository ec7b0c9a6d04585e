"""What a module may not drag in, proved in a fresh interpreter through `sys.modules`."""

import subprocess
import sys

import pytest

SURFACES = ["textual", "typer"]
MODELS = ["litellm", "openai", "httpx", "aiohttp", "tenacity"]
DATABASE = ["sqlite3", "leanin.store"]


def imported_by(code: str, *arguments: str, stdin: str = "") -> set[str]:
    """The modules loaded after running `code`."""
    probe = f"{code}\nimport sys as _sys\n_sys.stderr.write('\\n'.join(_sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", probe, *arguments], input=stdin, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def loaded(modules: set[str], forbidden: list[str]) -> set[str]:
    return {name for name in modules for root in forbidden if name == root or name.startswith(f"{root}.")}


@pytest.mark.parametrize(
    "module",
    [
        "leanin.rubric",
        "leanin.dynamics",
        "leanin.persona",
        "leanin.persona_lint",
        "leanin.session.engine",
        "leanin.session.record",
        "leanin.session.opening",
    ],
)
def test_the_core_knows_no_screen_no_model_and_no_database(module: str) -> None:
    assert not loaded(imported_by(f"import {module}"), [*SURFACES, *MODELS, *DATABASE, "rich", "jinja2"])


def test_the_version_needs_next_to_nothing() -> None:
    code = "import sys; sys.argv = ['leanin', '--version']\nimport leanin.__main__ as m; m.main()"
    assert not loaded(
        imported_by(code),
        [*SURFACES, *MODELS, *DATABASE, "pydantic", "rich", "ruamel", "importlib.metadata", "asyncio"],
    )


def test_the_app_paints_before_anything_heavy_is_imported() -> None:
    modules = imported_by("import leanin.tui.app")
    assert not loaded(modules, [*MODELS, *DATABASE, "typer", "pydantic", "pydantic_settings", "ruamel", "jinja2"])


def test_the_first_paint_itself_imports_nothing_heavy() -> None:
    code = """
import asyncio, sys
from leanin.errors import LeaninError
from leanin.tui.app import LeaninApp

painted = []
def practice():
    painted.append(set(sys.modules))
    raise LeaninError("The first frame is out; that is all that was to be seen.")

async def run():
    async with LeaninApp(practice).run_test() as pilot:
        while not painted:
            await pilot.pause()

asyncio.run(run())
for name in set(sys.modules) - painted[0]:
    del sys.modules[name]
"""
    modules = imported_by(code)
    assert "textual.app" in modules
    assert not loaded(modules, [*MODELS, *DATABASE, "typer", "pydantic", "pydantic_settings", "ruamel", "jinja2"])


def test_a_builtin_session_by_lines_needs_no_model_library_and_no_screen() -> None:
    code = "import sys; sys.argv[0] = 'leanin'\nfrom leanin.cli.main import run_command; run_command(sys.argv[1:])"
    modules = imported_by(code, "play", "rosa", "--plain", "--json", "--seed", "7", stdin="I am young.\n")
    assert not loaded(modules, [*MODELS, "textual"])
    assert loaded(modules, DATABASE)
