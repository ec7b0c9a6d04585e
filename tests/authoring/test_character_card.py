import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authoring.cards import FOREIGN, foreign

from leanin.authoring.character_card import CardData, as_json, parse_card, read_card
from leanin.errors import DataFileError

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_cards = st.fixed_dictionaries(
    {
        "spec": st.just("chara_card_v2") | _json,
        "data": st.dictionaries(st.sampled_from([*CardData.model_fields]), _json),
    }
)


def test_a_card_of_another_tool_is_read_as_it_stands() -> None:
    card = parse_card(json.dumps(FOREIGN), "ines.json")
    assert card.raw == FOREIGN
    assert card.data.name == "Ines Weaver"
    assert card.data.alternate_greetings == ["Again?"]
    assert card.ours is None and card.remarks == ()
    assert json.loads(as_json(card.raw)) == FOREIGN


def test_what_a_card_leaves_out_counts_as_empty_and_is_said() -> None:
    card = parse_card('{"spec": "chara_card_v2", "spec_version": "3", "data": {"name": "Al", "tags": null}}', "al.json")
    assert card.data.tags == [] and card.data.description == ""
    assert card.remarks[0] == "spec_version is “3”, not “2.0”; read as 2.0."
    assert "missing and count as empty: description, personality" in card.remarks[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a.json, line 1: this isn't valid JSON"),
        ('{"spec":', "a.json, line 1: this isn't valid JSON"),
        ("[]", "a card was expected, which is a JSON object, but this is a list."),
        ("{}", "spec: a Character Card V2 says “chara_card_v2” here, but found nothing of the kind."),
        ('{"spec": "chara_card_v3", "data": {}}', "but found “chara_card_v3”."),
        ('{"spec": [1]}', "spec: a Character Card V2 says “chara_card_v2” here, but found a list."),
        ('{"name": "A", "description": "B", "first_mes": "C"}', "this is a V1 card."),
        ('{"spec": "chara_card_v2"}', "data: a JSON object was expected, but found nothing."),
        (foreign(name=3), "data.name: text was expected, but found a number (3); put it in quotes."),
        (foreign(tags="sea"), "data.tags: a list"),
        (foreign(tags=[1]), "data.tags.1: text was expected"),
        (foreign(extensions=[]), "data.extensions: a mapping"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 500 + "1" + "}" * 500, "nested too deeply"),
        ('{"spec": "chara_card_v2", "spec": "x"}', "the key “spec” is there twice"),
        (foreign(x=float("nan")), "NaN isn't a number"),
        ('{"a": 1e999}', "the number 1e999 is too large"),
        ('{"a": ' + "9" * 5_000 + "}", "this isn't valid JSON"),
        (foreign(name="\ud800"), "half a character"),
    ],
)
def test_what_cannot_be_used_is_said_in_words(text: str, said: str) -> None:
    with pytest.raises(DataFileError) as caught:
        parse_card(text, "a.json")
    assert said in caught.value.message
    assert caught.value.message.startswith("a.json")


@given(_cards)
def test_whatever_stands_in_a_card_is_read_or_explained(raw: object) -> None:
    try:
        card = parse_card(json.dumps(raw), "a.json")
    except DataFileError as error:
        assert error.message.startswith("a.json")
    else:
        assert card.raw == raw


@given(st.text(alphabet=list('{}[]",:\\u0d8efnaNI1-. \n'), max_size=40))
def test_whatever_is_written_is_read_or_explained(text: str) -> None:
    with pytest.raises(DataFileError, match=r"a\.json"):
        parse_card(text, "a.json")


@pytest.mark.parametrize(("begins", "kind"), [(b"\x89PNG\r\n\x1a\n", "PNG"), (b"RIFF1234WEBP", "WEBP")])
def test_a_picture_with_a_card_in_it_is_to_be_exported_as_json_first(tmp_path: Path, begins: bytes, kind: str) -> None:
    path = tmp_path / "card.png"
    path.write_bytes(begins + b"\x00" * 20)
    with pytest.raises(DataFileError, match=f"is a {kind} file.*export it as JSON"):
        read_card(path)


@pytest.mark.parametrize(
    ("raw", "said"), [(b"x" * 1_000_001, "larger than"), (b"\xff\xfe", "not UTF-8"), (b'{"a\x00": 1}', "binary file")]
)
def test_what_is_no_text_or_too_long_is_not_read(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "card.json"
    path.write_bytes(raw)
    with pytest.raises(DataFileError, match=said):
        read_card(path)
    with pytest.raises(DataFileError, match="There is no file"):
        read_card(tmp_path / "none.json")
