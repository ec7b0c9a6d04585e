"""Reading YAML files so that whatever is wrong is said by file, line and key, with the nearest valid key."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from leanin.datafaults import Location, dotted, explain, faults_of, kind_of, nearest, without_echoes
from leanin.errors import DataFileError
from leanin.screen_text import harmless

__all__ = [
    "MOST_BYTES",
    "FileProblems",
    "Location",
    "Problem",
    "YamlDocument",
    "explain",
    "faults_of",
    "is_file",
    "load_yaml",
    "nearest",
    "read_text",
]

MOST_BYTES = 1_000_000
"""No file that an educator writes is larger; anything larger isn't read at all."""

_DEEPEST: Final = 50
"""Levels of nesting; no file of ours has more than six, and a parser's recursion has an end."""

_MOST_VALUES: Final = 20_000
"""Keys and values in one file, so that a megabyte of tiny ones is refused within seconds."""

_LONGEST_NUMBER: Final = 100
"""Characters; a number that is longer takes minutes to work out and can't be printed."""

_MOST_FAULTS: Final = 100
"""Faults of one file that are told; more than that help nobody."""

Model = TypeVar("Model", bound=BaseModel)


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
        super().__init__(harmless("\n".join(map(str, self.problems))))


def read_text(path: Path) -> str:
    """The text of a file.

    Raises `DataFileError` where it is missing, unreadable, too large, or not UTF-8 text.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise DataFileError(f"There is no file {path}.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataFileError(f"{path} can't be read: {reason}.") from None
    if len(raw) > MOST_BYTES:
        raise DataFileError(f"{path} is larger than {MOST_BYTES:,} bytes; such a file isn't read.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileProblems([Problem(str(path), line, "", "this is not UTF-8 text; is it a binary file?")]) from None
    if "\x00" in text:
        raise FileProblems([Problem(str(path), 0, "", "this looks like a binary file, not YAML text.")])
    return text


def is_file(path: Path) -> bool:
    """Whether a file is there; a name that no file can have (one that is too long, say) names none."""
    try:
        return path.is_file()
    except OSError:
        return False


def load_yaml(text: str, name: str, *, first_line: int = 1) -> "YamlDocument":
    """Parse YAML text of the file called `name`; `first_line` is where the text begins in that file.

    Anchors and aliases are refused: a few lines of them can grow without bounds. So are tags (`!!bool`): what a value
    is shows in the value; and directives (`%YAML 1.1`), which change how all of it is read. Raises `FileProblems` where
    the YAML is broken or isn't a mapping of keys to values.
    """
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if directive := _DIRECTIVE.search(text):
        line = text.count("\n", 0, directive.start()) + first_line
        raise FileProblems([Problem(name, line, "", "this isn't valid YAML: no line may begin with “%”.")])
    try:
        data = _parser().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + first_line if mark else 0
        raise FileProblems([Problem(name, line, "", f"this isn't valid YAML: {_yaml_fault(error)}")]) from None
    except RecursionError:
        raise FileProblems([Problem(name, 0, "", "this isn't valid YAML: it is nested too deeply.")]) from None
    except (YAMLError, ValueError, OverflowError) as error:
        raise FileProblems([Problem(name, 0, "", f"this isn't valid YAML: {error}")]) from None
    except LookupError:  # from ruamel's reading of numbers such as “-_”
        words = "this isn't valid YAML: a value looks like a number and isn't one; text needs quotes."
        raise FileProblems([Problem(name, 0, "", words)]) from None
    if not isinstance(data, Mapping):
        what = "it is empty" if data is None else f"it is {kind_of(data)}"
        raise FileProblems([Problem(name, first_line, "", f"a mapping of keys to values was expected, but {what}.")])
    return YamlDocument(name, data, first_line)


def _parser() -> Any:
    """A YAML parser that keeps the lines, takes no anchors, aliases or tags, and stops where it gets out of hand."""
    from ruamel.yaml import YAML
    from ruamel.yaml.composer import Composer, ComposerError
    from ruamel.yaml.events import AliasEvent, ScalarEvent
    from ruamel.yaml.nodes import MappingNode
    from ruamel.yaml.parser import Parser
    from ruamel.yaml.scanner import Scanner

    class PlainComposer(Composer):
        _depth = 0
        _values = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            event = self.parser.peek_event()
            if getattr(event, "anchor", None) is not None:
                sign = "*" if isinstance(event, AliasEvent) else "&"
                raise ComposerError(None, None, f"found {sign}{event.anchor}", event.start_mark)
            if getattr(event, "tag", None):
                raise ComposerError(None, None, "found a tag", event.start_mark)
            if isinstance(parent, MappingNode) and index is None and not isinstance(event, ScalarEvent):
                # mappings as keys of mappings are built twice at every level: thirty of them take for ever
                raise ComposerError(None, None, "found a key that is no word", event.start_mark)
            if _LONG_NUMBER.fullmatch(getattr(event, "value", "")) and event.implicit[0]:
                raise ComposerError(None, None, "found a long number", event.start_mark)
            self._values += 1
            self._depth += 1
            if self._depth > _DEEPEST or self._values > _MOST_VALUES:
                what = "nested too deeply" if self._depth > _DEEPEST else "too many values"
                raise ComposerError(None, None, f"found {what}", event.start_mark)
            node = super().compose_node(parent, index)
            self._depth -= 1
            return node

    parser = YAML(typ="rt")
    parser.Composer = PlainComposer
    parser.Scanner, parser.Parser = Scanner, Parser  # comments aren't collected: a fifth of the time on small files
    return parser


_DIRECTIVE: Final = re.compile(r"^\ufeff?%", re.MULTILINE)

_LONG_NUMBER: Final = re.compile(rf"[-+.]?\d[\w.:+-]{{{_LONGEST_NUMBER},}}")

_YAML_FAULTS: Final = (
    (
        r"mapping values are not allowed",
        "text with “: ” in it needs quotes around it, and a quotation mark that was opened must be closed.",
    ),
    (r"cannot start any token.*|found character '\\t'.*", "use spaces at the beginning of a line, not tabs."),
    (r"found duplicate key \"(.+?)\"", r"the key “\1” is there twice."),
    (r"found ([*&])(\S+)", r"“\1\2” is a reference, which isn't taken here; text that begins with “\1” needs quotes."),
    (
        r"found a tag",
        "“!” makes a tag of what follows, which isn't taken here; text that begins with “!” needs quotes.",
    ),
    (
        r"found a key that is no word",
        "a bracket stands where a key belongs; text that begins with [ or { needs quotes.",
    ),
    (r"found a long number", f"this has more than {_LONGEST_NUMBER} characters; is it a number? Text needs quotes."),
    (r"found nested too deeply", "it is nested too deeply."),
    (r"found too many values", f"there are more than {_MOST_VALUES:,} keys and values; such a file isn't read."),
    (r"while parsing a flow", "a bracket, [ or {, was opened and isn't closed as it should be."),
    (r"expected a single document", "there is a second document; take out the line “---”."),
    (r"unexpected end of stream|while scanning a quoted scalar", "a quotation mark was opened and never closed."),
)
"""What ruamel says about the commonest slips, and what to say instead."""


def _yaml_fault(error: Any) -> str:
    what = " ".join(str(part) for part in (error.context, error.problem) if part)
    for pattern, words in _YAML_FAULTS:
        if found := re.search(pattern, what):
            return found.expand(words)
    return f"{what}."


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
        """The document as a `model`. Raises `FileProblems` with line, key, what was expected and the nearest key."""
        try:
            return model.model_validate(self.plain())
        except ValidationError as error:
            faults = error.errors(include_url=False)
            told = without_echoes(faults[:_MOST_FAULTS], model)
            problems = sorted(self._problem(details, model) for details in told)
            if len(faults) > _MOST_FAULTS:
                problems.append(Problem(self.name, 0, "", f"and {len(faults) - _MOST_FAULTS:,} more faults."))
            raise FileProblems(problems) from None

    def _problem(self, details: ErrorDetails, model: type[BaseModel]) -> Problem:
        location = tuple(part for part in details["loc"] if part != "[key]")
        return Problem(self.name, self.line_of(location), dotted(location), explain(details, model))


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
