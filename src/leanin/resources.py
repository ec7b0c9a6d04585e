"""Where the data that ships with leanin lies: personas, prompts and eval suites.

In a checkout these are the top-level folders; in an installed wheel the same folders lie inside the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The folder `personas`, `prompts` or `evals` as shipped."""
    inside = _PACKAGE / "data" / folder
    return inside if inside.is_dir() else _PACKAGE.parents[1] / folder
