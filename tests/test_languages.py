import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.languages import (
    NAMES,
    code_of,
    is_english,
    looks_english,
    looks_foreign,
    name_of,
    normal_code,
    speaks,
    unknown_code,
)
from leanin.persona import read_persona
from leanin.persona_shelf import persona_paths

ELSEWHERE = {
    "de": "Ich weiß nicht, was Sie heute von mir wollen. Letzte Woche haben Sie mir einen Zettel gegeben, und der "
    "liegt noch auf dem Tisch. Da. Meine Tochter sagt, das bringt ja doch nichts, und ich glaube das ja auch, so.",
    "nl": "Ik weet niet wat u vandaag van mij wilt. Vorige week heeft u mij een papier gegeven en dat ligt nog op "
    "tafel. Mijn dochter zegt dat het niets helpt, of dat het over iets anders gaat, en eerlijk gezegd denk ik dat.",
    "da": "Jeg ved ikke, hvad du vil have af mig i dag. Sidste uge gav du mig et papir, og det ligger her stadig på "
    "bordet. Min datter siger, at det ikke hjælper, og for at være ærlig tror jeg det samme. Nå, så tal da.",
    "pl": "Nie wiem, czego pan dzisiaj ode mnie chce. W zeszłym tygodniu dał mi pan kartkę i to leży jeszcze na stole. "
    "Moja córka mówi, że to nic nie daje, i szczerze mówiąc też tak myślę. To ile pan ma lat? To mówcie.",
    "pt": "Não sei o que a senhora quer de mim hoje. Na semana passada deu-me um papel e ainda está em cima da mesa. A "
    "minha filha diz que isso não serve para nada, e para ser franca também acho. Que idade tem? Tem filhos? Pronto.",
}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("pt-br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("yue", "yue"),
    ],
)
def test_a_code_is_taken_however_it_is_written(written: str, code: str) -> None:
    assert normal_code(written) == code
    assert normal_code(code) == code
    assert not unknown_code(code)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("German", "“de” (German)"),
        ("germn", "“de” (German)"),
        ("Deutsch", "“de” (German)"),
        ("de_AT", "“de” (German)"),
        ("Brazilian Portuguese", ""),
        ("x", ""),
        ("", ""),
        ("12", ""),
        ("de-DE-1996-x", "“de” (German)"),
    ],
)
def test_what_is_no_code_is_said_with_the_language_that_was_meant(written: str, meant: str) -> None:
    with pytest.raises(ValueError, match="such as de or pt-BR, was expected, but found") as caught:
        normal_code(written)
    assert meant in str(caught.value)


@pytest.mark.parametrize(
    ("code", "meant"),
    [("dk", "“da” (Danish)"), ("ger", "“de” (German)"), ("ge-GE", "“de” (German) or “ka” (Georgian)")],
)
def test_a_code_that_no_language_has_is_told_with_the_nearest(code: str, meant: str) -> None:
    assert unknown_code(code) == f"no language is known by the code “{code[:3].rstrip('-')}”; perhaps {meant} was meant"
    assert unknown_code("qq") == "no language is known by the code “qq”"


def test_a_language_may_be_named_where_somebody_is_asked() -> None:
    assert {code_of(name) for name in ("German", "german ", "deutsch", "de")} == {"de"}
    assert code_of("pt-br") == "pt-BR"
    for nonsense in ("klingonish tongue", "qq", "?"):
        with pytest.raises(ValueError):
            code_of(nonsense)


def test_a_language_in_words() -> None:
    assert [name_of(code) for code in ("de", "pt-BR", "qq")] == ["German", "Portuguese (pt-BR)", "the language “qq”"]
    assert (speaks("de"), speaks("en"), speaks("en-IE")) == ("speaks German", "", "")
    assert is_english("en-GB") and not is_english("eo")
    assert all(normal_code(code) == code and name.strip() == name for code, name in NAMES.items())


@given(st.text(max_size=30))
def test_any_text_is_a_code_or_refused_in_words(text: str) -> None:
    try:
        code = normal_code(text)
    except ValueError as refused:
        assert "was expected" in str(refused)
    else:
        assert normal_code(code) == code


@pytest.mark.parametrize("language", ELSEWHERE)
def test_another_language_is_told_from_english(language: str) -> None:
    assert looks_foreign(ELSEWHERE[language])
    assert not looks_english(ELSEWHERE[language])


def test_the_shipped_personas_are_in_english() -> None:
    for path in persona_paths().values():
        assert looks_english(read_persona(path).persona.spoken), path


def test_a_few_words_show_nothing() -> None:
    assert not looks_english("What do you know about that?")
    assert not looks_foreign("Na gut.")
    assert looks_english("What do you know about that?", fewest=6)
