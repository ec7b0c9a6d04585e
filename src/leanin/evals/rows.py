"""Rows of JSON Lines files, read and checked one after the other."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from leanin.datafile import FileProblems, Problem, faults_of
from leanin.errors import DataFileError
from leanin.evals.dataset import parse_object, refuse_half_characters

Row = TypeVar("Row", bound=BaseModel)

MOST_PROBLEMS = 100
"""After so many, a file is hardly of this kind at all."""


class Rows(Generic[Row]):
    """The good rows of some files, in order; what is wrong with the others gathers in `problems`.

    `digest`, a hash object, is fed every line. An id that comes twice is a problem.
    """

    def __init__(self, paths: Sequence[Path], model: type[Row], digest: Any = None) -> None:
        self._paths = paths
        self._model = model
        self._digest = digest
        self._seen: set[int] = set()  # of the ids' hashes: a suite may be long
        self.problems: list[Problem] = []

    def __iter__(self) -> Iterator[Row]:
        """Each row as it is read."""
        for path in self._paths:
            for number, line in _lines(path):
                if self._digest is not None:
                    self._digest.update(line)
                if row := self._row(path, number, line):
                    yield row
                if len(self.problems) >= MOST_PROBLEMS:
                    return

    def raise_problems(self) -> None:
        """Raise `FileProblems` where anything was wrong."""
        if self.problems:
            raise FileProblems(self.problems)

    def _row(self, path: Path, number: int, line: bytes) -> Row | None:
        place = str(path), number
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            if not text.strip():
                return None
            data = parse_object(text)
            refuse_half_characters(data)
            row = self._model.model_validate(data)
        except UnicodeDecodeError:
            self.problems.append(Problem(*place, "", "this is not UTF-8 text; is it a binary file?"))
            return None
        except DataFileError as error:
            self.problems.append(Problem(*place, "", error.message))
            return None
        except ValidationError as error:
            self.problems += [Problem(*place, *fault) for fault in faults_of(error, self._model)]
            return None
        identity = getattr(row, "id", number)
        name = hash(repr(identity))
        if name in self._seen:
            self.problems.append(Problem(*place, "id", f"“{identity}” is used twice."))
        self._seen.add(name)
        return row


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            yield from enumerate(file, 1)
    except FileNotFoundError:
        raise DataFileError(f"There is no file {path}.") from None
    except OSError as error:
        raise DataFileError(f"{path} can't be read: {error.strerror or error}.") from None
