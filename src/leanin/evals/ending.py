"""What is made of a run when it ends: figures, tables, a page, a table for spreadsheets."""

from typing import Any

from leanin.evals import page, report, table
from leanin.evals.run_folder import RunFolder


def finish(folder: RunFolder) -> dict[str, Any]:
    """Work the figures out from the run's lines and write every file that is made of them; gives the figures.

    Raises `DataFileError` where a line can't be read or a file can't be written.
    """
    data = report.figures(folder.manifest(), folder.lines(), took=_took(folder))
    report.save(folder, data)
    table.save(folder.lines(), folder.path / "results.csv")
    page.write_page(folder, data)
    return data


def _took(folder: RunFolder) -> float | None:
    """Seconds of all attempts together; None where a killed one kept its time to itself."""
    attempts = folder.attempts()
    done = sum(attempt.done for attempt in attempts)
    known = done == sum(1 for _ in folder.keys_done())
    return round(sum(attempt.seconds for attempt in attempts), 3) if attempts and known else None
