"""Prompts as data: finding, checking and filling in the Jinja files that tell a language model its part.

A prompt file is `<role>.md.j2`: front matter (`version`, `purpose`), then two blocks and nothing else. `fixed` comes
first and stays the same, so that a provider's prompt cache hits; `moving` holds what belongs to this one call. The
user's own file in the configuration folder replaces the shipped one of the same name.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from leanin.datafile import FileProblems, Problem, load_yaml, nearest, read_text
from leanin.locations import config_dir
from leanin.resources import shipped

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.nodes import Node
    from jinja2.nodes import Template as Tree

BLOCKS: Final = ("fixed", "moving")

_MISSING: Final = object()
_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)


class FrontMatter(BaseModel):
    """What a prompt file says of itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = Field(ge=1)
    """Raised by whoever changes the wording."""
    purpose: str = Field(min_length=1)


class Rendered(NamedTuple):
    """A prompt filled in for one call."""

    fixed: str
    moving: str


@dataclass(frozen=True)
class Prompt:
    """A prompt file that was read and found sound."""

    role: str
    path: str
    text: str
    """The whole file as it was read, so that a transcript can carry it."""
    front: FrontMatter
    _template: "Template"
    _names: tuple[tuple[str, int], ...]
    """Each variable that the template asks for, with its line."""
    _fixed_names: tuple[str, ...]
    """Those that the fixed block asks for."""
    _last_fixed: list[tuple[tuple[object, ...], str]] = field(default_factory=list, compare=False, repr=False)
    """The fixed block as it was filled in last, and with what: empty or one."""

    @property
    def digest(self) -> str:
        """SHA-256 of the text, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def expect(self, known: Collection[str]) -> None:
        """Check before the first call that the prompt asks only for variables that it will be given.

        Raises `FileProblems` with the line of each unknown variable and the nearest known one.
        """
        unknown = [
            Problem(self.path, line, name, _no_such_variable(name, known))
            for name, line in self._names
            if name not in known
        ]
        if unknown:
            raise FileProblems(unknown)

    def render(self, variables: Mapping[str, object]) -> Rendered:
        """Fill both blocks in. Values are only ever inserted: template code in them stays text.

        The fixed block is filled in anew only where one of its variables is another object than the last time, so
        what is passed for these mustn't be changed in between. Raises `FileProblems` with the line where a variable is
        unknown or the template fails.
        """
        return Rendered(self._fixed(variables), self._block("moving", variables))

    def _fixed(self, variables: Mapping[str, object]) -> str:
        given = tuple(variables.get(name, _MISSING) for name in self._fixed_names)
        for before, text in self._last_fixed:
            if all(one is other for one, other in zip(before, given, strict=True)):
                return text
        text = self._block("fixed", variables)
        self._last_fixed[:] = [(given, text)]
        return text

    def _block(self, name: str, variables: Mapping[str, object]) -> str:
        from jinja2 import TemplateError, UndefinedError

        context = self._template.new_context(dict(variables))
        try:
            return "".join(self._template.blocks[name](context)).strip()
        except UndefinedError as error:
            message = str(error.message or error)
            found = re.match(r"'(?P<name>[^']+)' is undefined", message)
            key = found["name"] if found else ""
            words = _no_such_variable(key, variables) if key else f"{message}."
            raise FileProblems([Problem(self.path, self._line(error), key, words)]) from None
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            words = f"the prompt can't be filled in: {error}."
            raise FileProblems([Problem(self.path, self._line(error), "", words)]) from None

    def _line(self, error: Exception) -> int:
        """The line of the prompt file where rendering failed; 0 where it failed outside."""
        trace, line = error.__traceback__, 0
        while trace:
            if trace.tb_frame.f_code.co_filename == self._template.filename:
                line = self._template.get_corresponding_lineno(trace.tb_lineno)
            trace = trace.tb_next
        return line


def load_prompt(role: str, folder: Path | None = None) -> Prompt:
    """The prompt of a role (`evaluator`, `client`): the user's own where there is one, else the shipped one.

    `folder` looks there and nowhere else. Raises `DataFileError` with file, line and key where it can't be used.
    """
    name = f"{role}.md.j2"
    own = config_dir() / "prompts" / name
    path = folder / name if folder else own if own.is_file() else shipped("prompts") / name
    return parse_prompt(role, read_text(path), str(path))


def parse_prompt(role: str, text: str, path: str) -> Prompt:
    """Read a prompt from text; `path` names it in errors. Raises `FileProblems`."""
    from jinja2 import StrictUndefined, TemplateSyntaxError
    from jinja2.sandbox import SandboxedEnvironment

    front = _FRONT_MATTER.match(text)
    if not front:
        raise FileProblems([Problem(path, 1, "", "a prompt begins with front matter between two lines of “---”.")])
    facts = load_yaml(front["yaml"], path, first_line=2).as_model(FrontMatter)

    environment = SandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    # Blank lines stand in for the front matter, so that Jinja counts lines as the file does.
    source = "\n" * front[0].count("\n") + text[front.end() :]
    try:
        tree = environment.parse(source, filename=path)
        _check_shape(tree, path)
        code = environment.compile(source, filename=path)
    except TemplateSyntaxError as error:
        words = f"this isn't a valid template: {error.message}"
        raise FileProblems([Problem(path, error.lineno, "", words)]) from None
    template = environment.template_class.from_code(environment, code, environment.make_globals(None))
    names = _variables(tree, environment.globals)
    return Prompt(role, path, text, facts, template, names, _asked_for_in(tree, "fixed", names))


def _check_shape(tree: "Tree", path: str) -> None:
    from jinja2 import nodes

    problems = []
    for kind in (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport):
        problems += [
            Problem(path, node.lineno, "", "a prompt can't pull in other files.") for node in tree.find_all(kind)
        ]
    found = []
    for node in tree.body:
        if isinstance(node, nodes.Block):
            found.append(node.name)
        elif line := _first_line_of_text(node):
            problems.append(Problem(path, line, "", "this stands outside of the two blocks and would be lost."))
    if tuple(found) != BLOCKS:
        words = "a prompt has two blocks, “fixed” and then “moving”"
        problems.append(Problem(path, 0, "", f"{words}; found: {', '.join(found) or 'none'}."))
    if problems:
        raise FileProblems(sorted(problems))


def _first_line_of_text(node: "Node") -> int:
    """The line where a node outside of the blocks has more in it than space; 0 where it hasn't."""
    from jinja2 import nodes

    if not isinstance(node, nodes.Output):
        return node.lineno
    for part in node.nodes:
        if not isinstance(part, nodes.TemplateData):
            return part.lineno
        if words := part.data.lstrip():
            return part.lineno + part.data[: -len(words)].count("\n")
    return 0


def _variables(tree: "Tree", given: Collection[str]) -> tuple[tuple[str, int], ...]:
    """The variables that the template takes from outside, each with the first line that names it."""
    from jinja2 import nodes
    from jinja2.meta import find_undeclared_variables

    wanted = find_undeclared_variables(tree) - set(given)
    lines: dict[str, int] = {}
    for node in tree.find_all(nodes.Name):
        if node.name in wanted and node.ctx == "load":
            lines[node.name] = min(node.lineno, lines.get(node.name, node.lineno))
    return tuple(sorted(lines.items(), key=lambda item: (item[1], item[0])))


def _asked_for_in(tree: "Tree", name: str, names: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Those of the variables that a block names; one that it sets itself is counted too, which does no harm."""
    from jinja2 import nodes

    block = next(node for node in tree.body if isinstance(node, nodes.Block) and node.name == name)
    named = {node.name for node in block.find_all(nodes.Name)}
    return tuple(known for known, _ in names if known in named)


def _no_such_variable(name: str, known: Collection[str]) -> str:
    close = nearest(name, known)
    offer = f"; did you mean “{close}”?" if close else f"; known: {', '.join(sorted(known))}"
    return f"there is no such variable here{offer}."
