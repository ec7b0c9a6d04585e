"""A run on disk: a folder with what it is of, a line for each result as it comes, and what was made of them.

| file | what |
| --- | --- |
| `run.json` | the `Manifest` |
| `results.jsonl` | a `Line` for each item with a whole result, in the order in which they were done |
| `errors.jsonl` | likewise for those without, of the latest attempt only |
| `attempts.jsonl` | an `Attempt` a line: when the run was worked on, and how that ended |
| `spent.txt` | what the run cost so far, in US dollars, where that was counted: calls that led to no line, too |
| `figures.json`, `tables.txt`, `results.csv`, `report.html` | made from these when the run ends, and again on demand |

A process that is killed loses what was in flight: lines are handed to the system whole, one write each. The folder
and its files are the owner's only.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from leanin.datafile import nearest, read_text
from leanin.errors import DataFileError
from leanin.evals.lines import Line, as_text, read_lines
from leanin.evals.manifest import Manifest
from leanin.locations import eval_runs_dir, make_private

_SPENT: Final = "spent.txt"

_MOST_OF_A_NAME: Final = 120
"""Characters: more, and some systems have no room for the path."""

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Attempt(BaseModel):
    """One time that a run was worked on."""

    model_config = ConfigDict(frozen=True)

    began: str
    """When, UTC, ISO 8601."""
    seconds: float
    done: int
    """Units with a whole result."""
    failed: int
    """Units without one."""
    missing: int
    """Units of the whole run that weren't done yet at its end."""
    ended: str = ""
    """Why it ended before all was done; empty where all was."""


class RunFolder:
    """One run's folder. As a context manager it is open for writing, by one process at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files: dict[str, int] = {}
        self._lock: BaseFileLock | None = None

    @property
    def results(self) -> Path:
        """Whole results, a line each."""
        return self.path / "results.jsonl"

    @property
    def errors(self) -> Path:
        """What got no whole result in the latest attempt, a line each."""
        return self.path / "errors.jsonl"

    def manifest(self) -> Manifest:
        """What the run is of. Raises `DataFileError` where that can't be read."""
        path = self.path / "run.json"
        try:
            return Manifest.model_validate_json(read_text(path))
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(map(str, first["loc"]))
            raise DataFileError(f"{path}: {key}: {first['msg']}. It is of another version of leanin.") from None

    def lines(self) -> Iterator[Line]:
        """Every result, those without a whole one last. Raises `DataFileError` for a line that can't be read."""
        for path in (self.results, self.errors):
            try:
                yield from read_lines(path)
            except ValidationError:
                raise DataFileError(f"{path} holds a line that this version of leanin can't read.") from None

    def keys_done(self) -> Iterator[str]:
        """The key of each whole result. Raises `DataFileError` for a line without one."""
        if not self.results.exists():
            return
        with self.results.open("rb") as file:
            for raw in file:
                if raw.endswith(b"\n"):
                    try:
                        yield json.loads(raw)["key"]
                    except (ValueError, KeyError, TypeError):
                        raise DataFileError(f"{self.results} holds a line that this version can't read.") from None

    def note(self, attempt: Attempt) -> None:
        """Keep how an attempt went. Raises `DataFileError` where that can't be done."""
        path = self.path / "attempts.jsonl"
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as kept:
                kept.write(attempt.model_dump_json() + "\n")
        except OSError as error:
            raise DataFileError(f"{path} can't be written: {error.strerror or error}.") from None

    def attempts(self) -> list[Attempt]:
        """How often it was worked on; an attempt that was killed left none. Raises `DataFileError`."""
        path = self.path / "attempts.jsonl"
        try:
            lines = path.read_bytes().splitlines() if path.exists() else []
            return [Attempt.model_validate_json(line) for line in lines]
        except (OSError, ValidationError):
            raise DataFileError(f"{path} can't be read.") from None

    def note_spent(self, dollars: float) -> None:
        """Keep what the run has cost so far, all attempts together. Raises `DataFileError` where that can't be done."""
        self.write(_SPENT, f"{dollars:.9f}\n")

    def spent(self) -> float:
        """What the run cost so far, in US dollars: as it was noted, else as far as its lines tell.

        Raises `DataFileError`, as `lines`.
        """
        path = self.path / _SPENT
        told = sum(calls.cost or 0.0 for line in self.lines() for calls in line.calls.values())
        try:
            return max(told, float(path.read_text())) if path.exists() else told
        except (OSError, ValueError):
            raise DataFileError(f"{path} can't be read.") from None

    def write(self, name: str, text: str | Iterable[str]) -> Path:
        """Write a file of the run anew, as a whole or not at all; `text` may come in pieces.

        Raises `DataFileError` where that can't be done.
        """
        path = self.path / name
        draft = self.path / f".{name}.new"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.writelines([text] if isinstance(text, str) else text)
            draft.replace(path)
        except OSError as error:
            raise DataFileError(f"{path} can't be written: {error.strerror or error}.") from None
        return path

    def append(self, line: Line) -> None:
        """Keep a result. Raises `DataFileError` where that can't be done."""
        path = self.errors if line.fault else self.results
        data = as_text(line).encode()
        try:
            while data:
                data = data[os.write(self._files[path.name], data) :]
        except OSError as error:
            raise DataFileError(f"{path} can't be written: {error.strerror or error}.") from None

    def __enter__(self) -> Self:
        """Open for writing: mend what a kill left, and begin a new list of errors.

        Raises `DataFileError` where another process writes to it, or the files can't be opened.
        """
        from filelock import FileLock, Timeout

        self._lock = FileLock(self.path / ".lock", timeout=0, mode=0o600)
        try:
            self._lock.acquire()
        except Timeout:
            raise DataFileError(f"The run in {self.path} is still going on in another process.") from None
        except OSError as error:
            raise DataFileError(f"The run can't be kept in {self.path}: {error.strerror or error}.") from None
        try:
            for path in (self.results, self.path / "attempts.jsonl"):
                _drop_torn_line(path)
            self.errors.unlink(missing_ok=True)
            for path in (self.results, self.errors):
                self._files[path.name] = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise DataFileError(f"The run can't be kept in {self.path}: {error.strerror or error}.") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the files."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()
        if self._lock:
            self._lock.release()


def new_run(manifest: Manifest) -> RunFolder:
    """A folder for a new run, with its manifest; its name is the run's id, or that with a number where another has it.

    Raises `DataFileError` where it can't be made.
    """
    names = iter([manifest.id, *(f"{manifest.id}~{number}" for number in range(2, 1000))])
    folder = RunFolder(eval_runs_dir() / next(names))
    try:
        make_private(eval_runs_dir())
        while True:
            try:
                folder.path.mkdir(mode=0o700)
                break
            except FileExistsError:  # by another process, maybe in this very moment
                folder = RunFolder(eval_runs_dir() / next(names))
    except OSError as error:
        raise DataFileError(f"The run can't be kept in {folder.path}: {error.strerror or error}.") from None
    manifest = manifest.model_copy(update={"id": folder.path.name})
    folder.write(
        "run.json", json.dumps(manifest.model_dump(mode="json", by_alias=True), indent=2, ensure_ascii=False) + "\n"
    )
    return folder


def new_id(suite: str, evaluator: str) -> str:
    """A name for a new run: when it begins (UTC), the suite, and the first evaluator, fit for any system's folders."""
    named = re.sub(r"[^A-Za-z0-9._-]+", "_", f"{suite}-{evaluator}")[:_MOST_OF_A_NAME]
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{named}"


def all_runs() -> list[RunFolder]:
    """Every run, the latest first."""
    folder = eval_runs_dir()
    found = folder.glob("*/run.json") if folder.is_dir() else ()
    return [RunFolder(path.parent) for path in sorted(found, reverse=True)]


def find_run(name: str) -> RunFolder:
    """A run by its folder, its id, the beginning of one, or `last`. Raises `DataFileError` where there is none."""
    if (Path(name) / "run.json").is_file():
        return RunFolder(Path(name))
    runs = all_runs()
    if name == "last" and runs:
        return runs[0]
    fitting = [run for run in runs if run.path.name == name] or [run for run in runs if run.path.name.startswith(name)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise DataFileError(
            f"“{name}” fits {len(fitting)} runs: {', '.join(run.path.name for run in fitting[:5])}.",
            title="Which run is meant?",
        )
    close = nearest(name, [run.path.name for run in runs])
    offer = f" Did you mean “{close}”?" if close else " `leanin eval runs` lists them."
    raise DataFileError(f"There is no run “{name}” in {eval_runs_dir()}.{offer}", title="No such run")


def _drop_torn_line(path: Path) -> None:
    """Cut off what follows the last line's end: a line that was being written when the process was killed."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        block = 65536
        start = end
        while start:
            start = max(0, start - block)
            file.seek(start)
            if (cut := file.read(min(block, end - start)).rfind(b"\n")) >= 0:
                file.truncate(start + cut + 1)
                return
        file.truncate(0)
