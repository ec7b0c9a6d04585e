import pytest
from tests.store.samples import PERSONA, opened

from leanin.session.events import Event, Opening, Replied
from leanin.store.names import Names, introduced, names_in, words_of


def own(text: str) -> list[str]:
    return [found.name for found in introduced(text) if found.own]


def others(text: str) -> list[str]:
    return [found.name for found in introduced(text) if not found.own]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Dana.", "Dana"),
        ("my name is dana and i am young", "dana"),
        ("MY NAME IS DANA", "DANA"),
        ("Hello, my name’s Dana Whitfield, and I'm new here.", "Dana Whitfield"),
        ("My full name is Juan de la Cruz.", "Juan de la Cruz"),
        ("I'm Dana", "Dana"),
        ("I’m Dana, the counselor.", "Dana"),
        ("I am Dana from the agency.", "Dana"),
        ("I'm Dr. Okafor.", "Okafor"),
        ("Please call me Mrs. Ruiz.", "Ruiz"),
        ("You can call me Jean-Luc!", "Jean-Luc"),
        ("I'm Siobhán O’Brien", "Siobhán O’Brien"),
        ("I'm 李明", "李明"),
        ("My name is Jose\u0301.", "Jose\u0301"),
        ("They call me Grace.", "Grace"),
    ],
)
def test_speakers_introduce_themselves(text: str, name: str) -> None:
    assert own(text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("This is Marcus, my colleague.", "Marcus"),
        ("I'm Dana's supervisor.", "Dana"),
        ("Judge Whitaker sent you here.", "Whitaker"),
        ("You said Mrs. Alvarez cried.", "Alvarez"),
    ],
)
def test_they_introduce_others(text: str, name: str) -> None:
    assert own(text) == []
    assert others(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry.",
        "I'm Sorry you feel that way.",
        "I'm Young, I know.",
        "I AM YOUNG AND I AM SORRY",
        "I'm not married.",
        "I'm American. I'm Portuguese. I am Catholic. I'm Irish.",
        "I'm 26.",
        "I'm a counselor.",
        "I'm I think a bit lost.",
        "This is hard. This is about Rosa. This is my first year. This is Tuesday.",
        "My name is on the door. My name is not important.",
        "Call me tomorrow. You can call me if it gets worse. They called me names.",
        "I miss you. Doctor knows best.",
        "You're the doctor. You're young. Doctor You're young. Ask my sister. Then come back.",
        "My name is",
        "I'm",
        "",
    ],
)
def test_ordinary_speech_introduces_nobody(text: str) -> None:
    assert list(introduced(text)) == []


def test_a_session_knows_the_names_of_its_people() -> None:
    session: list[Event] = [
        opened(),
        Opening(said="I'm Rosa. This is Kelly."),
        Replied(turn=1, text="My name is Dana. Judge Whitaker sent me."),
    ]
    assert names_in(session, ["Sam Field", " "]).placeholders == {
        "Rosa Delgado": "[client]",
        "Dana Whitfield": "[therapist]",
        "Maria": "[name 1]",
        "Uncle Tomás": "[name 2]",
        "Sam Field": "[name 3]",
        "Kelly": "[name 4]",
        "Whitaker": "[name 5]",
    }


def test_the_therapist_of_the_personas_file_counts_too() -> None:
    text = "name: Rosa\ntherapist:\n  name: Kim Lee\n"
    assert names_in([opened(text, therapist={"age": 26})]).placeholders == {
        "Rosa": "[client]",
        "Kim Lee": "[therapist]",
    }


@pytest.mark.parametrize("text", ["", "no: [yaml", "name: [client]\n", PERSONA.replace("Rosa Delgado", "[client]")])
def test_a_persona_that_cant_be_read_is_named_by_its_id(text: str) -> None:
    names = names_in([opened(text, persona="rosa", therapist={})])
    assert names.placeholders["rosa"] == "[client]"


def test_a_shared_surname_belongs_to_the_first() -> None:
    names = Names()
    names.add("Rosa Delgado", "[client]")
    names.add("Delgado")
    names.add("Maria Delgado")
    names.add("X")
    assert names.placeholders == {"Rosa Delgado": "[client]", "Maria Delgado": "[name 1]"}
    assert names.by_words[("delgado",)] == "[client]"
    assert names.by_words[("maria",)] == "[name 1]"


def test_titles_small_words_and_initials_are_nobody_by_themselves() -> None:
    names = Names()
    names.add("Uncle J. van Dyke")
    assert set(names.by_words) == {("uncle", "j", "van", "dyke"), ("dyke",)}


def test_words_are_compared_without_accents_and_case() -> None:
    assert words_of("José O’Brien-Núñez") == words_of("jose\u0301 O'BRIEN‑nunez") == ("jose", "o", "brien", "nunez")
