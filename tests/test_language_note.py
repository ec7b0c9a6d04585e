import pytest
from tests.german import GERMAN_LINES

from leanin.language_note import language_note
from leanin.persona import Persona, parse_persona
from leanin.resources import shipped
from leanin.settings import Settings

ROSA = (shipped("personas") / "rosa.yaml").read_text(encoding="utf-8")
MODEL = "openai/some"


def speaking(language: str) -> Persona:
    return parse_persona(ROSA.replace("\nage:", f"\nlanguage: {language}\nage:", 1), "rosa.yaml").persona


def test_english_goes_without_saying() -> None:
    assert language_note(speaking("en"), Settings()) == ""
    assert language_note(speaking("en-IE"), Settings(client_model=MODEL)) == ""


def test_the_builtin_says_what_it_cannot() -> None:
    assert language_note(speaking("pt-PT"), Settings()) == (
        "This client speaks Portuguese (pt-PT). The built-in client can't: it says the author's lines as they were "
        "written, in English. The built-in evaluator reads English only, so its grades of replies in "
        "Portuguese (pt-PT) are worth nothing; a language model can read them."
    )
    in_german = language_note(parse_persona(GERMAN_LINES, "ada.yaml").persona, Settings())
    assert "it says the author's lines as they were written. The built-in evaluator reads English only" in in_german


@pytest.mark.parametrize(
    ("settings", "client", "evaluator"),
    [
        ({"client_model": MODEL}, False, True),
        ({"evaluator_model": MODEL}, True, False),
        ({"client_model": MODEL, "evaluator_model": MODEL}, False, False),
        ({"client_model": MODEL, "evaluator_model": MODEL, "coach_model": "builtin"}, False, True),
        ({"client_model": MODEL, "evaluator_model": MODEL, "coach_model": "openai/other"}, False, False),
    ],
)
def test_only_what_is_built_in_is_spoken_of(settings: dict[str, str], client: bool, evaluator: bool) -> None:
    note = language_note(speaking("de"), Settings(**settings))
    assert note.startswith("This client speaks German.")
    assert ("built-in client" in note, "built-in evaluator" in note) == (client, evaluator)
