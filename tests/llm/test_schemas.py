from enum import StrEnum
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from leanin.llm.schemas import AnyJson, in_words, response_format, strict_schema


class Trap(StrEnum):
    DEFENDING = "defending"
    BLAMING = "blaming"


class Step(BaseModel):
    level: Literal[0, 1, 2] = Field(description="How far it goes.")
    evidence: str = Field("", max_length=200)


class Graded(BaseModel):
    responsibility: Step
    reflection: Step = Field(description="Of the concern.")
    traps: list[Trap] = []
    tip: str | None = None


class Free(BaseModel):
    evidence: dict[str, str]


def every_object(node: object) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for item in node for found in every_object(item)]
    if not isinstance(node, dict):
        return []
    inner = [found for value in node.values() for found in every_object(value)]
    return [node, *inner] if "properties" in node else inner


def test_the_schema_fits_the_strict_mode() -> None:
    shape, is_strict = strict_schema(Graded)
    assert is_strict
    objects = every_object(shape)
    assert len(objects) >= 2
    for found in objects:
        assert found["additionalProperties"] is False
        assert found["required"] == list(found["properties"])
    text = str(shape)
    for keyword in ("'default'", "'title'", "maxLength"):
        assert keyword not in text
    assert shape["$defs"]["Trap"]["enum"] == ["defending", "blaming"]


def test_nothing_stands_beside_a_reference() -> None:
    reflection = strict_schema(Graded)[0]["properties"]["reflection"]
    assert "$ref" not in reflection
    assert reflection["description"] == "Of the concern."
    assert reflection["additionalProperties"] is False


def test_free_keys_cannot_be_strict() -> None:
    sent = response_format(Free)["json_schema"]
    assert sent["strict"] is False
    assert sent["schema"]["properties"]["evidence"]["additionalProperties"] == {"type": "string"}


def test_the_same_class_gives_the_same_schema_each_time() -> None:
    strict_schema(Graded)[0]["properties"].clear()
    assert strict_schema(Graded)[0]["properties"]


@pytest.mark.parametrize("schema", [Graded, Free])
def test_in_words_it_holds_the_schema(schema: type[BaseModel]) -> None:
    assert all(f'"{name}"' in in_words(schema) for name in schema.model_fields)


def test_any_json_is_json_mode() -> None:
    assert response_format(AnyJson) == {"type": "json_object"}
