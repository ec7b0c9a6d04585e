"""The keys of a screen, read off its bindings."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from textual.binding import Binding, BindingType


class KeyLine(NamedTuple):
    """One thing that keys do."""

    keys: str
    does: str


def key_lines(bindings: Iterable[BindingType], display: Callable[[Binding], str]) -> list[KeyLine]:
    """What these bindings do, in their order, the keys for the same thing together.

    `display` puts a key into words. Bindings without an id are left out: they are those every text box has.
    """
    keys: dict[tuple[str, str], list[str]] = {}
    tooltips: dict[tuple[str, str], str] = {}
    for binding in Binding.make_bindings(bindings):
        if binding.id:
            what = binding.action, binding.description
            keys.setdefault(what, []).append(display(binding))
            tooltips[what] = binding.tooltip
    return [KeyLine("  ".join(names), tooltips[what] or what[1]) for what, names in keys.items()]
