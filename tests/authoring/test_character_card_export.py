import json
from pathlib import Path

import pytest
from tests.doubles import PERSONA_TEXT, persona_file

from leanin.authoring.character_card import CardData, as_json, parse_card
from leanin.authoring.character_card_export import as_card, exported, plain_fields
from leanin.authoring.character_card_rest import rest_path
from leanin.persona import Persona, read_persona
from leanin.resources import shipped

SHIPPED = sorted(shipped("personas").glob("*.yaml"))


def test_a_card_has_every_key_of_the_specification() -> None:
    card = as_card(persona_file())
    assert (card["spec"], card["spec_version"]) == ("chara_card_v2", "2.0")
    assert card["data"].keys() == CardData.model_fields.keys() - {"character_book"}
    assert parse_card(as_json(card), "ada.json").remarks == ()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_whole_persona_is_in_our_extension_and_what_is_beneath_nowhere_else(path: Path) -> None:
    file = read_persona(path)
    card = json.loads(as_json(as_card(file)))
    held = card["data"]["extensions"]["leanin"]
    assert Persona.model_validate(held["persona"]) == file.persona
    plain = json.dumps({key: value for key, value in card["data"].items() if key != "extensions"}, ensure_ascii=False)
    persona = file.persona
    thoughts = [thought for thoughts in persona.voice.thoughts.values() for thought in thoughts]
    for kept in (persona.concern, persona.story, *(one.tells for one in persona.disclosures), *thoughts):
        assert kept not in plain
    assert card["data"]["first_mes"] == persona.opening


def test_the_same_persona_gives_the_same_version_and_another_one_another() -> None:
    persona = persona_file().persona
    other = persona.model_copy(update={"story": "Another."})
    assert plain_fields(persona)["character_version"] == plain_fields(persona)["character_version"]
    assert plain_fields(persona)["character_version"] != plain_fields(other)["character_version"]


def test_what_a_reader_of_the_card_sees_is_said() -> None:
    _, said = exported(persona_file())
    assert "can read the concern, the story" in said[0]
    assert "The concern and the story aren't in those" in said[1]


def test_what_belongs_to_somebody_else_is_not_put_back(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_text(PERSONA_TEXT)
    rest = {"spec": "chara_card_v2", "spec_version": "2.0", "data": {"name": "Ben", "creator": "somebody"}}
    rest_path(path).write_text(json.dumps(rest))
    card, said = exported(read_persona(path))
    assert card["data"]["creator"] == ""
    assert said[-1] == f"Not put back: {rest_path(path)} belongs to Ben."
