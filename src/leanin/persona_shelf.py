"""Finding persona files: the shipped ones, the user's own, or any path."""

from collections.abc import Iterator
from pathlib import Path

from leanin.datafile import nearest
from leanin.errors import DataFileError
from leanin.locations import own_personas_dir
from leanin.persona import PersonaFile, read_persona
from leanin.resources import shipped


def persona_paths() -> dict[str, Path]:
    """Every persona file on the shelf by its name (the file's stem). The user's own replaces a shipped one."""
    paths: dict[str, Path] = {}
    for folder in (shipped("personas"), own_personas_dir()):
        if folder.is_dir():
            paths |= {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    return dict(sorted(paths.items()))


def shelf() -> Iterator[PersonaFile | DataFileError]:
    """Read the personas one by one, so that a gallery can show each as it comes; a broken one yields its error."""
    for path in persona_paths().values():
        try:
            yield read_persona(path)
        except DataFileError as error:
            yield error


def find_persona(name: str) -> PersonaFile:
    """The persona called `name`, or the one in the file at that path.

    Raises `DataFileError`: no such persona (the nearest is offered), or the file can't be used.
    """
    paths = persona_paths()
    if path := paths.get(name) or paths.get(name.casefold()):
        return read_persona(path)
    if "/" in name or name.endswith((".yaml", ".yml")) or Path(name).is_file():
        return read_persona(Path(name))
    close = nearest(name, paths)
    offer = f" Did you mean “{close}”?" if close else ""
    raise DataFileError(
        f"There is no persona called “{name}”.{offer} Known: {', '.join(paths)}.", title="No such persona"
    )
