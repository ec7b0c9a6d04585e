"""The way into the screens about eval runs."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leanin.evals.run_folder import RunFolder
    from leanin.tui.app import LeaninApp


def open_runs(app: "LeaninApp", opened: "RunFolder | None" = None) -> None:
    """List the eval runs; with `opened` show at once what that one found."""
    from leanin.tui.evals.runs import RunsScreen

    app.push_screen(RunsScreen(opened))
