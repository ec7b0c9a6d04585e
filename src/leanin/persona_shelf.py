"""Finding persona files: the shipped ones, a project's, the user's own, or any path.

The user's own stands in for a project's of the same name, and that for a shipped one: what comes with a folder from
elsewhere never replaces what somebody wrote themselves. Whoever shows a persona can say what it stands in for.
"""

import os
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

from leanin.datafile import FileProblems, Problem, is_file, load_yaml, nearest
from leanin.errors import DataFileError
from leanin.locations import own_personas_dir, project_personas_dir
from leanin.persona import PersonaFile, read_persona
from leanin.persona_memory import read_remembered
from leanin.resources import shipped

_ENDINGS: Final = (".yaml", ".yml")

_KEYS: Final = re.compile(
    rb"^(?:schema|rupture|therapist|opening|concern|disclosures|temperament|hot_buttons|educator)[ ]*:", re.MULTILINE
)
"""Keys of a persona file by which it is known from others; two are enough, so that one may be misspelt."""

_BEGINNING: Final = 32_000
"""Bytes of a file that are looked at for them."""


class Place(StrEnum):
    """Where a persona on the shelf comes from, in the order in which one stands in for another."""

    SHIPPED = "shipped"
    PROJECT = "project"
    OWN = "own"


_IN_WORDS: Final = {Place.SHIPPED: "the shipped one", Place.PROJECT: "this project's", Place.OWN: "your own"}


class ShelvedPersona(PersonaFile):
    """A persona file from the shelf, which knows where it stands."""

    place: Place
    shadows: tuple[Place, ...] = ()
    """The places with a persona of the same name, which this one stands in for."""


def persona_paths() -> dict[str, Path]:
    """Every persona file on the shelf by its name: the file's stem in lower case, which is the persona's id.

    The user's own replaces a project's, and that a shipped one.
    """
    return {name: paths[-1][1] for name, paths in _everywhere().items()}


def shelf() -> Iterator[ShelvedPersona | DataFileError]:
    """Read the personas one by one, so that a gallery can show each as it comes; a broken one yields its error."""
    if error := _no_folder():
        yield error
    for paths in _everywhere().values():
        try:
            yield _taken_from(paths)
        except DataFileError as error:
            yield error


def on_shelf(name: str) -> ShelvedPersona | None:
    """The persona of that name, in capitals or not; None where there is none.

    Raises `DataFileError` for a broken file.
    """
    paths = _everywhere().get(name.casefold())
    return _taken_from(paths) if paths else None


def find_persona(name: str) -> PersonaFile:
    """The persona called `name`, or the one in the file at that path.

    Raises `DataFileError`: no such persona (the nearest is offered), or the file can't be used.
    """
    if file := on_shelf(name):
        return file
    if "/" in name or name.endswith(_ENDINGS) or is_file(Path(name)):
        return read_persona(Path(name))
    known, no_folder = persona_paths(), _no_folder()
    close = nearest(name, known)
    offer = f" Did you mean “{close}”?" if close else ""
    found = f"There is no persona called “{name}”.{offer} Known: {', '.join(known)}."
    raise DataFileError(f"{found} {no_folder.message}" if no_folder else found, title="No such persona")


def place_in_words(file: PersonaFile) -> str:
    """Where a persona comes from and what it stands in for, for a screen; empty for a shipped one or a mere path."""
    if not isinstance(file, ShelvedPersona) or file.place is Place.SHIPPED:
        return ""
    shadowed = " and ".join(_IN_WORDS[place] for place in reversed(file.shadows))
    return f"{_IN_WORDS[file.place]}, in place of {shadowed}" if shadowed else _IN_WORDS[file.place]


def _everywhere() -> dict[str, list[tuple[Place, Path]]]:
    """By name, in the order of the alphabet, each place with such a file; the last one counts."""
    found: dict[str, list[tuple[Place, Path]]] = {}
    for place, folder in _folders():
        paths = {path.stem.casefold(): path for path in _persona_files(folder, place)}
        for name, path in paths.items():
            others = found.setdefault(name, [])
            if place is not Place.PROJECT or not any(_same_text(path, other) for _, other in others):
                others.append((place, path))
    return dict(sorted(found.items()))


def _folders() -> list[tuple[Place, Path]]:
    """The folders that are there, none of them twice: within a checkout of leanin, `personas` are the shipped ones."""
    folders = {Place.SHIPPED: shipped("personas"), Place.OWN: own_personas_dir(), Place.PROJECT: project_personas_dir()}
    there: dict[Place, Path] = {}
    for place, folder in folders.items():
        if folder.is_dir() and not any(folder.samefile(other) for other in there.values()):
            there[place] = folder
    return [(place, there[place]) for place in Place if place in there]


def _persona_files(folder: Path, place: Place) -> list[Path]:
    """The persona files of a folder, not of those within it.

    A folder called `personas` that merely happens to be here may hold other things, so what is plainly something else
    is passed over; in a folder that was named or is leanin's own, every YAML file is meant to be a persona.
    """
    files = sorted(path for path in folder.glob("*") if path.suffix.casefold() in _ENDINGS)
    if place is Place.PROJECT and not os.environ.get("LEANIN_PERSONAS_DIR"):
        return [path for path in files if _looks_like_a_persona(path)]
    return files


def _looks_like_a_persona(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return len(set(_KEYS.findall(file.read(_BEGINNING)))) > 1
    except OSError:
        return False


def _same_text(path: Path, other: Path) -> bool:
    """Whether a project's file is a mere copy, as in a checkout of leanin beside an installed one."""
    try:
        return (
            path.is_file() and path.stat().st_size == other.stat().st_size and path.read_bytes() == other.read_bytes()
        )
    except OSError:
        return False


def _no_folder() -> DataFileError | None:
    if os.environ.get("LEANIN_PERSONAS_DIR") and not project_personas_dir().is_dir():
        return DataFileError(
            f"LEANIN_PERSONAS_DIR: there is no folder {project_personas_dir()}.", title="No such folder"
        )
    return None


def _taken_from(paths: list[tuple[Place, Path]]) -> ShelvedPersona:
    """A file of the shelf, called by its persona's id, so that a persona has one name wherever it is shown."""
    *others, (place, path) = paths
    file = read_remembered(path)
    persona = file.persona
    if persona.id != path.stem.casefold():
        line = load_yaml(file.text, file.path).line_of(("id",))
        raise FileProblems(
            [Problem(file.path, line, "id", f"call the file {persona.id}.yaml, or change the id to the file's name.")]
        )
    shadows = tuple(other for other, _ in others)
    return ShelvedPersona(persona=persona, text=file.text, path=file.path, place=place, shadows=shadows)
