"""A Pydantic class as the JSON schema that providers accept, OpenAI's strict mode included."""

import copy
import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict


class AnyJson(BaseModel):
    """Stands for “any JSON object”: asked for as a schema, it means the provider's JSON mode."""

    model_config = ConfigDict(extra="allow")


_NOT_FOR_STRICT = ("default", "title", "examples", "discriminator", "minLength", "maxLength", "uniqueItems", "$comment")
_Schema = dict[str, Any]


def response_format(schema: type[BaseModel]) -> dict[str, Any]:
    """The `response_format` of a chat request for `schema`; for `AnyJson` it is JSON mode."""
    if schema is AnyJson:
        return {"type": format_type(schema)}
    shape, is_strict = strict_schema(schema)
    name = "".join(letter if letter.isalnum() else "_" for letter in schema.__name__)[:64]
    return {"type": format_type(schema), "json_schema": {"name": name, "schema": shape, "strict": is_strict}}


def format_type(schema: type[BaseModel]) -> str:
    """The type of `response_format` that is used for `schema`."""
    return "json_object" if schema is AnyJson else "json_schema"


def in_words(schema: type[BaseModel]) -> str:
    """The instruction that stands in for a schema where the provider takes none."""
    shape = json.dumps(strict_schema(schema)[0], ensure_ascii=False, separators=(",", ":"))
    return f"Answer with one JSON object and nothing else, no code fence and no comment, by this JSON schema:\n{shape}"


def strict_schema(schema: type[BaseModel]) -> tuple[dict[str, Any], bool]:
    """The JSON schema of `schema`, and whether it fits OpenAI's strict mode.

    Every object is closed and all its keys are required; defaults, titles and the limits that strict mode doesn't know
    are left out (Pydantic checks them on the answer). An object with free keys can't be said in strict mode: the
    schema then comes with False.
    """
    shape, is_strict = _built(schema)
    return json.loads(shape), is_strict


@cache
def _built(schema: type[BaseModel]) -> tuple[str, bool]:
    """The schema as JSON: whoever gets it may change it, and reading it again is ten times as fast as a deep copy."""
    shape = schema.model_json_schema()
    is_strict = _close(shape, shape)
    return json.dumps(shape), is_strict


def _close(node: object, root: _Schema) -> bool:
    """Make `node` strict in place; says whether that was possible."""
    if isinstance(node, list):
        return _close_all(node, root)
    if not isinstance(node, dict):
        return True
    if "$ref" in node and len(node) > 1:  # strict mode takes no key beside a reference
        described = {key: value for key, value in node.items() if key != "$ref"}
        node.update(copy.deepcopy(_resolve(node.pop("$ref"), root)) | described)
    if len(node.get("allOf", ())) == 1:
        node.update(node.pop("allOf")[0])
        return _close(node, root)
    if "oneOf" in node:
        node["anyOf"] = node.pop("oneOf")
    for key in _NOT_FOR_STRICT:
        node.pop(key, None)
    fits = True
    if "properties" in node:
        node["additionalProperties"] = False
        node["required"] = list(node["properties"])
        fits = _close_all(node["properties"].values(), root)
    elif node.get("type") == "object":
        fits = False
    for key in ("items", "anyOf", "prefixItems"):
        fits = _close(node.get(key), root) and fits
    return _close_all(node.get("$defs", {}).values(), root) and fits


def _close_all(nodes: Iterable[object], root: _Schema) -> bool:
    fits = True
    for node in nodes:  # each is to be closed, also after one that doesn't fit
        fits = _close(node, root) and fits
    return fits


def _resolve(reference: str, root: _Schema) -> _Schema:
    found: Any = root
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)
