"""What is made of a run when it ends: figures, tables, a page, a table for spreadsheets."""

from types import TracebackType
from typing import Any, Self

from leanin.evals import page, report
from leanin.evals.lines import Line
from leanin.evals.page_picks import Picks
from leanin.evals.run_folder import RunFolder
from leanin.evals.table import TableFile


class Ending:
    """Works figures, page and table out while results come, so that little is left to do when the last one is there.

    A context manager: what wasn't finished leaves nothing behind. Results may come in any order; those without a whole
    one stand last in table and page. Raises `DataFileError` where the run can't be read or a file can't be written.
    """

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._manifest = folder.manifest()
        self._figures = report.RunFigures(self._manifest)
        self._picks = Picks()
        self._whole = 0

    def __enter__(self) -> Self:
        """Begin the table's draft."""
        self._table = TableFile(self._folder.path / "results.csv")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop the draft, if it wasn't kept."""
        self._table.drop()

    def prepare(self) -> None:
        """Load what `finish` needs; for a moment in which there is nothing else to do."""
        report.prepare()
        page.prepare()

    def add(self, line: Line) -> None:
        """Take a result in."""
        self._whole += not line.fault
        self._figures.add(line)
        self._picks.add(line)
        self._table.add(line)

    def finish(self) -> dict[str, Any]:
        """Write every file that is made of the run; gives the figures."""
        data = self._figures.figures(took=self._took())
        report.save(self._folder, data)
        self._table.keep()
        page.write_page(self._folder, self._manifest, self._picks.picked(), data)
        return data

    def _took(self) -> float | None:
        """Seconds of all attempts together; None where a killed one kept its time to itself."""
        attempts = self._folder.attempts()
        known = self._whole == sum(attempt.done for attempt in attempts)
        return round(sum(attempt.seconds for attempt in attempts), 3) if attempts and known else None


def finish(folder: RunFolder) -> dict[str, Any]:
    """Make all of it from the run's lines, as they stand on disk; gives the figures. Raises `DataFileError`."""
    with Ending(folder) as ending:
        for line in folder.lines():
            ending.add(line)
        return ending.finish()
