"""The report as one HTML page that asks nothing of anybody: no script, no font, no picture from elsewhere.

What people said is never markup: the templates escape every value, and what could command a reader's eye (control
characters, reversed writing) is shown as a symbol. The page's own policy forbids everything but its one style sheet,
which is named by its hash.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leanin.errors import LeaninError
from leanin.reports.progress_view import progress_view
from leanin.reports.session_view import SessionView
from leanin.reports.templating import TEMPLATES, digest, environment

if TYPE_CHECKING:
    from leanin.progress.figures import Progress


class CannotReport(LeaninError):
    """The report can't be made or written."""

    title = "The report can't be written"


def page(
    sessions: Sequence[SessionView],
    progress: "Progress | None" = None,
    *,
    redacted: bool = False,
    which: str = "Sessions",
) -> str:
    """The page: with `progress` an overview first, then each session; `which` says which sessions they are.

    `redacted` says that names were blanked; persona ids of the overview must have been blanked by the caller.
    """
    from markupsafe import Markup

    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            sessions=sessions,
            progress=progress_view(progress) if progress else None,
            redacted=redacted,
            which=which,
            css=Markup(css),  # our own file, and its hash is in the policy
            digest=digest(css),
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
