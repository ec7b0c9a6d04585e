"""What is wrong with a value or a key, in words for someone who doesn't program."""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Location = tuple[int | str, ...]


def dotted(location: Location) -> str:
    """A place in a file as a reader counts, e.g. `disclosures.2.lines` for the second disclosure."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in location if part != "[key]")


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[tuple[str, str]]:
    """All that is wrong with some data, each as its dotted place and what is wrong there."""
    faults = without_echoes(error.errors(include_url=False), model)
    return [(dotted(details["loc"]), explain(details, model)) for details in faults]


def explain(details: ErrorDetails, model: type[BaseModel]) -> str:
    """What one validation error means, in words for someone who doesn't program."""
    location, given, context = details["loc"], details.get("input"), details.get("ctx", {})
    match details["type"]:
        case "extra_forbidden":
            known, wrong = _keys_at(model, location[:-1]), str(location[-1])
            offer = "" if nearest(wrong, known) or not known else f" Known here: {', '.join(known)}."
            return f"there is no such key here{_nearest(wrong, known)}{offer}"
        case "missing":
            return "this key is missing."
        case "enum" | "literal_error":
            choices = re.findall(r"'([^']*)'", context["expected"])
            if location[-1:] == ("[key]",):
                return f"there is no such key here{_nearest(str(given), choices)} Possible: {', '.join(choices)}."
            return f"expected one of {context['expected']}, but found {_shown(given)}{_nearest(str(given), choices)}"
        case "value_error":
            return f"{str(context['error']).rstrip('.')}."
        case "string_too_short":
            return "this is empty; write something, or take the key out."
        case "too_short":
            return f"at least {_items(context['min_length'])} needed (found {_items(context['actual_length'])})."
        case "too_long":
            return f"at most {_items(context['max_length'])} possible (found {_items(context['actual_length'])})."
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than":
            bound, limit = next(iter(context.items()))
            return f"this must be {_BOUNDS[bound]} {limit:g} (found {_shown(given)})."
        case kind if given is None and _expected(kind):
            return f"there is nothing after this key; {_expected(kind)} was expected."
        case "string_type" if isinstance(given, Mapping):
            return f"text was expected, but found {kind_of(given)}; text with “: ” in it needs quotes."
        case "string_type" if not isinstance(given, list):
            return f"text was expected, but found {kind_of(given)} ({_shown(given)}); put it in quotes."
        case "string_pattern_mismatch":
            form = _description_at(model, location) or f"something of the form {context['pattern']}"
            return f"expected {form}, but found {_shown(given)}."
        case kind if kind.endswith(("_type", "_parsing", "_from_float")) and _expected(kind):
            return f"{_expected(kind)} was expected, but found {kind_of(given)} ({_shown(given)})."
        case _:
            return f"{_lower_first(details['msg'])} (found {_shown(given)})."


_BOUNDS: Final = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}

_EXPECTED: Final = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list (each item on a line of its own, after “- ”)",
    "tuple": "a list (each item on a line of its own, after “- ”)",
    "dict": "a mapping (“key: value” lines)",
    "model": "a mapping (“key: value” lines)",
}
"""What was expected, by the first word of pydantic's error type."""


def _expected(kind: str) -> str:
    return _EXPECTED.get(kind.partition("_")[0], "")


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _nearest(word: str, choices: Iterable[str]) -> str:
    """The end of a sentence about a word that isn't known."""
    close = nearest(word, choices)
    return f"; did you mean “{close}”?" if close else "."


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that is most like `word`, or None where nothing is."""
    close = difflib.get_close_matches(word.casefold(), list(choices), n=1, cutoff=0.5)
    return close[0] if close else None


def without_echoes(faults: list[ErrorDetails], model: type[BaseModel]) -> list[ErrorDetails]:
    """The faults without the missing keys that are there, but misspelt: those are one fault, not two."""
    meant = {
        (*details["loc"][:-1], nearest(str(details["loc"][-1]), _keys_at(model, details["loc"][:-1])))
        for details in faults
        if details["type"] == "extra_forbidden"
    }
    return [details for details in faults if not (details["type"] == "missing" and details["loc"] in meant)]


def _keys_at(model: type[BaseModel], location: Location) -> list[str]:
    """The keys that the model knows at a location."""
    here = _model_at(model, location)
    return [field.alias or name for name, field in here.model_fields.items()] if here else []


def _description_at(model: type[BaseModel], location: Location) -> str | None:
    """What the model says about the key at a location."""
    here = _model_at(model, location[:-1])
    field = here.model_fields.get(str(location[-1])) if here else None
    return field.description if field else None


def _model_at(model: type[BaseModel], location: Location) -> type[BaseModel] | None:
    """The model at a location, following nested models through lists and optional fields."""
    current: type[BaseModel] | None = model
    for part in location:
        if isinstance(part, int) or current is None:
            continue
        field = current.model_fields.get(part)
        current = _nested_model(field.annotation) if field else None
    return current


def _nested_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _nested_model(argument):
            return found
    return None


def kind_of(value: Any) -> str:
    """What sort of thing a value is, as people call it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
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
