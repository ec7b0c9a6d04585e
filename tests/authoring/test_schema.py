import json

import pytest
from jsonschema import Draft202012Validator
from tests.doubles import PERSONA_TEXT

from leanin.authoring.schema import persona_schema
from leanin.datafile import load_yaml
from leanin.persona_shelf import persona_paths

SCHEMA = persona_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def test_it_is_a_schema_and_plain_json() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize("path", persona_paths().values(), ids=lambda path: path.stem)
def test_the_shipped_personas_fit(path) -> None:
    assert not list(VALIDATOR.iter_errors(load_yaml(path.read_text(), path.name).plain()))


def test_a_mistyped_key_does_not_fit() -> None:
    data = load_yaml(PERSONA_TEXT.replace("opening:", "openign:"), "ada.yaml").plain()
    assert any("openign" in error.message for error in VALIDATOR.iter_errors(data))


def test_keys_are_explained() -> None:
    assert "The first words" in SCHEMA["properties"]["opening"]["description"]
    assert "Points" not in SCHEMA["properties"]["concern"]["description"]
    assert "0–100" in SCHEMA["$defs"]["Temperament"]["properties"]["trust"]["description"]
    assert all("description" in part for part in SCHEMA["$defs"]["Temperament"]["properties"].values())


def test_a_language_is_explained_and_must_look_like_a_code() -> None:
    assert "as de or pt-BR" in SCHEMA["properties"]["language"]["description"]
    data = load_yaml(PERSONA_TEXT, "ada.yaml").plain()
    assert VALIDATOR.is_valid(data | {"language": "pt-BR"})
    assert not VALIDATOR.is_valid(data | {"language": "in German"})
