"""Reading YAML files so that whatever is wrong is said by file, line and key, with the nearest key that would be valid."""

import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from leanin.errors import DataFileError

MOST_BYTES = 1_000_000
"""No file that an educator writes is larger; anything larger isn't read at all."""

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]


class Problem(NamedTuple):
    """One thing that is wrong in a file."""

    file: str
    line: int
    """Counted from 1; 0 where the file has no such place."""
    key: str
    """Dotted path of the key, as `voice.lines.open`; empty for the file as a whole."""
    message: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class FileProblems(DataFileError):
    """A file was read but can't be used; `problems` lists everything that is wrong with it, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def read_text(path: Path) -> str:
    """The text of a file.

    Raises `DataFileError` where it is missing, unreadable, too large, or not UTF-8 text.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DataFileError(f"{path} is larger than {MOST_BYTES:,} bytes; such a file isn't read.")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise DataFileError(f"There is no file {path}.") from None
    except OSError as error:
        raise DataFileError(f"{path} can't be read: {error.strerror or error}.") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileProblems([Problem(str(path), line, "", "this is not UTF-8 text; is it a binary file?")]) from None
    if "\x00" in text:
        raise FileProblems([Problem(str(path), 0, "", "this looks like a binary file, not YAML text.")])
    return text


def load_yaml(text: str, name: str, *, first_line: int = 1) -> "YamlDocument":
    """Parse YAML text of the file called `name`; `first_line` is where the text begins in that file.

    Raises `FileProblems` where the YAML is broken or isn't a mapping of keys to values.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        data = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + first_line if mark else 0
        what = " ".join(str(part) for part in (error.context, error.problem) if part)
        raise FileProblems([Problem(name, line, "", f"this isn't valid YAML: {what}.")]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise FileProblems([Problem(name, 0, "", f"this isn't valid YAML: {error}")]) from None
    if not isinstance(data, Mapping):
        what = "it is empty" if data is None else f"it is {_kind(data)}"
        raise FileProblems([Problem(name, first_line, "", f"a mapping of keys to values was expected, but {what}.")])
    return YamlDocument(name, data, first_line)


class YamlDocument:
    """A parsed YAML mapping that knows the line of each of its keys."""

    def __init__(self, name: str, data: Mapping[str, Any], first_line: int = 1) -> None:
        self.name = name
        self._data = data
        self._first_line = first_line

    def plain(self) -> dict[str, Any]:
        """The data as plain dicts, lists and scalars."""
        plain = _plain(self._data)
        assert isinstance(plain, dict)
        return plain

    def line_of(self, location: Location) -> int:
        """The line of the key at `location`, or of its nearest parent that is in the file."""
        line, node = self._first_line, self._data
        for part in location:
            try:
                position = node.lc.key(part) if isinstance(node, Mapping) else node.lc.item(part)  # type: ignore[attr-defined]
                line, node = position[0] + self._first_line, node[part]  # type: ignore[index]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
        return line

    def as_model(self, model: type[Model]) -> Model:
        """The document as a `model`. Raises `FileProblems` that name line, key, what was expected and the nearest key."""
        try:
            return model.model_validate(self.plain())
        except ValidationError as error:
            raise FileProblems(
                sorted(self._problem(details, model) for details in error.errors(include_url=False))
            ) from None

    def _problem(self, details: ErrorDetails, model: type[BaseModel]) -> Problem:
        location = tuple(part for part in details["loc"] if part != "[key]")
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
        return Problem(self.name, self.line_of(location), key, explain(details, model))


def explain(details: ErrorDetails, model: type[BaseModel]) -> str:
    """What one validation error means, in words for someone who doesn't program."""
    location, given = details["loc"], details.get("input")
    match details["type"]:
        case "extra_forbidden":
            return f"there is no such key here{_nearest(str(location[-1]), _keys_at(model, location[:-1]))}."
        case "missing":
            return "this key is missing."
        case "enum" | "literal_error":
            expected = details["ctx"]["expected"]
            choices = re.findall(r"'([^']*)'", expected)
            return f"expected one of {expected}, but found {_shown(given)}{_nearest(str(given), choices)}."
        case "value_error":
            return str(details["ctx"]["error"])
        case "string_type":
            return f"text was expected, but found {_kind(given)} ({_shown(given)}); put it in quotes if it is meant as text."
        case _:
            return f"{_lower_first(details['msg'])} (found {_shown(given)})."


def _nearest(word: str, choices: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.5)
    return f"; did you mean “{close[0]}”?" if close else ""


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that is most like `word`, or None where nothing is."""
    close = difflib.get_close_matches(word.casefold(), list(choices), n=1, cutoff=0.5)
    return close[0] if close else None


def _keys_at(model: type[BaseModel], location: Location) -> list[str]:
    """The keys that the model knows at a location, following nested models through lists and optional fields."""
    current: type[BaseModel] | None = model
    for part in location:
        if isinstance(part, int) or current is None:
            continue
        field = current.model_fields.get(part)
        current = _nested_model(field.annotation) if field else None
    return list(current.model_fields) if current else []


def _nested_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _nested_model(argument):
            return found
    return None


def _plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (str, int, float):
        if isinstance(node, kind):
            return kind(node)
    return node


def _kind(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes or no"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case Mapping():
            return "a mapping"
        case _:
            return type(value).__name__


def _shown(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:37]}…"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
