import json
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.authoring.answers import typed
from tests.authoring.cards import FOREIGN, foreign
from tests.doubles import PERSONA_TEXT, persona_file

from leanin.authoring.character_card import as_json, parse_card
from leanin.authoring.character_card_export import as_card, exported, plain_fields
from leanin.authoring.character_card_import import take_in
from leanin.authoring.character_card_rest import rest_path
from leanin.authoring.draft import Draft
from leanin.authoring.finish import finish
from leanin.authoring.interview import Interview
from leanin.authoring.questions import QUESTIONS
from leanin.errors import DataFileError
from leanin.locations import own_personas_dir
from leanin.persona import Persona, read_persona
from leanin.persona_shelf import on_shelf
from leanin.resources import shipped

_HARD = list("a :#-'\"\n\t|>&*!%@`{}[],?\\\x1b\x85\u2028\ufeffé🙂")
"""Characters that mean something to YAML, or that it writes in a way of its own."""

SHIPPED = sorted(shipped("personas").glob("*.yaml"))[::5]


def answered() -> dict[str, object]:
    draft = Draft.kept()
    answers = {question.key: draft.answer_to(question) for question in QUESTIONS}
    return {key: answer for key, answer in answers.items() if answer is not None}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_our_own_card_becomes_the_persona_that_it_was(path: Path, tmp_path: Path) -> None:
    file = read_persona(path)
    taken = take_in(parse_card(as_json(as_card(file)), "card.json"), tmp_path / path.name)
    assert taken.persona == tmp_path / path.name
    assert read_persona(taken.persona).persona == file.persona
    assert not rest_path(taken.persona).exists()
    assert taken.said == (f"{file.persona.name} is in {taken.persona}.",)


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=60), st.text(alphabet=_HARD, min_size=1, max_size=300))
def test_any_words_of_a_persona_come_through(about: str, line: str) -> None:
    persona = as_card(persona_file())["data"]["extensions"]["leanin"]["persona"] | {"about": about, "never": [line]}
    card = {"spec": "chara_card_v2", "data": {"extensions": {"leanin": {"schema": 1, "persona": persona}}}}
    path = take_in(parse_card(json.dumps(card), "card.json"), force=True).persona
    assert path is not None
    assert read_persona(path).persona == Persona.model_validate(persona)


def test_a_persona_goes_into_the_own_folder_for_its_owner_alone_and_never_over_another() -> None:
    card = parse_card(as_json(as_card(persona_file())), "card.json")
    path = take_in(card).persona
    assert path == own_personas_dir() / "ada.yaml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert on_shelf("ada").persona == persona_file().persona
    with pytest.raises(DataFileError, match=r"there already; --force"):
        take_in(card)
    path.write_text("mine")
    assert take_in(card, force=True).persona == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_persona(path).persona == persona_file().persona


def test_a_folder_elsewhere_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    take_in(parse_card(as_json(as_card(persona_file())), "card.json"), folder / "ada.yaml")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    with pytest.raises(DataFileError, match="can't be written"):
        take_in(parse_card(as_json(as_card(persona_file())), "card.json"), tmp_path / "none" / "ada.yaml")


def test_what_other_tools_added_is_kept_and_put_back(tmp_path: Path) -> None:
    card = as_card(persona_file())
    card["data"] |= {
        "creator": "somebody",
        "nickname": None,
        "description": "Other words.",
        "character_book": {"x": []},
    }
    card["data"]["tags"] += ["sea"]
    card["data"]["extensions"]["other"] = {"a": [1]}
    card["outside"] = 3
    path = tmp_path / "ada.yaml"
    taken = take_in(parse_card(as_json(card), "card.json"), path)
    assert any(line.startswith("Lost: description says something else") for line in taken.said)
    assert "nickname" in taken.said[-1] and "data.extensions.other" in taken.said[-1] and "outside" in taken.said[-1]
    assert stat.S_IMODE(rest_path(path).stat().st_mode) == 0o600
    again, said = exported(read_persona(path))
    card["data"]["description"] = plain_fields(persona_file().persona)["description"]
    assert again["data"].pop("tags") == card["data"].pop("tags")
    assert again == card
    assert said[-1].startswith("Put back from")


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ([], "data.extensions.leanin: this isn't what leanin writes there"),
        ({"schema": 2, "persona": {}}, "a newer leanin may have"),
        ({"schema": 1}, "data.extensions.leanin.persona: there is nothing after this key; a mapping"),
        ({"schema": 1, "persona": {"naem": "A"}}, "persona.naem: there is no such key here; did you mean “name”?"),
    ],
)
def test_a_broken_persona_in_a_card_is_told_and_nothing_written(ours: object, said: str) -> None:
    with pytest.raises(DataFileError) as caught:
        take_in(parse_card(foreign(extensions={"leanin": ours}), "card.json"))
    assert said in caught.value.message
    assert not own_personas_dir().exists() and not answered()


def test_a_foreign_card_becomes_a_draft_with_the_names_put_in() -> None:
    taken = take_in(parse_card(json.dumps(FOREIGN), "card.json"), user="Kim")
    assert taken.persona is None
    assert answered() == {
        "name": "Ines Weaver",
        "about": "Ines Weaver keeps a lighthouse. Kim visits her. {{random:a,b}}",
        "voice.style": ["Dry.", "Patient with Ines Weavers, not with Kims."],
        "therapist.setting": "A kitchen by the sea.",
        "opening": "You came, Kim.",
    }
    told = "\n".join(taken.said)
    assert "“{{random:a,b}}” stays as text" in told
    for missing in ("a concern beneath the words", "disclosures", "lines and thoughts for each", "notes for educators"):
        assert f"Missing: {missing}" in told
    assert taken.said[-1] == "Go on with: leanin persona new"


def test_a_foreign_card_that_was_gone_on_with_gives_back_all_that_it_had() -> None:
    take_in(parse_card(json.dumps(FOREIGN), "card.json"))
    interview = Interview(Draft.kept())
    while question := interview.question:
        interview.answer(interview.answered or ("" if question.optional else typed(question)))
    card, _ = exported(read_persona(finish(interview.draft)))
    mine, theirs = card["data"], FOREIGN["data"]
    for key in ("mes_example", "creator_notes", "post_history_instructions", "alternate_greetings", "character_book"):
        assert mine[key] == theirs[key]
    assert mine["name"] == "Ines Weaver" and mine["nickname"] is None and card["made_by"] == {"tool": "another"}
    assert mine["extensions"] | theirs["extensions"] == mine["extensions"]
    assert mine["system_prompt"], "what the card left empty is filled in"
    assert {"sea", "leanin"} <= set(mine["tags"]) and len(set(mine["tags"])) == len(mine["tags"])


def test_names_in_names_and_templates_stay_text() -> None:
    take_in(parse_card(foreign(name="{{user}} {{char}}", description="{{char}} {{ 7 * 7 }} {% x %} {0}"), "card.json"))
    assert answered()["about"] == "{{user}} {{char}} {{ 7 * 7 }} {% x %} {0}"


def test_a_draft_that_is_there_is_not_lost() -> None:
    card = parse_card(json.dumps(FOREIGN), "card.json")
    take_in(card)
    with pytest.raises(DataFileError, match="A draft of a persona is there already"):
        take_in(parse_card(foreign(name="Other"), "card.json"))
    assert answered()["name"] == "Ines Weaver"
    take_in(parse_card(foreign(name="Other"), "card.json"), force=True)
    assert answered()["name"] == "Other"


def test_a_card_that_says_nothing_is_not_taken_in() -> None:
    with pytest.raises(DataFileError, match="says nothing about anybody"):
        take_in(parse_card('{"spec": "chara_card_v2", "data": {}}', "card.json"))


def test_a_text_that_is_too_long_is_cut_aloud() -> None:
    taken = take_in(parse_card(foreign(description="word " * 3_000), "card.json"))
    assert any("cut to its first 8,000 characters of 15,000" in line for line in taken.said)
    assert len(str(answered()["about"])) <= 8_000


def test_a_foreign_card_with_a_place_to_go_leaves_its_rest_there(tmp_path: Path) -> None:
    path = tmp_path / "ines.yaml"
    taken = take_in(parse_card(json.dumps(FOREIGN), "card.json"), path)
    assert rest_path(path).exists() and not path.exists()
    assert taken.said[-1] == f"Go on with: leanin persona new --out {path}"
    path.write_text(PERSONA_TEXT)
    with pytest.raises(DataFileError, match=r"ines\.yaml is there already"):
        take_in(parse_card(json.dumps(FOREIGN), "card.json"), path, force=True)
