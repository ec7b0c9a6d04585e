"""The style sheets are parsed once for all apps of a worker: the text and its variables say what comes of it."""

from functools import cache
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

parse_anew = Stylesheet._parse_rules
PARSED: dict[tuple[object, ...], list[RuleSet]] = {}


@cache
def one_of_a_kind(variables: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The first of all equal ones, so that most comparisons are of a thing with itself."""
    return variables


def parse_once(sheet: Stylesheet, css: str, read_from: Any, *rest: Any, **named: Any) -> list[RuleSet]:
    """The rules in `css`, parsed the first time only. What can't be parsed isn't kept."""
    variables = one_of_a_kind(frozenset(sheet._variables.items()))
    key = (css, read_from, variables, rest, tuple(sorted(named.items())))
    if key not in PARSED:
        PARSED[key] = parse_anew(sheet, css, read_from, *rest, **named)
    return PARSED[key]


@pytest.fixture(autouse=True)
def sheets_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_once)
