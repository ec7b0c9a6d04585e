"""Finding persona files: the shipped ones, the user's own, or any path."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from leanin.datafile import FileProblems, Problem, is_file, load_yaml, nearest
from leanin.errors import DataFileError
from leanin.locations import own_personas_dir
from leanin.persona import PersonaFile, read_persona
from leanin.persona_memory import read_remembered
from leanin.resources import shipped

_ENDINGS: Final = (".yaml", ".yml")


def persona_paths() -> dict[str, Path]:
    """Every persona file on the shelf by its name: the file's stem in lower case, which is the persona's id.

    The user's own replaces a shipped one.
    """
    paths: dict[str, Path] = {}
    for folder in (shipped("personas"), own_personas_dir()):
        if folder.is_dir():
            files = sorted(path for path in folder.glob("*") if path.suffix.casefold() in _ENDINGS)
            paths |= {path.stem.casefold(): path for path in files}
    return dict(sorted(paths.items()))


def shelf() -> Iterator[PersonaFile | DataFileError]:
    """Read the personas one by one, so that a gallery can show each as it comes; a broken one yields its error."""
    for path in persona_paths().values():
        try:
            yield _taken_from(path)
        except DataFileError as error:
            yield error


def on_shelf(name: str) -> PersonaFile | None:
    """The persona of that name, in capitals or not; None where there is none.

    Raises `DataFileError` for a broken file.
    """
    path = persona_paths().get(name.casefold())
    return _taken_from(path) if path else None


def find_persona(name: str) -> PersonaFile:
    """The persona called `name`, or the one in the file at that path.

    Raises `DataFileError`: no such persona (the nearest is offered), or the file can't be used.
    """
    if file := on_shelf(name):
        return file
    if "/" in name or name.endswith(_ENDINGS) or is_file(Path(name)):
        return read_persona(Path(name))
    known = persona_paths()
    close = nearest(name, known)
    offer = f" Did you mean “{close}”?" if close else ""
    raise DataFileError(
        f"There is no persona called “{name}”.{offer} Known: {', '.join(known)}.", title="No such persona"
    )


def _taken_from(path: Path) -> PersonaFile:
    """A file of the shelf, called by its persona's id, so that a persona has one name wherever it is shown."""
    file = read_remembered(path)
    persona = file.persona
    if persona.id != path.stem.casefold():
        line = load_yaml(file.text, file.path).line_of(("id",))
        raise FileProblems(
            [Problem(file.path, line, "id", f"call the file {persona.id}.yaml, or change the id to the file's name.")]
        )
    return file
