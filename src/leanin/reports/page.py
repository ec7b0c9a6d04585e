"""The report as one HTML page that asks nothing of anybody: no script, no font, no picture from elsewhere.

What people said is never markup: the templates escape every value, and what could command a reader's eye (control
characters, reversed writing) is shown as a symbol. The page's own policy forbids everything but its one style sheet,
which is named by its hash.
"""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from leanin.errors import LeaninError
from leanin.reports.progress_view import progress_view
from leanin.reports.session_view import SessionView

if TYPE_CHECKING:
    from jinja2 import Environment

    from leanin.progress.figures import Progress

_TEMPLATES: Final = Path(__file__).parent / "templates"

_SHOWN: Final = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: "␡",
    **dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029], "�"),
}
"""Characters that would command a reader's eye instead of being read."""


class CannotReport(LeaninError):
    """The report can't be made or written."""

    title = "The report can't be written"


def page(
    sessions: Sequence[SessionView], progress: "Progress | None" = None, *, redacted: bool = False, since: str = ""
) -> str:
    """The page: with `progress` an overview first, then each session; `since` says from which day on, in words.

    `redacted` says that names were blanked; persona ids of the overview must have been blanked by the caller.
    """
    from markupsafe import Markup

    css = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            sessions=sessions,
            progress=progress_view(progress) if progress else None,
            redacted=redacted,
            since=since,
            css=Markup(css),  # our own file, and its hash is in the policy
            digest=digest,
        )
    )


def write(text: str, path: Path, *, force: bool = False) -> None:
    """Write the page for its owner only, whole or not at all; a file that is there is replaced with `force` alone.

    Raises `CannotReport`.
    """
    import contextlib
    import os
    import tempfile

    try:
        if path.exists() and not force:
            raise CannotReport(f"{path} is there already; --force replaces it.")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".leanin-")  # readable by its owner only
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            unfinished.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            raise
    except OSError as error:
        raise CannotReport(f"{path}: {error.strerror or error}.") from None


def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _shown(value: Any) -> Any:
    """A value as it is put into the page; our own markup passes as it is."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return value.replace("\r\n", "\n").replace("\r", "\n").translate(_SHOWN)
    return value
