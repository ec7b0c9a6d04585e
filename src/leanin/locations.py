"""Every path outside the package that leanin reads or writes. Each can be moved by an environment variable."""

import contextlib
import os
import stat
from pathlib import Path


def config_dir() -> Path:
    """The user's configuration folder; `LEANIN_CONFIG_DIR` moves it."""
    return _folder("LEANIN_CONFIG_DIR", "user_config_path")


def data_dir() -> Path:
    """The folder of the journal and the user's exports; `LEANIN_DATA_DIR` moves it."""
    return _folder("LEANIN_DATA_DIR", "user_data_path")


def cache_dir() -> Path:
    """The folder of what can be worked out again; `LEANIN_CACHE_DIR` moves it."""
    return _folder("LEANIN_CACHE_DIR", "user_cache_path")


def config_file() -> Path:
    """The settings file, YAML."""
    return config_dir() / "config.yaml"


def own_personas_dir() -> Path:
    """Where educators put their own persona files."""
    return config_dir() / "personas"


def project_personas_dir() -> Path:
    """Where a project, such as a course, keeps persona files for all who work in it.

    The folder `personas` in the current one; `LEANIN_PERSONAS_DIR` moves it.
    """
    moved = os.environ.get("LEANIN_PERSONAS_DIR")
    return Path(moved).expanduser() if moved else Path("personas")


def journal_file() -> Path:
    """The SQLite journal of all sessions."""
    return data_dir() / "journal.sqlite"


def eval_runs_dir() -> Path:
    """Where results of eval runs are kept."""
    return data_dir() / "eval-runs"


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can enter, and likewise those above it that are missing.

    One that was there already is closed to others too, unless it is a common one such as `/tmp`. Raises `OSError`
    where the folder can't be made.
    """
    missing = [above for above in folder.parents if not above.exists()]
    for path in (*reversed(missing), folder):
        path.mkdir(mode=0o700, exist_ok=True)
    mode = folder.stat().st_mode
    if mode & 0o077 and not mode & stat.S_ISVTX:
        with contextlib.suppress(OSError):  # somebody else's folder, or a disk without modes
            folder.chmod(0o700)


def _folder(variable: str, kind: str) -> Path:
    if moved := os.environ.get(variable):
        return Path(moved).expanduser()
    import platformdirs

    path: Path = getattr(platformdirs, kind)("leanin", appauthor=False)
    return path
