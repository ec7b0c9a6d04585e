"""Finding single results in a run's files without holding them: where each line stands, and what it is about."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from leanin.errors import DataFileError
from leanin.evals.lines import LINES, Line
from leanin.evals.run_folder import RunFolder
from leanin.evals.verdicts import Verdict, verdict


class Place(NamedTuple):
    """Where a result stands, and enough of it to choose by."""

    path: Path
    offset: int
    length: int
    kind: str
    cell: str
    verdict: Verdict

    def read(self) -> Line:
        """The result itself. Raises `DataFileError` where the file has changed since."""
        try:
            with self.path.open("rb") as file:
                file.seek(self.offset)
                return LINES.validate_json(file.read(self.length))
        except OSError as error:
            raise DataFileError(f"{self.path} can't be read: {error.strerror or error}.") from None
        except ValidationError:
            raise DataFileError(f"{self.path} has changed since it was listed; open the run again.") from None


class Wanted(NamedTuple):
    """Which results to show; empty or None for all."""

    verdict: Verdict | None = None
    kind: str = ""
    cell: str = ""

    def holds(self, place: Place) -> bool:
        """Whether a result is among them."""
        return (
            (self.verdict is None or place.verdict is self.verdict)
            and (not self.kind or place.kind == self.kind)
            and (not self.cell or place.cell == self.cell)
        )


def places(run: RunFolder) -> Iterator[tuple[Place, Line]]:
    """Every result with its place, in the order of the files, read one by one.

    A last line without its end is passed over: it is being written. Raises `DataFileError` for one that can't be read.
    """
    cells: dict[str, str] = {}  # each name once, however many results have it
    for path in (run.results, run.errors):
        offset = 0
        try:
            with path.open("rb") as file:
                for raw in file:
                    if raw.endswith(b"\n"):
                        line = LINES.validate_json(raw)
                        cell = cells.setdefault(line.cell, line.cell)
                        yield Place(path, offset, len(raw), line.kind, cell, verdict(line)), line
                    offset += len(raw)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise DataFileError(f"{path} can't be read: {error.strerror or error}.") from None
        except ValidationError:
            raise DataFileError(f"{path} holds a line that this version of leanin can't read.") from None
